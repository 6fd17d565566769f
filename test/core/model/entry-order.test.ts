import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between } from '../../../src/core/address/address-range.ts'
import { heaviestFirst, lowestFirst, mostSpecificFirst } from '../../../src/core/model/entry-order.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import { type Box, boxVolume } from '../../../src/core/selectors/box.ts'
import { entry } from '../negotiation/made-ends.ts'
import { anyBox } from '../selectors/universe.ts'

/** Ranges of all sizes, most of them no blocks. */
const anyAddresses = fc
  .tuple(fc.bigInt({ min: 0n, max: 0xffffffffn }), fc.bigInt({ min: 0n, max: 0xffffffffn }))
  .map(([a, b]) => between('ipv4', a < b ? a : b, a < b ? b : a))
const anyPorts = fc
  .tuple(fc.nat(65_535), fc.nat(65_535))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const largeBox: fc.Arbitrary<Box> = fc.record({
  local: anyAddresses,
  remote: anyAddresses,
  protocol: fc.constant({ from: 0, to: 255 }),
  localPort: anyPorts,
  remotePort: anyPorts,
})
const anyBoxes = fc.array(fc.oneof(anyBox, largeBox), { minLength: 1, maxLength: 2 })

function volume(boxes: readonly Box[]): bigint {
  return boxes.reduce((sum, box) => sum + boxVolume(box), 0n)
}

function sign(difference: bigint | number): number {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

function of(selectors: readonly Box[], weight: bigint | null = null): SpdEntry {
  return entry('A#1', 'out', { selectors, weight })
}

describe('the order of entries', () => {
  it('puts the one for fewer packets first, however many these are', () => {
    fc.assert(
      fc.property(anyBoxes, anyBoxes, (a, b) => {
        expect(mostSpecificFirst(of(a), of(b))).toBe(sign(volume(a) - volume(b)))
        expect(mostSpecificFirst(of(a), of(a))).toBe(0)
      }),
    )
  })

  it('tells ranges apart that differ by one address', () => {
    const [all, less] = [between('ipv4', 0, 0xffffffff), between('ipv4', 0, 0xfffffffe)]
    const ports = { from: 0, to: 65_534 }
    const wide = { local: all, remote: all, protocol: { from: 0, to: 255 }, localPort: ports, remotePort: ports }
    const narrow = { ...wide, local: less }
    expect(mostSpecificFirst(of([narrow]), of([wide]))).toBe(-1)
    expect(mostSpecificFirst(of([wide]), of([narrow]))).toBe(1)
  })

  it('goes by printed weights first, the heavier one of Windows, the lower one of Linux', () => {
    const [small, large] = [anyBoxOf(1), anyBoxOf(9)]
    expect(heaviestFirst(of(large, 2n), of(small, 1n))).toBe(-1)
    expect(lowestFirst(of(large, 2n), of(small, 1n))).toBe(1)
    for (const order of [heaviestFirst, lowestFirst]) {
      expect(order(of(large, 1n), of(small, 1n))).toBe(1)
      expect(order(of(large, 1n), of(small))).toBe(1)
    }
  })
})

function anyBoxOf(size: number): readonly Box[] {
  const range = between('ipv4', 0, size - 1)
  const one = { from: 0, to: 0 }
  return [{ local: range, remote: range, protocol: one, localPort: one, remotePort: one }]
}
