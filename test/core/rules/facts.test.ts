import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { type DescribedEnd, description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { ownAddress } from '../../../src/core/rules/traffic-selectors/ts001-own-address.ts'
import { peerAddress } from '../../../src/core/rules/traffic-selectors/ts002-peer-address.ts'
import { service } from '../../../src/core/rules/traffic-selectors/ts006-service.ts'
import { overlappingNetworks } from '../../../src/core/rules/traffic-selectors/ts009-overlapping-networks.ts'
import { oneEndOnly } from '../../../src/core/rules/traffic-selectors/ts010-one-end-only.ts'
import { selectorsRefused } from '../../../src/core/rules/traffic-selectors/ts012-refused.ts'
import { swapped } from '../../../src/core/rules/traffic-selectors/ts013-swapped.ts'
import { firstPairOnly } from '../../../src/core/rules/traffic-selectors/ts014-first-pair.ts'
import { answeredInPart } from '../../../src/core/rules/traffic-selectors/ts015-answered-in-part.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { factsBetween, factsOf, gistOf, NO_FACTS, placesOf, waysOf } from './facts-of.ts'

const isaA: DescribedEnd = { locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] }
const other = (locals: readonly string[], remotes: readonly string[]): DescribedEnd => ({
  vendor: 'other',
  locals,
  remotes,
})

describe('TS001: the own address of a gateway', () => {
  const listing = (remotesOfB: readonly string[]) =>
    description(
      { locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '198.51.100.7'] },
      { locals: ['10.2.0.0/24'], remotes: remotesOfB },
    )

  it('is covered at the other end', () => {
    const [found, ...more] = factsOf(ownAddress, listing(['10.1.0.0/24']))
    expect(more).toEqual([])
    expect(found && gistOf(found)).toMatch(/^error \w+, 203\.0\.113\.1 -> 10\.2\.0\.1 icmp$/)
    expect(found && waysOf(found)[0]).toBe('B cover')
    expect(found?.explain().what).toMatch(
      /^ISA-A protects traffic of its own address with A\d.*; ISA-B has no entry for it\.$/,
    )
    expect(found?.explain().why).toContain('A ping from it says "Negotiating IP Security." for ever')
  })

  it('is never answered, where nobody knows what the product shows of that', () => {
    const own = other(['10.1.0.0/24', '203.0.113.1'], ['10.2.0.0/24'])
    const [found] = factsOf(ownAddress, description(own, other(['10.2.0.0/24'], ['10.1.0.0/24'])))
    expect(found?.explain().why).toContain('. A ping from it is never answered, while traffic between the networks ')
    expect(found && waysOf(found)[0]).toBe('B cover')
  })

  it('is as certain as its flows', () => {
    const { a, b } = endsOf(listing(['10.1.0.0/24']))
    const simulation = simulate(a, b)
    const certainty = (of: 'stated' | 'assumed') =>
      factsBetween(ownAddress, {
        ...simulation,
        flows: simulation.flows.map((each) => ({ ...each, certainty: of })),
      })[0]?.certainty
    expect([certainty('stated'), certainty('assumed')]).toEqual(['stated', 'assumed'])
  })

  it('is nothing to tell where it is listed', () => {
    expect(factsOf(ownAddress, listing(['10.1.0.0/24', '203.0.113.1']))).toEqual([])
  })

  it('is dropped without an error where the other end narrows its answer (RFC 7296 2.9)', () => {
    const [found] = factsOf(ownAddress, pair({ nets: ['10.1.0.0/24, 192.0.2.1/32', '10.2.0.0/24'] }))
    expect(found?.explain().why).toContain('the tunnel is up, and these packets are dropped without an error')
    expect(found?.explain().why).not.toContain('A ping from it')
  })
})

