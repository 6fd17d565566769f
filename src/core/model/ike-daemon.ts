import type { AddressRange } from '../address/address-range.ts'
import type { Packet } from '../selectors/packet.ts'
import type { SelectorSides } from '../selectors/traffic-selector.ts'
import type { Notify, Reason } from './failure-reason.ts'
import type {
  AuthRound,
  ChildConfig,
  Identity,
  IkeConnection,
  IkePolicy,
  IkeVersion,
  Proposal,
  SharedKey,
} from './ike-policy.ts'
import type { PostQuantumNames } from './post-quantum-names.ts'
import type { UdpHabits } from './udp-ports.ts'

export type Role = 'initiator' | 'responder'

/** The two hosts as one end sees them. */
export interface Hosts {
  readonly own: AddressRange
  readonly peer: AddressRange
  /** Where the peer meets this end, if that is the address of a NAT. */
  readonly met?: AddressRange
}

/** What the first message tells a responder, beside its proposals. */
export interface IkeRequest {
  readonly version: IkeVersion
  readonly exchange: 'main' | 'aggressive'
  /** How the initiator proves who it is. IKEv1 says so at once, IKEv2 in IKE_AUTH. */
  readonly method: AuthRound['method']['value'] | undefined
  /** Of IKEv1: whether a user is named behind that (XAuth), by the initiator or by the responder. */
  readonly xauth?: 'initiator' | 'responder'
  /** As the responder sees them. */
  readonly hosts: Hosts
  /** Whom the initiator shows, which in aggressive mode is in the first message (RFC 2409 5). */
  readonly shown: Identity | undefined
}

/** In what exchange a child is negotiated, and for what. */
export interface ChildExchange {
  readonly version: IkeVersion
  /** `first`: in IKE_AUTH, which has no key exchange for it (RFC 7296 1.2); else in CREATE_CHILD_SA or in quick mode. */
  readonly purpose: 'first' | 'further' | 'rekey'
  /** Of a rekey: as what the child came up. */
  readonly made?: 'first' | 'further'
  /** The group of the IKE SA. */
  readonly ikeGroup: string | null
  /** Whether the peer says which product it is (RFC 7296 3.12); `undefined`: not pasted, and taken to be what is needed. */
  readonly sayProduct?: boolean | undefined
}

/** A child as the initiator offers it. */
export interface ChildOffer {
  readonly version: IkeVersion
  readonly mode: ChildConfig['mode']['value']
  readonly selectors: SelectorSides
  /** A security label, which goes with the selectors. */
  readonly label?: string
  /** The initiator of an IKE SA of IKEv1 offers it, and both ends believe that there is a NAT between them. */
  readonly throughNat?: boolean
  readonly earlier?: EarlierChildren
}

/** The children that are up on an IKE SA already, as the responder has them; worked out only when asked for. */
export interface EarlierChildren {
  /** Those that came up as one of these children of the responder, in their order. */
  readonly as: (configs: readonly ChildConfig[]) => readonly ChildMatch[]
  /** Whether one of them has the same selectors in the same order. */
  readonly have: (agreed: SelectorSides) => boolean
}

/** The child that a responder takes for an offer, and the selectors as it sees them. */
export interface ChildMatch {
  readonly connection: IkeConnection
  readonly config: ChildConfig
  /** What it installs. */
  readonly agreed: SelectorSides
  /** What it answers; without it, the same. */
  readonly answered?: SelectorSides
}

/** What an end has of a child SA: its mode, and the selectors as it sees them. */
export interface InstalledChild extends SelectorSides {
  readonly mode: 'tunnel' | 'transport'
}

/** What an offer of selectors is made for. */
export interface OfferContext {
  readonly version: IkeVersion
  readonly hosts: Hosts
  /** The packet that brings the child up, where one does (RFC 7296 2.9). */
  readonly packet: Packet | null
}

/**
 * How a product's daemon decides where the RFCs leave it to the implementation. Negotiation asks it at these steps and
 * knows no product otherwise; each is a pure function. Lists are in order, the best first.
 */
