import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { Coverage } from '../../../src/core/negotiation/coverage.ts'
import { findMismatches, groupMismatches, isOwnAddress } from '../../../src/core/negotiation/mismatches.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { type Box, boxKey } from '../../../src/core/selectors/box.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { box, end, entry, LOCAL, OWN, PEER, REMOTE, tunnel } from './made-ends.ts'

/** What each end protects, as it sees it; every pair is an entry of its own. */
function ends(ofA: readonly Box[], ofB: readonly Box[]): readonly [Endpoint, Endpoint] {
  const entries = (label: string, boxes: readonly Box[], way: readonly [string, string]) =>
    boxes.map((each, at) => entry(`${label}#${at + 1}`, 'both', { selectors: [each], tunnel: tunnel(...way) }))
  return [end('A', entries('A', ofA, [OWN, PEER])), end('B', entries('B', ofB, [PEER, OWN]))]
}

const pairOf = ({ box: { local, remote, protocol } }: Coverage) =>
  `${formatHost(local)}>${formatHost(remote)}${protocol.to === 255 ? '' : ` ${protocol.to}`}`

function mismatches(ofA: readonly Box[], ofB: readonly Box[]): string[] {
  return findMismatches(...ends(ofA, ofB)).map(
    ({ kind, ours, theirs }) => `${ours.end.label} ${kind} ${pairOf(ours)} | ${theirs.map(pairOf).join(', ')}`,
  )
}

const TCP = { protocol: { from: 6, to: 6 } }
const UDP = { protocol: { from: 17, to: 17 } }

