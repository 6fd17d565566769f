import { describe, expect, it } from 'vitest'
import { CORNERS, DIMENSIONS, inHalves } from '../../../src/core/selectors/in-halves.ts'

type Interval = readonly [from: number, to: number]

const ANY: Interval = [0, 65_535]
/** 64 boxes in an order that is none: the number of each is a permutation of its place. */
const NUMBERS = Array.from({ length: 64 }, (_, at) => (at * 29) % 64)

/** The numbers of the boxes of each leaf, ascending; a box has what is given for it, and of all else everything. */
function leavesOf(make: (number: number) => Readonly<Record<number, Interval>>, leaf: number): number[][] {
  const corners = new Float64Array(NUMBERS.length * CORNERS)
  NUMBERS.forEach((number, at) => {
    for (let dimension = 0; dimension < DIMENSIONS; dimension++) {
      const [from, to] = make(number)[dimension] ?? ANY
      corners[at * CORNERS + dimension] = from
      corners[at * CORNERS + dimension + DIMENSIONS] = to
    }
  })
  const order = [...inHalves(corners, NUMBERS.length, leaf)].map((at) => NUMBERS[at] ?? -1)
  return Array.from({ length: NUMBERS.length / leaf }, (_, at) =>
    order.slice(at * leaf, (at + 1) * leaf).toSorted((x, y) => x - y),
  )
}

const from = (start: number, length: number) => Array.from({ length }, (_, at) => start + at)

describe('boxes in halves', () => {
  it.each(from(0, DIMENSIONS))('lie beside each other where they differ in dimension %i', (dimension) => {
    const leaves = leavesOf((number) => ({ [dimension]: [number, number] }), 16)
    expect(leaves).toEqual([from(0, 16), from(16, 16), from(32, 16), from(48, 16)])
  })

  it('are divided by the addresses that tell them apart, and not by a port that half of them leave open', () => {
    const leaves = leavesOf((number) => ({ 1: [number, number], 4: number % 2 === 0 ? ANY : [443, 443] }), 16)
    expect(leaves).toEqual([from(0, 16), from(16, 16), from(32, 16), from(48, 16)])
  })

  it('are divided by their ports where all have an address in common', () => {
    const around = (number: number): Interval => [100 - number, 100 + number]
    const leaves = leavesOf((number) => ({ 0: around(number), 4: [number >> 4, number >> 4] }), 16)
    expect(leaves).toEqual([from(0, 16), from(16, 16), from(32, 16), from(48, 16)])
  })

  it('are all there where nothing tells them apart', () => {
    expect(leavesOf(() => ({}), 64)).toEqual([from(0, 64)])
    expect(
      leavesOf(() => ({}), 8)
        .flat()
        .toSorted((x, y) => x - y),
    ).toEqual(from(0, 64))
  })
})
