import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressRange, nameRange, point } from '../../../src/core/address/address-range.ts'
import {
  type AddressSet,
  contains,
  equal,
  fromRanges,
  intersect,
  isEmpty,
  size,
  subtract,
  unite,
} from '../../../src/core/address/address-set.ts'

/** A small universe: sixteen addresses of each family and three names, two of which are neighbours as numbers. */
const NAMES = [nameRange('A'), nameRange('B'), nameRange('D')]
const UNIVERSE: readonly AddressRange[] = [
  ...Array.from({ length: 16 }, (_, index) => point('ipv4', BigInt(index))),
  ...Array.from({ length: 16 }, (_, index) => point('ipv6', BigInt(index))),
  ...NAMES,
]

const number = fc.integer({ min: 0, max: 15 })
const addresses = fc
  .tuple(fc.constantFrom<'ipv4' | 'ipv6'>('ipv4', 'ipv6'), number, number)
  .map(([family, a, b]): AddressRange => ({ family, from: BigInt(Math.min(a, b)), to: BigInt(Math.max(a, b)) }))
const ranges = fc.array(fc.oneof({ weight: 4, arbitrary: addresses }, fc.constantFrom(...NAMES)), { maxLength: 8 })

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
    else expect(range.to + 1n < next.from).toBe(true)
  }
  const inside = UNIVERSE.filter((one) => holds(set.ranges, one))
  expect(size(set)).toBe(BigInt(inside.length))
  expect(isEmpty(set)).toBe(inside.length === 0)
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

  it('unites, intersects and subtracts as counting does', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [fromRanges(a), fromRanges(b)]
        expect(points(unite(left, right))).toEqual(UNIVERSE.filter((one) => holds(a, one) || holds(b, one)))
        expect(points(intersect(left, right))).toEqual(UNIVERSE.filter((one) => holds(a, one) && holds(b, one)))
        expect(points(subtract(left, right))).toEqual(UNIVERSE.filter((one) => holds(a, one) && !holds(b, one)))
      }),
      { numRuns: 500 },
    )
  })

  it('is equal exactly when it has the same addresses, however they were given', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [fromRanges(a), fromRanges(b)]
        const same = UNIVERSE.every((one) => holds(a, one) === holds(b, one))
        expect(equal(left, right)).toBe(same)
        expect(equal(left, fromRanges(UNIVERSE.filter((one) => holds(a, one)).toReversed()))).toBe(true)
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
