import type { AddressRange } from '../address/address-range.ts'
import { type Box, boxKey, intersectBoxes } from './box.ts'
import { boxOfPacket, type Packet } from './packet.ts'

/** Finds some of many boxes without a loop over all of them. Positions are those in the list that it was built from. */
export interface BoxIndex {
  /** Positions of the boxes that are the same as `box`, ascending; one look into a hash table. */
  readonly equalTo: (box: Box) => readonly number[]
  /** Positions of the boxes that a packet lies in, ascending; its source is on the local side. */
  readonly containing: (packet: Packet) => readonly number[]
  /** Positions of the boxes that have a packet in common with `box`, ascending. */
  readonly overlapping: (box: Box) => readonly number[]
}

type Side = 'local' | 'remote'

/**
 * Two interval trees, one for each side. A question goes to both and looks closer at the shorter list of candidates: of
 * filters with one source it is the destination that tells them apart, and the other way round.
 */
export function buildBoxIndex(boxes: readonly Box[]): BoxIndex {
  const local = buildTrees(boxes, 'local')
  const remote = buildTrees(boxes, 'remote')
  let keys: ReadonlyMap<string, readonly number[]> | undefined
  function overlapping(box: Box): readonly number[] {
    const candidates = shorter(local(box.local), remote(box.remote))
    const hits = candidates.filter((at) => {
      const other = boxes[at]
      return other !== undefined && intersectBoxes(other, box) !== undefined
    })
    return hits.toSorted((a, b) => a - b)
  }
  return {
    overlapping,
    containing: (packet) => overlapping(boxOfPacket(packet)),
    equalTo(box) {
      keys ??= positionsBy(boxes, boxKey)
      return keys.get(boxKey(box)) ?? []
    },
  }
}

/** Reads two lists in step and gives the one that ends first. */
function shorter(a: Iterable<number>, b: Iterable<number>): number[] {
  const [first, second] = [a[Symbol.iterator](), b[Symbol.iterator]()]
  const [some, others]: [number[], number[]] = [[], []]
  for (;;) {
    const next = first.next()
    if (next.done) return some
    some.push(next.value)
    const other = second.next()
    if (other.done) return others
    others.push(other.value)
  }
}

function buildTrees(boxes: readonly Box[], side: Side): (range: AddressRange) => Iterable<number> {
  const families = positionsBy(boxes, (box) => box[side].family)
  const trees = new Map([...families].map(([family, members]) => [family, new IntervalTree(boxes, side, members)]))
  return (range) => trees.get(range.family)?.overlapping(range) ?? []
}

function positionsBy(boxes: readonly Box[], key: (box: Box) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const [at, box] of boxes.entries()) {
    const members = groups.get(key(box))
    if (members === undefined) groups.set(key(box), [at])
    else members.push(at)
  }
  return groups
}

/**
 * A static, implicit interval tree: ranges sorted by their start form a balanced binary tree by their positions, and each
 * position knows the largest end in its subtree. A question takes O(log n + answers).
 */
class IntervalTree {
  readonly #starts: readonly bigint[]
  readonly #ends: readonly bigint[]
  readonly #members: readonly number[]
  readonly #largest: bigint[]

  constructor(boxes: readonly Box[], side: Side, members: readonly number[]) {
    const ranges = members.flatMap((at) => {
      const range = boxes[at]?.[side]
      return range === undefined ? [] : [{ at, from: range.from, to: range.to }]
    })
    ranges.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    this.#members = ranges.map(({ at }) => at)
    this.#starts = ranges.map(({ from }) => from)
    this.#ends = ranges.map(({ to }) => to)
    this.#largest = [...this.#ends]
    this.#fill(0, ranges.length)
  }

  #fill(from: number, to: number): bigint {
    if (from >= to) return -1n
    const middle = (from + to) >> 1
    let largest = this.#ends[middle] ?? -1n
    for (const below of [this.#fill(from, middle), this.#fill(middle + 1, to)]) if (below > largest) largest = below
    this.#largest[middle] = largest
    return largest
  }

  *overlapping(range: AddressRange): Generator<number> {
    const open: [number, number][] = [[0, this.#members.length]]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [from, to] = next
      const middle = (from + to) >> 1
      if (from >= to || (this.#largest[middle] ?? -1n) < range.from) continue
      open.push([from, middle])
      const starts = this.#starts[middle] ?? 0n
      if (starts > range.to) continue
      const member = this.#members[middle]
      if (member !== undefined && (this.#ends[middle] ?? -1n) >= range.from) yield member
      open.push([middle + 1, to])
    }
  }
}
