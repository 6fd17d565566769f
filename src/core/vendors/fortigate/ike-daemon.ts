import { containsRange, equalRanges } from '../../address/address-range.ts'
import { addressIdentity, equalIdentities, ownIdentity } from '../../model/identity.ts'
import type { Hosts, IkeDaemon, IkeRequest } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, IkePolicy, IkeVersion, SharedKey } from '../../model/ike-policy.ts'
import { IKEV2_RESPONDER, type Notifies } from '../../model/notifies.ts'
import { samePeer } from './identities.ts'
import { agreeMode, findChild, offerSelectors, takeAnswer } from './negotiate-child.ts'

/**
 * FortiOS, by its documents; no unit was at hand. What they do not say is taken to be as the RFCs have it.
 */
export const fortigateIke: IkeDaemon = {
  findConnections,
  findByIdentity,
  expects: expected,
  isExpected: (wanted, shown) =>
    wanted === undefined || isAnybody(wanted) || isAnybody(shown) || samePeer(wanted, shown),
  // It names no identity of the responder in IKE_AUTH (assumed).
  asksFor: () => undefined,
  answersAs: ({ local }, _, { own }) => ownIdentity(local, own),
  verifiesAs: ({ local }, _, { own }) => ownIdentity(local, own),
  findKeys: (keys, own, _, hosts) => keysFor(keys, own, hosts),
  findKeysByHosts,
  allowsAggressivePsk: () => true,
  prefersProposalsOf: () => 'initiator',
  offerIke: (proposals) => proposals,
  acceptIke: ({ proposals }) => proposals.value,
  // In quick mode, which has one key exchange for all proposals, it is taken to try its groups one after the other.
  offerChild: ({ proposals }) => proposals.value,
  acceptChild: ({ proposals }) => proposals.value,
  asksForGroup: true,
  compression: { insists: false, tolerates: true },
  // Who asks for an address gets none, and gives up (assumed).
  refusesWithoutPool: () => true,
  offerSelectors,
  findChild,
  agreeMode,
  takeAnswer,
  notifyOf: (reason, role, { version }) => NOTIFIES[version][role][reason] ?? null,
  // Proposals and keys that differ are refused by any product (RFC 7296 2.7, 2.15); these are rules of its own.
  assumed: new Set(['selectors', 'pfs', 'mode', 'peer-identity', 'exchange-mode', 'virtual-address', 'childless']),
}

/**
 * Phase 1 entries for a peer: those for its very address before those for dial-up peers, and of these the first by name
 * (Fortinet Technical Tip FD52381: local gateway, mode, peer id in aggressive mode, authentication method, in
 * alphabetical order).
 */
function findConnections({ connections }: IkePolicy, request: IkeRequest): IkeConnection[] {
  const { version, exchange, method, hosts, shown } = request
  return connections
    .filter((each) => each.accepts.includes(version))
    .filter((each) => version === 2 || each.exchange.value === exchange)
    .filter((each) => version === 2 || method === undefined || each.remote[0]?.method.value === method)
    .filter(({ localAddresses: { value } }) => value.length === 0 || value.some((one) => equalRanges(one, hosts.own)))
    .filter(
      ({ remoteAddresses: { value } }) => value.length === 0 || value.some((one) => containsRange(one, hosts.peer)),
    )
    .filter((each) => shown === undefined || isPeer(each, shown))
    .toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function rank({ remoteAddresses }: IkeConnection): number {
  return remoteAddresses.value.some(({ from, to }) => from === to) ? 0 : 1
}

/** With the identity known it may go to another phase 1 ("gateway re-validation" of the same document). */
function findByIdentity(
  _: IkePolicy,
  candidates: readonly IkeConnection[],
  __: IkeRequest,
  shown: Identity,
): IkeConnection[] {
  return candidates.filter((each) => isPeer(each, shown))
}

function isPeer({ remote }: IkeConnection, shown: Identity): boolean {
  const wanted = remote[0]?.id?.value
  return wanted === undefined || isAnybody(wanted) || shown.kind === 'certificate' || samePeer(wanted, shown)
}

/** What only a certificate tells is taken to be right. */
function isAnybody({ kind }: Identity): boolean {
  return kind === 'any' || kind === 'certificate'
}

function expected({ remote }: IkeConnection): Identity | undefined {
  const wanted = remote[0]?.id?.value
  return wanted === undefined || isAnybody(wanted) ? undefined : wanted
}

/** A key is that of the phase 1 for the peer's address and from the own one; else of one for anybody. */
function keysFor(keys: readonly SharedKey[], own: Identity | undefined, hosts: Hosts): SharedKey[] {
  const [peer, self] = [addressIdentity(hosts.peer), addressIdentity(hosts.own)]
  const score = ({ owners }: SharedKey): number => {
    if (owners.length === 0) return 1
    if (!owners.some((owner) => equalIdentities(owner, peer) || equalIdentities(owner, own))) return 0
    return owners.some((owner) => equalIdentities(owner, self)) ? 3 : 2
  }
  const scored = keys.map((key) => ({ key, score: score(key) })).filter((each) => each.score > 0)
  const best = Math.max(0, ...scored.map((each) => each.score))
  return scored.filter((each) => each.score === best).map(({ key }) => key)
}

/** In main mode the key is that of the phase 1 which was found by address. */
function findKeysByHosts(
  keys: readonly SharedKey[],
  [connection]: readonly IkeConnection[],
  hosts: Hosts,
): SharedKey[] {
  if (connection === undefined) return keysFor(keys, undefined, hosts)
  const own = keysFor(keys, ownIdentity(connection.local, hosts.own), hosts)
  const inIt = own.filter(({ span }) => isWithin(span, connection, own))
  return inIt.length > 0 ? inIt : own
}

/** Of keys below the entry the nearest one stands in it. */
function isWithin(span: SharedKey['span'], { span: start }: IkeConnection, keys: readonly SharedKey[]): boolean {
  const below = keys.map((key) => key.span).filter(({ source, line }) => source === start.source && line >= start.line)
  const nearest = Math.min(...below.map(({ line }) => line))
  return span.source === start.source && span.line === nearest
}

const NOTIFIES: { readonly [version in IkeVersion]: Notifies } = {
  1: {
    responder: {
      'ike-proposals': 'NO_PROPOSAL_CHOSEN',
      'child-proposals': 'NO_PROPOSAL_CHOSEN',
      'no-proposals': 'NO_PROPOSAL_CHOSEN',
      pfs: 'NO_PROPOSAL_CHOSEN',
      selectors: 'INVALID_ID_INFORMATION',
      mode: 'NO_PROPOSAL_CHOSEN',
    },
    initiator: {},
  },
  2: {
    responder: {
      ...IKEV2_RESPONDER,
      'no-connection': 'NO_PROPOSAL_CHOSEN',
      'ike-version': 'NO_PROPOSAL_CHOSEN',
      'virtual-address': 'INTERNAL_ADDRESS_FAILURE',
    },
    initiator: { 'peer-identity': 'AUTHENTICATION_FAILED', 'shared-key': 'AUTHENTICATION_FAILED' },
  },
}
