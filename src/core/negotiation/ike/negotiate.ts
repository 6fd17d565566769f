import { equalRanges } from '../../address/address-range.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import { type Failure, isFailure, type NegotiationOutcome, type Reason } from './outcome.ts'
import { negotiateIkeV1, negotiateIkeV2, type Side } from './phase1.ts'
import { negotiateChildV1, negotiateChildV2 } from './phase2.ts'

/**
 * One negotiation as both daemons report it: the connection of the initiator is brought up with this child, from the
 * first packet to the installed policies, and later rekeyed.
 */
export function negotiate(
  label: string,
  connection: IkeConnection,
  child: ChildConfig,
  initiator: Side,
  responder: Side,
): NegotiationOutcome {
  const version = connection.initiates.value
  const outcome = { initiator: label, version, connection, child, childSa: null, further: null, rekey: null }
  if (!connection.accepts.includes(version)) {
    return { ...outcome, ike: localFailure('not-loaded') }
  }
  const peer = connection.remoteAddresses.value.find(({ from, to }) => from === to)
  // Who knows no single address of the peer waits for it to begin.
  if (peer === undefined) return { ...outcome, ike: localFailure('no-peer-address') }
  if (!equalRanges(peer, responder.host)) return { ...outcome, ike: localFailure('timeout') }
  const negotiateIke = version === 1 ? negotiateIkeV1 : negotiateIkeV2
  const ike = negotiateIke(connection, initiator, responder)
  const sides = [initiator, responder] as const
  if (isFailure(ike)) {
    // The child's error stands in the same message in which the initiator finds that it cannot be whom it wants.
    const sent = ike.after && negotiateChildV2(connection, child, ike.after, sides, 'first')
    const notify = sent !== undefined && isFailure(sent) ? sent.notify : ike.notify
    return { ...outcome, ike: { ...ike, notify } }
  }
  if (version === 1) {
    const childSa = negotiateChildV1(child, ike, sides)
    // Without a selector to offer, strongSwan gives up the whole IKE SA.
    if (isFailure(childSa) && childSa.reason === 'no-selectors') return { ...outcome, ike: childSa }
    return { ...outcome, ike, childSa, further: childSa, rekey: isFailure(childSa) ? null : childSa }
  }
  const first = connection.childless.value === 'force' ? 'further' : 'first'
  const childSa = negotiateChildV2(connection, child, ike, sides, first)
  const further = negotiateChildV2(connection, child, ike, sides, 'further')
  return { ...outcome, ike, childSa, further, rekey: isFailure(childSa) ? null : further }
}

function localFailure(reason: Reason): Failure {
  return { notify: null, reason, by: 'initiator', certainty: 'stated' }
}
