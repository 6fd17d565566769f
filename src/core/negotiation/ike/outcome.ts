import type { AddressRange } from '../../address/address-range.ts'
import type { Notify, Reason } from '../../model/failure-reason.ts'
import type { Hosts, IkeDaemon, IkeRequest, InstalledChild, Role } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, IkeVersion } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import type { ChosenProposal } from './proposal.ts'

/** One end of a negotiation: its policy, its address, and how its daemon decides. */
export interface Side {
  readonly policy: IkePolicy
  readonly host: AddressRange
  /** The address at which the other end meets it, where a NAT stands between them. */
  readonly natAddress?: AddressRange
  readonly daemon: IkeDaemon
}

/** The addresses of both ends as one of them sees them. */
export function hostsSeenBy({ host, natAddress: met }: Side, other: Side): Hosts {
  return { own: host, peer: other.natAddress ?? other.host, ...(met !== undefined && { met }) }
}

/** Whether both ends say which product they are; see `ChildExchange`. */
export function sayProduct(ends: readonly Pick<Side, 'policy' | 'daemon'>[]): boolean | undefined {
  const said = ends.map(({ policy, daemon }) => (daemon.saysProduct === undefined ? false : daemon.saysProduct(policy)))
  return said.includes(false) ? false : said.includes(undefined) ? undefined : true
}

/** The initiator and the responder. */
export type Ends = readonly [initiator: Side, responder: Side]

/** A step that did not succeed. `notify` is `null` where no error message is sent. `by`: who finds it. */
export interface Failure {
  readonly notify: Notify | null
  readonly reason: Reason
  readonly by: Role
  readonly certainty: Certainty
  /** What the responder took for established when the initiator found it. */
  readonly after?: IkeSa
}

/** The IKE SA as both ends have it. */
export interface IkeSa {
  readonly connection: IkeConnection
  readonly proposal: ChosenProposal
  /** `assumed` where keys could not be compared. */
  readonly certainty: Certainty
  /** Of IKEv1: both ends believe that there is a NAT between them. */
  readonly throughNat?: boolean
}

/** The child SA as each end has it; the two may differ. */
export interface ChildSa {
  /** The responder's. */
  readonly connection: IkeConnection
  readonly config: ChildConfig
  readonly proposal: ChosenProposal
  readonly initiator: InstalledChild
  readonly responder: InstalledChild
}

/** What becomes of an SA when one end renews it. */
export interface Renewal {
  /** Whose lifetime ends. */
  readonly by: Role
  /** `null` where it succeeds. `by` of a failure is the role in that exchange. */
  readonly failure: Failure | null
  /** Seconds after the SA came up, at the earliest and the latest. */
  readonly attemptAfter: { readonly from: number; readonly to: number }
  /** Seconds after which that end gives the SA up; `null` where it does not. */
  readonly end: number | null
}

export type Renewals = { readonly [role in Role]: Renewal | null }

/** One negotiation from the first packet on. */
export interface NegotiationOutcome {
  readonly initiator: string
  readonly version: IkeVersion
  readonly connection: IkeConnection
  readonly child: ChildConfig
  readonly ike: IkeSa | Failure
  /** `null` when there is no IKE SA. */
  readonly childSa: ChildSa | Failure | null
  /** The same child as a further one on the IKE SA, with a key exchange of its own; `null` where there is none. */
  readonly further: ChildSa | Failure | null
  /** By each end; `null` where there is no SA to renew. */
  readonly ikeRenewals: Renewals | null
  readonly childRenewals: Renewals | null
  /** Of the child as a further one, whose first key exchange was its own. */
  readonly furtherRenewals: Renewals | null
}

export function isFailure(outcome: object | null): outcome is Failure {
  return outcome !== null && 'reason' in outcome
}

/** A step that fails at one end, with what that end's daemon says then. */
export function failure(
  reason: Reason,
  by: Role,
  [initiator, responder]: Ends,
  request: Pick<IkeRequest, 'version' | 'exchange'>,
): Failure {
  const { daemon } = by === 'initiator' ? initiator : responder
  const certainty = daemon.assumed?.has(reason) === true ? 'assumed' : 'stated'
  return { notify: daemon.notifyOf(reason, by, request), reason, by, certainty }
}
