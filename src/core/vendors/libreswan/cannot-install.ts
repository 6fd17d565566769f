import { equalRanges } from '../../address/address-range.ts'
import type { Reason } from '../../model/failure-reason.ts'
import { haveSamePeer, holderOf } from '../../model/held-networks.ts'
import type { ChildMatch, Role } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, IkeVersion } from '../../model/ike-policy.ts'
import type { SelectorSides } from '../../selectors/traffic-selector.ts'

type Match = Pick<ChildMatch, 'connection' | 'config' | 'agreed'>

/** Why pluto cannot install a child on which it has agreed: a trap is in the way. All of it was measured. */
export function cannotInstall(policy: IkePolicy, match: Match, version: IkeVersion, role: Role): Reason | undefined {
  if (role === 'responder' && version === 2 && isHeldByItself(match.connection, match.config, match.agreed))
    return 'own-trap'
  return isHeldByAnother(policy, match, version, role) ? 'held-networks' : undefined
}

/**
 * For a peer with any address each child is a copy of the connection, and the trap of the connection itself holds the route to
 * the same network: "cannot route -- route already in use". IKEv1 installs it all the same.
 */
export function isHeldByItself(
  { remoteAddresses }: Pick<IkeConnection, 'remoteAddresses'>,
  { trapped, remote }: ChildConfig,
  agreed: SelectorSides,
): boolean {
  if (trapped !== true || remoteAddresses.value.length > 0) return false
  const [own] = remote.value
  const [theirs] = agreed.remote
  if (own === undefined || theirs === undefined || own.addresses === 'dynamic') return false
  return equalRanges(own.addresses, theirs.addresses)
}

/**
 * "cannot install eroute -- it is in use for": in either mode, for the same peer and for another one, unless one of the two has
 * `overlapip=yes`. As responder of quick mode it takes the networks over from a connection with another peer.
 */
function isHeldByAnother(policy: IkePolicy, { connection, config }: Match, version: IkeVersion, role: Role): boolean {
  const holder = holderOf(policy, connection, config)
  if (holder === undefined) return false
  return version === 2 || role === 'initiator' || haveSamePeer(holder.connection, connection)
}
