import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressRange, after, between, nameRange, point, sizeOf } from '../../../src/core/address/address-range.ts'
import { type AddressSet, contains, fromRanges, subtract } from '../../../src/core/address/address-set.ts'

/**
 * A small universe: sixteen addresses of each family, the first of IPv6, and its last ones, which are all the same once their
 * distance from the first is rounded, and three names, two of which are neighbours as numbers.
 */
const NAMES = [nameRange('A'), nameRange('B'), nameRange('D')]
const FIRST = { ipv4: 0n, ipv6: 2n ** 128n - 16n }
const FAR = point('ipv6', 0n)
const UNIVERSE: readonly AddressRange[] = [
  ...Array.from({ length: 16 }, (_, index) => point('ipv4', FIRST.ipv4 + BigInt(index))),
  FAR,
  ...Array.from({ length: 16 }, (_, index) => point('ipv6', FIRST.ipv6 + BigInt(index))),
  ...NAMES,
]

const number = fc.integer({ min: 0, max: 15 })
const addresses = fc
  .tuple(fc.constantFrom<'ipv4' | 'ipv6'>('ipv4', 'ipv6'), number, number)
  .map(([family, a, b]): AddressRange => {
    const [from, to] = [FIRST[family] + BigInt(Math.min(a, b)), FIRST[family] + BigInt(Math.max(a, b))]
    return between(family, from, to)
  })
const ranges = fc.array(fc.oneof({ weight: 4, arbitrary: addresses }, fc.constantFrom(FAR, ...NAMES)), { maxLength: 8 })

function holds(list: readonly AddressRange[], { family, from }: AddressRange): boolean {
  return list.some((range) => range.family === family && range.from <= from && from <= range.to)
}

/** The points of the universe that a set has, after checking its invariant. */
function points(set: AddressSet): AddressRange[] {
  for (const [at, range] of set.ranges.entries()) {
    expect(range.from <= range.to).toBe(true)
    const next = set.ranges[at + 1]
    if (next === undefined) continue
    if (next.family !== range.family) expect(range.family < next.family).toBe(true)
    else if (range.family === 'name') expect(range.to < next.from).toBe(true)
    else expect(after(range) < next.from).toBe(true)
  }
  const inside = UNIVERSE.filter((one) => holds(set.ranges, one))
  const count = set.ranges.reduce((sum, range) => sum + sizeOf(range), 0n)
  expect(count).toBe(BigInt(inside.length))
  return inside
}

describe('AddressSet', () => {
  it('holds the addresses that it was made from, in canonical form', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        expect(points(fromRanges(list))).toEqual(UNIVERSE.filter((one) => holds(list, one)))
      }),
    )
  })

  it('subtracts as counting does', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const left = subtract(fromRanges(a), fromRanges(b))
        expect(points(left)).toEqual(UNIVERSE.filter((one) => holds(a, one) && !holds(b, one)))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same, range by range, however the addresses were given', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const single = UNIVERSE.filter((one) => holds(list, one)).toReversed()
        expect(fromRanges(single)).toEqual(fromRanges(list))
      }),
    )
  })

  it('contains a range when it has each of its addresses', () => {
    fc.assert(
      fc.property(ranges, addresses, (list, range) => {
        const wanted = UNIVERSE.filter((one) => holds([range], one))
        expect(contains(fromRanges(list), range)).toBe(wanted.every((one) => holds(list, one)))
      }),
    )
  })

  it('keeps names apart that are neighbours as numbers', () => {
    expect(fromRanges([nameRange('B'), nameRange('A'), nameRange('B')]).ranges).toEqual([
      nameRange('A'),
      nameRange('B'),
    ])
  })
})
