import type { ChildConfig, IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import type { ChosenProposal } from './proposal.ts'
import type { Selector } from './selectors.ts'

/** The error types of RFC 7296 3.10.1 and RFC 2408 3.14.1 that end a negotiation here. */
export type Notify =
  | 'NO_PROPOSAL_CHOSEN'
  | 'AUTHENTICATION_FAILED'
  | 'TS_UNACCEPTABLE'
  | 'INTERNAL_ADDRESS_FAILURE'
  | 'INVALID_ID_INFORMATION'
  | 'PAYLOAD_MALFORMED'
  | 'INVALID_SYNTAX'

/** Why, in one word for programs; beside a Notify it says what the Notify does not. */
export type Reason =
  | 'timeout'
  | 'not-loaded'
  | 'no-peer-address'
  | 'childless'
  | 'no-connection'
  | 'ike-version'
  | 'ike-proposals'
  | 'aggressive-psk'
  | 'exchange-mode'
  | 'peer-identity'
  | 'own-identity'
  | 'authentication-method'
  | 'no-shared-key'
  | 'shared-key'
  | 'selectors'
  | 'no-selectors'
  | 'mode'
  | 'child-proposals'
  | 'pfs'
  | 'virtual-address'

/** A step that did not succeed. `notify` is `null` where no error message is sent. `by`: who finds it. */
export interface Failure {
  readonly notify: Notify | null
  readonly reason: Reason
  readonly by: 'initiator' | 'responder'
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
}

/** The child SA with the selectors that each end installs, as that end sees them. */
export interface ChildSa {
  readonly config: ChildConfig
  readonly mode: 'tunnel' | 'transport'
  readonly proposal: ChosenProposal
  readonly initiator: Sides
  readonly responder: Sides
}

export interface Sides {
  readonly local: readonly Selector[]
  readonly remote: readonly Selector[]
}

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
  /** The first rekey of the child by the initiator. */
  readonly rekey: ChildSa | Failure | null
}

export function isFailure(outcome: object | null): outcome is Failure {
  return outcome !== null && 'reason' in outcome
}
