import type { Reason } from '../../model/failure-reason.ts'
import type { ChildConfig, ChildSettings, IkeConnection } from '../../model/ike-policy.ts'
import { type Ends, isFailure, type NegotiationOutcome } from './outcome.ts'
import { beginIke } from './phase1.ts'
import { negotiateChild } from './phase2.ts'

/** What the part of a configuration that was pasted decides, whatever stands in the rest of it. */
const DECIDED: ReadonlySet<Reason> = new Set([
  'ike-version',
  'ike-proposals',
  'exchange-mode',
  'authentication-method',
  'shared-key',
  'child-proposals',
  'no-proposals',
  'unreadable-proposal',
  'pfs',
])

/**
 * The negotiation with a responder whose selectors were not pasted, where it fails whatever they are; else `null`. Its child is
 * taken to be for the selectors that it is offered.
 */
export function negotiateUntold(
  label: string,
  connection: IkeConnection,
  child: ChildConfig,
  [initiator, responder]: Ends,
): NegotiationOutcome | null {
  const version = connection.initiates.value
  const ike = beginIke(connection, version, [initiator, responder])
  const outcome: NegotiationOutcome = {
    initiator: label,
    version,
    connection,
    child,
    ike,
    childSa: null,
    further: null,
    ikeRenewals: null,
    childRenewals: null,
    furtherRenewals: null,
  }
  if (isFailure(ike)) return DECIDED.has(ike.reason) ? outcome : null
  const { childUntold } = ike.connection
  if (childUntold === undefined) return null
  const met = { ...ike.connection, children: [forSelectorsOf(child, childUntold)] }
  const purpose = version === 2 ? 'first' : 'further'
  const childSa = negotiateChild({ connection, child, purpose, packet: null, sa: { ...ike, connection: met } }, [
    initiator,
    { ...responder, policy: { ...responder.policy, connections: [met] } },
  ])
  return isFailure(childSa) && DECIDED.has(childSa.reason) ? { ...outcome, childSa } : null
}

/** A child with these settings for what the peer's child is for. */
export function forSelectorsOf({ name, span, mode, local, remote }: ChildConfig, settings: ChildSettings): ChildConfig {
  return { ...settings, name, span, mode, local: remote, remote: local }
}
