import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import { isHiddenNetwork } from '../../address/hidden-address.ts'
import type { Span } from '../../text/source-text.ts'
import type { EndpointFragment } from '../endpoint.ts'
import type { ChildConfig, IkePolicy } from '../ike-policy.ts'
import { linesOf, type Setting } from '../setting.ts'
import { isShunt } from '../without-shunts.ts'

/** Where a text says that an address is the gateway's own, and where it goes to that address. */
export interface OwnPeer {
  readonly own: Span
  readonly peer: Span
}

/**
 * An address that the configuration of one daemon has both as its own and as a peer's: two gateways were read as one. Of a text
 * that names both sides of a tunnel, that is no wonder; of a list of filters it is a direction that is wrong.
 */
export function ownPeerOf({ addresses, peers, ike, sides }: EndpointFragment): OwnPeer | undefined {
  if (ike === undefined || sides !== undefined) return undefined
  // What passes packets by has no peer.
  const connections = ike.connections.filter((connection) => !isShunt(connection))
  const others = placesOf([...peers, ...connections.flatMap(({ remoteAddresses }) => eachOf(remoteAddresses))])
  for (const [address, own] of placesOf([
    ...addresses,
    ...connections.flatMap(({ localAddresses }) => eachOf(localAddresses)),
  ])) {
    const peer = others.get(address)
    if (peer !== undefined) return { own, peer }
  }
  return undefined
}

/** The first line that states each address; two that are hidden may be written alike. */
function placesOf(settings: readonly Setting<AddressRange>[]): ReadonlyMap<string, Span> {
  const places = new Map<string, Span>()
  for (const setting of settings) {
    if (isHiddenNetwork(setting.value)) continue
    const [span] = linesOf(setting)
    const key = rangeKey(setting.value)
    if (span !== undefined && !places.has(key)) places.set(key, span)
  }
  return places
}

function eachOf<T>(list: Setting<readonly T[]>): Setting<T>[] {
  return list.value.map((value) => ({ ...list, value }))
}

/** Whether one of two connections protects what the other does, seen from the other side: as a hub does, or the other end. */
export function areMirrored({ connections }: Pick<IkePolicy, 'connections'>): boolean {
  const [one, other, ...more] = connections
  if (one === undefined || other === undefined || more.length > 0) return false
  const mirrored = new Set(other.children.map((child) => `${keyOf(child.remote)} ${keyOf(child.local)}`))
  const pairs = one.children.map((child) => [keyOf(child.local), keyOf(child.remote)] as const)
  return pairs.some(([local, remote]) => local !== remote && mirrored.has(`${local} ${remote}`))
}

function keyOf({ value }: ChildConfig['local']): string {
  return value.map(({ addresses }) => (addresses === 'dynamic' ? addresses : rangeKey(addresses))).join()
}