export interface IkeDaemon {
  /** At which ports it listens and sends; without it, as the RFCs have it. */
  readonly udp?: UdpHabits
  /** As responder: the connections for a peer that is known by its address alone (the PAD, RFC 4301 4.4.3). */
  readonly findConnections: (policy: IkePolicy, request: IkeRequest) => readonly IkeConnection[]
  /**
   * As responder: the connections for the identity that the peer shows, and the one that it asks for, if any (RFC 7296
   * 2.15 and 3.5, RFC 2409 5). `candidates`: those found by address that have the chosen proposal.
   */
  readonly findByIdentity: (
    policy: IkePolicy,
    candidates: readonly IkeConnection[],
    request: IkeRequest,
    shown: Identity,
    asked: Identity | undefined,
  ) => readonly IkeConnection[]
  /** As initiator: whom it wants; `undefined` for anybody. */
  readonly expects: (connection: IkeConnection, hosts: Hosts) => Identity | undefined
  /** As initiator: whether the peer shows whom it wants. */
  readonly isExpected: (expected: Identity | undefined, shown: Identity) => boolean
  /** As initiator of IKEv2: the identity that it asks for, with IDr in IKE_AUTH (RFC 7296 2.15), if any. */
  readonly asksFor: (expected: Identity | undefined) => Identity | undefined
  /** As responder: whom it shows when it is asked for an identity, or for none. */
  readonly answersAs: (connection: IkeConnection, asked: Identity | undefined, hosts: Hosts) => Identity
  /** As responder: for whom it looks up the key that the initiator used; `undefined` when it cannot tell. */
  readonly verifiesAs: (connection: IkeConnection, asked: Identity | undefined, hosts: Hosts) => Identity | undefined

  /** The pre-shared keys for a pair of identities (RFC 7296 2.15); it uses the first, and takes any of them. */
  readonly findKeys: (
    keys: readonly SharedKey[],
    own: Identity | undefined,
    other: Identity | undefined,
    hosts: Hosts,
  ) => readonly SharedKey[]
  /**
   * As responder of IKEv1. Main mode needs the key before anybody has shown an identity, aggressive mode has that of the
   * initiator (RFC 2409 5.4).
   */
  readonly findKeysByHosts: (
    keys: readonly SharedKey[],
    candidates: readonly IkeConnection[],
    hosts: Hosts,
    shown: Identity | undefined,
  ) => readonly SharedKey[]
  /**
   * As initiator of IKEv1, where that is not by `findKeys` for the two identities. `shown`: whom the responder shows, which the
   * initiator knows in aggressive mode alone.
   */
  readonly findKeysAsInitiator?: (
    keys: readonly SharedKey[],
    connection: IkeConnection,
    hosts: Hosts,
    shown: Identity | undefined,
  ) => readonly SharedKey[]
  /** As initiator of IKEv2: it looks for the key by the address of the peer, whoever that is expected to be. */
  readonly keyByAddress?: true
  /** How it takes the names of post-quantum keys (RFC 8784 5.1); without it, a name is that very text. */
  readonly postQuantum?: PostQuantumNames
  /** Whether it can carry out the rounds of authentication of a connection in that version; without it, it can. */
  readonly carriesOut?: (connection: Pick<IkeConnection, 'local' | 'remote'>, version: IkeVersion) => boolean
  /** As responder: whether it does aggressive mode with pre-shared keys, whose hash anybody can try keys on. */
  readonly allowsAggressivePsk: (policy: IkePolicy) => boolean

  /** Whether it says which product it is, to another of its kind; without it, never. */
  readonly saysProduct?: (policy: IkePolicy) => boolean | undefined

