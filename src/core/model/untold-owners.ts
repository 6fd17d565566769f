import { addressIdentity, equalIdentities } from './identity.ts'
import type { Hosts } from './ike-daemon.ts'
import type { Identity, SharedKey } from './ike-policy.ts'

/**
 * The keys of an end, where an address of the pair is not told or hidden behind a name: a key for an address may then be
 * for this one, and is taken to be: the key that both ends have. `null` where nothing is left open, since all addresses are told or a key names them.
 */
export function withUntoldOwners(
  keys: readonly SharedKey[],
  theirs: readonly SharedKey[],
  { own, peer }: Hosts,
): readonly SharedKey[] | null {
  if (own.family !== 'name' && peer.family !== 'name') return null
  const hosts = [own, peer].map(addressIdentity)
  const named = keys.some(({ owners }) => owners.some((owner) => hosts.some((host) => equalIdentities(owner, host))))
  if (named || keys.every(({ owners }) => !owners.some(mayBeAddress))) return null
  const open = keys.map((key) => ({ ...key, owners: key.owners.filter((owner) => !mayBeAddress(owner)) }))
  const shared = open.filter(({ mark }) => theirs.some((their) => their.mark === mark))
  return shared.length > 0 ? shared : open
}

/** A name without a dot hides an address. */
function mayBeAddress({ kind, text }: Identity): boolean {
  return kind === 'address' || (kind === 'fqdn' && !text.includes('.'))
}
