import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

function gateway(addresses: string, child: string): string {
  return `connections {\n  c {\n    ${addresses}\n    children {\n      n {\n        ${child}\n      }\n    }\n  }\n}\n`
}

function report(a: string, b: string) {
  const { verdict, flows, summary } = analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ],
  })
  return {
    verdict,
    summary,
    flows: flows.map(({ source, initiator, outcome }) => `${source} by ${initiator}: ${outcome}`),
  }
}

const ROAD_WARRIOR = gateway('local_addrs = 192.0.2.1\n    remote_addrs = 192.0.2.2', 'remote_ts = 10.2.0.0/24')
const HUB = gateway('local_addrs = 192.0.2.2', 'local_ts = 10.2.0.0/24')

describe('an end that knows no address of its peer', () => {
  it('never begins, which is no failure', () => {
    expect(report(ROAD_WARRIOR, HUB)).toEqual({
      verdict: 'up',
      summary:
        'The tunnel between A (192.0.2.1) and B (192.0.2.2) comes up when A (192.0.2.1) begins (B (192.0.2.2) never does) for all its traffic.',
      flows: ['192.0.2.1/32 by A: established', '10.2.0.0/24 by B: responder-only', '10.2.0.0/24 by A: established'],
    })
  })

  it('does not hide that the other end is refused', () => {
    const other = gateway('local_addrs = 192.0.2.2', 'local_ts = 10.3.0.0/24')
    expect(report(ROAD_WARRIOR, other).verdict).toBe('down')
  })

  it('meets its like: nobody begins', () => {
    const waiting = gateway('local_addrs = 192.0.2.1', 'local_ts = 10.1.0.0/24\n        remote_ts = 10.2.0.0/24')
    const too = gateway('local_addrs = 192.0.2.2', 'local_ts = 10.2.0.0/24\n        remote_ts = 10.1.0.0/24')
    expect(report(waiting, too).verdict).toBe('down')
  })
})
