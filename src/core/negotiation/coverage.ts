import type { Endpoint } from '../model/endpoint.ts'
import { isUnknownHost } from '../model/hosts.ts'
import { remembered } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey } from '../selectors/box.ts'
import { isTowards } from './towards.ts'

/** What one end protects in its tunnel to the other: one selector pair with the entries of both directions. */
export interface Coverage {
  readonly end: Endpoint
  readonly box: Box
  readonly out: SpdEntry | null
  readonly in: SpdEntry | null
  /** The position among the coverages of its end. */
  readonly at: number
}

/** The selector pairs that an end protects towards the other, each once, by `boxKey`; entries of both directions are joined. */
export const coverages = remembered((end: Endpoint, peer: Endpoint): ReadonlyMap<string, Coverage> => {
  const found = new Map<string, { -readonly [name in keyof Coverage]: Coverage[name] }>()
  for (const entry of end.spd ?? []) {
    if (entry.direction === 'fwd') continue
    if (entry.action !== 'protect' || entry.mode === 'transport' || !isTowards(entry, end, peer)) continue
    for (const box of entry.selectors) {
      if (isUnknownHost(box.local) || isUnknownHost(box.remote)) continue
      const key = boxKey(box)
      let known = found.get(key)
      if (known === undefined) {
        known = { end, box, out: null, in: null, at: found.size }
        found.set(key, known)
      }
      if (entry.direction !== 'in') known.out ??= entry
      if (entry.direction !== 'out') known.in ??= entry
    }
  }
  return found
})
