import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { point } from '../../../src/core/address/address-range.ts'
import { boxesMeet, trafficBetween } from '../../../src/core/selectors/box.ts'
import { BoxesInOrder } from '../../../src/core/selectors/boxes-in-order.ts'
import { anyBox } from './universe.ts'

describe('boxes in order', () => {
  it('are found as a loop over those before a place finds them, the first ones first', () => {
    const many = fc.array(anyBox, { minLength: 60, maxLength: 300 })
    fc.assert(
      fc.property(many, anyBox, fc.nat(300), fc.integer({ min: 1, max: 90 }), (boxes, box, end, most) => {
        const meeting = boxes.flatMap((other, at) => (at < end && boxesMeet(other, box) ? [at] : []))
        expect(new BoxesInOrder(boxes).firstMeeting(box, end, most)).toEqual(meeting.slice(0, most))
      }),
      { numRuns: 300 },
    )
  })

  it('are none of an empty list, or before its beginning', () => {
    const box = trafficBetween(point('ipv4', 1n), point('ipv4', 2n))
    expect(new BoxesInOrder([]).firstMeeting(box, 5, 5)).toEqual([])
    expect(new BoxesInOrder([box]).firstMeeting(box, 0, 5)).toEqual([])
    expect(new BoxesInOrder([box]).firstMeeting(box, 1, 5)).toEqual([0])
  })
})
