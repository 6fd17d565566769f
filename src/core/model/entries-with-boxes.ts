import { type Box, boxKey } from '../selectors/box.ts'
import { grouped } from './grouped.ts'
import { rememberedOf } from './remembered.ts'
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

/** The entries that have a box among their selectors, in their order. Steps ask for one after the other, and all boxes are looked at once. */
export function entriesWithBox(spd: readonly SpdEntry[] = NONE, box: Box): readonly SpdEntry[] {
  return (byBox(spd).get(boxKey(box)) ?? []).map(({ entry }) => entry)
}

const NONE: readonly SpdEntry[] = []

const byBox = rememberedOf((spd: readonly SpdEntry[]) =>
  grouped(
    spd.flatMap((entry) => entry.selectors.map((box) => ({ entry, key: boxKey(box) }))),
    ({ key }) => key,
  ),
)
