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

/** A filter as its owner sees it. */
interface Filter {
  readonly direction: 'Outbound' | 'Inbound'
  readonly local: string
  readonly remote: string
  readonly action?: 'Permit'
}

function dump(own: string, peer: string, filters: readonly Filter[]): string {
  const texts = filters.map(({ direction, local, remote, action = 'Negotiate' }) => {
    const [source, destination, end] = direction === 'Outbound' ? [local, remote, peer] : [remote, local, own]
    return [
      `Source Address : ${source}`,
      `Destination Address : ${destination}`,
      `Tunnel Destination : ${end}`,
      `Direction : ${direction}`,
      'Protocol : ANY Src Port : 0 Dest Port : 0',
      `Inbound Action : ${action}`,
      `Outbound Action : ${action}`,
      '',
    ].join('\n')
  })
  return `Quick Mode Filters(Specific):\n\n${texts.join('\n')}\n${texts.length} Specific Filter(s)\n`
}

function between(a: readonly Filter[], b: readonly Filter[]) {
  const report = analyse({
    pastes: [
      { source: 'a', end: 'A', text: dump(A[0], A[1], a) },
      { source: 'b', end: 'B', text: dump(A[1], A[0], b) },
    ],
  })
  return { flows: report.flows, unchecked: report.unchecked.map(({ topic }) => topic) }
}

const WIDE = { local: '10.1.0.0 (255.255.0.0)', remote: '172.16.0.0 (255.255.0.0)' }

/** So many disjoint quarters of /24 networks of the remote side, from its first one on. */
function quarters(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `172.16.${at >> 2}.${(at & 3) * 64} (255.255.255.192)`)
}

/** Child SAs that B brings up, within what A alone has an outbound filter for. */
function children(count: number, more: readonly string[] = []) {
  const remotes = [...quarters(count), ...more]
  const a: Filter[] = remotes.map((remote) => ({ direction: 'Inbound', local: WIDE.local, remote }))
  const b: Filter[] = remotes.map((local) => ({ direction: 'Outbound', local, remote: WIDE.local }))
  const { flows, unchecked } = between([...a, { direction: 'Outbound', ...WIDE }], b)
  const byA = flows.filter(({ entries }) => entries['A'] === `A#${a.length + 1}`)
  return { byA: byA.map(({ initiator, outcome }) => `${outcome} by ${initiator}`), unchecked }
}

describe('packets that may ride on the child SAs of the other end', () => {
  it('are told by its 256 children where there are no more', () => {
    const { byA, unchecked } = children(256)
    expect(byA).toEqual(['refused by A'])
    expect(unchecked).not.toContain('entries that meet many others')
  })

  it('are unknown where there are more, which is said', () => {
    const { byA, unchecked } = children(257)
    expect(byA).toEqual(['refused by A', 'unknown by B'])
    expect(unchecked).toContain('entries that meet many others')
  })

  it('ride on the child for the very same packets, however many there are', () => {
    const { byA, unchecked } = children(300, [WIDE.remote])
    expect(byA).toEqual(['refused by A', 'established by B'])
    expect(unchecked).toContain('entries that meet many others')
  })
})

describe('an entry that meets too many entries as a whole', () => {
  const upper = '172.16.128.0 (255.255.128.0)'

  /** The heavier filter of A takes the lower half, where B has so many. */
  function lowerHalf(count: number) {
    const { flows, unchecked } = between(
      [
        { direction: 'Outbound', ...WIDE },
        { direction: 'Outbound', local: WIDE.local, remote: '172.16.0.0 (255.255.128.0)' },
      ],
      [...quarters(count - 1), upper].map((local) => ({ direction: 'Inbound', local, remote: WIDE.local })),
    )
    const of = (id: string) =>
      flows.filter(({ entries }) => entries['A'] === id).map(({ entries, outcome }) => `${outcome} at ${entries['B']}`)
    return { wide: of('A#1'), lower: of('A#2'), unchecked }
  }

  it('is compared with those that the packets reach that are left to it', () => {
    const { wide, lower, unchecked } = lowerHalf(256)
    expect(wide).toEqual(['refused at B#256'])
    expect(lower.filter((flow) => flow.startsWith('refused at B#'))).toHaveLength(255)
    expect(unchecked).not.toContain('entries that meet many others')
  })

  it('is so where the whole meets more, and the entry in front of it is unknown, which is said', () => {
    const { wide, lower, unchecked } = lowerHalf(258)
    expect(wide).toEqual(['refused at B#258'])
    expect(lower).toEqual(['unknown at null'])
    expect(unchecked).toContain('entries that meet many others')
  })
})

describe('an entry of which others leave too many pieces', () => {
  /** In front of the tunnel so many pairs of hosts are let through, each of which cuts the rest into three more pieces or four. */
  function holes(count: number) {
    const permitted = Array.from(
      { length: count },
      (_, at): Filter => ({
        direction: 'Outbound',
        local: `10.1.${at}.1 (255.255.255.255)`,
        remote: `172.16.${at}.1 (255.255.255.255)`,
        action: 'Permit',
      }),
    )
    const tunnel: Filter = { direction: 'Outbound', ...WIDE }
    const { flows, unchecked } = between(
      [...permitted, tunnel],
      [{ direction: 'Inbound', local: WIDE.remote, remote: WIDE.local }],
    )
    const [flow] = flows.filter(({ entries }) => entries['A'] === `A#${count + 1}`)
    return { flow, unchecked }
  }

  it('is told in pieces while there are not more than 256', () => {
    const { flow, unchecked } = holes(50)
    expect(flow?.source.split(', ').length).toBeGreaterThan(50)
    expect(flow?.outcome).toBe('established')
    expect(unchecked).not.toContain('entries that meet many others')
  })

  it('is taken whole where there are more, which is said', () => {
    const { flow, unchecked } = holes(200)
    expect(flow).toMatchObject({ source: '10.1.0.0/16', destination: '172.16.0.0/16', outcome: 'established' })
    expect(unchecked).toContain('entries that meet many others')
  })
})
