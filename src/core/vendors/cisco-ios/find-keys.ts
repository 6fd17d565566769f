import { type AddressRange, containsRange, equalRanges, prefixLength } from '../../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix } from '../../address/parse-address.ts'
import { addressIdentity, matchIdentity } from '../../model/identity.ts'
import type { Hosts } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, SharedKey } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'

/**
 * The keys for a peer: by its address, the most specific first, or by the identity that it shows; of two that fit alike the
 * first of the configuration (Cisco document 117259, "IOS IKEv1/IKEv2 Selection Rules for Keyrings and Profiles").
 */
export function findKeys(
  keys: readonly SharedKey[],
  _: Identity | undefined,
  other: Identity | undefined,
  { own, peer }: Hosts,
): SharedKey[] {
  const shown = [addressIdentity(peer), ...(other === undefined ? [] : [other])]
  return keys
    .filter(
      ({ onlyAt = [], onlyIn }) =>
        onlyIn === undefined && (onlyAt.length === 0 || onlyAt.some((address) => equalRanges(address, own))),
    )
    .map((key) => ({ key, fit: Math.max(...fits(key, shown, peer)) }))
    .filter(({ fit }) => fit > 0)
    .toSorted((a, b) => b.fit - a.fit)
    .map(({ key }) => key)
}

/** In main mode by address alone. */
export function findKeysByHosts(
  keys: readonly SharedKey[],
  _: readonly IkeConnection[],
  hosts: Hosts,
  shown: Identity | undefined,
): SharedKey[] {
  return findKeys(keys, undefined, shown, hosts).slice(0, 1)
}

const HOST = 200

function fits({ owners }: SharedKey, shown: readonly Identity[], peer: AddressRange): number[] {
  if (owners.length === 0) return [1]
  return owners.map((owner) => {
    if (shown.some((identity) => matchIdentity(owner, identity) === 3)) return HOST
    return owner.kind === 'address' ? networkFit(owner, peer) : 0
  })
}

/** The length of the prefix that the peer lies in, and one more, so that the shortest counts too. */
function networkFit(owner: Identity, peer: AddressRange): number {
  const range = rangeOf(owner)
  if (isProblem(range) || !containsRange(range, peer)) return 0
  return (prefixLength(range) ?? 0) + 1
}

/** Of a hub each key is asked for with each peer. */
const rangeOf = rememberedOf(({ text }: Identity) => (text.includes('/') ? parsePrefix(text) : parseAddress(text)))
