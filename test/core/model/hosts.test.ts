import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

function gateway(addresses: string, local: string, remote: string): string {
  return `connections {\n  c {\n    ${addresses}\n    children {\n      n {\n        local_ts = ${local}\n        remote_ts = ${remote}\n      }\n    }\n  }\n}\n`
}

function report(a: string, b: string) {
  const { verdict, flows } = analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ],
  })
  return { verdict, flows: flows.map(({ initiator, outcome, certainty }) => `${initiator} ${outcome} ${certainty}`) }
}

describe('a host name in the place of an address', () => {
  const b = gateway('local_addrs = 192.0.2.2\n    remote_addrs = 192.0.2.1', '10.2.0.0/24', '10.1.0.0/24')

  it('is taken to be the other end, and that is assumed', () => {
    const a = gateway('local_addrs = 192.0.2.1\n    remote_addrs = gw-b.example', '10.1.0.0/24', '10.2.0.0/24')
    expect(report(a, b)).toEqual({ verdict: 'up', flows: ['A established assumed', 'B established assumed'] })
  })

  it('does not stand in for another address beside it', () => {
    const a = gateway('local_addrs = 192.0.2.1\n    remote_addrs = 192.0.2.9', '10.1.0.0/24', '10.2.0.0/24')
    expect(report(a, b).verdict).toBe('down')
  })
})

describe('an address that nobody tells', () => {
  const caller = (local: string) => gateway('remote_addrs = gw-b.example', local, '10.2.0.0/24')

  it('is taken to agree', () => {
    const hub = gateway('version = 2', '10.2.0.0/24', '10.1.0.0/24')
    expect(report(caller('10.1.0.0/24'), hub)).toEqual({
      verdict: 'up',
      flows: ['A established assumed', 'B responder-only stated', 'A established assumed'],
    })
  })

  it('is one on both ends: dynamic with dynamic', () => {
    const hub = gateway('version = 2', '10.2.0.0/24', 'dynamic')
    expect(report(caller('dynamic'), hub).verdict).toBe('up')
  })

  it('is taken to lie in the only network that the other end expects', () => {
    const hub = gateway('version = 2', '10.2.0.0/24', '10.1.0.0/24')
    expect(report(caller('dynamic'), hub)).toMatchObject({
      verdict: 'up',
      flows: [expect.stringMatching(/assumed$/), expect.anything(), expect.anything()],
    })
  })

  it('leaves open in which of several it lies', () => {
    const hub = gateway('version = 2', '10.2.0.0/24', '10.1.0.0/24, 10.3.0.0/24')
    expect(report(caller('dynamic'), hub).verdict).toBe('unknown')
  })

  it('is no excuse for what does not depend on it', () => {
    const hub = gateway('version = 1', '10.2.0.0/24', 'dynamic')
    expect(report(caller('dynamic').replace('remote_addrs', 'version = 2\n    remote_addrs'), hub).verdict).toBe('down')
  })
})

describe('a text of which either side may be the own one', () => {
  it('is of the side that the other end goes to, where a NAT hides that end', () => {
    const branch = gateway('local_addrs = 192.168.7.2\n    remote_addrs = 198.51.100.7', '10.1.0.0/24', '10.2.0.0/24')
    const hq = `conn branch
    left=198.51.100.7
    leftsubnet=10.2.0.0/24
    right=203.0.113.7
    rightsubnet=10.1.0.0/24
    authby=secret
    auto=ondemand
`
    const { ends, diagnostics } = analyse({
      pastes: [
        { source: 'a.conf', text: branch, end: 'A' },
        { source: 'b.conf', text: hq, end: 'B' },
      ],
    })
    expect(ends.flatMap(({ tunnelAddresses }) => tunnelAddresses)).toEqual(['192.168.7.2', '198.51.100.7'])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA006')
  })
})
