import type { AddressRange } from '../address/address-range.ts'
import { type Box, boxesMeet } from './box.ts'
import { CORNERS, DIMENSIONS, inHalves } from './in-halves.ts'

/** So many boxes lie in one leaf. */
const LEAF = 8

/**
 * A static tree over many boxes. The boxes of a node are halved in the dimension that tells them apart best (`inHalves`),
 * and each node knows the smallest box around all below it, so that a question leaves out whole branches: O(log n + answers) for
 * lists as people and generators write them, whichever dimension tells their boxes apart.
 *
 * The tree itself holds addresses as floating-point numbers. Rounding keeps their order, so that nothing is missed; what is
 * found is compared exactly.
 */
export class BoxTree {
  readonly #boxes: readonly Box[]
  /** Positions in the list; those of one leaf stand together. */
  readonly members: Uint32Array
  /** Corners of the boxes, those of one leaf together as well. */
  readonly #corners: Float64Array
  /** Corners of the smallest box around each node; the children of node k are 2k + 1 and 2k + 2. */
  readonly #around: Float64Array
  /** Of each node the highest start and the lowest end in each dimension, in this order: what reaches both meets all of its boxes. */
  readonly #within: Float64Array
  /** Corners of the box that is asked for. */
  readonly #asked = new Float64Array(CORNERS)

