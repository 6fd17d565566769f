import { type Box, boxesMeet } from './box.ts'
import { BoxTree } from './box-tree.ts'

/** Runs of so many boxes are looked through one by one. */
const SHORT = 64

/** A run of the list, with what is worked out of it once it is asked about. */
interface Run {
  readonly from: number
  readonly to: number
  tree: BoxTree | null
  halves: readonly [Run, Run] | null
}

/**
 * Boxes in an order that counts, such as the lines of an access list, asked for the first ones above a place that meet another box.
 *
 * The list is halved again and again, and each run has a tree of its own, made when it is asked for. A run that holds no more
 * than are wanted is answered by its tree; of any other one the first half is asked, and for what is left the second one:
 * O(log² n + answers) where the trees are quick, though thousands of boxes meet.
 */
export class BoxesInOrder {
  readonly #boxes: readonly Box[]
  readonly #all: Run

  constructor(boxes: readonly Box[]) {
    this.#boxes = boxes
    this.#all = run(0, boxes.length)
  }

  /** Positions of the first `most` of those before the `end`th that have a packet in common with `box`, ascending. */
  firstMeeting(box: Box, end: number, most: number): number[] {
    const found: number[] = []
    this.#find(this.#all, box, end, most, found)
    return found
  }

  #find(part: Run, box: Box, end: number, most: number, found: number[]): void {
    if (part.from >= end || found.length >= most) return
    if (part.to - part.from <= SHORT) {
      this.#look(part, box, end, most, found)
      return
    }
    if (part.to <= end) {
      part.tree ??= new BoxTree(this.#boxes.slice(part.from, part.to))
      const hits = part.tree.overlappingUpTo(box, most - found.length)
      if (hits !== null) {
        for (const hit of hits) found.push(part.from + hit)
        return
      }
    }
    const middle = (part.from + part.to) >> 1
    part.halves ??= [run(part.from, middle), run(middle, part.to)]
    for (const half of part.halves) this.#find(half, box, end, most, found)
  }

  #look({ from, to }: Run, box: Box, end: number, most: number, found: number[]): void {
    for (let at = from; at < Math.min(to, end) && found.length < most; at++) {
      const other = this.#boxes[at]
      if (other !== undefined && boxesMeet(other, box)) found.push(at)
    }
  }
}

function run(from: number, to: number): Run {
  return { from, to, tree: null, halves: null }
}
