import { rememberedOf } from './remembered.ts'
import type { SpdEntry } from './spd-entry.ts'

/** The entry that changes and flows name, such as `A#3`; `undefined` where the end has none of that name. */
export function entryById(spd: readonly SpdEntry[] = NONE, id: string): SpdEntry | undefined {
  return entries(spd).get(id)
}

/** Its name as its owner calls it; the id where the end has no such entry. */
export function entryName(spd: readonly SpdEntry[] | undefined, id: string): string {
  return entryById(spd, id)?.name ?? id
}

const NONE: readonly SpdEntry[] = []

const entries = rememberedOf(
  (spd: readonly SpdEntry[]): ReadonlyMap<string, SpdEntry> =>
    new Map(spd.toReversed().map((entry) => [entry.id, entry])),
)
