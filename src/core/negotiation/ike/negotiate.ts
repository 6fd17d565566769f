import { equalRanges } from '../../address/address-range.ts'
import type { Reason } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import type { Packet } from '../../selectors/packet.ts'
import { type Ends, type Failure, isFailure, type NegotiationOutcome } from './outcome.ts'
import { negotiateIkeV1, negotiateIkeV2 } from './phase1.ts'
import { negotiateChild } from './phase2.ts'

/**
 * One negotiation as both daemons report it: the connection of the initiator is brought up with this child, by its name or
 * by a packet, from the first message to the installed policies, and later rekeyed.
 */
export function negotiate(
  label: string,
  connection: IkeConnection,
  child: ChildConfig,
  ends: Ends,
  packet: Packet | null = null,
): NegotiationOutcome {
  const version = connection.initiates.value
  const outcome = { initiator: label, version, connection, child, childSa: null, further: null, rekey: null }
  if (!connection.accepts.includes(version)) return { ...outcome, ike: localFailure('not-loaded') }
  const peer = connection.remoteAddresses.value.find(({ from, to }) => from === to)
  // Who knows no single address of the peer waits for it to begin.
  if (peer === undefined) return { ...outcome, ike: localFailure('no-peer-address') }
  if (!equalRanges(peer, ends[1].host)) return { ...outcome, ike: localFailure('timeout') }
  const ike = version === 1 ? negotiateIkeV1(connection, ends) : negotiateIkeV2(connection, ends)
  const withAuth = version === 2 && connection.childless.value !== 'force'
  const first = { connection, child, exchange: withAuth ? 'ike-auth' : 'own', packet } as const
  if (isFailure(ike)) {
    if (version === 1 || ike.after === undefined) return { ...outcome, ike }
    // The child's error stands in the same message in which the initiator finds that it cannot be whom it wants.
    const sent = negotiateChild({ ...first, sa: ike.after }, ends)
    return { ...outcome, ike: isFailure(sent) && sent.by === 'responder' ? { ...ike, notify: sent.notify } : ike }
  }
  const childSa = negotiateChild({ ...first, sa: ike }, ends)
  // Without a selector to offer in quick mode, the whole IKE SA is given up.
  if (isFailure(childSa) && childSa.reason === 'no-selectors') return { ...outcome, ike: childSa }
  const further = withAuth ? negotiateChild({ ...first, sa: ike, exchange: 'own', packet: null }, ends) : childSa
  return { ...outcome, ike, childSa, further, rekey: isFailure(childSa) ? null : further }
}

function localFailure(reason: Reason): Failure {
  return { notify: null, reason, by: 'initiator', certainty: 'stated' }
}
