import { type Box, boxKey } from '../selectors/box.ts'
import type { Endpoint } from './endpoint.ts'
import type { ChildConfig } from './ike-policy.ts'
import { rememberedOf } from './remembered.ts'
import type { SpdEntry } from './spd-entry.ts'

/** A child in its connection. */
export type Owner = NonNullable<SpdEntry['negotiated']>

/** The children that have an entry for just these packets, each once; empty where none is known to. */
export function childrenWith({ spd }: Pick<Endpoint, 'spd'>, box: Box): readonly Owner[] {
  return spd === undefined ? [] : [...(ownersByBox(spd).get(boxKey(box))?.values() ?? [])]
}

/** The one child for these packets; `undefined` where there is none, or several have them. */
export function childWith(end: Pick<Endpoint, 'spd'>, box: Box): Owner | undefined {
  const [one, ...more] = childrenWith(end, box)
  return more.length > 0 ? undefined : one
}

const ownersByBox = rememberedOf((spd: readonly SpdEntry[]): ReadonlyMap<string, ReadonlyMap<ChildConfig, Owner>> => {
  const owners = new Map<string, Map<ChildConfig, Owner>>()
  for (const { negotiated, selectors } of spd) {
    if (negotiated === undefined) continue
    for (const box of selectors) {
      const key = boxKey(box)
      const known = owners.get(key)
      if (known === undefined) owners.set(key, new Map([[negotiated.child, negotiated]]))
      else known.set(negotiated.child, negotiated)
    }
  }
  return owners
})
