import { hasWildcard, matchIdentity } from '../../model/identity.ts'
import type { IkeDaemon } from '../../model/ike-daemon.ts'
import type { IkeVersion } from '../../model/ike-policy.ts'
import { IKEV2_RESPONDER, type Notifies } from '../../model/notifies.ts'
import { carriesOut } from './carries-out.ts'
import { acceptChild, offerChild, offerIke } from './child-proposals.ts'
import { answersAs, findByIdentity, findConnections } from './find-connections.ts'
import { findKeys, findKeysAsInitiator, findKeysByHosts } from './find-keys.ts'
import { agreeMode, findChild, offerSelectors, takeAnswer } from './negotiate-child.ts'
import { postQuantumNames } from './post-quantum.ts'
import { charonPorts } from './udp-ports.ts'

/** charon. Measured with strongSwan 5.9.8 of Debian 12 against itself and against Libreswan 4.10. */
export const charon: IkeDaemon = {
  udp: charonPorts,
  findConnections,
  findByIdentity,
  expects: ({ remote }) => remote[0]?.id?.value,
  isExpected: (expected, shown) => matchIdentity(expected, shown) > 0,
  asksFor: (expected) => (expected === undefined || hasWildcard(expected) ? undefined : expected),
  answersAs,
  verifiesAs: (_, asked) => asked,
  findKeys,
  findKeysByHosts,
  findKeysAsInitiator,
  postQuantum: postQuantumNames,
  transportThroughNat: [1, 2],
  carriesOut,
  allowsAggressivePsk: ({ daemon }) => daemon.aggressivePsk?.value === true,
  saysProduct: ({ daemon }) => daemon.saysProduct?.value,
  prefersProposalsOf: () => 'responder',
  offerIke,
  acceptIke: ({ proposals }) => proposals.value,
  offerChild,
  acceptChild,
  asksForGroup: true,
  reusesGroup: true,
  compression: { insists: false, tolerates: true },
  refusesWithoutPool: (version) => version === 2,
  wantsAddressRequest: true,
  offerSelectors,
  findChild,
  agreeMode,
  takeAnswer,
  notifyOf: (reason, role, { version, exchange }) =>
    (exchange === 'aggressive' ? AGGRESSIVE[role][reason] : undefined) ?? NOTIFIES[version][role][reason] ?? null,
}

const NOTIFIES: { readonly [version in IkeVersion]: Notifies } = {
  1: {
    responder: {
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-version': 'NO_PROPOSAL_CHOSEN',
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      'aggressive-psk': 'AUTHENTICATION_FAILED',
      'no-shared-key': 'INVALID_KEY_INFORMATION',
      // The key is part of what encrypts main mode: the peer cannot even read who is there (RFC 2409 5.4).
      'shared-key': 'PAYLOAD_MALFORMED',
      'peer-identity': 'AUTHENTICATION_FAILED',
      'exchange-mode': 'AUTHENTICATION_FAILED',
      'authentication-method': 'AUTHENTICATION_FAILED',
      selectors: 'INVALID_ID_INFORMATION',
      'virtual-address': 'INVALID_ID_INFORMATION',
      'no-address-request': 'INVALID_ID_INFORMATION',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-proposals': 'NO_PROPOSAL_CHOSEN',
      compression: 'NO_PROPOSAL_CHOSEN',
      pfs: 'NO_PROPOSAL_CHOSEN',
    },
    // Of an identity that it does not want it deletes the SA without an error.
    initiator: {
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-shared-key': 'INVALID_KEY_INFORMATION',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
    },
  },
  2: {
    responder: {
      ...IKEV2_RESPONDER,
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-version': 'NO_PROPOSAL_CHOSEN',
      'post-quantum-key': 'AUTHENTICATION_FAILED',
      // It takes a child in IKE_AUTH for a mistake where it wants none (RFC 6023 3).
      childless: 'INVALID_SYNTAX',
      'virtual-address': 'INTERNAL_ADDRESS_FAILURE',
      'no-address-request': 'FAILED_CP_REQUIRED',
    },
    initiator: {
      'peer-identity': 'AUTHENTICATION_FAILED',
      'authentication-method': 'AUTHENTICATION_FAILED',
      'shared-key': 'AUTHENTICATION_FAILED',
    },
  },
}

/** What differs in aggressive mode. */
const AGGRESSIVE: Notifies = {
  responder: {},
  initiator: { 'peer-identity': 'INVALID_ID_INFORMATION', 'shared-key': 'AUTHENTICATION_FAILED' },
}