describe('TS002: the address of a peer that was not pasted', () => {
  it('is missing from the Remote Site, with the lines that list it', () => {
    const [found, ...more] = factsOf(peerAddress, description(isaA))
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('warning assumed, 198.51.100.7 -> 10.1.0.1 icmp')
    expect(found && waysOf(found)).toEqual(['A cover'])
    expect(found && placesOf(found)).toEqual(['tunnel.yaml 7 ISA-A: remote networks'])
    expect(found?.explain().what).toMatch(/ on ISA-A does not list the peer's external address 198\.51\.100\.7\.$/)
  })

  it('shows four networks at most', () => {
    const remotes = [2, 3, 4, 5, 6].map((number) => `10.${number}.0.0/24`)
    const [found] = factsOf(peerAddress, description({ ...isaA, remotes }))
    expect(found?.evidence).toHaveLength(4)
  })

  it('is nothing to tell where it is listed, where the other end was pasted, or of another product', () => {
    expect(factsOf(peerAddress, description({ ...isaA, remotes: ['10.2.0.0/24', '198.51.100.7'] }))).toEqual([])
    expect(factsOf(peerAddress, description(isaA, { locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] }))).toEqual([])
    expect(factsOf(peerAddress, description(other(isaA.locals, isaA.remotes)))).toEqual([])
  })
})

describe('TS006: another protocol or port', () => {
  const nets = (local: string, remote: string) => ({ nets: [local, remote] as const })

  const ways = (a: ReturnType<typeof nets>, b: ReturnType<typeof nets>) =>
    factsOf(service, pair(a, b)).map((found) => [gistOf(found), ...waysOf(found).slice(0, 2)])
  const [wideA, webA] = [nets('10.1.0.0/24', '10.2.0.0/24'), nets('10.1.0.0/24', '10.2.0.0/24[tcp/80]')]
  const [wideB, webB] = [nets('10.2.0.0/24', '10.1.0.0/24'), nets('10.2.0.0/24[tcp/80]', '10.1.0.0/24')]

  it('is first taken over by the end that has less', () => {
    expect(ways(wideA, webB)).toEqual([['error stated, 10.1.0.1 -> 10.2.0.1 icmp', 'B replace', 'A replace']])
    expect(ways(webA, wideB)).toEqual([['error stated, 10.1.0.1 -> 10.2.0.1 icmp', 'A replace', 'B replace']])
  })

  it('that have nothing in common are first taken over by the first end', () => {
    const udp = nets('10.1.0.0/24', '10.2.0.0/24[udp/53]')
    expect(ways(udp, webB)).toEqual([['error stated, 10.1.0.1 -> 10.2.0.1 udp/53', 'A replace', 'B replace']])
  })

  it('is nothing to tell where both are the same', () => {
    expect([ways(wideA, wideB), ways(webA, webB)]).toEqual([[], []])
  })
})

describe('TS010: a tunnel that one end alone brings up', () => {
  it('is told with who can, and mended at either end', () => {
    const example = description(
      { vendor: 'cisco-ios', locals: ['10.1.0.0/16'], remotes: ['10.2.0.0/24'] },
      other(['10.2.0.0/24'], ['10.1.0.0/24']),
    )
    const [found, ...more] = factsOf(oneEndOnly, example)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toMatch(/^warning assumed, 10\.1\.0\.1 -> 10\.2\.0\.1 icmp$/)
    expect(found?.plans).toMatchObject([
      {
        changes: [
          {
            end: 'B',
            change: {
              kind: 'replace',
              from: { remote: range('10.1.0.0/24') },
              to: { remote: range('10.1.0.0/16') },
            },
          },
        ],
      },
      {
        changes: [
          {
            end: 'A',
            change: { kind: 'replace', from: { local: range('10.1.0.0/16') }, to: { local: range('10.1.0.0/24') } },
          },
        ],
      },
    ])
    expect(found?.explain().what).toMatch(/the tunnel comes up when Gateway-B begins, and not when Gateway-A does\.$/)
  })

  it('is told the same with the ends exchanged', () => {
    const example = description(other(['10.1.0.0/24'], ['10.2.0.0/24']), {
      vendor: 'cisco-ios',
      locals: ['10.2.0.0/16'],
      remotes: ['10.1.0.0/24'],
    })
    const [found] = factsOf(oneEndOnly, example)
    expect(found && waysOf(found)).toEqual(['A replace', 'B replace'])
    expect(found?.explain().what).toMatch(/the tunnel comes up when Gateway-A begins, and not when Gateway-B does\.$/)
  })
})

