import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between } from '../../../src/core/address/address-range.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../src/core/selectors/interval.ts'
import {
  containsSelector,
  equalSelectors,
  intersectSelectors,
  narrow,
  nearIn,
  type Selector,
  withoutContained,
} from '../../../src/core/selectors/traffic-selector.ts'

const anySelector = fc
  .record({
    family: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    from: fc.nat(60),
    length: fc.nat(8),
    protocol: fc.constantFrom(ANY_PROTOCOL, { from: 6, to: 6 }, { from: 17, to: 17 }),
    ports: fc.constantFrom(ANY_PORT, { from: 80, to: 80 }, { from: 0, to: 443 }),
  })
  .map(
    ({ family, from, length, protocol, ports }): Selector => ({
      addresses: between(family, from, from + length),
      protocol,
      ports,
    }),
  )
const few = fc.array(anySelector, { maxLength: 5 })
const many = fc.array(anySelector, { minLength: 17, maxLength: 50 })
const lists = fc.oneof(few, many)

/** As RFC 7296 2.9 asks for it: what lies in another one is left out, and of equal ones the first stays. */
function isLeftOut(selector: Selector, at: number, all: readonly Selector[]): boolean {
  return all.some(
    (other, place) =>
      containsSelector(other, selector) && (equalSelectors(other, selector) ? place < at : place !== at),
  )
}

describe('lists of many selectors', () => {
  it('lose those that lie in another one, and keep their order', () => {
    fc.assert(
      fc.property(lists, (all) => {
        expect(withoutContained(all)).toEqual(all.filter((each, at) => !isLeftOut(each, at, all)))
      }),
    )
  })

  it('are narrowed to what each has in common with each', () => {
    fc.assert(
      fc.property(lists, lists, (own, received) => {
        const each = own.flatMap((mine) => received.flatMap((theirs) => intersectSelectors(mine, theirs) ?? []))
        expect(narrow(own, received)).toEqual(each.filter((one, at) => !isLeftOut(one, at, each)))
      }),
    )
  })

  it('are searched for what has something in common with one, in their order', () => {
    fc.assert(
      fc.property(many, anySelector, (all, wanted) => {
        const near = nearIn(all)(wanted)
        expect(near).toEqual(all.filter((each) => near.includes(each)))
        const meeting = all.filter((each) => intersectSelectors(each, wanted) !== undefined)
        expect(near).toEqual(expect.arrayContaining(meeting))
      }),
    )
  })
})
