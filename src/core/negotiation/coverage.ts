import type { Endpoint } from '../model/endpoint.ts'
import { isUnknownHost } from '../model/hosts.ts'
import { remembered } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey, equalBoxes } from '../selectors/box.ts'
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
export function coverages(end: Endpoint, peer: Endpoint): ReadonlyMap<string, Coverage> {
  return coveragesTowards(end, peer.addresses)
}

/** By the peer's addresses, so that it is not worked out again for a peer of which something else is changed. */
const coveragesTowards = remembered(
  (end: Endpoint, addresses: Endpoint['addresses']): ReadonlyMap<string, Coverage> => {
    const found = new Map<string, { -readonly [name in keyof Coverage]: Coverage[name] }>()
    let known: { -readonly [name in keyof Coverage]: Coverage[name] } | undefined
    for (const entry of end.spd ?? []) {
      if (entry.direction === 'fwd') continue
      if (entry.action !== 'protect' || entry.mode === 'transport' || !isTowards(entry, end, { addresses })) continue
      for (const box of entry.selectors) {
        if (isUnknownHost(box.local) || isUnknownHost(box.remote)) continue
        // Most entries stand beside the one for the way back, which has the same box.
        if (known === undefined || !equalBoxes(known.box, box)) {
          const key = boxKey(box)
          known = found.get(key)
          if (known === undefined) {
            known = { end, box, out: null, in: null, at: found.size }
            found.set(key, known)
          }
        }
        if (entry.direction !== 'in') known.out ??= entry
        if (entry.direction !== 'out') known.in ??= entry
      }
    }
    return found
  },
)
