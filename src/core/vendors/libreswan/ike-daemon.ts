import { ownIdentity } from '../../model/identity.ts'
import type { Hosts, IkeDaemon } from '../../model/ike-daemon.ts'
import type { IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import { IKEV2_RESPONDER, type Notifies } from '../../model/notifies.ts'
import { cannotInstall } from './cannot-install.ts'
import { findByIdentity, findConnections } from './find-connections.ts'
import { findKeys, findKeysByHosts } from './find-keys.ts'
import {
  acceptChild,
  agreeMode,
  findChild,
  offerChild,
  offerIke,
  offerSelectors,
  readable,
  takeAnswer,
} from './negotiate-child.ts'
import { expectedPeer, matchPeer } from './peer-identity.ts'
import { ACCEPTED_WITHOUT_IKE } from './proposals.ts'
import { plutoPorts } from './udp-ports.ts'

/** pluto. Measured with Libreswan 4.10 of Debian 12 against itself and against strongSwan 5.9.8. */
export const pluto: IkeDaemon = {
  udp: plutoPorts,
  findConnections,
  findByIdentity,
  expects: expectedPeer,
  isExpected: (expected, shown) => matchPeer(expected, shown) > 0,
  // The address of the peer it leaves out.
  asksFor: (expected) => (expected?.kind === 'address' ? undefined : expected),
  answersAs,
  verifiesAs: answersAs,
  findKeys,
  findKeysByHosts,
  allowsAggressivePsk: () => true,
  prefersProposalsOf: (version) => (version === 1 ? 'initiator' : 'responder'),
  offerIke,
  acceptIke: ({ proposals }, version) =>
    version === 1 && proposals.origin === 'default' ? ACCEPTED_WITHOUT_IKE : proposals.value,
  offerChild,
  acceptChild,
  readable,
  asksForGroup: false,
  keepsGroup: true,
  reusesGroup: true,
  // Measured: "cannot install eroute -- it is in use for ...".
  endsAtSameNetworks: true,
  compression: { insists: true, tolerates: false },
  // Of a request for configuration in IKEv1 it says nothing, and that in IKEv2 it leaves out.
  refusesWithoutPool: (version) => version === 1,
  // Measured: "missing v2CP reply, not attempting to setup child SA".
  needsAddress: true,
  // Measured: in IKEv2 it compares the address behind the NAT with the one that it knows.
  transportThroughNat: [1],
  offerSelectors,
  findChild,
  cannotInstall,
  agreeMode,
  takeAnswer,
  notifyOf: (reason, role, { version, exchange }) =>
    (version === 1 && exchange === 'aggressive' ? AGGRESSIVE[role] : NOTIFIES[version][role])[reason] ?? null,
}

/** It shows what its connection says, whatever it is asked for. */
function answersAs({ local }: IkeConnection, _: unknown, { own }: Hosts) {
  return ownIdentity(local, own)
}

const NOTIFIES: { readonly [version in IkeVersion]: Notifies } = {
  // Of a message that it has no connection for, or that it cannot decrypt, it says nothing.
  1: {
    responder: {
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-shared-key': 'NO_PROPOSAL_CHOSEN',
      'peer-identity': 'INVALID_ID_INFORMATION',
      selectors: 'INVALID_ID_INFORMATION',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-proposals': 'INVALID_SPI',
      'unreadable-proposal': 'BAD_PROPOSAL_SYNTAX',
      compression: 'BAD_PROPOSAL_SYNTAX',
      pfs: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: {
      'own-key': 'AUTHENTICATION_FAILED',
      'no-shared-key': 'NO_PROPOSAL_CHOSEN',
      'peer-identity': 'INVALID_ID_INFORMATION',
      selectors: 'INVALID_ID_INFORMATION',
    },
  },
  2: {
    responder: {
      ...IKEV2_RESPONDER,
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-version': 'NO_PROPOSAL_CHOSEN',
      'post-quantum-key': 'AUTHENTICATION_FAILED',
      mode: 'NO_PROPOSAL_CHOSEN',
      'own-trap': 'TS_UNACCEPTABLE',
      'held-networks': 'TS_UNACCEPTABLE',
      'first-group': 'INVALID_SYNTAX',
    },
    // Of an identity that it does not want it tells its log alone.
    initiator: { selectors: 'TS_UNACCEPTABLE' },
  },
}

const AGGRESSIVE: Notifies = {
  responder: NOTIFIES[1].responder,
  initiator: { ...NOTIFIES[1].initiator, 'shared-key': 'INVALID_HASH_INFORMATION' },
}
