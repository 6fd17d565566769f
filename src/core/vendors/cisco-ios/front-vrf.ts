import { appliedTo } from './applied-map.ts'
import type { Interface } from './interfaces.ts'
import type { IosConfig } from './ios-config.ts'
import type { CryptoMap, Protection } from './ipsec.ts'

/** Of a tunnel: where it stands. */
interface Placed {
  readonly place: { readonly map: CryptoMap } | { readonly tunnel: Interface }
}

/** The VRF in which the peer is reached, "front door VRF"; `null` for the global table, `undefined` where the paste does not tell. */
export function frontVrf(config: Pick<IosConfig, 'interfaces'>, { place }: Placed): string | null | undefined {
  if ('tunnel' in place) return place.tunnel.tunnel.vrf?.value ?? null
  const [applied] = appliedTo(config, place.map.name)
  return applied && (applied.vrf?.value ?? null)
}

/** The VRF of the networks behind the router; as for `frontVrf`. */
export function insideVrf(config: IosConfig, { place, protection }: Placed & { readonly protection: Protection }) {
  if ('tunnel' in place) return place.tunnel.vrf?.value ?? null
  const { isakmpProfile, ikev2Profile } = protection
  const profile =
    config.ikev2.profiles.get(ikev2Profile?.value ?? '') ?? config.isakmp.profiles.get(isakmpProfile?.value ?? '')
  return profile?.insideVrf === undefined ? frontVrf(config, { place }) : undefined
}

/** Whether what says `match fvrf` is for a VRF: for the global one where it does not say ("Configuring an IKEv2 Profile"). */
export function isForVrf({ vrf }: { readonly vrf?: { readonly value: string } }, front: string | null): boolean {
  return vrf?.value.toLowerCase() === 'any' || (vrf?.value ?? null) === front
}

/** As a sentence calls it. */
export function vrfWords(vrf: string | undefined): string {
  return vrf === undefined ? 'the global table of routes' : `the VRF ${vrf}`
}
