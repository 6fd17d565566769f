import { equalRanges } from '../../../address/address-range.ts'
import { childrenMeeting, childrenOfAll } from '../../../model/children-meeting.ts'
import type { Reason } from '../../../model/failure-reason.ts'
import { addressIdentity, equalIdentities, ownIdentity } from '../../../model/identity.ts'
import type {
  ChildExchange,
  ChildMatch,
  ChildOffer,
  Hosts,
  IkeDaemon,
  IkeRequest,
  InstalledChild,
} from '../../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, Proposal, SharedKey } from '../../../model/ike-policy.ts'
import { hostsKey } from '../../../model/ike-requests.ts'
import type { Notifies } from '../../../model/notifies.ts'
import { rememberedFor } from '../../../model/remembered.ts'
import { selectorSides } from '../../../model/resolve-selectors.ts'
import { equalSelectors, type Selector, type SelectorSides } from '../../../selectors/traffic-selector.ts'

/** IKEv1 of Windows since Vista, by its documents; no machine was at hand. What they do not say is as the RFCs have it. */
export const firewallIke: IkeDaemon = {
  findConnections,
  findByIdentity: (_, candidates) => [...candidates],
  // A rule names addresses alone; whom a peer with a key or a certificate shows is not compared (assumed).
  expects: () => undefined,
  isExpected: () => true,
  asksFor: () => undefined,
  answersAs: ({ local }, _, { own }) => ownIdentity(local, own),
  verifiesAs: ({ local }, _, { own }) => ownIdentity(local, own),
  findKeys: (keys, _, __, hosts) => keysFor(keys, hosts),
  findKeysByHosts: (keys, _, hosts) => keysFor(keys, hosts),
  allowsAggressivePsk: () => false,
  // "The first combination in the list that is compatible with both peers will be used": that of who begins (assumed).
  prefersProposalsOf: () => 'initiator',
  offerIke: (proposals) => proposals,
  acceptIke: ({ proposals }) => proposals.value,
  offerChild: ({ proposals, pfs }, { ikeGroup }) => withGroup(proposals.value, pfs, ikeGroup),
  acceptChild: ({ proposals, pfs }, { ikeGroup }: ChildExchange) => withGroup(proposals.value, pfs, ikeGroup),
  asksForGroup: false,
  compression: { insists: false, tolerates: false },
  refusesWithoutPool: () => true,
  offerSelectors: (child, { hosts }) => selectorSides(child, hosts),
  findChild,
  agreeMode: ({ mode }, offer) =>
    mode.value === offer.mode ? (offer.mode === 'transport' ? 'transport' : 'tunnel') : undefined,
  takeAnswer,
  notifyOf: (reason, role) => NOTIFIES[role][reason] ?? null,
  // Proposals and keys that differ are refused by any product (RFC 2409 5); these are rules of its own.
  assumed: new Set(['selectors', 'pfs', 'mode', 'exchange-mode', 'compression', 'virtual-address']),
}

/** Rules for these two hosts; those that name both before those for any. */
function findConnections(policy: IkePolicy, { version, exchange, method, hosts }: IkeRequest): IkeConnection[] {
  if (version !== 1 || exchange !== 'main') return []
  return connectionsBetween(policy, hosts).filter(
    ({ remote: [round] }) => method === undefined || round?.method.value === method,
  )
}

/** A hub has thousands of rules, and each of them asks. */
const connectionsBetween = rememberedFor(hostsKey, ({ connections }: IkePolicy, hosts: Hosts) =>
  connections
    .filter(({ localAddresses, remoteAddresses, children }) => {
      const isExempt = children.every(({ mode }) => mode.value === 'pass')
      return !isExempt && fits(localAddresses.value, hosts.own) && fits(remoteAddresses.value, hosts.peer)
    })
    .toSorted((a, b) => named(b) - named(a)),
)

function fits(addresses: IkeConnection['localAddresses']['value'], host: Hosts['own']): boolean {
  return addresses.length === 0 || addresses.some((address) => equalRanges(address, host))
}

function named({ localAddresses, remoteAddresses }: IkeConnection): number {
  return Math.min(localAddresses.value.length, 1) + Math.min(remoteAddresses.value.length, 1)
}

/** The keys of rules for the peer, each once, since such rules mostly have the same; else those of rules for any peer. */
function keysFor(keys: readonly SharedKey[], { peer }: Hosts): readonly SharedKey[] {
  const identity = addressIdentity(peer)
  const forPeer = keys.filter(({ owners }) => owners.some((owner) => equalIdentities(owner, identity)))
  const found = forPeer.length > 0 ? forPeer : keys.filter(({ owners }) => owners.length === 0)
  return [...new Map(found.toReversed().map((key) => [key.mark, key])).values()].toReversed()
}

/** `qmpfs=mainmode` takes the group of main mode. */
function withGroup(
  proposals: readonly Proposal[],
  pfs: ChildConfig['pfs'],
  ikeGroup: string | null,
): readonly Proposal[] {
  if (pfs.value !== 'ike-group' || ikeGroup === null) return proposals
  return proposals.map((proposal) => (proposal.ke.length > 0 ? proposal : { ...proposal, ke: [ikeGroup] }))
}

/** The rule that has exactly the networks that are asked for, whichever rule main mode was for. */
function findChild(policy: IkePolicy, _: IkeConnection, offer: ChildOffer, hosts: Hosts): ChildMatch | undefined {
  const children = childrenOfAll(connectionsBetween(policy, hosts))
  for (const { connection, config, own } of childrenMeeting(children, offer.selectors, hosts)) {
    if (sameSides(own, offer.selectors)) return { connection, config, agreed: offer.selectors }
  }
  return undefined
}

/** Quick mode wants its own pair back (RFC 2409 5.5). */
function takeAnswer(_: ChildConfig, offer: ChildOffer, answer: InstalledChild): InstalledChild | Reason {
  return sameSides(offer.selectors, answer) ? answer : 'selectors'
}

function sameSides(a: SelectorSides, b: SelectorSides): boolean {
  return same(a.local, b.local) && same(a.remote, b.remote)
}

function same(a: readonly Selector[], b: readonly Selector[]): boolean {
  return a.length === b.length && a.every((one) => b.some((other) => equalSelectors(one, other)))
}

const NOTIFIES: Notifies = {
  responder: {
    'no-connection': 'NO_PROPOSAL_CHOSEN',
    'ike-proposals': 'NO_PROPOSAL_CHOSEN',
    'child-proposals': 'NO_PROPOSAL_CHOSEN',
    'no-proposals': 'NO_PROPOSAL_CHOSEN',
    pfs: 'NO_PROPOSAL_CHOSEN',
    selectors: 'INVALID_ID_INFORMATION',
    mode: 'NO_PROPOSAL_CHOSEN',
  },
  initiator: {},
}
