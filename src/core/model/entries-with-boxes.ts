import { type Box, boxKey } from '../selectors/box.ts'
import type { SpdEntry } from './spd-entry.ts'

/** The entries that have one of some boxes among their selectors, by its key, in their order. */
export function entriesWithBoxes(spd: readonly SpdEntry[], boxes: readonly Box[]): ReadonlyMap<string, SpdEntry[]> {
  const found = new Map<string, SpdEntry[]>(boxes.map((box) => [boxKey(box), []]))
  if (boxes.length === 0) return found
  // Most boxes begin elsewhere, so that nothing is made of them.
  const starts = new Set(boxes.map(({ local }) => local.from))
  for (const entry of spd) {
    for (const box of entry.selectors) if (starts.has(box.local.from)) found.get(boxKey(box))?.push(entry)
  }
  return found
}
