import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxesNear, commonWithMirrored, holdsBox, meetsBox } from '../../../src/core/negotiation/box-lists.ts'
import { boxesMeet, containsBox, intersectBoxes, mirrorBox } from '../../../src/core/selectors/box.ts'
import { anyBox } from '../selectors/universe.ts'

/** Short ones, and such as are not walked through. */
const lists = fc.array(anyBox, { maxLength: 40, size: 'max' })

describe('lists of boxes', () => {
  it('tell of a box what a look at each of theirs does, however long they are', () => {
    fc.assert(
      fc.property(lists, anyBox, (boxes, box) => {
        const meeting = boxes.filter((each) => boxesMeet(each, box))
        expect(boxesNear(boxes, box).filter((each) => boxesMeet(each, box))).toEqual(meeting)
        expect(meetsBox(boxes, box)).toBe(meeting.length > 0)
        expect(holdsBox(boxes, box)).toBe(boxes.some((each) => containsBox(each, box)))
      }),
    )
  })

  it('have in common what each has with each of the other end, in their order', () => {
    fc.assert(
      fc.property(lists, lists, (boxes, mirrored) => {
        const each = boxes.flatMap((box) => mirrored.flatMap((other) => intersectBoxes(box, mirrorBox(other)) ?? []))
        expect(commonWithMirrored(boxes, mirrored)).toEqual(each)
      }),
    )
  })
})
