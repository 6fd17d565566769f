import { boxVolume } from '../selectors/box.ts'
import type { SpdEntry } from './spd-entry.ts'

/** Windows: the heavier filter first; where weights are not printed, the more specific one. */
export function heaviestFirst(a: SpdEntry, b: SpdEntry): number {
  if (a.weight !== null && b.weight !== null && a.weight !== b.weight) return a.weight > b.weight ? -1 : 1
  return mostSpecificFirst(a, b)
}

/** Linux: the lowest priority value first; where none is printed, the more specific one. */
export function lowestFirst(a: SpdEntry, b: SpdEntry): number {
  if (a.weight !== null && b.weight !== null && a.weight !== b.weight) return a.weight < b.weight ? -1 : 1
  return mostSpecificFirst(a, b)
}

/** The entry that covers fewer packets first, so that one inside another comes before it. */
export function mostSpecificFirst(a: SpdEntry, b: SpdEntry): number {
  const difference = volume(a) - volume(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** First match in the order of the configuration. */
export function asWritten(): number {
  return 0
}

function volume(entry: SpdEntry): bigint {
  let sum = 0n
  for (const box of entry.selectors) sum += boxVolume(box)
  return sum
}
