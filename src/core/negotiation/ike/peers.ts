import { type AddressRange, containsRange, equalRanges } from '../../address/address-range.ts'
import type { Identity, IkeConnection, IkePolicy, IkeVersion } from '../../model/ike-policy.ts'
import { type IdentityMatch, matchIdentity } from './identity.ts'

/** The two hosts as the end sees them that looks up a connection. */
export interface Hosts {
  readonly own: AddressRange
  readonly peer: AddressRange
}

/**
 * The connections that an end has for a peer's address and version, the best first: a single address before a range, a
 * range before any; else in their order.
 */
export function connectionsFor({ connections }: IkePolicy, version: IkeVersion, { own, peer }: Hosts): IkeConnection[] {
  return connections
    .filter(({ accepts }) => accepts.includes(version))
    .map((connection) => ({
      connection,
      own: addressMatch(connection.localAddresses.value, own),
      peer: addressMatch(connection.remoteAddresses.value, peer),
    }))
    .filter((each) => each.own > 0 && each.peer > 0)
    .toSorted((a, b) => b.own + b.peer - (a.own + a.peer))
    .map(({ connection }) => connection)
}

/** 1 for any address, 2 for a prefix or range, 3 for the very address. */
function addressMatch(addresses: readonly AddressRange[], host: AddressRange): number {
  if (addresses.length === 0) return 1
  if (addresses.some((address) => equalRanges(address, host))) return 3
  return addresses.some((address) => containsRange(address, host)) ? 2 : 0
}

/** Connections whose identities fit what the peer shows and asks for, the best first. */
export function withIdentities(
  connections: readonly IkeConnection[],
  shown: Identity,
  asked: Identity | undefined,
): IkeConnection[] {
  return connections
    .map((connection) => ({ connection, ...identityMatch(connection, shown, asked) }))
    .filter(({ own, peer }) => own > 0 && peer > 0)
    .toSorted((a, b) => b.own + b.peer - (a.own + a.peer))
    .map(({ connection }) => connection)
}

function identityMatch(
  { local, remote }: IkeConnection,
  shown: Identity,
  asked: Identity | undefined,
): { readonly own: IdentityMatch; readonly peer: IdentityMatch } {
  return {
    own: asked === undefined ? 1 : matchIdentity(local[0]?.id?.value, asked),
    peer: matchIdentity(remote[0]?.id?.value, shown),
  }
}