describe('what one end protects and the other does not', () => {
  it.each<readonly [string, readonly Box[], readonly Box[], readonly string[]]>([
    ['nothing, where both have the same', [box(LOCAL, REMOTE)], [box(REMOTE, LOCAL)], []],
    ['a pair that the other has not', [box(LOCAL, REMOTE)], [], ['A missing 10.1.0.0/24>10.2.0.0/24 | ']],
    ['a pair that the first has not', [], [box(REMOTE, LOCAL)], ['B missing 10.2.0.0/24>10.1.0.0/24 | ']],
    [
      'a pair that is wider',
      [box(LOCAL, '10.2.0.0/16')],
      [box(REMOTE, LOCAL)],
      ['A wider 10.1.0.0/24>10.2.0.0/16 | 10.2.0.0/24>10.1.0.0/24'],
    ],
    [
      'a pair that is wider at the second',
      [box(LOCAL, REMOTE)],
      [box('10.2.0.0/16', LOCAL)],
      ['B wider 10.2.0.0/16>10.1.0.0/24 | 10.1.0.0/24>10.2.0.0/24'],
    ],
    [
      'a pair that the other has in several',
      [box(LOCAL, REMOTE)],
      [box('10.2.0.0/25', LOCAL), box('10.2.0.128/25', LOCAL)],
      ['A split 10.1.0.0/24>10.2.0.0/24 | 10.2.0.0/25>10.1.0.0/24, 10.2.0.128/25>10.1.0.0/24'],
    ],
    [
      'a pair of which the other has but a part, in several',
      [box(LOCAL, REMOTE)],
      [box('10.2.0.0/26', LOCAL), box('10.2.0.128/25', LOCAL)],
      ['A wider 10.1.0.0/24>10.2.0.0/24 | 10.2.0.0/26>10.1.0.0/24, 10.2.0.128/25>10.1.0.0/24'],
    ],
    [
      'a pair with a part in common',
      [box(LOCAL, '10.2.0.0-10.2.0.200')],
      [box('10.2.0.100-10.2.0.255', LOCAL)],
      ['A overlap 10.1.0.0/24>10.2.0.0-10.2.0.200 | 10.2.0.100-10.2.0.255>10.1.0.0/24'],
    ],
    [
      'a pair with another service',
      [box(LOCAL, REMOTE, TCP)],
      [box(REMOTE, LOCAL, UDP)],
      ['A service 10.1.0.0/24>10.2.0.0/24 6 | 10.2.0.0/24>10.1.0.0/24 17'],
    ],
    [
      'a pair with another service, and not what fits another pair of the same networks',
      [box(LOCAL, REMOTE, TCP), box(LOCAL, REMOTE, UDP)],
      [box(REMOTE, LOCAL, TCP), box(REMOTE, LOCAL, { protocol: { from: 1, to: 1 } })],
      ['A service 10.1.0.0/24>10.2.0.0/24 17 | 10.2.0.0/24>10.1.0.0/24 1'],
    ],
    [
      'a pair of one service, where the other has any',
      [box(LOCAL, REMOTE, TCP)],
      [box(REMOTE, LOCAL)],
      ['A service 10.1.0.0/24>10.2.0.0/24 6 | 10.2.0.0/24>10.1.0.0/24'],
    ],
    [
      'a pair with another network on one side',
      [box(LOCAL, REMOTE)],
      [box('10.9.0.0/24', LOCAL)],
      ['A shifted 10.1.0.0/24>10.2.0.0/24 | 10.9.0.0/24>10.1.0.0/24'],
    ],
    [
      'a pair with another network on its own side',
      [box(LOCAL, REMOTE)],
      [box(REMOTE, '10.9.0.0/24')],
      ['A shifted 10.1.0.0/24>10.2.0.0/24 | 10.2.0.0/24>10.9.0.0/24'],
    ],
    [
      'a pair of the gateway itself',
      [box(LOCAL, REMOTE), box(OWN, REMOTE)],
      [box(REMOTE, LOCAL)],
      ['A own-address 203.0.113.1>10.2.0.0/24 | '],
    ],
    [
      'the same pair, with the same network as its own',
      [box(LOCAL, REMOTE)],
      [box(LOCAL, REMOTE)],
      ['A swapped 10.1.0.0/24>10.2.0.0/24 | 10.1.0.0/24>10.2.0.0/24'],
    ],
    [
      'the same pair, with the same network as its own, and the same service rather than another',
      [box(LOCAL, REMOTE)],
      [box(LOCAL, REMOTE, TCP), box(LOCAL, REMOTE)],
      ['A swapped 10.1.0.0/24>10.2.0.0/24 | 10.1.0.0/24>10.2.0.0/24', 'B missing 10.1.0.0/24>10.2.0.0/24 6 | '],
    ],
    [
      'the same of two others at the first',
      [box(LOCAL, REMOTE), box(LOCAL, REMOTE, TCP)],
      [box(LOCAL, REMOTE, TCP)],
      ['A missing 10.1.0.0/24>10.2.0.0/24 | ', 'A swapped 10.1.0.0/24>10.2.0.0/24 6 | 10.1.0.0/24>10.2.0.0/24 6'],
    ],
    [
      'the same networks on the same sides for another service, of two the same one in whatever order',
      [box(LOCAL, REMOTE)],
      [box(LOCAL, REMOTE, UDP), box(LOCAL, REMOTE, TCP)],
      ['A swapped 10.1.0.0/24>10.2.0.0/24 | 10.1.0.0/24>10.2.0.0/24 17', 'B missing 10.1.0.0/24>10.2.0.0/24 6 | '],
    ],
    [
      'anything',
      [box(LOCAL, '0.0.0.0/0')],
      [box(REMOTE, LOCAL)],
      ['A unrestricted 10.1.0.0/24>0.0.0.0/0 | 10.2.0.0/24>10.1.0.0/24'],
    ],
    [
      'anything, where the other has nothing of it',
      [box(LOCAL, '0.0.0.0/0')],
      [],
      ['A missing 10.1.0.0/24>0.0.0.0/0 | '],
    ],
    [
      'of two candidates for one pair the nearer one, whichever comes first',
      [box(LOCAL, '10.2.0.0/24')],
      [box('10.1.9.0/24', LOCAL), box('10.2.9.0/24', LOCAL)],
      ['A shifted 10.1.0.0/24>10.2.0.0/24 | 10.2.9.0/24>10.1.0.0/24', 'B missing 10.1.9.0/24>10.1.0.0/24 | '],
    ],
    [
      'the same at the other end',
      [box(LOCAL, '10.1.9.0/24'), box(LOCAL, '10.2.9.0/24')],
      [box('10.2.0.0/24', LOCAL)],
      ['A missing 10.1.0.0/24>10.1.9.0/24 | ', 'A shifted 10.1.0.0/24>10.2.9.0/24 | 10.2.0.0/24>10.1.0.0/24'],
    ],
    [
      'two pairs, each shifted from the nearer of two others',
      [box(LOCAL, '10.2.0.0/24'), box(LOCAL, '10.9.0.0/24')],
      [box('10.9.1.0/24', LOCAL), box('10.2.1.0/24', LOCAL)],
      [
        'A shifted 10.1.0.0/24>10.2.0.0/24 | 10.2.1.0/24>10.1.0.0/24',
        'A shifted 10.1.0.0/24>10.9.0.0/24 | 10.9.1.0/24>10.1.0.0/24',
      ],
    ],
    [
      'the one for the same protocol before one with a nearer network',
      [box(LOCAL, '10.2.0.0/24', TCP)],
      [box('10.2.1.0/24', LOCAL, UDP), box('10.9.0.0/24', LOCAL, TCP)],
      ['A shifted 10.1.0.0/24>10.2.0.0/24 6 | 10.9.0.0/24>10.1.0.0/24 6', 'B missing 10.2.1.0/24>10.1.0.0/24 17 | '],
    ],
    [
      'none of two that are as near',
      [box(LOCAL, '10.2.0.0/24')],
      [box('10.8.0.0/24', LOCAL), box('10.9.0.0/24', LOCAL)],
      [
        'A missing 10.1.0.0/24>10.2.0.0/24 | ',
        'B missing 10.8.0.0/24>10.1.0.0/24 | ',
        'B missing 10.9.0.0/24>10.1.0.0/24 | ',
      ],
    ],
    [
      'two pairs of which either could be either of two others',
      [box(LOCAL, REMOTE), box(LOCAL, '10.3.0.0/24')],
      [box('10.8.0.0/24', LOCAL), box('10.9.0.0/24', LOCAL)],
      [
        'A missing 10.1.0.0/24>10.2.0.0/24 | ',
        'A missing 10.1.0.0/24>10.3.0.0/24 | ',
        'B missing 10.8.0.0/24>10.1.0.0/24 | ',
        'B missing 10.9.0.0/24>10.1.0.0/24 | ',
      ],
    ],
  ])('%s', (_name, ofA, ofB, wanted) => {
    expect(mismatches(ofA, ofB)).toEqual(wanted)
  })

  it('is nothing where two ends of IKEv2 that narrow have the parts in one child (RFC 7296 2.9)', () => {
    const kinds = (version: 1 | 2, change: (end: Endpoint) => Endpoint = (each) => each) => {
      const connection = `version = ${version}`
      const parts = ['10.2.0.0/25, 10.2.0.128/25', LOCAL] as const
      const { a, b } = endsOf(pair({ connection }, { connection, nets: parts }))
      return [findMismatches(a, change(b)), findMismatches(change(b), a)].map((all) =>
        all.map(({ kind }) => kind).join(),
      )
    }
    expect(kinds(2)).toEqual(['', ''])
    expect(kinds(1)).toEqual(['split', 'split'])
    const exact = (of: Endpoint): Endpoint => ({
      ...of,
      vendor: { ...of.vendor, selectorRule: { ...of.vendor.selectorRule, rule: 'exact' } },
    })
    expect(kinds(2, exact)).toEqual(['split', 'split'])
    // Of two children one is agreed on at a time.
    const apart = (of: Endpoint): Endpoint => ({
      ...of,
      spd: of.spd?.flatMap((each) =>
        each.selectors.map((own, at) => ({
          ...each,
          id: `B#${at + 1}`,
          selectors: [own],
          ...(each.negotiated && { negotiated: { ...each.negotiated, child: { ...each.negotiated.child } } }),
        })),
      ),
    })
    expect(kinds(2, apart)).toEqual(['split', 'split'])
  })

  it('is told in the order in which the end has it', () => {
    const [one, two, three] = [box(LOCAL, '10.5.0.0/24'), box(LOCAL, '10.4.0.0/24'), box(LOCAL, '10.3.0.0/24')]
    expect(mismatches([one, two, three], [])).toEqual(
      ['5', '4', '3'].map((number) => `A missing 10.1.0.0/24>10.${number}.0.0/24 | `),
    )
  })

  it('is not known of an end that is not', () => {
    const [a] = ends([box(LOCAL, REMOTE)], [])
    expect(findMismatches(a, end('B', undefined))).toEqual([])
    expect(findMismatches(end('A', undefined), ends([], [box(REMOTE, LOCAL)])[1])).toEqual([])
  })

  it('does not depend on which end is called A', () => {
    const [ofA, ofB] = [
      [box(LOCAL, '10.2.0.0-10.2.0.200'), box(LOCAL, '10.4.0.0/24'), box('10.5.0.0/24', '10.6.0.0/24', TCP)],
      [box('10.2.0.100-10.2.0.255', LOCAL), box('10.3.0.0/24', LOCAL), box('10.6.0.0/24', '10.5.0.0/24', UDP)],
    ]
    const kinds = (all: readonly string[]) => all.map((text) => text.split(' ')[1]).toSorted()
    expect(kinds(mismatches(ofA, ofB))).toEqual(['overlap', 'service', 'shifted'])
    expect(kinds(mismatches(ofB, ofA))).toEqual(['overlap', 'service', 'shifted'])
  })

  it('is the same between the same pairs, whichever end is called A and in whatever order it lists them', () => {
    const networks = [
      '10.1.0.0/24',
      '10.1.0.0/25',
      '10.1.0.128/25',
      '10.1.0.0/16',
      '10.2.0.0/24',
      '10.2.1.0/24',
      '10.8.0.0/24',
    ]
    const anyNetwork = fc.constantFrom(...networks)
    const anyPair = fc
      .tuple(anyNetwork, anyNetwork, fc.constantFrom({}, {}, TCP))
      .map(([x, y, more]) => box(x, y, more))
    const anyList = fc.uniqueArray(anyPair, { maxLength: 5, selector: boxKey })
    const found = (ofA: readonly Box[], ofB: readonly Box[], names: Readonly<Record<string, string>>) =>
      findMismatches(...ends(ofA, ofB))
        .map(({ kind, ours, theirs }) => [
          kind,
          ...[ours, ...theirs].map((pair) => `${names[pair.end.label]} ${pairOf(pair)}`).toSorted(),
        ])
        .map(String)
        .toSorted()
    fc.assert(
      fc.property(anyList, anyList, (one, other) => {
        const straight = found(one, other, { A: 'one', B: 'other' })
        expect(found(other, one, { A: 'other', B: 'one' })).toEqual(straight)
        expect(found(one.toReversed(), other.toReversed(), { A: 'one', B: 'other' })).toEqual(straight)
      }),
      { numRuns: 300 },
    )
  })
})

