import { formatHost } from '../../address/address-range.ts'
import type { Change, ChangeKind } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { IosTunnel } from './connections.ts'
import type { IosConfig } from './ios-config.ts'

/** The tunnel that is changed, in its configuration. */
export interface TunnelContext {
  readonly config: IosConfig
  readonly tunnel: IosTunnel
  readonly end: Endpoint
  /** The end as it will be. */
  readonly after: Endpoint
}

/** The steps of a change in the names of the configuration; `null` where it has no place for it. */
export type TunnelSteps<K extends ChangeKind> = (
  change: Change<K>,
  context: TunnelContext,
) => readonly DialectStep[] | null

/** As a sentence calls it: `the crypto map VPN 10`, `Tunnel1`. */
export function placeWords({ place }: IosTunnel): string {
  if ('tunnel' in place) return place.tunnel.name
  const { entry } = place
  return `${entry.isTemplate ? 'the dynamic map' : 'the crypto map'} ${entry.map} ${entry.sequence}`
}

/** The peer whose SAs are to be set up anew; `null` for whoever comes. */
export function sessionOf({ peer }: IosTunnel): string | null {
  return peer === undefined ? null : formatHost(peer.value)
}