  constructor(boxes: readonly Box[]) {
    this.#boxes = boxes
    const corners = new Float64Array(boxes.length * CORNERS)
    boxes.forEach((box, at) => {
      writeCorners(box, corners, at * CORNERS)
    })
    this.members = inHalves(corners, boxes.length, LEAF)
    this.#corners = new Float64Array(corners.length)
    this.members.forEach((member, at) => {
      this.#corners.set(corners.subarray(member * CORNERS, (member + 1) * CORNERS), at * CORNERS)
    })
    const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, boxes.length / LEAF)))
    this.#around = new Float64Array(2 * leaves * CORNERS)
    this.#within = new Float64Array(2 * leaves * CORNERS)
    this.#surround(0, 0, boxes.length)
  }

  /** Works out the corners of a node and all nodes below. */
  #surround(node: number, from: number, to: number): void {
    const [around, within] = [this.#around, this.#within]
    const own = node * CORNERS
    around
      .fill(Number.POSITIVE_INFINITY, own, own + DIMENSIONS)
      .fill(Number.NEGATIVE_INFINITY, own + DIMENSIONS, own + CORNERS)
    within
      .fill(Number.NEGATIVE_INFINITY, own, own + DIMENSIONS)
      .fill(Number.POSITIVE_INFINITY, own + DIMENSIONS, own + CORNERS)
    if (to - from <= LEAF) {
      for (let at = from; at < to; at++) {
        widen(around, own, this.#corners, at * CORNERS)
        takeIn(within, own, this.#corners, at * CORNERS)
      }
      return
    }
    const middle = (from + to) >> 1
    this.#surround(2 * node + 1, from, middle)
    this.#surround(2 * node + 2, middle, to)
    widen(around, own, around, (2 * node + 1) * CORNERS)
    widen(around, own, around, (2 * node + 2) * CORNERS)
    takeIn(within, own, within, (2 * node + 1) * CORNERS)
    takeIn(within, own, within, (2 * node + 2) * CORNERS)
  }

  /** Positions of boxes that have a packet in common with `box`, ascending; of more than `most` any so many. */
  overlapping(box: Box, most: number): number[] {
    writeCorners(box, this.#asked, 0)
    const hits: number[] = []
    this.#find(0, 0, this.members.length, box, most, hits)
    return hits.sort((a, b) => a - b)
  }

  /** The same of at most `most` boxes; `null` when there are more. */
  overlappingUpTo(box: Box, most: number): number[] | null {
    writeCorners(box, this.#asked, 0)
    const hits: number[] = []
    if (this.#meetsMore(0, 0, this.members.length, box, most, hits)) return null
    return hits.sort((a, b) => a - b)
  }

  /**
   * Adds those of a node to the hits, as long as these are no more than `most`; whether there are more. What is for all ports
   * stands behind what is for one of the lower ones, and with that part of a list it is soon known.
   */
  #meetsMore(node: number, from: number, to: number, box: Box, most: number, hits: number[]): boolean {
    if (!touch(this.#around, node * CORNERS, this.#asked)) return false
    if (isExact(box) && touch(this.#within, node * CORNERS, this.#asked)) {
      if (hits.length + to - from > most) return true
      for (let at = from; at < to; at++) hits.push(this.members[at] ?? 0)
      return false
    }
    if (to - from > LEAF) {
      const middle = (from + to) >> 1
      return (
        this.#meetsMore(2 * node + 2, middle, to, box, most, hits) ||
        this.#meetsMore(2 * node + 1, from, middle, box, most, hits)
      )
    }
    this.#look(from, to, box, most + 1, hits)
    return hits.length > most
  }

  #find(node: number, from: number, to: number, box: Box, most: number, hits: number[]): void {
    if (hits.length >= most || !touch(this.#around, node * CORNERS, this.#asked)) return
    if (to - from > LEAF) {
      const middle = (from + to) >> 1
      this.#find(2 * node + 1, from, middle, box, most, hits)
      this.#find(2 * node + 2, middle, to, box, most, hits)
      return
    }
    this.#look(from, to, box, most, hits)
  }

  /** Adds those of a leaf that meet the box. */
  #look(from: number, to: number, box: Box, most: number, hits: number[]): void {
    const exact = isExact(box)
    for (let at = from; at < to && hits.length < most; at++) {
      if (!touch(this.#corners, at * CORNERS, this.#asked)) continue
      const member = this.members[at] ?? 0
      const other = this.#boxes[member]
      if (exact || (other !== undefined && boxesMeet(other, box))) hits.push(member)
    }
  }
}

function writeCorners({ local, remote, protocol, localPort, remotePort }: Box, corners: Float64Array, start: number) {
  writeAddresses(local, corners, start)
  writeAddresses(remote, corners, start + 1)
  writeInterval(protocol.from, protocol.to, corners, start + 2)
  writeInterval(localPort.from, localPort.to, corners, start + 3)
  writeInterval(remotePort.from, remotePort.to, corners, start + 4)
}

/** Addresses of other families stand behind those of IPv4. */
function writeAddresses({ family, from, to }: AddressRange, corners: Float64Array, at: number): void {
  const start = family === 'ipv4' ? 0 : 2 ** 33
  writeInterval(start + Number(from), start + Number(to), corners, at)
}

function writeInterval(from: number, to: number, corners: Float64Array, at: number): void {
  corners[at] = from
  corners[at + DIMENSIONS] = to
}

function widen(around: Float64Array, start: number, corners: Float64Array, other: number): void {
  for (let at = 0; at < DIMENSIONS; at++) {
    const [low, high] = [start + at, start + DIMENSIONS + at]
    around[low] = Math.min(around[low] ?? 0, corners[other + at] ?? 0)
    around[high] = Math.max(around[high] ?? 0, corners[other + DIMENSIONS + at] ?? 0)
  }
}

/** Takes one more box into the highest start and the lowest end of a node. */
function takeIn(within: Float64Array, start: number, corners: Float64Array, other: number): void {
  for (let at = 0; at < DIMENSIONS; at++) {
    const [low, high] = [start + at, start + DIMENSIONS + at]
    within[low] = Math.max(within[low] ?? 0, corners[other + at] ?? 0)
    within[high] = Math.min(within[high] ?? 0, corners[other + DIMENSIONS + at] ?? 0)
  }
}

/** Its addresses are numbers that are not rounded, and those of other families stand elsewhere. */
function isExact({ local, remote }: Box): boolean {
  return local.family === 'ipv4' && remote.family === 'ipv4'
}

function touch(around: Float64Array, start: number, asked: Float64Array): boolean {
  for (let at = 0; at < DIMENSIONS; at++) {
    if ((around[start + at] ?? 0) > (asked[DIMENSIONS + at] ?? 0)) return false
    if ((around[start + DIMENSIONS + at] ?? 0) < (asked[at] ?? 0)) return false
  }
  return true
}
