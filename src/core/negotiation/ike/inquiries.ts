import type { Hosts, IkeRequest } from '../../model/ike-daemon.ts'
import type {
  Identity,
  IkeConnection,
  IkeVersion,
  PostQuantumKey,
  Proposal,
  SharedKey,
} from '../../model/ike-policy.ts'
import { hostsKey, identityKey, requestKey } from '../../model/ike-requests.ts'
import { rememberedFor } from '../../model/remembered.ts'
import type { Side } from './outcome.ts'
import { type ChosenProposal, chooseProposal, offers } from './proposal.ts'

// What a daemon is asked for each connection of the other end, which are thousands where each pair of networks has one of its
// own. Most ask for the same, which is then worked out once.

/** The connections for a peer that is known by its address alone. */
export const connectionsFor = rememberedFor(
  requestKey,
  ({ daemon, policy }: Side, request: IkeRequest): readonly IkeConnection[] => daemon.findConnections(policy, request),
)

/** Those of some connections with a proposal from which a choice was made. */
export const connectionsWith = rememberedFor(
  JSON.stringify,
  (known: readonly IkeConnection[], chosen: ChosenProposal): readonly IkeConnection[] =>
    known.filter(({ proposals }) => offers(proposals.value, chosen)),
)

interface Introduction {
  readonly responder: Side
  readonly request: IkeRequest
  readonly shown: Identity
  readonly asked: Identity | undefined
}

/** Those of a responder's connections, found by address, for the identities that the initiator shows and asks for. */
export const connectionsByIdentity = rememberedFor(
  ({ request, shown, asked }: Introduction) => `${requestKey(request)} ${identityKey(shown)} ${identityKey(asked)}`,
  (
    candidates: readonly IkeConnection[],
    { responder: { daemon, policy }, request, shown, asked }: Introduction,
  ): readonly IkeConnection[] => daemon.findByIdentity(policy, candidates, request, shown, asked),
)

interface IkeOffer {
  readonly offered: readonly Proposal[]
  readonly version: IkeVersion
  readonly responder: Side
}

/** The proposal of the first connection of a responder that has one in common with the offer. */
export const chosenForIke = rememberedFor(
  ({ offered, version }: IkeOffer) => `${version} ${JSON.stringify(offered)}`,
  (
    known: readonly IkeConnection[],
    { offered, version, responder: { daemon } }: IkeOffer,
  ): ChosenProposal | undefined => {
    for (const connection of known) {
      const own = daemon.acceptIke(connection, version)
      const chosen =
        daemon.prefersProposalsOf(version) === 'responder' ? chooseProposal(own, offered) : chooseProposal(offered, own)
      if (chosen !== undefined) return chosen
    }
    return undefined
  },
)

interface KeyOwners {
  readonly own: Identity | undefined
  readonly other: Identity | undefined
  readonly hosts: Hosts
}

/** The pre-shared keys of one side for two identities. */
export const keysFor = rememberedFor(
  ({ own, other, hosts }: KeyOwners) => `${identityKey(own)} ${identityKey(other)} ${hostsKey(hosts)}`,
  ({ daemon, policy }: Side, { own, other, hosts }: KeyOwners): readonly SharedKey[] =>
    daemon.findKeys(policy.keys, own, other, hosts),
)

/** The post-quantum keys of one side that have a name. */
export const postQuantumKeysFor = rememberedFor(
  (name: string) => name,
  ({ daemon, policy: { postQuantumKeys = [] } }: Side, name: string): readonly PostQuantumKey[] =>
    daemon.postQuantum?.find(postQuantumKeys, name) ?? postQuantumKeys.filter(({ ids }) => ids.includes(name)),
)

interface Stranger {
  readonly responder: Side
  readonly hosts: Hosts
  readonly shown: Identity | undefined
}

/** The keys that a responder of IKEv1 has before it knows which of its connections, found by address, the peer means. */
export const keysByHosts = rememberedFor(
  ({ hosts, shown }: Stranger) => `${hostsKey(hosts)} ${identityKey(shown)}`,
  (known: readonly IkeConnection[], { responder: { daemon, policy }, hosts, shown }: Stranger): readonly SharedKey[] =>
    daemon.findKeysByHosts(policy.keys, known, hosts, shown),
)
