import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** Every pair of networks has a packet in common with every other one. */
function crowd(own: string, peer: string, turned: boolean, only: (index: number) => boolean = () => true): string {
  const filters = Array.from({ length: 289 }, (_, index) => index)
    .filter(only)
    .flatMap((index) => {
      const sides = [`10.1.1.1 (${mask(index % 17)})`, `172.16.1.1 (${mask(Math.floor(index / 17))})`]
      const [local, remote] = turned ? sides.toReversed() : sides
      return [
        `Source Address : ${local}\nDestination Address : ${remote}\nTunnel Destination : ${peer}\nDirection : Outbound`,
        `Source Address : ${remote}\nDestination Address : ${local}\nTunnel Destination : ${own}\nDirection : Inbound`,
      ]
    })
    .map(
      (text) =>
        `${text}\nProtocol : ANY Src Port : 0 Dest Port : 0\nInbound Action : Negotiate\nOutbound Action : Negotiate\n`,
    )
  return `Quick Mode Filters(Specific):\n\n${filters.join('\n')}\n${filters.length} Specific Filter(s)\n`
}

/** From /8 to /24. */
function mask(more: number): string {
  const bits = (-1 << (24 - more)) >>> 0
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

const A = ['203.0.113.1', '198.51.100.7'] as const

describe('more entries that meet one than are looked at', () => {
  it('are compared with the very same one of the other end, which is said to be assumed', () => {
    const report = analyse({
      pastes: [
        { source: 'a', end: 'A', text: crowd(...A, false) },
        { source: 'b', end: 'B', text: crowd(A[1], A[0], true) },
      ],
    })
    expect(report.verdict).toBe('up')
    expect(report.flows).toHaveLength(2 * 289)
    expect(new Set(report.flows.map(({ certainty }) => certainty))).toEqual(new Set(['assumed']))
    expect(report.unchecked.map(({ topic }) => topic)).toContain('entries that meet many others')
  })

  it('are unknown, in both directions, where the other end lacks that one', () => {
    const report = analyse({
      pastes: [
        { source: 'a', end: 'A', text: crowd(...A, false) },
        { source: 'b', end: 'B', text: crowd(A[1], A[0], true, (index) => index !== 144) },
      ],
    })
    expect(report.flows.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(2)
    expect(report.diagnostics.map(({ code }) => code)).toContain('TS003')
  })
})
