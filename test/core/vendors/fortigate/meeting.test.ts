import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rangesMeet } from '../../../../src/core/address/address-range.ts'
import { boxesMeet } from '../../../../src/core/selectors/box.ts'
import { byPackets, byRange } from '../../../../src/core/vendors/fortigate/meeting.ts'
import { anyBox } from '../../selectors/universe.ts'

it('finds what a loop over all finds, in its order', () => {
  fc.assert(
    fc.property(fc.array(anyBox, { maxLength: 40 }), anyBox, (boxes, asked) => {
      expect(byPackets(boxes, (box) => box)(asked)).toEqual(boxes.filter((box) => boxesMeet(box, asked)))
      expect(byRange(boxes, ({ remote }) => remote)(asked.remote)).toEqual(
        boxes.filter(({ remote }) => rangesMeet(remote, asked.remote)),
      )
    }),
    { numRuns: 300 },
  )
})
