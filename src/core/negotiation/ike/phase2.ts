import { canGive } from '../../model/address-pools.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type { ChildOffer, IkeRequest, Role } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkeVersion, Proposal } from '../../model/ike-policy.ts'
import type { Packet } from '../../selectors/packet.ts'
import { mirrorSides } from '../../selectors/traffic-selector.ts'
import { type ChildSa, type Ends, type Failure, failure, hostsSeenBy, type IkeSa, sayProduct } from './outcome.ts'
import { type ChosenProposal, chooseProposal, offers } from './proposal.ts'

/** What is negotiated of a child, and how. */
export interface ChildRequest {
  readonly connection: IkeConnection
  readonly child: ChildConfig
  readonly sa: IkeSa
  readonly purpose: 'first' | 'further'
  /** The packet that brings it up. */
  readonly packet: Packet | null
  /** Of a further child: those that are up already. */
  readonly earlier?: ChildOffer['earlier']
}

/**
 * A child SA: of IKEv2 (RFC 7296 1.2, 1.3.1, 2.9), the first one in IKE_AUTH and each further one, also the rekey of a
 * known one, in CREATE_CHILD_SA; of IKEv1 in quick mode (RFC 2409 5.5).
 */
export function negotiateChild(request: ChildRequest, ends: Ends): ChildSa | Failure {
  const { connection, child, sa, purpose, packet, earlier } = request
  const [initiator, responder] = ends
  const version = connection.initiates.value
  const message: Pick<IkeRequest, 'version' | 'exchange'> = { version, exchange: connection.exchange.value }
  const fail = (reason: Reason, by: Role): Failure => failure(reason, by, ends, message)
  const withoutKe = purpose === 'first'
  const exchange = { version, purpose, ikeGroup: sa.proposal.ke, sayProduct: sayProduct([initiator]) }
  const { virtualAddresses } = connection
  const without =
    virtualAddresses.length > 0 &&
    sa.connection.virtualUntold !== true &&
    !virtualAddresses.some((asked) => sa.connection.pools.some((pool) => canGive(pool, asked)))
  if ((withoutKe || version === 1) && without && responder.daemon.refusesWithoutPool(version)) {
    return fail('virtual-address', 'responder')
  }
  const mayAsk = virtualAddresses.length > 0 || connection.virtualUntold === true
  const asksNot = !mayAsk && sa.connection.pools.length > 0
  // The request stands in IKE_AUTH alone (RFC 7296 2.19).
  if (responder.daemon.wantsAddressRequest === true) {
    const isForLease = version === 1 && isForLeaseAlone(sa.connection)
    if (asksNot && (withoutKe || isForLease)) return fail('no-address-request', 'responder')
    if (without && isForLease) return fail('virtual-address', 'responder')
  }
  // In quick mode it goes on when its peer has asked for an address.
  const { virtualAddresses: asked, virtualUntold } = sa.connection
  const isAsked = connection.pools.length === 0 || asked.length > 0 || virtualUntold === true
  if (version === 1 && !isAsked && initiator.daemon.wantsAddressRequest === true)
    return fail('no-address-request', 'initiator')
  const hosts = hostsSeenBy(initiator, responder)
  const selectors = initiator.daemon.offerSelectors(child, { version, hosts, packet })
  if ((version === 1 || packet !== null) && (selectors.local.length === 0 || selectors.remote.length === 0)) {
    return fail('no-selectors', 'initiator')
  }
  const offered = initiator.daemon.offerChild(child, exchange)
  // In IKEv1 the mode is an attribute of each proposal (RFC 2407 4.5); without one it is tunnel.
  const offer: ChildOffer = {
    version,
    mode: offered.length === 0 ? 'tunnel' : child.mode.value,
    selectors,
    ...(child.label !== undefined && { label: child.label.value }),
    throughNat: sa.throughNat === true,
    ...(earlier !== undefined && { earlier }),
  }
  const found = responder.daemon.findChild(
    responder.policy,
    sa.connection,
    { ...offer, selectors: mirrorSides(selectors) },
    hostsSeenBy(responder, initiator),
  )
  if (found === undefined) return fail('selectors', 'responder')
  const { config, agreed, answered = agreed } = found
  const { insists } = initiator.daemon.compression
  const isCompressed = config.compression.value || config.compressionUntold === true
  const uncompressed = version === 1 && child.compression.value && !isCompressed
  if (uncompressed && (insists || !responder.daemon.compression.tolerates)) return fail('compression', 'responder')
  const own = responder.daemon.acceptChild(config, exchange, offered)
  const read = readBy(responder, offered, version)
  const prefersOwn = responder.daemon.prefersProposalsOf(version) === 'responder'
  const choose = (options: { readonly withoutKe: boolean }): ChosenProposal | undefined =>
    prefersOwn ? chooseProposal(own, read, options) : chooseProposal(read, own, options)
  const proposal = choose({ withoutKe })
  if (proposal === undefined) {
    if (offered.length === 0) return fail('no-proposals', 'responder')
    if (read.length < offered.length) return fail('unreadable-proposal', 'responder')
    return fail(choose({ withoutKe: true }) === undefined ? 'child-proposals' : 'pfs', 'responder')
  }
  const mine = { ...exchange, sayProduct: sayProduct([responder]) }
  if (
    initiator.daemon.saysProduct !== undefined &&
    !offers(initiator.daemon.acceptChild(child, mine, offered), proposal)
  ) {
    return fail('child-proposals', 'initiator')
  }
  if (!withoutKe && endsAtFirstGroup(proposal, offered, version, ends)) return fail('first-group', 'responder')
  const obstacle = responder.daemon.cannotInstall?.(responder.policy, found, version, 'responder')
  if (obstacle !== undefined) return fail(obstacle, 'responder')
  const mode = responder.daemon.agreeMode(config, offer, agreed, hostsSeenBy(responder, initiator))
  if (mode === undefined) return fail('mode', 'responder')
  // Where its peer is known by a name alone, another connection of the responder may be the one that is met.
  const isMet = sa.connection.remoteAddresses.value.every(({ family }) => family !== 'name')
  if (withoutKe && without && isMet && initiator.daemon.needsAddress === true) {
    return fail('virtual-address', 'initiator')
  }
  const taken = initiator.daemon.takeAnswer(child, offer, { mode, ...mirrorSides(answered) }, { hosts, purpose })
  if (typeof taken === 'string') return fail(taken, 'initiator')
  const installing = { connection, config: child, agreed: taken }
  const ownObstacle = initiator.daemon.cannotInstall?.(initiator.policy, installing, version, 'initiator')
  if (ownObstacle !== undefined) return fail(ownObstacle, 'initiator')
  if (version === 2 && initiator.daemon.endsAtSameNetworks && earlier?.have(agreed)) {
    return fail('same-networks', 'initiator')
  }
  return { connection: found.connection, config, proposal, initiator: taken, responder: { mode, ...agreed } }
}

