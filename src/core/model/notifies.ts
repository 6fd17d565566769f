import type { Notify, Reason } from './failure-reason.ts'
import type { Role } from './ike-daemon.ts'

/** What each end tells the other for a reason; without an entry it says nothing. */
export type Notifies = { readonly [role in Role]: { readonly [reason in Reason]?: Notify | undefined } }

/** What an IKEv2 responder answers by RFC 7296 1.3, 2.7, 2.9, 2.21 and 3.10.1, in whatever product. */
export const IKEV2_RESPONDER = {
  'ike-proposals': 'NO_PROPOSAL_CHOSEN',
  'peer-identity': 'AUTHENTICATION_FAILED',
  'authentication-method': 'AUTHENTICATION_FAILED',
  'no-shared-key': 'AUTHENTICATION_FAILED',
  'shared-key': 'AUTHENTICATION_FAILED',
  'own-key': 'AUTHENTICATION_FAILED',
  selectors: 'TS_UNACCEPTABLE',
  'child-proposals': 'NO_PROPOSAL_CHOSEN',
  'no-proposals': 'NO_PROPOSAL_CHOSEN',
  pfs: 'NO_PROPOSAL_CHOSEN',
  'first-group': 'INVALID_KE_PAYLOAD',
} as const satisfies Notifies[Role]
