import { type Box, boxKey } from './box.ts'
import { BoxTree } from './box-tree.ts'

/** Finds some of many boxes without a loop over all of them. Positions are those in the list that it was built from. */
export interface BoxIndex {
  /** Positions of the boxes that are the same as `box`, ascending; one look into a hash table. */
  readonly equalTo: (box: Box) => readonly number[]
  /** Positions of the boxes that have a packet in common with `box`, ascending; of more than `most` any so many. */
  readonly overlapping: (box: Box, most?: number) => readonly number[]
  /** The same of at most `most` boxes; `null` when there are more, which is found out without looking at each. */
  readonly overlappingUpTo: (box: Box, most: number) => readonly number[] | null
  /** All positions, neighbours beside each other: what is asked for in this order is found in half of the time. */
  readonly nearby: () => Iterable<number>
}

/** Both the tree and the table are made when they are asked for the first time. */
export function buildBoxIndex(boxes: readonly Box[]): BoxIndex {
  let tree: BoxTree | undefined
  let keys: ReadonlyMap<string, readonly number[]> | undefined
  function made(): BoxTree {
    tree ??= new BoxTree(boxes)
    return tree
  }
  function overlapping(box: Box, most = Number.POSITIVE_INFINITY): readonly number[] {
    return made().overlapping(box, most)
  }
  return {
    overlapping,
    overlappingUpTo: (box, most) => made().overlappingUpTo(box, most),
    nearby: () => made().members,
    equalTo(box) {
      keys ??= positionsByKey(boxes)
      return keys.get(boxKey(box)) ?? []
    },
  }
}

function positionsByKey(boxes: readonly Box[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  boxes.forEach((box, at) => {
    const key = boxKey(box)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [at])
    else members.push(at)
  })
  return groups
}
