import { type AddressRange, containsRange, equalRanges, prefixLength } from '../../address/address-range.ts'
import { addressIdentity, hasWildcard, matchIdentity } from '../../model/identity.ts'
import type { Hosts, IkeRequest } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'

/**
 * The connections for a peer's address and version: a single address before a prefix, the longest first, and that before a
 * range and any; else in their order. Main and aggressive mode are told apart only when the identity is known.
 */
export function findConnections(
  { connections }: IkePolicy,
  { version, hosts: { own, peer } }: IkeRequest,
): IkeConnection[] {
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

/** 1 for any address, and for a range that is no prefix; the length of a prefix; more for the very address. */
function addressMatch(addresses: readonly AddressRange[], host: AddressRange): number {
  if (addresses.length === 0) return 1
  const matches = addresses.flatMap((address) => {
    if (equalRanges(address, host)) return [VERY_ADDRESS]
    return containsRange(address, host) ? [Math.max(prefixLength(address) ?? 1, 1)] : []
  })
  return Math.max(0, ...matches)
}

const VERY_ADDRESS = 200

/** Connections whose identities fit what the peer shows and asks for, the best fit first. */
export function findByIdentity(
  _: IkePolicy,
  candidates: readonly IkeConnection[],
  __: IkeRequest,
  shown: Identity,
  asked: Identity | undefined,
): IkeConnection[] {
  return candidates
    .map((connection) => ({
      connection,
      own: asked === undefined ? 1 : matchIdentity(connection.local[0]?.id?.value, asked),
      peer: matchIdentity(connection.remote[0]?.id?.value, shown),
    }))
    .filter(({ own, peer }) => own > 0 && peer > 0)
    .toSorted((a, b) => b.own + b.peer - (a.own + a.peer))
    .map(({ connection }) => connection)
}

/** Without an own identity it shows the one that it is asked for. */
export function answersAs({ local }: IkeConnection, asked: Identity | undefined, { own }: Hosts): Identity {
  const written = local[0]?.id?.value
  return written !== undefined && !hasWildcard(written) ? written : (asked ?? addressIdentity(own))
}
