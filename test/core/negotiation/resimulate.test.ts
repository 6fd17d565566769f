import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressRange } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { Vendor } from '../../../src/core/model/vendor.ts'
import { resimulate } from '../../../src/core/negotiation/resimulate.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { ciscoAsa } from '../../../src/core/vendors/cisco-asa/vendor.ts'
import { isa } from '../../../src/core/vendors/isa/vendor.ts'
import { linux } from '../../../src/core/vendors/linux/vendor.ts'
import { anyBox } from '../selectors/universe.ts'

/** They differ in the order of lookup, in which selectors they accept, and in a list for what is routed on. */
const vendors: readonly Vendor[] = [isa, ciscoAsa, linux]

/** Boxes of different islands have no packet in common, so that a change touches some of many entries. */
function onIsland(box: Box, island: number): Box {
  const start = 16n * BigInt(island)
  const moved = ({ family, from, to }: AddressRange): AddressRange =>
    family === 'ipv4' ? { family, from: from + start, to: to + start } : { family, from, to }
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
  selectors: fc.tuple(anyBox, fc.nat(9)).map(([box, island]) => [onIsland(box, island)]),
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

/** Without some of its entries, and with others; some are replaced where they stand. */
function changed(end: Endpoint, gone: readonly number[], fresh: readonly Unnumbered[]): Endpoint {
  const others = named(`new ${end.label}`, fresh)
  const spd = (end.spd ?? []).flatMap((each, at) => {
    if (!gone.includes(at)) return [each]
    return at % 2 === 0 ? [] : others.splice(0, 1)
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
        fc.array(fc.nat(39), { maxLength: 2 }),
        entries(2),
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
          expect(resimulate(before, a, b)).toEqual(simulate(a, b))
        },
      ),
      { numRuns: 300 },
    )
  })
})
