import { addressIdentity, equalIdentities, ownIdentity } from '../../model/identity.ts'
import type { Hosts, IkeDaemon } from '../../model/ike-daemon.ts'
import type { Identity, IkeVersion, SharedKey } from '../../model/ike-policy.ts'
import { IKEV2_RESPONDER, type Notifies } from '../../model/notifies.ts'
import { inModeOf } from '../cisco/answered-mode.ts'
import { offerChild } from '../cisco/offer-child.ts'
import { findConnections } from './find-connections.ts'
import { acceptChild, agreeMode, findChild, offerSelectors, takeAnswer } from './negotiate-child.ts'

/**
 * IKE of an ASA, from documents alone: Cisco ASA Series VPN CLI Configuration Guide ("IPsec and ISAKMP") and Command
 * Reference; nothing of it was measured.
 */
export const asaIke: IkeDaemon = {
  findConnections,
  // With a key the tunnel group is that of the address, whatever identity the peer shows ("tunnel-group").
  findByIdentity: (_, candidates, request) => inModeOf(request, candidates),
  // `peer-id-validate` is about certificates alone.
  expects: () => undefined,
  isExpected: () => true,
  asksFor: () => undefined,
  answersAs: ({ local }, _, { own }) => ownIdentity(local, own),
  verifiesAs: ({ local }, _, { own }) => ownIdentity(local, own),
  findKeys: (keys, _, other, hosts) => keysFor(keys, other, hosts),
  findKeysByHosts: (keys, _, hosts, shown) => keysFor(keys, shown, hosts),
  allowsAggressivePsk: ({ daemon }) => daemon.aggressivePsk?.value !== false,
  // The responder goes through its own policies by priority (ASA VPN CLI guide, "IPsec and ISAKMP").
  prefersProposalsOf: () => 'responder',
  offerIke: (proposals) => proposals,
  acceptIke: ({ proposals }) => proposals.value,
  offerChild,
  acceptChild,
  asksForGroup: true,
  offerSelectors,
  findChild,
  compression: { insists: false, tolerates: true },
  refusesWithoutPool: () => false,
  agreeMode,
  takeAnswer,
  notifyOf: (reason, role, { version }) => NOTIFIES[version][role][reason] ?? null,
}

/** Those of the tunnel group of the peer's address; of one named like its identity; of `DefaultL2LGroup`. */
function keysFor(keys: readonly SharedKey[], other: Identity | undefined, { peer }: Hosts): readonly SharedKey[] {
  const address = addressIdentity(peer)
  const owned = (identity: Identity) =>
    keys.filter(({ owners }) => owners.some((owner) => equalIdentities(owner, identity)))
  const byAddress = owned(address)
  if (byAddress.length > 0) return byAddress
  const byName = other === undefined ? [] : owned(other)
  return byName.length > 0 ? byName : keys.filter(({ owners }) => owners.length === 0)
}

const NOTIFIES: { readonly [version in IkeVersion]: Notifies } = {
  // Main mode with another key cannot be decrypted, and nothing is said.
  1: {
    responder: {
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      selectors: 'INVALID_ID_INFORMATION',
      mode: 'NO_PROPOSAL_CHOSEN',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-proposals': 'NO_PROPOSAL_CHOSEN',
      pfs: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: {},
  },
  2: {
    responder: {
      ...IKEV2_RESPONDER,
      mode: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: { 'shared-key': 'AUTHENTICATION_FAILED', 'authentication-method': 'AUTHENTICATION_FAILED' },
  },
}
