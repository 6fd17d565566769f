import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import type { ChildSa, Failure, IkeSa, Notify, Reason } from './outcome.ts'
import type { Side } from './phase1.ts'
import { asQuickMode, chooseProposal } from './proposal.ts'
import { asQuickModeIdentity, narrow, resolveSelectors, type Selector, scoreOf } from './selectors.ts'

/** What the initiator offers, local side first. */
interface Offer {
  readonly local: readonly Selector[]
  readonly remote: readonly Selector[]
}

/**
 * A child SA of IKEv2 (RFC 7296 1.2, 1.3.1, 2.9): the first one in IKE_AUTH, without a key exchange, or a further one,
 * also the rekey of a known one, with its own.
 */
export function negotiateChildV2(
  connection: IkeConnection,
  child: ChildConfig,
  sa: IkeSa,
  [initiator, responder]: readonly [Side, Side],
  which: 'first' | 'further',
): ChildSa | Failure {
  if (which === 'first' && connection.virtualAddresses.length > 0 && sa.connection.pools.length === 0) {
    return refused('INTERNAL_ADDRESS_FAILURE', 'virtual-address')
  }
  const offer = offerOf(child, initiator, responder)
  const found = bestChild(sa.connection, offer, responder, initiator)
  if (found === undefined) return refused('TS_UNACCEPTABLE', 'selectors')
  const withoutKe = which === 'first'
  const proposal = chooseProposal(found.config.proposals.value, child.proposals.value, { withoutKe })
  if (proposal === undefined) {
    const apart = chooseProposal(found.config.proposals.value, child.proposals.value, { withoutKe: true })
    return refused('NO_PROPOSAL_CHOSEN', apart === undefined ? 'child-proposals' : 'pfs')
  }
  const local = narrow(found.local, offer.remote)
  const remote = narrow(found.remote, offer.local)
  // One end that does not ask for transport mode makes it a tunnel (RFC 7296 1.3.1, USE_TRANSPORT_MODE).
  const transport = child.mode.value === 'transport' && found.config.mode.value === 'transport'
  return {
    config: found.config,
    mode: transport ? 'transport' : 'tunnel',
    proposal,
    initiator: { local: remote, remote: local },
    responder: { local, remote },
  }
}

/** Quick mode (RFC 2409 5.5): one pair of identities, the first of each list, and its own key exchange or none. */
export function negotiateChildV1(
  child: ChildConfig,
  sa: IkeSa,
  [initiator, responder]: readonly [Side, Side],
): ChildSa | Failure {
  const all = offerOf(child, initiator, responder)
  const [local] = all.local
  const [remote] = all.remote
  if (local === undefined || remote === undefined)
    return { notify: null, reason: 'no-selectors', by: 'initiator', certainty: 'stated' }
  const offer = { local: [asQuickModeIdentity(local)], remote: [asQuickModeIdentity(remote)] }
  const offered = asQuickMode(child.proposals.value, sa.proposal.ke)
  // Unlike in IKEv2 the mode is an attribute of the proposal, and both ends must want the same; without one it is tunnel.
  const wanted = offered.length === 0 ? 'tunnel' : child.mode.value
  const sameMode = sa.connection.children.filter(({ mode }) => mode.value === wanted)
  const found = bestChild({ ...sa.connection, children: sameMode }, offer, responder, initiator)
  if (found === undefined) return refused('INVALID_ID_INFORMATION', 'selectors')
  const proposal = chooseProposal(found.config.proposals.value, offered)
  if (proposal === undefined) {
    const apart = chooseProposal(found.config.proposals.value, offered, { withoutKe: true })
    return refused('NO_PROPOSAL_CHOSEN', apart === undefined ? 'child-proposals' : 'pfs')
  }
  const theirs = {
    local: narrow(found.local, offer.remote).slice(0, 1),
    remote: narrow(found.remote, offer.local).slice(0, 1),
  }
  return {
    config: found.config,
    mode: child.mode.value === 'transport' ? 'transport' : 'tunnel',
    proposal,
    initiator: { local: theirs.remote, remote: theirs.local },
    responder: theirs,
  }
}

function offerOf(child: ChildConfig, initiator: Side, responder: Side): Offer {
  return {
    local: resolveSelectors(child.local.value, initiator.host, child.mode.value),
    remote: resolveSelectors(child.remote.value, responder.host, child.mode.value),
  }
}

interface Candidate extends Offer {
  readonly config: ChildConfig
}

/** The child whose selectors fit best on both sides; of equal ones the first. Shunts are no SAs. */
function bestChild({ children }: IkeConnection, offer: Offer, responder: Side, initiator: Side): Candidate | undefined {
  let best: { readonly candidate: Candidate; readonly score: number } | undefined
  for (const config of children) {
    if (config.mode.value === 'pass' || config.mode.value === 'drop') continue
    const local = resolveSelectors(config.local.value, responder.host, config.mode.value)
    const remote = resolveSelectors(config.remote.value, initiator.host, config.mode.value)
    const [own, peer] = [scoreOf(local, offer.remote), scoreOf(remote, offer.local)]
    if (own === 0 || peer === 0 || (best !== undefined && own + peer <= best.score)) continue
    best = { candidate: { config, local, remote }, score: own + peer }
  }
  return best?.candidate
}

function refused(notify: Notify, reason: Reason): Failure {
  return { notify, reason, by: 'responder', certainty: 'stated' }
}