describe('pairs that very many others could be meant for', () => {
  // A's network, and so many others of B at the other side, of which the first is the nearest.
  const candidates = (count: number) =>
    Array.from({ length: count }, (_, at) => box(at === 0 ? '10.2.1.0/24' : `172.16.${at >> 8}.${at & 255}`, LOCAL))
  const kindsOfA = (count: number) =>
    mismatches([box(LOCAL, REMOTE)], candidates(count)).flatMap((text) => /^A (\S+)/.exec(text)?.[1] ?? [])

  it('are compared with up to 256 of them', () => {
    expect(kindsOfA(256)).toEqual(['shifted'])
    expect(kindsOfA(257)).toEqual(['missing'])
  })

  it('meet up to 256 of them', () => {
    const hosts = Array.from({ length: 257 }, (_, at) => box(`10.2.${at >> 8}.${at & 255}`, LOCAL))
    const [wider] = findMismatches(...ends([box(LOCAL, '10.2.0.0/16')], hosts))
    expect([wider?.kind, wider?.theirs.length]).toEqual(['wider', 256])
  })
})

describe('mismatches between the same entries', () => {
  it('are one group', () => {
    const boxes = ['10.4.0.0/24', '10.5.0.0/24'].map((remote) => box(LOCAL, remote))
    const one = end('A', [entry('A#1', 'both', { selectors: boxes })])
    const groups = groupMismatches(findMismatches(one, end('B', [])))
    expect(groups.map(({ kind, all }) => [kind, all.length])).toEqual([['missing', 2]])
    expect(groups[0]?.ours).toBe(groups[0]?.all[0]?.ours)
    const apart = groupMismatches(findMismatches(...ends(boxes, [])))
    // Entries of either direction, and kinds, are told apart.
    const others = [
      end('A', [entry('A#1', 'out', { selectors: boxes }), entry('A#2', 'in', { selectors: boxes.slice(1) })]),
      end('B', [entry('B#1', 'both', { selectors: [box('10.6.0.0/24', '10.8.0.0/24')], tunnel: tunnel(PEER, OWN) })]),
    ] as const
    expect(groupMismatches(findMismatches(...others)).map(({ kind, all }) => [kind, all.length])).toEqual([
      ['missing', 1],
      ['missing', 1],
      ['missing', 1],
    ])
    expect(apart.map(({ all }) => all.length)).toEqual([1, 1])
  })
})

describe('the own address', () => {
  it('is that of the tunnel', () => {
    const of = (local: string) => ({ end: end('A', []), box: box(local, REMOTE), out: null, in: null, at: 0 })
    expect([of(OWN), of(LOCAL), of(PEER)].map(isOwnAddress)).toEqual([true, false, false])
  })
})
