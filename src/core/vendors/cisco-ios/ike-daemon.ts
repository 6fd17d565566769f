import type { IkeDaemon } from '../../model/ike-daemon.ts'
import type { IkeVersion } from '../../model/ike-policy.ts'
import { IKEV2_RESPONDER, type Notifies } from '../../model/notifies.ts'
import { offerChild } from '../cisco/offer-child.ts'
import {
  answersAs,
  expects,
  findByIdentity,
  findConnections,
  isOtherThanSubject,
  matchesIdentity,
} from './find-connections.ts'
import { findKeys, findKeysByHosts } from './find-keys.ts'
import { acceptChild, agreeMode, findChild, offerSelectors, takeAnswer } from './negotiate-child.ts'

/** The IKE of IOS and IOS XE, by Cisco's documents; nothing of it was measured. */
export const iosIke: IkeDaemon = {
  findConnections,
  findByIdentity,
  expects,
  isExpected: (expected, shown) => matchesIdentity(expected, shown) && !isOtherThanSubject(expected, shown),
  asksFor: () => undefined,
  answersAs,
  verifiesAs: answersAs,
  findKeys,
  findKeysByHosts,
  // What a keyring calls `identity` is for the responder alone (Command Reference, "identity (IKEv2 keyring)").
  keyByAddress: true,
  // Unless `crypto isakmp aggressive-mode disable` says otherwise.
  allowsAggressivePsk: ({ daemon }) => daemon.aggressivePsk?.value !== false,
  // The responder begins with its own policy of the highest priority (IKE configuration guide).
  prefersProposalsOf: () => 'responder',
  offerIke: (proposals) => proposals,
  acceptIke: ({ proposals }) => proposals.value,
  offerChild,
  acceptChild,
  asksForGroup: true,
  compression: { insists: true, tolerates: false },
  refusesWithoutPool: () => true,
  // "NAT-Transparency Aware DMVPN": a hub or a spoke behind a NAT needs transport mode.
  transportThroughNat: [1, 2],
  offerSelectors,
  findChild,
  agreeMode,
  takeAnswer,
  notifyOf: (reason, role, { version }) => NOTIFIES[version][role][reason] ?? null,
  // Proposals and keys that differ are refused by any product (RFC 7296 2.7, 2.15); these are rules of its own.
  assumed: new Set(['selectors', 'pfs', 'mode', 'peer-identity', 'exchange-mode', 'compression']),
}

const NOTIFIES: { readonly [version in IkeVersion]: Notifies } = {
  1: {
    responder: {
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      'authentication-method': 'NO_PROPOSAL_CHOSEN',
      'aggressive-psk': 'NO_PROPOSAL_CHOSEN',
      'no-shared-key': 'NO_PROPOSAL_CHOSEN',
      // What cannot be decrypted fails "its sanity check or is malformed", as the log of IOS has it.
      'shared-key': 'PAYLOAD_MALFORMED',
      'peer-identity': 'INVALID_ID_INFORMATION',
      // Quick mode: "phase 2 SA policy not acceptable".
      selectors: 'NO_PROPOSAL_CHOSEN',
      mode: 'NO_PROPOSAL_CHOSEN',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-proposals': 'NO_PROPOSAL_CHOSEN',
      compression: 'NO_PROPOSAL_CHOSEN',
      pfs: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: {},
  },
  2: {
    responder: {
      ...IKEV2_RESPONDER,
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-version': 'NO_PROPOSAL_CHOSEN',
      mode: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: {
      'peer-identity': 'AUTHENTICATION_FAILED',
      'authentication-method': 'AUTHENTICATION_FAILED',
      'shared-key': 'AUTHENTICATION_FAILED',
    },
  },
}
