import { type AddressRange, equalRanges } from '../address/address-range.ts'
import { isHiddenNetwork } from '../address/hidden-address.ts'
import type { SpdEntry } from './spd-entry.ts'

/** The networks of an entry of which the text shows a part of the address alone, such as `10.x.x.0/24`. */
export function hiddenNetworksOf({ selectors }: SpdEntry): readonly AddressRange[] {
  return selectors.flatMap(({ local, remote }) => [local, remote].filter(isHiddenNetwork))
}

export function hidesNetworks({ selectors }: SpdEntry): boolean {
  return selectors.some(({ local, remote }) => isHiddenNetwork(local) || isHiddenNetwork(remote))
}

/** Both sides are written alike, which cannot be one network. */
export function hidesBothAlike({ selectors }: SpdEntry): boolean {
  return selectors.some(({ local, remote }) => isHiddenNetwork(local) && equalRanges(local, remote))
}