describe('TS013: sides that are swapped', () => {
  const copied = (locals: string, remotes: string, peerOfB: string) =>
    pair({ nets: [locals, remotes] }, { nets: [locals, remotes], peer: peerOfB })

  it('are turned at either end, and at the first alone where nothing tells which is right', () => {
    const example = description(other(['10.1.0.0/24'], ['10.2.0.0/24']), other(['10.1.0.0/24'], ['10.2.0.0/24']))
    const [found, ...more] = factsOf(swapped, example)
    expect(more).toEqual([])
    expect(found && waysOf(found).slice(0, 2)).toEqual(['B replace', 'A replace'])
  })

  it('of children are turned with both of their lists', () => {
    const [found] = factsOf(swapped, copied('10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24', '192.0.2.1'))
    const [atB] = found?.plans ?? []
    expect(atB?.changes).toMatchObject([
      {
        end: 'B',
        change: {
          kind: 'child-selectors',
          connection: 'to-a',
          child: 'net',
          local: [{ addresses: range('10.2.0.0/24') }],
          remote: [{ addresses: range('10.1.0.0/24') }, { addresses: range('10.3.0.0/24') }],
        },
      },
    ])
  })

  it.each<readonly [string, string, string, readonly string[]]>([
    [
      'A has an address in its remote network',
      '10.1.0.0/24',
      '192.0.2.0/31',
      ['A child-selectors', 'B child-selectors'],
    ],
    [
      'B has an address in its local network',
      '192.0.2.2/31',
      '10.2.0.0/24',
      ['A child-selectors', 'B child-selectors'],
    ],
    [
      'A has an address in its local network',
      '192.0.2.0/31',
      '10.2.0.0/24',
      ['B child-selectors', 'A child-selectors'],
    ],
    [
      'B has an address in its remote network',
      '10.1.0.0/24',
      '192.0.2.2/31',
      ['B child-selectors', 'A child-selectors'],
    ],
  ])('are turned first where an own address tells: %s', (_, local, remote, ways) => {
    const [found] = factsOf(swapped, copied(local, remote, '192.0.2.1'))
    expect(found && waysOf(found).slice(0, 2)).toEqual(ways)
  })
})

describe('TS014: a list in quick mode', () => {
  const v1 = { connection: 'version = 1' }
  const lists = (a: readonly [string, string], b: readonly [string, string], version = v1) =>
    factsOf(firstPairOnly, pair({ ...version, nets: a }, { ...version, nets: b }))
  const two = '10.1.0.0/24, 10.3.0.0/24'

  it('is told once for both ends, with a packet of the second pair', () => {
    const [found, ...more] = lists([two, '10.2.0.0/24'], ['10.2.0.0/24', two])
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error stated, 10.3.0.1 -> 10.2.0.1 icmp')
    expect(found && waysOf(found)).toEqual(['A version, B version', 'A child-selectors, A cover'])
    expect(found?.flows.every(({ initiator, outcome }) => initiator === 'A' && outcome === 'narrowed')).toBe(true)
    expect(found?.explain().what).toBe(
      'net of A (192.0.2.1) lists 2 pairs of networks, and the tunnel comes up for the first pair alone.',
    )
  })

  it('counts the pairs of both lists', () => {
    const [found] = lists([two, '10.2.0.0/24, 10.4.0.0/24'], ['10.2.0.0/24, 10.4.0.0/24', two])
    expect(found?.explain().what).toMatch(/ lists 4 pairs of networks, /)
  })

  it('is nothing to tell of one pair, in IKEv2, or of what does not come up', () => {
    expect(lists(['10.1.0.0/24', '10.2.0.0/24'], ['10.2.0.0/24', '10.1.0.0/24'])).toEqual([])
    expect(lists([two, '10.2.0.0/24'], ['10.2.0.0/24', two], { connection: 'version = 2' })).toEqual([])
    expect(lists([two, '10.2.0.0/24'], ['10.9.0.0/24', two])).toEqual([])
  })
})

