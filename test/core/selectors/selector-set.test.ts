import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareSets,
  containsSet,
  equalSets,
  fromBoxes,
  intersect,
  isEmptySet,
  subtract,
  unite,
} from '../../../src/core/selectors/selector-set.ts'
import { anyBox, isIn, packetsOf, packetsOfEach } from './universe.ts'

const boxes = fc.array(anyBox, { maxLength: 4 })

describe('SelectorSet', () => {
  it('holds the packets of its boxes, each once', () => {
    fc.assert(
      fc.property(boxes, (list) => {
        const set = fromBoxes(list)
        expect(packetsOfEach(set.boxes)).toEqual(packetsOf(list))
        expect(isEmptySet(set)).toBe(list.length === 0)
      }),
    )
  })

  it('unites, intersects and subtracts as counting does', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const [left, right] = [fromBoxes(a), fromBoxes(b)]
        const [inA, inB] = [packetsOf(a), new Set(packetsOf(b))]
        expect(packetsOfEach(unite(left, right).boxes)).toEqual(packetsOf([...a, ...b]))
        expect(packetsOfEach(intersect(left, right).boxes)).toEqual(inA.filter((packet) => inB.has(packet)))
        expect(packetsOfEach(subtract(left, right).boxes)).toEqual(inA.filter((packet) => !inB.has(packet)))
      }),
    )
  })

  it('compares as counting does', () => {
    // Sets that were made from each other, so that all five answers come up.
    const pairs = fc.oneof(
      fc.tuple(boxes, boxes),
      fc.tuple(boxes, boxes).map(([a, b]) => [a, [...b, ...a]] as const),
      fc.tuple(boxes, boxes).map(([a, b]) => [[...a, ...b], a] as const),
      boxes.map((a) => [a, a.toReversed()] as const),
    )
    const seen = new Set<string>()
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [inA, inB] = [packetsOf(a), packetsOf(b)]
        const common = inA.filter((packet) => b.some((box) => isIn(packet, box))).length
        const [left, right] = [fromBoxes(a), fromBoxes(b)]
        expect(containsSet(left, right)).toBe(common === inB.length)
        expect(equalSets(left, right)).toBe(common === inA.length && common === inB.length)
        const partly = common === 0 ? 'disjoint' : 'overlap'
        const nested = common === inA.length ? 'subset' : common === inB.length ? 'superset' : partly
        const expected = common === inA.length && common === inB.length ? 'equal' : nested
        expect(compareSets(left, right)).toBe(expected)
        seen.add(expected)
      }),
      { numRuns: 300, seed: 1 },
    )
    expect([...seen].toSorted()).toEqual(['disjoint', 'equal', 'overlap', 'subset', 'superset'])
  })
})
