import { rememberedOf } from '../model/remembered.ts'
import { type Box, boxesMeet, containsBox, intersectBoxes, mirrorBox } from '../selectors/box.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'

// A child with two lists of networks has a box for each pair of them, and each of its boxes is looked for among those of the
// other end. Short lists are walked through; of a long one the index is kept with the list, which is the same one each time.

const SHORT = 16

const indexOf = rememberedOf((boxes: readonly Box[]) => buildBoxIndex(boxes))

/** At least those of a list that have packets in common with a box, in their order. */
export function boxesNear(boxes: readonly Box[], box: Box): readonly Box[] {
  if (boxes.length <= SHORT) return boxes
  return indexOf(boxes)
    .overlapping(box)
    .flatMap((at) => boxes[at] ?? [])
}

/** Whether one of a list holds all of a box. */
export function holdsBox(boxes: readonly Box[], box: Box): boolean {
  return boxesNear(boxes, box).some((each) => containsBox(each, box))
}

/** Whether a list has packets in common with a box. */
export function meetsBox(boxes: readonly Box[], box: Box): boolean {
  if (boxes.length <= SHORT) return boxes.some((each) => boxesMeet(each, box))
  return indexOf(boxes).overlapping(box, 1).length > 0
}

/**
 * What a list has in common with one that is written from the other end, by the order of the first and then of the second; the
 * longer one is not walked through.
 */
export function commonWithMirrored(boxes: readonly Box[], mirrored: readonly Box[]): Box[] {
  if (boxes.length <= mirrored.length) {
    return boxes.flatMap((box) =>
      boxesNear(mirrored, mirrorBox(box)).flatMap((other) => intersectBoxes(box, mirrorBox(other)) ?? []),
    )
  }
  const index = indexOf(boxes)
  return mirrored
    .map(mirrorBox)
    .flatMap((other) => index.overlapping(other).map((at) => ({ at, other })))
    .toSorted((x, y) => x.at - y.at)
    .flatMap(({ at, other }) => (boxes[at] && intersectBoxes(boxes[at], other)) ?? [])
}
