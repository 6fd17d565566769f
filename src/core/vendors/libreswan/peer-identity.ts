import { addressIdentity, isBlanked } from '../../model/identity.ts'
import type { Hosts } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection } from '../../model/ike-policy.ts'

/** Whom a connection is for: without a word about it, the peer's address; `undefined` for anybody. */
export function peerIdentity({ remote, remoteAddresses }: IkeConnection, { peer }: Hosts): Identity | undefined {
  const written = remote[0]?.id?.value
  if (written !== undefined) return written.kind === 'any' ? undefined : written
  return remoteAddresses.value.length === 0 ? undefined : addressIdentity(peer)
}

/** As responder in IKEv1, a connection for anybody is one for the peer's address once it has begun. */
export function begunFor(connection: IkeConnection, hosts: Hosts): Identity {
  return peerIdentity(connection, hosts) ?? addressIdentity(hosts.peer)
}

/** Whom it expects: in aggressive mode nobody comes by a name to a connection for anybody (measured). */
export function expectedPeer(connection: IkeConnection, hosts: Hosts): Identity | undefined {
  const isAggressive = connection.initiates.value === 1 && connection.exchange.value === 'aggressive'
  return isAggressive ? begunFor(connection, hosts) : peerIdentity(connection, hosts)
}

/** How well a peer fits: 3 as the very one that is expected, 1 where anybody is good, 0 not at all. */
export function matchPeer(expected: Identity | undefined, shown: Identity): number {
  if (expected === undefined || expected.kind === 'certificate' || shown.kind === 'certificate') return 1
  if (sameIdentity(expected, shown)) return 3
  return 0
}

export function sameIdentity(a: Identity, b: Identity): boolean {
  if (a.kind === 'certificate' || b.kind === 'certificate' || (a.kind === b.kind && a.text === b.text)) return true
  if (isBlanked(a) !== isBlanked(b)) return true
  return (a.kindUntold === true || b.kindUntold === true) && a.text.toLowerCase() === b.text.toLowerCase()
}