describe('TS015: a list that is answered in part', () => {
  it('is told with what came up, and mended at who asks', () => {
    const [found, ...more] = factsOf(answeredInPart, answeredInPart.page.fires)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error stated, 10.3.0.1 -> 10.2.0.1 icmp')
    expect(found && placesOf(found).map((place) => place.replace(/^(\S+) \d+ /, '$1 '))).toEqual([
      'a.conf A (192.0.2.1): net',
      'a.conf A (192.0.2.1): net',
      'b.conf B (192.0.2.2): two',
      'b.conf B (192.0.2.2): two',
    ])
    expect(found?.flows.every(({ initiator, outcome }) => initiator === 'A' && outcome === 'uncovered')).toBe(true)
    expect(found?.explain().what).toBe(
      'net of A (192.0.2.1) asks for several networks at once; B (192.0.2.2) has each pair in a child of its own, and answers 10.1.0.0/24 to 10.2.0.0/24 alone.',
    )
    expect(found && waysOf(found)[0]).toMatch(/^A /)
  })

  it('is no list where a child has one pair, of which the peer has two', () => {
    const other =
      'start_action = none\n      }\n      other {\n        local_ts = 10.2.0.0/24\n        remote_ts = 10.1.1.0/24'
    const parts = { nets: ['10.2.0.0/24', '10.1.0.0/24'], child: other } as const
    const asks = (local: string) => factsOf(answeredInPart, pair({ nets: [local, '10.2.0.0/24'] }, parts)).length
    expect([asks('10.1.0.0/23'), asks('10.1.0.0/24, 10.1.1.0/24')]).toEqual([0, 1])
  })

  it('is nothing to tell where the rest is nowhere at the peer, or in IKEv1', () => {
    const two = '10.1.0.0/24, 10.3.0.0/24'
    expect(factsOf(answeredInPart, pair({ nets: [two, '10.2.0.0/24'] }))).toEqual([])
    const { pastes } = answeredInPart.page.fires
    const v1 = pastes.map((paste) => ({ ...paste, text: paste.text.replace('version = 2', 'version = 1') }))
    expect(factsOf(answeredInPart, { pastes: v1 })).toEqual([])
  })
})

describe('TS009: a network on both sides', () => {
  it('is an error where it is the same, and may stand for all sites where it is wider', () => {
    const of = (ofA: DescribedEnd, ofB: DescribedEnd) =>
      factsOf(overlappingNetworks, description(ofA, ofB)).map(({ severity }) => severity)
    expect(of(other(['10.1.0.0/16'], ['10.1.0.0/16']), other(['10.1.0.0/16'], ['10.1.0.0/16']))).toEqual([
      'error',
      'error',
    ])
    expect(of(other(['10.0.0.0/8'], ['10.1.0.0/16']), other(['10.1.0.0/16'], ['10.0.0.0/8']))).toEqual([
      'warning',
      'warning',
    ])
  })

  it('is told with what the two have in common, of either end', () => {
    const of = (ofA: DescribedEnd, ofB: DescribedEnd) =>
      factsOf(overlappingNetworks, description(ofA, ofB)).map((each) => each.explain().what.split(': ')[0])
    expect(of(other(['10.1.0.0/16'], ['10.1.2.0/24']), other(['10.1.2.0/24'], ['10.1.0.0/16']))).toEqual([
      'Gateway-A has 10.1.2.0/24 on both sides of the tunnel',
      'Gateway-B has 10.1.2.0/24 on both sides of the tunnel',
    ])
    expect(of(other(['10.1.0.0/16'], ['10.2.0.0/16']), other(['10.2.0.0/16'], ['10.1.0.0/16']))).toEqual([])
    // Who asks for everything means all that is elsewhere.
    expect(of(other(['10.1.0.0/16'], ['0.0.0.0/0']), other(['0.0.0.0/0'], ['10.1.0.0/16']))).toEqual([])
  })
})

describe('TS012: selectors that are refused', () => {
  it('are told where no comparison of two entries explains it', () => {
    expect(factsOf(selectorsRefused, pair({ nets: ['10.1.0.0/24', '10.9.0.0/24'] }))).toEqual([])
    const { a, b } = endsOf(pair({ nets: ['10.1.0.0/24', '10.9.0.0/24'] }))
    const simulation = simulate(a, b)
    const alone = [
      ...selectorsRefused.check({
        simulation,
        mismatches: [],
        blocks: [],
        observations: [],
        secrets: [],
        paste: NO_FACTS,
      }),
    ]
    expect(alone.map((each) => each.explain().what)).toEqual([
      'B (192.0.2.2) has no child that takes what A (192.0.2.1) proposes for net: B (192.0.2.2) answers TS_UNACCEPTABLE.',
    ])
  })
})
