import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameRange } from '../../../src/core/address/address-range.ts'
import {
  type Box,
  boxKey,
  boxVolume,
  containsBox,
  describeService,
  equalBoxes,
  intersectBoxes,
  isAnyService,
  isMirrorOf,
  isUnrestrictedBox,
  meetsMirrored,
  mirrorBox,
  sameService,
  subtractBox,
  subtractBoxes,
  trafficBetween,
} from '../../../src/core/selectors/box.ts'
import { packetInBox, replyTo } from '../../../src/core/selectors/packet.ts'
import { icmpPorts } from '../../../src/core/selectors/protocol.ts'
import { range, TCP } from '../../support/boxes.ts'
import { anyBox, isIn, PACKETS, packetsOf, packetsOfEach } from './universe.ts'

const LAN = trafficBetween(range('10.1.0.0/24'), range('10.2.0.0/24'))
const WEB: Box = { ...LAN, protocol: TCP, remotePort: { from: 80, to: 80 } }

describe('boxes of a small universe', () => {
  it('intersect, contain and equal each other as counting says', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const [inA, inB] = [packetsOf([a]), packetsOf([b])]
        const inBoth = inA.filter((packet) => isIn(packet, b))
        const common = intersectBoxes(a, b)
        expect(common === undefined ? [] : packetsOf([common])).toEqual(inBoth)
        expect(common === undefined).toBe(inBoth.length === 0)
        expect(containsBox(a, b)).toBe(inBoth.length === inB.length)
        expect(equalBoxes(a, b)).toBe(inBoth.length === inA.length && inBoth.length === inB.length)
        expect(boxKey(a) === boxKey(b)).toBe(equalBoxes(a, b))
        expect(boxVolume(a)).toBe(BigInt(inA.length))
      }),
      { numRuns: 500 },
    )
  })

  it('subtract into at most ten pieces that do not overlap', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const pieces = subtractBox(a, b)
        expect(packetsOfEach(pieces)).toEqual(packetsOf([a]).filter((packet) => !isIn(packet, b)))
        expect(pieces.length).toBeLessThanOrEqual(10)
      }),
      { numRuns: 500 },
    )
  })

  it('subtract many, and say when that makes too many pieces', () => {
    fc.assert(
      fc.property(anyBox, fc.array(anyBox, { maxLength: 5 }), fc.integer({ min: 0, max: 12 }), (a, taken, limit) => {
        const all = subtractBoxes(a, taken, Number.POSITIVE_INFINITY)
        const expected = packetsOf([a]).filter((packet) => !taken.some((box) => isIn(packet, box)))
        expect('boxes' in all ? packetsOfEach(all.boxes) : undefined).toEqual(expected)
        const some = subtractBoxes(a, taken, limit)
        if ('boxes' in some) {
          expect(some).toEqual(all)
          if (taken.length > 0) expect(some.boxes.length).toBeLessThanOrEqual(limit)
        }
      }),
    )
  })

  it('mirror: the answer to each packet, and twice is once', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        expect(mirrorBox(mirrorBox(box))).toEqual(box)
        // Of ICMP (protocol 1) the message changes as well: see the tests of packets.
        for (const packet of PACKETS.filter(({ protocol }) => protocol !== 1)) {
          expect(packetInBox(packet, box)).toBe(isIn(replyTo(packet), mirrorBox(box)))
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a box of the other end', () => {
  it('is the same traffic, or has some in common, as its mirror image does', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        expect(isMirrorOf(a, b)).toBe(equalBoxes(a, mirrorBox(b)))
        expect(isMirrorOf(a, mirrorBox(a))).toBe(true)
        expect(meetsMirrored(a, b)).toBe(intersectBoxes(a, mirrorBox(b)) !== undefined)
      }),
    )
  })
})

describe('subtractBox', () => {
  it('cuts a hole into all five dimensions with ten pieces', () => {
    const outer: Box = {
      local: range('10.1.0.0/24'),
      remote: range('10.2.0.0/24'),
      protocol: { from: 0, to: 255 },
      localPort: { from: 0, to: 65_535 },
      remotePort: { from: 0, to: 65_535 },
    }
    const hole: Box = {
      local: range('10.1.0.9'),
      remote: range('10.2.0.9'),
      protocol: TCP,
      localPort: { from: 1000, to: 1000 },
      remotePort: { from: 80, to: 80 },
    }
    const pieces = subtractBox(outer, hole)
    expect(pieces).toHaveLength(10)
    const sum = pieces.reduce((volume, piece) => volume + boxVolume(piece), boxVolume(hole))
    expect(sum).toBe(boxVolume(outer))
  })

  it('leaves a box whole that has nothing in common, and nothing of one that is covered', () => {
    expect(subtractBox(LAN, trafficBetween(nameRange('SubnetA'), nameRange('SubnetB')))).toEqual([LAN])
    expect(subtractBox(WEB, LAN)).toEqual([])
  })
})

describe('subtractBoxes', () => {
  it('counts the pieces against the limit', () => {
    const hosts = ['10.2.0.10', '10.2.0.20', '10.2.0.30'].map((host) => trafficBetween(LAN.local, range(host)))
    expect(subtractBoxes(LAN, hosts, 4)).toHaveProperty('boxes.length', 4)
    expect(subtractBoxes(LAN, hosts, 3)).toEqual({ tooMany: true })
  })
})

describe('isUnrestrictedBox', () => {
  it('asks for no particular traffic: any address on one side, any protocol, any port', () => {
    const any = range('any')
    expect(isUnrestrictedBox(trafficBetween(any, any))).toBe(true)
    expect(isUnrestrictedBox(trafficBetween(LAN.local, any))).toBe(true)
    expect(isUnrestrictedBox(trafficBetween(any, LAN.remote))).toBe(true)
    expect(isUnrestrictedBox(LAN)).toBe(false)
    expect(isUnrestrictedBox({ ...trafficBetween(any, any), protocol: TCP })).toBe(false)
    expect(isUnrestrictedBox({ ...trafficBetween(any, any), remotePort: { from: 80, to: 80 } })).toBe(false)
  })
})

describe('sameService and isAnyService', () => {
  it('look at protocol and ports alone', () => {
    expect(sameService(WEB, { ...WEB, local: LAN.remote })).toBe(true)
    expect(sameService(WEB, { ...WEB, remotePort: { from: 80, to: 81 } })).toBe(false)
    expect(sameService(WEB, mirrorBox(WEB))).toBe(false)
    expect(isAnyService(LAN)).toBe(true)
    expect(isAnyService({ ...LAN, localPort: { from: 0, to: 1023 } })).toBe(false)
  })
})

describe('describeService', () => {
  const icmp = { ...LAN, protocol: { from: 1, to: 1 } }
  it.each<[Box, string]>([
    [LAN, ''],
    [WEB, ' (tcp, remote port 80)'],
    [{ ...WEB, localPort: { from: 1024, to: 65_535 } }, ' (tcp, local port 1024-65535, remote port 80)'],
    [{ ...LAN, remotePort: { from: 80, to: 80 } }, ' (remote port 80)'],
    [icmp, ' (icmp)'],
    [{ ...icmp, localPort: icmpPorts(8) }, ' (icmp, type 8)'],
    [{ ...icmp, remotePort: icmpPorts(3, 1) }, ' (icmp, type 3 code 1)'],
  ])('%#: %o', (box, expected) => {
    expect(describeService(box)).toBe(expected)
  })
})
