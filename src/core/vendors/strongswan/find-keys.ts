import { addressIdentity, matchIdentity } from '../../model/identity.ts'
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

/** In main mode: by the identities of its connections, or by address. */
export function findKeysByHosts(
  keys: readonly SharedKey[],
  candidates: readonly IkeConnection[],
  { own, peer }: Hosts,
): SharedKey[] {
  for (const { local, remote } of candidates) {
    const id = local[0]?.id?.value
    const found = id === undefined ? [] : findKeys(keys, id, remote[0]?.id?.value)
    if (found.length > 0) return found.slice(0, 1)
  }
  return findKeys(keys, addressIdentity(own), addressIdentity(peer)).slice(0, 1)
}
