import type { AddressRange } from '../../address/address-range.ts'
import { type Box, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'

/** Finds, in their order, those of many things whose range has an address in common with another one. */
export function byRange<T>(things: readonly T[], rangeOf: (thing: T) => AddressRange): (range: AddressRange) => T[] {
  const index = buildBoxIndex(things.map(rangeOf).map((range) => trafficBetween(range, range)))
  return (range) => index.overlapping(trafficBetween(range, range)).flatMap((at) => things[at] ?? [])
}

/** Remainders of more pieces than this are given up: nothing is said then. */
const PIECES = 256

/** Packets of a box that are in none of some others. */
export function uncovered(box: Box, covered: readonly Box[]): readonly Box[] {
  const left = subtractBoxes(box, covered, PIECES)
  return 'tooMany' in left ? [] : left.boxes
}

/** Finds, in their order, those of many things whose box has packets in common with another one. */
export function byPackets<T>(things: readonly T[], boxOf: (thing: T) => Box): (box: Box) => T[] {
  const index = buildBoxIndex(things.map(boxOf))
  return (box) => index.overlapping(box).flatMap((at) => things[at] ?? [])
}
