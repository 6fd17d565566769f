import type { ChildConfig } from './ike-policy.ts'
import { rememberedOf } from './remembered.ts'
import type { SpdEntry } from './spd-entry.ts'

/** The first entry of each child. */
export const entriesOfChildren = rememberedOf((spd: readonly SpdEntry[]): ReadonlyMap<ChildConfig, SpdEntry> => {
  const pairs = spd.flatMap((entry) =>
    entry.negotiated === undefined ? [] : [[entry.negotiated.child, entry] as const],
  )
  return new Map(pairs.toReversed())
})
