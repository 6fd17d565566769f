import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Reason } from '../model/failure-reason.ts'
import { natAddressOf } from '../model/hosts.ts'
import type { InstalledChild, Role } from '../model/ike-daemon.ts'
import {
  type ChildSa,
  type Failure,
  isFailure,
  type NegotiationOutcome,
  type Renewal,
} from '../negotiation/ike/outcome.ts'
import { formatProposal } from '../negotiation/ike/proposal.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { formatSelectors, type SelectorSides } from '../selectors/traffic-selector.ts'
import type { Negotiation } from './schema.ts'

const NO_SELECTORS = { local: [], remote: [] }

/** A negotiation with the names and words of the report's contract. */
export function reportNegotiation(outcome: NegotiationOutcome, { a, b }: Pick<Simulation, 'a' | 'b'>): Negotiation {
  const { initiator, version, connection, child, ike, childSa } = outcome
  const responder =
    childSa !== null && !isFailure(childSa) && !isFailure(ike)
      ? { connection: ike.connection.name, child: childSa.config.name }
      : null
  return {
    initiator,
    version,
    connection: connection.name,
    child: child.name,
    responder,
    ike: isFailure(ike)
      ? {
          outcome: 'failed',
          notify: ike.notify,
          reason: reasonOf(ike),
          proposal: null,
          certainty: ike.certainty,
          rekey: null,
          rekeyByResponder: null,
        }
      : {
          outcome: 'established',
          notify: null,
          reason: null,
          proposal: formatProposal(ike.proposal),
          certainty: ike.certainty,
          rekey: rekeyOf(outcome.ikeRenewals?.initiator),
          rekeyByResponder: rekeyOf(outcome.ikeRenewals?.responder),
        },
    child_sa: isFailure(ike) || childSa === null ? null : childOf(outcome, childSa, ike.certainty, seenBy),
  }

  function seenBy(role: Role, installed: InstalledChild): SelectorSides {
    const [end, other] = (a.label === initiator) === (role === 'initiator') ? [a, b] : [b, a]
    return seenBehindNat(installed, end, other)
  }
}

type SeenBy = (role: Role, installed: InstalledChild) => SelectorSides

/** In transport mode an end behind a NAT installs its own address, which the negotiation knows as that of the NAT. */
function seenBehindNat(installed: InstalledChild, end: Endpoint, other: Endpoint): SelectorSides {
  const [met, own] = [natAddressOf(end, other), end.addresses[0]?.value]
  if (met === undefined || own === undefined || installed.mode !== 'transport') return installed
  const local = installed.local.map((each) => (equalRanges(each.addresses, met) ? { ...each, addresses: own } : each))
  return { ...installed, local }
}

function childOf(
  { further, childRenewals, furtherRenewals }: NegotiationOutcome,
  childSa: ChildSa | Failure,
  certainty: 'stated' | 'assumed',
  seenBy: SeenBy,
): NonNullable<Negotiation['child_sa']> {
  const asFurtherChild = further === null ? null : furtherOf(further, furtherRenewals, seenBy)
  if (isFailure(childSa)) {
    return {
      outcome: 'failed',
      notify: childSa.notify,
      reason: reasonOf(childSa),
      certainty: childSa.certainty,
      mode: null,
      proposal: null,
      selectors: NO_SELECTORS,
      responderSelectors: NO_SELECTORS,
      asFurtherChild,
      rekey: null,
      rekeyByResponder: null,
    }
  }
  return {
    outcome: 'established',
    notify: null,
    reason: null,
    certainty,
    mode: childSa.initiator.mode,
    proposal: formatProposal(childSa.proposal),
    selectors: sidesOf(seenBy('initiator', childSa.initiator)),
    responderSelectors: sidesOf(seenBy('responder', childSa.responder)),
    asFurtherChild,
    rekey: rekeyOf(childRenewals?.initiator),
    rekeyByResponder: rekeyOf(childRenewals?.responder),
  }
}

/** A responder that says nothing leaves the initiator to its timeout; only that it has no key it tells its own log. */
function reasonOf({ notify, by, reason }: Failure): Reason {
  return notify === null && by === 'responder' && reason !== 'no-shared-key' ? 'timeout' : reason
}

function rekeyOf(renewal: Renewal | null | undefined): Negotiation['ike']['rekey'] {
  if (renewal == null) return null
  const { failure, attemptAfter, end } = renewal
  return {
    outcome: failure === null ? 'established' : 'failed',
    notify: failure?.notify ?? null,
    reason: failure?.reason ?? null,
    attemptAfter: [attemptAfter.from, attemptAfter.to],
    deadAfter: failure === null ? null : end,
  }
}

function furtherOf(
  outcome: ChildSa | Failure,
  renewals: NegotiationOutcome['furtherRenewals'],
  seenBy: SeenBy,
): NonNullable<Negotiation['child_sa']>['asFurtherChild'] {
  const rekeys = { rekey: rekeyOf(renewals?.initiator), rekeyByResponder: rekeyOf(renewals?.responder) }
  return isFailure(outcome)
    ? { outcome: 'failed', notify: outcome.notify, reason: reasonOf(outcome), selectors: NO_SELECTORS, ...rekeys }
    : {
        outcome: 'established',
        notify: null,
        reason: null,
        selectors: sidesOf(seenBy('initiator', outcome.initiator)),
        ...rekeys,
      }
}

function sidesOf({ local, remote }: SelectorSides): { local: string[]; remote: string[] } {
  return { local: formatSelectors(local), remote: formatSelectors(remote) }
}
