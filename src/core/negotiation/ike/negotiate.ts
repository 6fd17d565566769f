import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import type { Packet } from '../../selectors/packet.ts'
import { childrenBefore } from './earlier-children.ts'
import { type Ends, isFailure, type NegotiationOutcome } from './outcome.ts'
import { beginIke, unsent } from './phase1.ts'
import { negotiateChild } from './phase2.ts'
import { renewChild, renewIke } from './renew.ts'

/**
 * One negotiation as both daemons report it: the connection of the initiator is brought up with this child, by its name or
 * by a packet, from the first message to the installed policies, and later renewed.
 */
export function negotiate(
  label: string,
  connection: IkeConnection,
  child: ChildConfig,
  ends: Ends,
  packet: Packet | null = null,
): NegotiationOutcome {
  const version = connection.initiates.value
  const base = { initiator: label, version, connection, child }
  const nothing = {
    ...base,
    childSa: null,
    further: null,
    ikeRenewals: null,
    childRenewals: null,
    furtherRenewals: null,
  }
  if (!connection.accepts.includes(version)) return { ...nothing, ike: unsent('not-loaded') }
  const ike = beginIke(connection, version, ends)
  const withAuth = version === 2 && connection.childless.value !== 'force'
  const first = { connection, child, purpose: withAuth ? 'first' : 'further', packet } as const
  if (isFailure(ike)) {
    if (version === 1 || ike.after === undefined) return { ...nothing, ike }
    // The child's error stands in the same message in which the initiator finds that it cannot be whom it wants.
    const sent = negotiateChild({ ...first, sa: ike.after }, ends)
    return { ...nothing, ike: isFailure(sent) && sent.by === 'responder' ? { ...ike, notify: sent.notify } : ike }
  }
  const childSa = negotiateChild({ ...first, sa: ike }, ends)
  // Without a selector to offer in quick mode, the whole IKE SA is given up.
  if (isFailure(childSa) && childSa.reason === 'no-selectors') return { ...nothing, ike: childSa }
  const earlier = childrenBefore(child, connection, ike, ends)
  const further = withAuth
    ? negotiateChild({ ...first, sa: ike, purpose: 'further', packet: null, earlier }, ends)
    : childSa
  const renewals = (sa: typeof childSa, made: 'first' | 'further') =>
    isFailure(sa) ? null : renewChild({ connection, child, made }, sa, ike, ends)
  return {
    ...base,
    ike,
    childSa,
    further,
    ikeRenewals: renewIke(connection, ike, ends),
    childRenewals: renewals(childSa, first.purpose),
    furtherRenewals: renewals(further, 'further'),
  }
}