/** Its children are for the addresses that it gives, and for nothing where it has given none (measured). */
function isForLeaseAlone({ pools, children }: IkeConnection): boolean {
  return (
    pools.length > 0 &&
    children.every(({ remote: { value } }) => value.every(({ addresses }) => addresses === 'dynamic'))
  )
}

/** Of the proposals of quick mode, those that the responder comes to. */
export function readBy(
  { daemon }: Ends[number],
  offered: readonly Proposal[],
  version: IkeVersion,
): readonly Proposal[] {
  return version === 1 ? (daemon.readable?.(offered) ?? offered) : offered
}

/**
 * The key exchange comes with the proposals, made with the first group of theirs; quick mode has no other. That it was the
 * wrong one ends it where the responder does not ask for another, or the initiator does not begin again (RFC 7296 1.3).
 * `had`: the group of the child that is rekeyed.
 */
export function endsAtFirstGroup(
  { ke }: ChosenProposal,
  offered: readonly Proposal[],
  version: IkeVersion,
  [initiator, responder]: Ends,
  had: string | null = null,
): boolean {
  if (version === 1 || (responder.daemon.asksForGroup && initiator.daemon.keepsGroup !== true)) return false
  const again = initiator.daemon.reusesGroup === true ? had : null
  const first = again ?? offered.find((each) => each.ke.length > 0)?.ke[0]
  return first !== undefined && ke !== null && ke !== 'NONE' && ke !== first
}
