import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WideRange } from '../../../src/core/address/address-range.ts'
import { byStart, nearlyByStart } from '../../../src/core/address/by-start.ts'

const range = (from: bigint): WideRange => ({ family: 'ipv6', from, to: from })
const plainly = (ranges: readonly WideRange[]) =>
  ranges.toSorted((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1))

describe('the ranges by start', () => {
  it('are what a plain sort gives, also of starts that are the same once rounded', () => {
    const bases = fc.constantFrom(0n, 1n << 64n, 1n << 127n, 1n << 2000n)
    const ranges = fc.array(fc.tuple(bases, fc.bigInt(0n, 9n)).map(([base, more]) => range(base + more)))
    fc.assert(
      fc.property(ranges, (list) => {
        expect(byStart(list)).toEqual(plainly(list))
      }),
    )
  })

  it('are the very list, where that is in order', () => {
    const list = [range(0n), range(3n), range(3n), range(1n << 127n)]
    expect(byStart(list)).toBe(list)
    expect(byStart([])).toEqual([])
  })

  /** A start is rounded to 53 bits, the last 4 of which say whose it is. What a plain sort has to do after that is next to nothing. */
  it('are in order before the plain sort, but for those whose first 49 bits from the least are the same', () => {
    const starts = fc.uniqueArray(fc.bigInt(0n, (1n << 49n) - 1n), { maxLength: 16 })
    const all = fc.tuple(starts, fc.bigInt(0n, 79n), fc.bigInt(0n, 1n << 100n))
    fc.assert(
      fc.property(all, ([list, shift, least]) => {
        const ranges = list.map((start) => range(least + (start << shift)))
        expect(nearlyByStart(ranges)).toEqual(plainly(ranges))
      }),
    )
  })
})
