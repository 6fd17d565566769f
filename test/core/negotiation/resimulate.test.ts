import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressRange, between } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { Vendor } from '../../../src/core/model/vendor.ts'
import { resimulate } from '../../../src/core/negotiation/resimulate.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { ciscoAsa } from '../../../src/core/vendors/cisco-asa/vendor.ts'
import { isa } from '../../../src/core/vendors/isa/vendor.ts'
import { linux } from '../../../src/core/vendors/linux/vendor.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { anyBox } from '../selectors/universe.ts'
import { asWritten, box, end, OWN, PEER, setting, entry as toPeer, tunnel } from './made-ends.ts'

/** They differ in the order of lookup, in which selectors they accept, and in a list for what is routed on. */
const vendors: readonly Vendor[] = [isa, ciscoAsa, linux]

/** Boxes of different islands have no packet in common, so that a change touches some of many entries. */
function onIsland(box: Box, island: number): Box {
  const start = 16 * island
  const moved = (range: AddressRange): AddressRange =>
    range.family === 'ipv4' ? between('ipv4', range.from + start, range.to + start) : range
  return { ...box, local: moved(box.local), remote: moved(box.remote) }
}

type Unnumbered = Omit<SpdEntry, 'id' | 'name'>

const entry: fc.Arbitrary<Unnumbered> = fc.record({
  direction: fc.constantFrom('out' as const, 'in' as const, 'both' as const, 'fwd' as const),
  action: fc.constantFrom(
    'protect' as const,
    'protect' as const,
    'protect' as const,
    'bypass' as const,
    'discard' as const,
  ),
  mode: fc.constant('tunnel' as const),
  selectors: fc.array(
    fc.tuple(anyBox, fc.nat(9)).map(([box, island]) => onIsland(box, island)),
    { minLength: 1, maxLength: 2 },
  ),
  tunnel: fc.constant({ source: null, destination: null }),
  weight: fc.constantFrom(1n, 2n, 3n),
  spans: fc.constant([]),
})

function entries(most: number): fc.Arbitrary<readonly Unnumbered[]> {
  return fc.array(entry, { maxLength: most })
}

function endpoint(label: string, vendor: Vendor, spd: readonly SpdEntry[]): Endpoint {
  const known = { name: label, addresses: [], peers: [], site: undefined, settings: {}, editor: null, span: null }
  return { label, vendor, spd, ...known, partlyRead: false }
}

function named(label: string, list: readonly Unnumbered[]): SpdEntry[] {
  return list.map((each, at) => ({ ...each, id: `${label}#${at + 1}`, name: `${label}${at + 1}` }))
}

/** A dump shows the weights of all entries, or of none. */
function weights(areShown: boolean, list: readonly Unnumbered[]): readonly Unnumbered[] {
  return areShown ? list : list.map((each) => ({ ...each, weight: null }))
}

/** Without some of its entries, and with others; some are replaced where they stand, or get more selectors. */
function changed(end: Endpoint, gone: readonly number[], fresh: readonly Unnumbered[]): Endpoint {
  const others = named(`new ${end.label}`, fresh)
  const spd = (end.spd ?? []).flatMap((each, at) => {
    if (!gone.includes(at)) return [each]
    if (at % 3 === 0)
      return [{ ...each, selectors: [...each.selectors, ...others.slice(0, 1).flatMap(({ selectors }) => selectors)] }]
    return at % 3 === 1 ? [] : others.splice(0, 1)
  })
  return { ...end, spd: [...spd, ...others] }
}

