import type { SpdEntry } from '../model/spd-entry.ts'
import type { Box } from '../selectors/box.ts'
import type { EffectiveEntry } from './effective-entries.ts'

/** Packets that hit the same entry at the sender and the same at the receiver; `null` where they hit none. */
export interface TrafficClass {
  /** As the sender sees them. */
  readonly region: readonly Box[]
  readonly out: EffectiveEntry | null
  readonly inbound: EffectiveEntry | null
  /** Whose packets they are: the sender's entry, or the receiver's where the sender has none for them. */
  readonly owner: SpdEntry
  /** Other packets of the same entry have a partner. */
  readonly rest: boolean
  /** More entries of the receiver meet it than are looked at: only one with the very same box is its partner. */
  readonly crowded: boolean
  /** What is left of it has too many pieces: the region has packets of other classes as well. */
  readonly rough: boolean
  /** No packet reaches the sender's entry; the region is then all that it is for. */
  readonly shadowed: boolean
}

/** Not all was worked out: it meets too many others, or is cut into too many pieces by them. */
export function isBounded({ out, inbound, crowded, rough }: TrafficClass): boolean {
  return crowded || rough || out?.rough === true || inbound?.rough === true
}
