import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, nameRange, point, wholeFamily } from '../../../src/core/address/address-range.ts'
import { equalBoxes, intersectBoxes, trafficBetween } from '../../../src/core/selectors/box.ts'
import { buildBoxIndex } from '../../../src/core/selectors/box-index.ts'
import { anyBox } from './universe.ts'

describe('buildBoxIndex', () => {
  it('finds what a loop over all boxes finds, in the order of the list', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 40 }), anyBox, (boxes, box) => {
        const index = buildBoxIndex(boxes)
        const where = (test: (other: (typeof boxes)[number]) => boolean) =>
          boxes.flatMap((other, at) => (test(other) ? [at] : []))
        expect(index.overlapping(box)).toEqual(where((other) => intersectBoxes(other, box) !== undefined))
        expect([...index.nearby()].toSorted((a, b) => a - b)).toEqual(where(() => true))
        for (const own of [box, ...boxes.slice(0, 1)]) {
          expect(index.equalTo(own)).toEqual(where((other) => equalBoxes(other, own)))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('tells when there are more than it is asked for, and else finds all', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 80 }), anyBox, fc.integer({ min: 0, max: 40 }), (boxes, box, most) => {
        const index = buildBoxIndex(boxes)
        const all = index.overlapping(box)
        expect(index.overlappingUpTo(box, most)).toEqual(all.length > most ? null : all)
      }),
      { numRuns: 500 },
    )
  })

  it('does not take names for addresses', () => {
    const boxes = Array.from({ length: 40 }, (_, at) => trafficBetween(nameRange(`branch ${at}`), point('ipv4', 1n)))
    const index = buildBoxIndex(boxes)
    expect(index.overlappingUpTo(trafficBetween(wholeFamily('ipv6'), point('ipv4', 1n)), 1)).toEqual([])
    expect(index.overlappingUpTo(trafficBetween(wholeFamily('ipv4'), wholeFamily('ipv4')), 1)).toEqual([])
  })

  it('does not take rounded addresses that stand beside each other for the same', () => {
    const start = 1n << 100n
    const boxes = Array.from({ length: 40 }, (_, at) =>
      trafficBetween(point('ipv6', start + BigInt(at)), point('ipv4', 1n)),
    )
    const index = buildBoxIndex(boxes)
    expect(index.overlappingUpTo(trafficBetween(point('ipv6', start + 3n), point('ipv4', 1n)), 1)).toEqual([3])
    expect(index.overlappingUpTo(trafficBetween(point('ipv6', start + 50n), point('ipv4', 1n)), 1)).toEqual([])
  })

  it('finds no more than it is asked for, all of them right', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 80 }), anyBox, fc.integer({ min: 1, max: 10 }), (boxes, box, most) => {
        const index = buildBoxIndex(boxes)
        const all = index.overlapping(box)
        const some = index.overlapping(box, most)
        expect(some).toHaveLength(Math.min(most, all.length))
        expect(all).toEqual(expect.arrayContaining([...some]))
      }),
    )
  })

  it('tells apart addresses that a floating-point number does not', () => {
    const remote = point('ipv4', 1n)
    const first = 0x20010db8n << 96n
    const index = buildBoxIndex(
      Array.from({ length: 50 }, (_, at) => trafficBetween(point('ipv6', first + BigInt(at)), remote)),
    )
    expect(index.overlapping(trafficBetween(point('ipv6', first + 20n), remote))).toEqual([20])
  })

  it('finds long ranges among short ones, wherever they begin', () => {
    const spans = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
      .map(([from, length]) => between('ipv4', from, from + length))
    const remote = point('ipv4', 1n)
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 60 }), spans, (locals, asked) => {
        const index = buildBoxIndex(locals.map((local) => trafficBetween(local, remote)))
        const expected = locals.flatMap(({ from, to }, at) => (from <= asked.to && asked.from <= to ? [at] : []))
        expect(index.overlapping(trafficBetween(asked, remote))).toEqual(expected)
      }),
    )
  })
})
