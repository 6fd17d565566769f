import { type Box, subtractBoxes } from '../../selectors/box.ts'

/** Remainders of more pieces than this are given up: nothing is said then. */
const PIECES = 256

/** Packets of `boxes` that are in none of `covered`. */
export function uncovered(boxes: readonly Box[], covered: readonly Box[]): Box[] {
  return boxes.flatMap((box) => {
    const left = subtractBoxes(box, covered, PIECES)
    return 'tooMany' in left ? [] : left.boxes
  })
}
