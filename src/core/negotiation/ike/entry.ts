import { equalRanges } from '../../address/address-range.ts'
import { isNamedAlone } from '../../model/address-pools.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entriesOfChildren } from '../../model/entries-of-children.ts'
import type { Reason } from '../../model/failure-reason.ts'
import { hostsOf, natAddressOf, placePolicy } from '../../model/hosts.ts'
import { hasWildcard, matchIdentity } from '../../model/identity.ts'
import type { IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { remembered, rememberedOf } from '../../model/remembered.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { withUntoldIdentities } from '../../model/untold-identities.ts'
import { withUntoldOwners } from '../../model/untold-owners.ts'
import type { Box } from '../../selectors/box.ts'
import { intersectIntervals } from '../../selectors/interval.ts'
import type { Packet } from '../../selectors/packet.ts'
import { containsSelector, mirrorSides, type SelectorSides } from '../../selectors/traffic-selector.ts'
import { isInactive } from '../obstructed.ts'
import type { Response } from '../quick-mode.ts'
import { unencapsulated } from './encapsulation.ts'
import { negotiate } from './negotiate.ts'
import { type ChildSa, type Failure, isFailure, type NegotiationOutcome, type Side } from './outcome.ts'
import { negotiateUntold } from './untold.ts'

/**
 * The negotiation of an entry, brought up by its name or by a packet; `null` where the configuration of one end was not
 * pasted, or where it fails and an address that nobody told may be why.
 */
export function negotiateEntry(
  entry: SpdEntry,
  sender: Endpoint,
  receiver: Endpoint,
  packet: Packet | null = null,
): NegotiationOutcome | null {
  const [initiator, responder] = [sideOf(sender, receiver), sideOf(receiver, sender)]
  if (entry.negotiated === undefined || initiator === null || responder === null) return null
  // Keys alone tell of no connection that could answer.
  if (receiver.spd === undefined && responder.policy.connections.length === 0) return null
  const { connection, child } = entry.negotiated
  if (isInactive(sender) || isInactive(receiver)) return switchedOff(sender, receiver, { connection, child })
  const { told } = hostsOf(sender, receiver)
  const placed = connectionsByName(initiator.policy).get(connection.name) ?? connection
  if (receiver.spd === undefined) return negotiateUntold(sender.label, placed, child, [initiator, responder])
  const outcome = negotiate(sender.label, placed, child, [initiator, responder], packet)
  const failed = isFailure(outcome.ike) ? outcome.ike : outcome.childSa
  if (!told && isFailure(failed) && BY_ADDRESS.has(failed.reason) && !isStranger(failed, placed, responder)) return null
  // Whether a NAT passes on what comes from outside, no paste tells.
  const isMet = responder.natAddress === undefined
  if (isFailure(outcome.ike)) return outcome
  const isGiven = connection.virtualAddresses.length === 0 || !outcome.ike.connection.pools.some(isNamedAlone)
  if (told && isMet && isGiven && !hasName(connection, placed)) return outcome
  return { ...outcome, ike: { ...outcome.ike, certainty: 'assumed' } }
}

/** The name that an end shows of itself is wanted by no connection of the other one, wherever the end may be. */
function isStranger({ reason, by }: Failure, { local }: IkeConnection, { policy }: Side): boolean {
  const shown = local[0]?.id?.value
  if (reason !== 'peer-identity' || by !== 'responder') return false
  if (shown === undefined || hasWildcard(shown)) return false
  return policy.connections.every(({ remote }) => {
    const wanted = remote[0]?.id?.value
    return wanted !== undefined && matchIdentity(wanted, shown) === 0
  })
}

/** The first of each name. */
const connectionsByName = rememberedOf(
  ({ connections }: IkePolicy): ReadonlyMap<string, IkeConnection> =>
    new Map(connections.toReversed().map((connection) => [connection.name, connection])),
)

/** Nothing is sent, or nobody answers. */
function switchedOff(
  sender: Endpoint,
  receiver: Endpoint,
  { connection, child }: NonNullable<SpdEntry['negotiated']>,
): NegotiationOutcome {
  const by = isInactive(sender) ? 'initiator' : 'responder'
  return {
    initiator: sender.label,
    version: connection.initiates.value,
    connection,
    child,
    ike: {
      notify: null,
      reason: 'inactive',
      by,
      certainty: sender.partlyRead || receiver.partlyRead ? 'assumed' : 'stated',
    },
    childSa: null,
    further: null,
    ikeRenewals: null,
    childRenewals: null,
    furtherRenewals: null,
  }
}

/** An end as it speaks with the other one; `null` where its configuration was not pasted. */
export const sideOf = remembered((end: Endpoint, peer: Endpoint): Side | null => {
  const { daemon } = end.vendor
  if (end.ike === undefined || daemon === undefined) return null
  const { own, peer: other } = hostsOf(end, peer)
  const placed = placePolicy(end.ike, own, other)
  const connections = placed.connections.map((connection) => withUntoldIdentities(connection, peer))
  const keys = withUntoldOwners(placed.keys, peer.ike?.keys ?? [], { own, peer: other }) ?? placed.keys
  const natAddress = natAddressOf(end, peer)
  return { policy: { ...placed, connections, keys }, host: own, daemon, ...(natAddress && { natAddress }) }
})

/** What depends on the addresses of the two ends. */
const BY_ADDRESS: ReadonlySet<Reason> = new Set([
  'no-connection',
  'selectors',
  'mode',
  'no-shared-key',
  'peer-identity',
])

/** A host name was taken for the other end; it may stand for another host. */
function hasName(written: IkeConnection, placed: IkeConnection): boolean {
  return placed.remoteAddresses.value.some((address, at) => {
    const told = written.remoteAddresses.value[at]
    return told === undefined || !equalRanges(address, told)
  })
}

/** Of an end that answers alone. */
export const WAITING: ReadonlySet<Reason> = new Set(['no-peer-address', 'only-answers'])

/**
 * What the negotiation means for the entry's packets. Of several children of one connection the first comes up with the
 * IKE SA, the others as further ones.
 */
export function responseOf(outcome: NegotiationOutcome, sender: Endpoint, receiver: Endpoint): Response {
  const { ike, connection, child } = outcome
  if (isFailure(ike)) return WAITING.has(ike.reason) ? { kind: 'waits', certainty: 'stated' } : refusal(ike)
  const isFirst = outcome.version === 1 || connection.children[0] === child
  const sa = isFirst ? outcome.childSa : outcome.further
  if (sa === null || isFailure(sa)) return refusal(sa)
  const partner = receiver.spd && entriesOfChildren(receiver.spd).get(sa.config)
  if (partner === undefined) return refusal(null)
  const inNat = unencapsulated(outcome, sender, receiver) !== null
  return {
    kind: 'accepted',
    entry: partner,
    selectors: boxesOf(sa.initiator),
    disagreed: inNat || disagreed(sa),
    certainty: inNat || sender.partlyRead || receiver.partlyRead ? 'assumed' : ike.certainty,
  }

  function refusal(failure: Failure | null): Response {
    return { kind: 'refused', certainty: failure?.certainty ?? 'stated', notify: failure?.notify ?? null }
  }
}

/**
 * What the initiator sends by its selectors, the responder drops where its own do not hold it (RFC 4301 5.2), or where it
 * expects the other mode.
 */
function disagreed({ initiator, responder }: ChildSa): boolean {
  const expected = mirrorSides(responder)
  const holds = (side: 'local' | 'remote') =>
    initiator[side].every((sent) => expected[side].some((known) => containsSelector(known, sent)))
  return initiator.mode !== responder.mode || !holds('local') || !holds('remote')
}

/** The selectors of the child SA as boxes, seen from the initiator. */
function boxesOf({ local, remote }: SelectorSides): Box[] {
  return local.flatMap((mine) =>
    remote.flatMap((theirs) => {
      const protocol = intersectIntervals(mine.protocol, theirs.protocol)
      if (protocol === undefined) return []
      return [
        { local: mine.addresses, remote: theirs.addresses, protocol, localPort: mine.ports, remotePort: theirs.ports },
      ]
    }),
  )
}
