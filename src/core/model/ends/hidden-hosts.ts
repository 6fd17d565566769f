import { type AddressRange, formatHost } from '../../address/address-range.ts'
import { isHostName } from '../../address/hidden-address.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { IkeConnection, SharedKey } from '../ike-policy.ts'

/**
 * Where words stand in the place of addresses that nobody is to see (`PEER_A`), keys for other addresses cannot be told to be
 * for these hosts or not: each can be, and none can be compared.
 */
export function withHiddenHosts(
  keys: readonly SharedKey[],
  connections: readonly IkeConnection[],
): readonly SharedKey[] {
  const hosts = connections.flatMap((each) => [...each.localAddresses.value, ...each.remoteAddresses.value])
  const hidden = new Set(hosts.filter(isHidden).map(formatHost))
  if (hidden.size === 0) return keys
  return keys.map((key) =>
    key.owners.some(({ kind, text }) => kind === 'address' && /[.:]/.test(text) && !hidden.has(text))
      ? { ...key, owners: [], mark: UNKNOWN_SECRET }
      : key,
  )
}

function isHidden(host: AddressRange): boolean {
  return host.family === 'name' && !isHostName(host)
}
