import { addressIdentity, ownIdentity } from '../../model/identity.ts'
import type { Hosts } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, SharedKey } from '../../model/ike-policy.ts'
import { peerIdentity, sameIdentity } from './peer-identity.ts'

/** How an entry of ipsec.secrets(5) fits: what its list of identities names. */
const ANY_PEER = 1
const ANYBODY = 2
const PEER = 4
const SELF = 8

/** Fits that count, the worst first: an entry for the own identity and a third one is not for this pair. */
const GOOD = new Set([ANYBODY, PEER | ANYBODY, SELF | ANY_PEER, SELF | ANYBODY, SELF | PEER])

/**
 * pluto uses one key: of the entry that fits best, and of equal ones the first. Anybody is known by the address. One without quotes
 * it does not load (measured: "PSK data malformed (input does not begin with format prefix)").
 */
export function findKeys(
  keys: readonly SharedKey[],
  own: Identity | undefined,
  other: Identity | undefined,
  { peer }: Hosts,
): SharedKey[] {
  const them = other ?? addressIdentity(peer)
  let best: { readonly key: SharedKey; readonly fit: number } | undefined
  for (const key of keys) {
    const fit = fitOf(key, own, them)
    if (key.bare !== true && GOOD.has(fit) && fit > (best?.fit ?? 0)) best = { key, fit }
  }
  return best === undefined ? [] : [best.key]
}

function fitOf({ owners }: SharedKey, own: Identity | undefined, other: Identity): number {
  // As good as `%any` (measured).
  if (owners.length === 0) return ANYBODY
  let fit = 0
  for (const owner of owners) {
    if (owner.kind === 'any') fit |= ANYBODY
    else if (own !== undefined && sameIdentity(owner, own)) fit |= SELF
    else if (sameIdentity(owner, other)) fit |= PEER
  }
  return fit === SELF && owners.length === 1 ? SELF | ANY_PEER : fit
}

/** In main mode the key is that of the connection which was found by address. */
export function findKeysByHosts(
  keys: readonly SharedKey[],
  [connection]: readonly IkeConnection[],
  hosts: Hosts,
  shown: Identity | undefined,
): SharedKey[] {
  if (connection === undefined) return []
  return findKeys(keys, ownIdentity(connection.local, hosts.own), peerIdentity(connection, hosts) ?? shown, hosts)
}
