import { rangeKey } from '../address/address-range.ts'
import type { Hosts, IkeRequest } from './ike-daemon.ts'
import type { Identity, IkeConnection, IkePolicy } from './ike-policy.ts'
import { rememberedFor } from './remembered.ts'

/** Finds the connections for a request once: of many connections between two ends most ask for the same. */
export function onceForEachRequest(
  find: (policy: IkePolicy, request: IkeRequest) => readonly IkeConnection[],
): (policy: IkePolicy, request: IkeRequest) => readonly IkeConnection[] {
  return rememberedFor(requestKey, find)
}

/** The same text for what a daemon answers alike. */
export function requestKey({ version, exchange, method, hosts, shown, xauth }: IkeRequest): string {
  return `${version} ${exchange} ${method} ${xauth} ${hostsKey(hosts)} ${identityKey(shown)}`
}

export function hostsKey({ own, peer }: Hosts): string {
  return `${rangeKey(own)} ${rangeKey(peer)}`
}

/** Quoted, so that nothing in an identity is taken for what stands beside it. */
export function identityKey(identity: Identity | undefined): string {
  return identity === undefined ? '-' : `${identity.kind}${JSON.stringify(identity.text)}`
}
