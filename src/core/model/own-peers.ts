import { equalRanges, rangeKey } from '../address/address-range.ts'
import type { Span } from '../text/source-text.ts'
import type { EndpointFragment } from './endpoint.ts'
import type { ChildConfig, IkePolicy } from './ike-policy.ts'
import { linesOf, type Setting } from './setting.ts'

/** Where a text says that an address is the gateway's own, and where it goes to that address. */
export interface OwnPeer {
  readonly own: Span
  readonly peer: Span
}

/**
 * An address that one text has both as the gateway's own and as a peer's: two gateways were read as one. Of a text that names
 * both sides of a tunnel, that is no wonder.
 */
export function ownPeerOf({ addresses, peers, ike, sides }: EndpointFragment): OwnPeer | undefined {
  if (sides !== undefined) return undefined
  const connections = ike?.connections ?? []
  const own = [...addresses, ...connections.flatMap(({ localAddresses }) => eachOf(localAddresses))]
  const others = [...peers, ...connections.flatMap(({ remoteAddresses }) => eachOf(remoteAddresses))]
  for (const mine of own) {
    const theirs = others.find(({ value }) => equalRanges(value, mine.value))
    const [ownSpan] = linesOf(mine)
    const [peerSpan] = theirs === undefined ? [] : linesOf(theirs)
    if (ownSpan !== undefined && peerSpan !== undefined) return { own: ownSpan, peer: peerSpan }
  }
  return undefined
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