describe('what is simulated again after a change', () => {
  it('gives the same, in the same order, as a simulation of the whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...vendors),
        fc.constantFrom(...vendors),
        fc.boolean(),
        entries(40),
        entries(20),
        fc.array(fc.nat(39), { maxLength: 6 }),
        entries(4),
        fc.array(fc.nat(39), { maxLength: 1 }),
        entries(1),
        (first, second, areShown, ours, more, goneA, freshA, goneB, freshB) => {
          const theirs = [...ours.map((each) => ({ ...each, selectors: each.selectors.map(mirrorBox) })), ...more]
          const before = simulate(
            endpoint('A', first, named('A', weights(areShown, ours))),
            endpoint('B', second, named('B', weights(areShown, theirs))),
          )
          const a = changed(before.a, goneA, weights(areShown, freshA))
          const b = changed(before.b, goneB, weights(areShown, freshB))
          // Of copies nothing is known as yet.
          expect(resimulate(before, a, b)).toEqual(simulate({ ...a }, { ...b }))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('what a change does not concern', () => {
  const between = (local: number, remote: number) => box(`10.1.${local}.0/24`, `10.2.${remote}.0/24`)
  const ofA = (number: number, selectors = [between(number, number)]) => toPeer(`A${number}`, 'out', { selectors })
  const ofB = (number: number, selectors = [between(number, number)]) =>
    toPeer(`B${number}`, 'in', { selectors: selectors.map(mirrorBox), tunnel: tunnel(OWN, PEER) })
  const numbers = Array.from({ length: 12 }, (_, at) => at)
  const [listA, listB] = [numbers.map((number) => ofA(number)), numbers.map((number) => ofB(number))]
  const gateway = (label: 'A' | 'B', spd: readonly SpdEntry[] | undefined, more: Partial<Endpoint> = {}) =>
    end(label, spd, { vendor: asWritten, ...more })
  const [a, b] = [gateway('A', listA), gateway('B', listB)]
  const before = simulate(a, b)

  /** How many of the flows are those that were there before. */
  function kept(nowA: Endpoint, nowB: Endpoint, first = before): number {
    const after = resimulate(first, nowA, nowB)
    expect(after).toEqual(simulate({ ...nowA }, { ...nowB }))
    return after.flows.filter((flow) => first.flows.includes(flow)).length
  }
  /** How many of the negotiations are those that were there before: of what is simulated as a whole none. */
  function modesKept(nowA: Endpoint, nowB: Endpoint, first = before): number {
    return resimulate(first, nowA, nowB).quickModes.filter((mode) => first.quickModes.includes(mode)).length
  }
  const withA = (spd: readonly SpdEntry[]): Endpoint => ({ ...a, spd })
  const withB = (spd: readonly SpdEntry[]): Endpoint => ({ ...b, spd })
  // Each entry has a flow at B and one for what B lets on.
  const each = before.flows.length / 12

  it('stays as it was, with its negotiations', () => {
    expect(kept(withA(listA.slice(1)), b)).toBe(11 * each)
    expect(kept(a, withB(listB.slice(1)))).toBe(11 * each)
    expect(kept(withA([...listA, ofA(20)]), b)).toBe(12 * each)
    expect(modesKept(withA(listA.slice(1)), b)).toBe(11)
    expect(kept(a, b)).toBe(12 * each)
  })

  it('stays as it was where up to a sixth of the entries hangs together, else all is simulated, and alike flows are kept', () => {
    // Two of 24 that there are then, each with a partner; or three.
    const [fewer, fewest] = [simulate(withA(listA.slice(2)), b), simulate(withA(listA.slice(3)), b)]
    expect([kept(a, b, fewer), modesKept(a, b, fewer)]).toEqual([10 * each, 10])
    // Flows of what B lets on are cut out of the others, each time anew.
    expect([kept(a, b, fewest), modesKept(a, b, fewest)]).toEqual([9, 0])
    // One that meets three others, or four.
    const wide = (...partners: readonly number[]) =>
      ofA(
        20,
        partners.map((number) => between(20, number)),
      )
    const ofBWide = (...partners: readonly number[]) =>
      partners.map((number) => ofB(30 + number, [between(20, number)]))
    const wider = (...partners: readonly number[]) => {
      const start = simulate(a, withB([...listB.slice(partners.length), ...ofBWide(...partners)]))
      const now = withA([...listA, wide(...partners)])
      return [kept(now, start.b, start), modesKept(now, start.b, start)]
    }
    // Nine pairs with both of their flows, and three entries of A that B has nothing for; or eight with one, and four.
    expect(wider(0, 1, 2)).toEqual([9 * each + 3, 12])
    expect(wider(0, 1, 2, 3)).toEqual([8 + 4, 0])
  })

  it('is not told apart where anything else has changed, or is not known', () => {
    const fewer = listA.slice(1)
    expect(kept({ ...withA(fewer), peers: [setting(range(PEER))] }, b)).toBe(0)
    expect(kept({ ...withA(fewer), site: undefined }, b)).toBe(11 * each)
    expect(kept({ ...withA(fewer), obstacles: [] }, b)).toBe(0)
    expect(kept(withA(fewer), { ...b, partlyRead: true })).toBe(0)
    expect(kept({ ...a, spd: undefined }, b)).toBe(0)
    const unknown = simulate(gateway('A', undefined), b)
    expect(kept({ ...unknown.a, spd: listA }, b, unknown)).toBe(0)
    const { ike } = endsOf(pair()).a
    if (ike === undefined) throw new Error('It is a configuration.')
    const negotiating = simulate({ ...a, ike }, b)
    expect(kept({ ...negotiating.a, spd: fewer }, b, negotiating)).toBe(0)
    expect(modesKept(withA(fewer), b, { ...before, crowded: true })).toBe(0)
  })
})
