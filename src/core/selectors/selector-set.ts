import { type Box, intersectBoxes, subtractBox } from './box.ts'
import { buildBoxIndex } from './box-index.ts'

/**
 * Any packets, as one end sees them. Invariant, kept by the functions of this file, which alone make one: the boxes are
 * disjoint. The same packets can be cut in several ways, so compare with `equalSets`. What is subtracted cuts a box into at
 * most ten pieces each time; where boxes come from a paste and may cross many others, `subtractBoxes` has a limit.
 */
export interface SelectorSet {
  readonly boxes: readonly Box[]
}

/** How the packets of one set relate to those of another. */
export type SetRelation = 'equal' | 'subset' | 'superset' | 'overlap' | 'disjoint'

/** The packets of any boxes; they may overlap. */
export function fromBoxes(boxes: readonly Box[]): SelectorSet {
  const index = buildBoxIndex(boxes)
  return {
    boxes: boxes.flatMap((box, at) => {
      const earlier = index.overlapping(box).filter((other) => other < at)
      return without(box, pick(boxes, earlier))
    }),
  }
}

/** Packets of either set. */
export function unite(a: SelectorSet, b: SelectorSet): SelectorSet {
  return { boxes: [...a.boxes, ...subtract(b, a).boxes] }
}

/** Packets of both sets. */
export function intersect(a: SelectorSet, b: SelectorSet): SelectorSet {
  const index = buildBoxIndex(b.boxes)
  return {
    boxes: a.boxes.flatMap((box) =>
      pick(b.boxes, index.overlapping(box)).flatMap((other) => intersectBoxes(box, other) ?? []),
    ),
  }
}

/** Packets of `a` that are not in `b`. */
export function subtract(a: SelectorSet, b: SelectorSet): SelectorSet {
  const index = buildBoxIndex(b.boxes)
  return { boxes: a.boxes.flatMap((box) => without(box, pick(b.boxes, index.overlapping(box)))) }
}

/** Each packet of `inner` is one of `outer`. */
export function containsSet(outer: SelectorSet, inner: SelectorSet): boolean {
  return isEmptySet(subtract(inner, outer))
}

/** Same packets. */
export function equalSets(a: SelectorSet, b: SelectorSet): boolean {
  return containsSet(a, b) && containsSet(b, a)
}

export function isEmptySet(set: SelectorSet): boolean {
  return set.boxes.length === 0
}

/** `subset`: all of `a` is in `b`, which has more. Of two empty sets `equal`, of one empty set `subset` or `superset`. */
export function compareSets(a: SelectorSet, b: SelectorSet): SetRelation {
  const [aInB, bInA] = [containsSet(b, a), containsSet(a, b)]
  if (aInB && bInA) return 'equal'
  if (aInB) return 'subset'
  if (bInA) return 'superset'
  return isEmptySet(intersect(a, b)) ? 'disjoint' : 'overlap'
}

function without(box: Box, taken: readonly Box[]): readonly Box[] {
  let left: readonly Box[] = [box]
  for (const other of taken) left = left.flatMap((piece) => subtractBox(piece, other))
  return left
}

function pick(boxes: readonly Box[], positions: readonly number[]): readonly Box[] {
  return positions.flatMap((at) => boxes[at] ?? [])
}
