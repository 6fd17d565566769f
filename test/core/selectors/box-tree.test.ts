import { describe, expect, it } from 'vitest'
import { between, point } from '../../../src/core/address/address-range.ts'
import { type Box, trafficBetween } from '../../../src/core/selectors/box.ts'
import { BoxTree } from '../../../src/core/selectors/box-tree.ts'

/** So many boxes lie together in a leaf of the tree, and are looked at together. */
const LEAF = 8
/** Of IPv4 the numbers in the tree are exact, so that the boxes themselves are not looked at. */
const HOST = point('ipv6', 1n)
const one = (value: number) => ({ from: value, to: value })

/** The answer to `asked`, and how many of the boxes were looked at for it. */
function look(boxes: readonly Box[], asked: Box): { readonly found: readonly number[]; readonly looks: number } {
  let looks = 0
  const counted = boxes.map((box) => ({
    ...box,
    get local() {
      looks += 1
      return box.local
    },
  }))
  const tree = new BoxTree(counted)
  looks = 0
  return { found: tree.overlapping(asked, Number.POSITIVE_INFINITY), looks }
}

/** 4,096 boxes in an order that is none: the number of each is a permutation of its place. */
function many(make: (number: number) => Box): Box[] {
  return Array.from({ length: 4096 }, (_, at) => make((at * 2053) % 4096))
}

const [row, column] = [(number: number) => number >> 6, (number: number) => number & 63]
const LISTS: readonly (readonly [string, (number: number) => Box])[] = [
  ['local addresses', (number) => trafficBetween(point('ipv4', BigInt(number)), HOST)],
  ['remote addresses', (number) => trafficBetween(HOST, point('ipv4', BigInt(number)))],
  ['IPv6 addresses', (number) => trafficBetween(point('ipv6', BigInt(number) << 64n), HOST)],
  ['local ports', (number) => ({ ...trafficBetween(HOST, HOST), localPort: one(number) })],
  ['remote ports', (number) => ({ ...trafficBetween(HOST, HOST), remotePort: one(number) })],
  ['the rows and columns of a mesh', (number) => mesh(row(number), column(number))],
  [
    'protocols and ports',
    (number) => ({ ...trafficBetween(HOST, HOST), protocol: one(column(number)), remotePort: one(row(number)) }),
  ],
  ['long ranges that begin elsewhere', (number) => trafficBetween(between('ipv4', number * 4, number * 4 + 20), HOST)],
]

function mesh(from: number, to: number): Box {
  return trafficBetween(point('ipv6', BigInt(from)), point('ipv6', BigInt(to)))
}

describe('a tree of 4,096 boxes', () => {
  it.each(LISTS)('looks at few of them where they differ in %s', (_, make) => {
    const boxes = many(make)
    for (const at of [0, 1, 1234, 4095]) {
      const asked = boxes[at]
      if (asked === undefined) throw new Error('there are so many')
      const { found, looks } = look(boxes, asked)
      expect(found).toContain(at)
      expect(looks).toBeLessThanOrEqual(3 * LEAF)
    }
  })

  it('looks at none for what none of them has', () => {
    const boxes = many((number) => mesh(row(number), column(number)))
    for (const asked of [mesh(64, 0), mesh(0, 64), trafficBetween(point('ipv4', 0n), HOST)]) {
      expect(look(boxes, asked)).toEqual({ found: [], looks: 0 })
    }
  })

  it('tells all that meet a range if they are no more than asked for', () => {
    // The boxes have the ports 0 to 4095, whatever their place; 40 of them lie in several leaves.
    const boxes = many((number) => ({
      ...trafficBetween(point('ipv4', 1n), point('ipv4', 2n)),
      localPort: one(number),
    }))
    const asked = { ...trafficBetween(point('ipv4', 1n), point('ipv4', 2n)), localPort: { from: 1000, to: 1039 } }
    const wanted = boxes.flatMap(({ localPort: { from } }, at) => (from >= 1000 && from <= 1039 ? [at] : []))
    expect(wanted).toHaveLength(40)
    const tree = new BoxTree(boxes)
    expect(tree.overlappingUpTo(asked, 40)).toEqual(wanted)
    expect(tree.overlappingUpTo(asked, 39)).toBeNull()
  })

  it.each([
    [0, 1100],
    [900, 2047],
    [2048, 3100],
    [1000, 3000],
    [2040, 2060],
    [3000, 4095],
    [0, 4095],
  ])('tells the ports %i to %i, though they fill some branches and others by half', (from, to) => {
    const boxes = many((number) => ({
      ...trafficBetween(point('ipv4', 1n), point('ipv4', 2n)),
      localPort: one(number),
    }))
    const asked = { ...trafficBetween(point('ipv4', 1n), point('ipv4', 2n)), localPort: { from, to } }
    const wanted = boxes.flatMap(({ localPort }, at) => (localPort.from >= from && localPort.from <= to ? [at] : []))
    expect(wanted).toHaveLength(to - from + 1)
    expect(new BoxTree(boxes).overlappingUpTo(asked, 4096)).toEqual(wanted)
  })

  it('ends when it has as many as are asked for', () => {
    const boxes = many(() => mesh(1, 1))
    expect(new BoxTree(boxes).overlapping(mesh(1, 1), 3)).toHaveLength(3)
  })
})

it('a tree takes no address of IPv6 for one of IPv4, whatever its number', () => {
  const numbers = Array.from({ length: 64 }, (_, at) => BigInt(at) * 2n ** 31n + 1n)
  const tree = new BoxTree(numbers.map((number) => trafficBetween(point('ipv6', number), point('ipv6', number))))
  for (const number of [1n, 2n ** 31n + 1n]) {
    expect(tree.overlapping(trafficBetween(point('ipv4', number), point('ipv4', number)), 64)).toEqual([])
  }
})