  /** Of several proposals in common, whose order counts (RFC 7296 2.7). */
  readonly prefersProposalsOf: (version: IkeVersion) => Role
  /** As initiator: the proposals of an IKE SA as they are sent. */
  readonly offerIke: (
    proposals: readonly Proposal[],
    version: IkeVersion,
    exchange: IkeRequest['exchange'],
  ) => readonly Proposal[]
  /** As responder: the proposals of an IKE SA with which it compares those that are offered. */
  readonly acceptIke: (connection: Pick<IkeConnection, 'proposals'>, version: IkeVersion) => readonly Proposal[]
  /** As initiator: the proposals of a child as they are sent; in quick mode they share one key exchange (RFC 2409 5.5). */
  readonly offerChild: (child: ChildConfig, exchange: ChildExchange) => readonly Proposal[]
  /** As responder: the proposals with which it compares those that are offered. */
  readonly acceptChild: (
    child: ChildConfig,
    exchange: ChildExchange,
    offered: readonly Proposal[],
  ) => readonly Proposal[]
  /** As responder of quick mode: what it reads of an offer, up to a proposal that ends the exchange; without it, all. */
  readonly readable?: (offered: readonly Proposal[]) => readonly Proposal[]
  /**
   * As responder of CREATE_CHILD_SA: it asks for another group with INVALID_KE_PAYLOAD (RFC 7296 1.3), where the key
   * exchange was made with one that it does not choose; else it refuses.
   */
  readonly asksForGroup: boolean
  /** As initiator of CREATE_CHILD_SA: it does not begin again with the group that it is asked for. */
  readonly keepsGroup?: true
  /** As initiator of a rekey in CREATE_CHILD_SA: it makes the key exchange with the group that the child has, if it has one. */
  readonly reusesGroup?: true

  /**
   * As initiator of CREATE_CHILD_SA: for a child with the very networks of one that was up before it has no place. It gives the
   * IKE SA up without a word, and begins again with the first child alone.
   */
  readonly endsAtSameNetworks?: true

  /** As initiator: the selectors of a child; a side without any offers nothing. */
  readonly offerSelectors: (child: ChildConfig, context: OfferContext) => SelectorSides
  /** As responder: the child for an offer, which is given as the responder sees it. */
  readonly findChild: (
    policy: IkePolicy,
    connection: IkeConnection,
    offer: ChildOffer,
    hosts: Hosts,
  ) => ChildMatch | undefined
  /**
   * How it takes compression (RFC 3173) in quick mode, where it stands in the proposals (RFC 2407 4.4.5): as initiator it
   * offers nothing without it; as responder that does not want it, it takes the child all the same.
   */
  readonly compression: { readonly insists: boolean; readonly tolerates: boolean }
  /** As responder: it gives no child to who asks for a virtual address that it has no pool for. */
  readonly refusesWithoutPool: (version: IkeVersion) => boolean
  /** As initiator that asks for a virtual address: it takes no child without one (RFC 7296 2.19). */
  readonly needsAddress?: true
  /** As responder with a pool: it gives no child to who asks for no virtual address, in IKEv1 none for the address of that. */
  readonly wantsAddressRequest?: true
  /** Why it cannot install what it has agreed on; `undefined` where it can. */
  readonly cannotInstall?: (
    policy: IkePolicy,
    match: Pick<ChildMatch, 'connection' | 'config' | 'agreed'>,
    version: IkeVersion,
    role: Role,
  ) => Reason | undefined
  /**
   * The versions in which, in transport mode, what is for an end's own address is for the one at which the other end meets it (RFC 7296
   * 2.23.1, RFC 3947 5.2). Both ends have to see it so; of a product that does not say, that is not known.
   */
  readonly transportThroughNat?: readonly IkeVersion[]
  /** As responder: the mode of a child, or `undefined` to refuse (RFC 7296 1.3.1, RFC 2407 4.5). */
  readonly agreeMode: (
    own: ChildConfig,
    offer: ChildOffer,
    agreed: SelectorSides,
    hosts: Hosts,
  ) => InstalledChild['mode'] | undefined
  /** As initiator: what it installs of the answer, which is given as the initiator sees it; or why it refuses it. */
  readonly takeAnswer: (
    own: ChildConfig,
    offer: ChildOffer,
    answer: InstalledChild,
    context: Pick<OfferContext, 'hosts'> & Pick<ChildExchange, 'purpose'>,
  ) => InstalledChild | Reason

  /** The error message that it sends, or `null` where it says nothing (RFC 7296 2.21, RFC 2408 3.14). */
  readonly notifyOf: (reason: Reason, role: Role, request: Pick<IkeRequest, 'version' | 'exchange'>) => Notify | null
  /** Reasons for which it refuses by what its documents say alone, which nobody has measured. */
  readonly assumed?: ReadonlySet<Reason>
}
