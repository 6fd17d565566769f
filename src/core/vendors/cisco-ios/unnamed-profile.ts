import { type AddressRange, containsRange } from '../../address/address-range.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Ikev2Profile } from './ikev2.ts'
import type { IosConfig } from './ios-config.ts'
import type { Protection } from './ipsec.ts'

/**
 * The profile of IKEv2 that is for a peer, and that the entry for this peer, or its IPsec profile, does not name ("set ikev2-profile"). It is
 * what is meant only where nothing is configured for IKEv1, with which such an entry begins.
 */
export function unnamedProfile(
  { isakmp, ikev2 }: IosConfig,
  { ikev2Profile, isakmpProfile }: Protection,
  peer: Stated<AddressRange> | undefined,
): Stated<string> | undefined {
  if (ikev2Profile !== undefined || isakmpProfile !== undefined || peer === undefined) return undefined
  const ofVersion1 = isakmp.policies.length + isakmp.keys.length + isakmp.peers.length + isakmp.keyrings.size
  if (ofVersion1 > 0) return undefined
  const [only, ...more] = [...ikev2.profiles.values()].filter((profile) => isFor(profile, peer.value))
  return only === undefined || more.length > 0 ? undefined : stated(only.name, only.span)
}

function isFor({ matches }: Ikev2Profile, peer: AddressRange): boolean {
  return matches.some(({ value }) => 'from' in value && containsRange(value, peer))
}
