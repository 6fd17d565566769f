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

  it('are found by the tree of a run that does not begin the list', () => {
    const ports = (from: number, to: number) => ({
      ...trafficBetween(point('ipv4', 1n), point('ipv4', 2n)),
      localPort: { from, to },
    })
    const boxes = new BoxesInOrder(Array.from({ length: 512 }, (_, at) => ports(at, at)))
    // The run up to the end is no whole half, so that the list is halved twice: 256 to 383 has a tree of its own.
    expect(boxes.firstMeeting(ports(300, 303), 511, 9)).toEqual([300, 301, 302, 303])
    expect(boxes.firstMeeting(ports(200, 300), 511, 3)).toEqual([200, 201, 202])
  })

  it('are none of an empty list, or before its beginning', () => {
    const box = trafficBetween(point('ipv4', 1n), point('ipv4', 2n))
    expect(new BoxesInOrder([]).firstMeeting(box, 5, 5)).toEqual([])
    expect(new BoxesInOrder([box]).firstMeeting(box, 0, 5)).toEqual([])
    expect(new BoxesInOrder([box]).firstMeeting(box, 1, 5)).toEqual([0])
  })
})
