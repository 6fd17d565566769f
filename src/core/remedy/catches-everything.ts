import { type AddressRange, isUnrestricted } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import { areRouted, changedChildren } from '../model/changed-children.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { SelectorTemplate } from '../model/ike-policy.ts'
import { meantOf } from '../model/meant-connections.ts'

/**
 * Whether selectors that were for particular networks would catch all that leaves the gateway, packets for the internet among them.
 * Where routes choose what goes into a tunnel they may be as wide; elsewhere that is nobody's remedy.
 */
export function catchesEverything(end: Endpoint, change: Change): boolean {
  switch (change.kind) {
    case 'cover':
      return isEverything(change.box) && !areRouted(end, meantOf(end)[0]?.children ?? [])
    case 'replace':
      return isEverything(change.to) && !isEverything(change.from) && !areRouted(end, changedChildren(end, change))
    case 'child-selectors': {
      if (!change.local.some(isAnything) || !change.remote.some(isAnything)) return false
      const children = changedChildren(end, change)
      const before = children.some(({ local, remote }) => local.value.some(isAnything) && remote.value.some(isAnything))
      return !before && !areRouted(end, children)
    }
    default:
      return false
  }
}

function isEverything({ local, remote }: { readonly local: AddressRange; readonly remote: AddressRange }): boolean {
  return isUnrestricted(local) && isUnrestricted(remote)
}

function isAnything({ addresses }: SelectorTemplate): boolean {
  return addresses !== 'dynamic' && isUnrestricted(addresses)
}
