import { addressIdentity, matchIdentity, ownIdentity } from '../../model/identity.ts'
import type { Hosts } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, SharedKey } from '../../model/ike-policy.ts'

/**
 * The keys for a pair of identities: a key is anybody's, or one of its owners is one of the two (its log: "tried N shared
 * keys for"); of two that fit alike the one that was loaded last. An unknown own identity matches nothing but anybody's.
 */
export function findKeys(
  keys: readonly SharedKey[],
  own: Identity | undefined,
  other: Identity | undefined,
): SharedKey[] {
  return keys
    .toReversed()
    .map((key) => ({ key, other: bestOwner(key, other), own: bestOwner(key, own) }))
    .filter((each) => each.other > 0 || each.own > 0)
    .toSorted((a, b) => b.other - a.other || b.own - a.own)
    .map(({ key }) => key)
}

function bestOwner({ owners }: SharedKey, identity: Identity | undefined): number {
  if (owners.length === 0) return 1
  if (identity === undefined || identity.kind === 'any') return owners.some(({ kind }) => kind === 'any') ? 1 : 0
  return Math.max(...owners.map((owner) => matchIdentity(owner, identity)))
}

type Identified = Pick<IkeConnection, 'local' | 'remote'>

/**
 * As responder of IKEv1: by the identities of its connections, each in its turn; in aggressive mode by that which the peer
 * shows. Where no key is found, and in main mode where no own identity is written, by the two addresses.
 */
export function findKeysByHosts(
  keys: readonly SharedKey[],
  candidates: readonly Identified[],
  hosts: Hosts,
  shown: Identity | undefined,
): SharedKey[] {
  for (const connection of candidates) {
    if (shown === undefined && connection.local[0]?.id === undefined) continue
    const found = findByWritten(keys, connection, hosts, shown)
    if (found.length > 0) return found
  }
  return findByAddress(keys, hosts)
}

/** As initiator of IKEv1: by the identities of its connection, else by the two addresses. */
export function findKeysAsInitiator(
  keys: readonly SharedKey[],
  connection: Identified,
  hosts: Hosts,
  shown: Identity | undefined,
): SharedKey[] {
  const found = findByWritten(keys, connection, hosts, shown)
  return found.length > 0 ? found : findByAddress(keys, hosts)
}

/** An identity of the peer that is not written is `%any` here, whose key is anybody's; it is not the address (measured). */
function findByWritten(
  keys: readonly SharedKey[],
  { local, remote }: Identified,
  { own }: Hosts,
  shown: Identity | undefined,
): SharedKey[] {
  return findKeys(keys, ownIdentity(local, own), shown ?? remote[0]?.id?.value).slice(0, 1)
}

function findByAddress(keys: readonly SharedKey[], { own, peer }: Hosts): SharedKey[] {
  return findKeys(keys, addressIdentity(own), addressIdentity(peer)).slice(0, 1)
}
