import type { AddressRange } from '../address/address-range.ts'
import type { Interval } from '../selectors/interval.ts'
import type { Span } from '../text/source-text.ts'
import type { Setting } from './setting.ts'
import type { DialectStep } from './vendor.ts'

/** All that decides a negotiation at one end: what it offers and accepts, whom it knows, and its keys. */
export interface IkePolicy {
  /** In the order in which the daemon looks at them. */
  readonly connections: readonly IkeConnection[]
  /** Where no text told any, one of anybody's that cannot be compared. */
  readonly keys: readonly SharedKey[]
  /** Post-quantum keys (RFC 8784); `undefined` where no text tells of any. */
  readonly postQuantumKeys?: readonly PostQuantumKey[] | undefined
  readonly daemon: DaemonSettings
  /** Connections, keys or whole files that the daemon refuses to load: they take part in nothing. */
  readonly notLoaded: readonly NotLoaded[]
}

export interface NotLoaded {
  readonly name: string
  readonly span: Span
  readonly say: string
  /** What it refuses is a key, or all keys from there on. */
  readonly isKey?: true
}

/** The policy as one text has it; a text that says nothing of keys has `undefined` for them. */
export type PastedPolicy = Omit<IkePolicy, 'keys'> & { readonly keys: readonly SharedKey[] | undefined }

/** Settings of the daemon itself. `undefined`: not pasted, so that the product's default counts. */
export interface DaemonSettings {
  /** strongSwan's `i_dont_care_about_security_and_use_aggressive_mode_psk`. */
  readonly aggressivePsk?: Setting<boolean>
  /** strongSwan's `send_vendor_id`: it says which product it is, without which no number for private use is agreed on (RFC 7296 3.12). */
  readonly saysProduct?: Setting<boolean>
  /** Libreswan's `ikev1-policy=accept`. */
  readonly acceptsVersion1?: Setting<boolean>
  /** strongSwan's `port` and `port_nat_t`, where it listens in the place of 500 and 4500; 0 for any that is free. */
  readonly ports?: { readonly ike?: Setting<number>; readonly natTraversal?: Setting<number> }
  /** It listens for IKE over TCP (Libreswan's `listen-tcp=yes`). */
  readonly listensTcp?: Setting<boolean>
  /** `false`: its configuration is so broken that the daemon answers nobody. */
  readonly listens?: boolean
}

export type IkeVersion = 1 | 2

/** The peer authentication database entry and what goes with it (RFC 4301 4.4.3, RFC 7296 1.2). */
export interface IkeConnection {
  readonly name: string
  readonly span: Span
  /** The version it begins with, and those that it accepts. */
  readonly initiates: Setting<IkeVersion>
  readonly accepts: readonly IkeVersion[]
  /** The connection that its product tries before this one, for the same packets: with another peer, or in another version. */
  readonly insteadOf?: string
  /** IKEv1 only. */
  readonly exchange: Setting<'main' | 'aggressive'>
  /** What was pasted does not tell its exchange, which is taken to be the peer's. */
  readonly exchangeUntold?: true
  /** IKEv2 without a child in IKE_AUTH (RFC 6023): `force` wants it so, `never` refuses it. */
  readonly childless: Setting<'allow' | 'never' | 'force'>
  /** Where nothing is said of it, both ends take part in NAT traversal, and encapsulate where there is a NAT. */
  readonly natTraversal?: NatTraversal
  /**
   * Of IKEv2: the number of its network, by which its product tells tunnels between the same two gateways apart; `null` for none. It is in
   * the first message, in the product's own way. `join`: how to give it another one, of a line that is told.
   */
  readonly network?: Setting<string | null> & { readonly join: (number: string) => DialectStep }
  /** The UDP ports that it begins with, where others than the usual ones are written (RFC 7296 2). */
  readonly ports?: IkePorts | undefined
  /** Addresses, prefixes and ranges; empty for any. A host name is a range of the family `name`. */
  readonly localAddresses: Setting<readonly AddressRange[]>
  readonly remoteAddresses: Setting<readonly AddressRange[]>
  /** `false`: its daemon finds no side of it to be the own one, so that it neither begins nor answers. */
  readonly oriented?: false
  /** It is told never to begin, though it may know where its peer is. */
  readonly onlyAnswers?: Setting<unknown> | undefined
  /** It was added by hand to a daemon that was running, which matters where a later one comes first. */
  readonly addedByHand?: true
  readonly proposals: Setting<readonly Proposal[]>
  /** Its proposals were not pasted: they are taken to be the peer's. */
  readonly proposalsUntold?: true
  readonly local: readonly AuthRound[]
  readonly remote: readonly AuthRound[]
  /** Virtual addresses that it asks for, as written (`0.0.0.0`, `%config`); names of pools that it gives from. */
  readonly virtualAddresses: readonly string[]
  readonly pools: readonly string[]
  /** What was pasted tells neither. */
  readonly virtualUntold?: true
  readonly children: readonly ChildConfig[]
  /** What its children have in common, where their selectors were not pasted: there are none of them then. */
  readonly childUntold?: ChildSettings
  readonly lifetime: Lifetime
  /** Whether a post-quantum key is mixed in (RFC 8784); `answer`: when the peer names one. Never where it is not said. */
  readonly postQuantum?: Setting<'never' | 'answer' | 'propose' | 'insist'>
  /** The names of the keys that it offers; by its own and the peer's identity where none is named. */
  readonly postQuantumIds?: readonly string[] | undefined
}

/** From its own port to that of the peer. */
export interface IkePorts {
  readonly own?: Setting<number> | undefined
  readonly peer?: Setting<number> | undefined
  /** It begins over TCP alone (RFC 8229), where nobody listens but who says so. */
  readonly tcp?: Setting<true>
}

/** `undefined` where none is written. */
export function portsBetween(own: IkePorts['own'], peer: IkePorts['peer']): IkePorts | undefined {
  return own === undefined && peer === undefined ? undefined : { own, peer }
}

/** What an end does about NAT traversal (RFC 3947, RFC 7296 2.23); the roles count in IKEv1. */
export interface NatTraversal {
  /** It makes both ends believe in a NAT, so that they encapsulate. */
  readonly forces: boolean
  /** The roles in which it takes no part. */
  readonly declinesAs: readonly ('initiator' | 'responder')[]
  /** As initiator of IKEv2 it goes on at the ports of NAT traversal, whether there is a NAT or not (MOBIKE, RFC 4555 3.3). */
  readonly floats?: true
  /** Where it is switched off: its packets are sent as ESP, whatever NAT there is. */
  readonly off?: Span
}

/** It takes no part in it at all, as the line says that switches it off. */
export function noNatTraversal(off: Span): NatTraversal {
  return { forces: false, declinesAs: IN_BOTH_ROLES, off }
}

const IN_BOTH_ROLES: NatTraversal['declinesAs'] = ['initiator', 'responder']

/** One round of authentication. `undefined` as id: not written, so that the product's default counts. */
export interface AuthRound {
  readonly method: Setting<'psk' | 'pubkey' | 'eap' | 'xauth' | 'null' | 'any'>
  readonly id: Setting<Identity> | undefined
  /** Of a signature: `false` where neither a certificate nor a key to make it with is named. */
  readonly hasKey?: boolean
  /** Of a pre-shared key that is expected: a setting that wants more than a key can show, so that nobody fits. */
  readonly demands?: Setting<string>
  /** A pre-shared key is named beside the signature, which is used in its place. */
  readonly besideKey?: boolean | undefined
  /** Of a signature: how it may be made, such as `RSA SHA2_256`; anyhow where it is not said. */
  readonly signatures?: readonly string[] | undefined
}

/** An identity (RFC 7296 3.5); a pattern may stand where one is expected of the peer. */
export interface Identity {
  /** `certificate`: whatever the certificate of that end says, which no paste shows. */
  readonly kind: 'any' | 'address' | 'fqdn' | 'email' | 'dn' | 'keyid' | 'certificate'
  /** In the form in which two equal ones are the same text: an address compressed, a name in lower case. */
  readonly text: string
  /** Its kind is not shown, only the text: it can be that of a name, or a key id. */
  readonly kindUntold?: true
}

/** What one child SA is to carry, and how (RFC 7296 1.3). */
export interface ChildConfig {
  readonly name: string
  readonly span: Span
  /** In the order in which they are written; each list has at least one. */
  readonly local: Setting<readonly SelectorTemplate[]>
  readonly remote: Setting<readonly SelectorTemplate[]>
  readonly proposals: Setting<readonly Proposal[]>
  /** Its proposals were not pasted: they are taken to be the peer's. */
  readonly proposalsUntold?: true
  /** Packets within its selectors that are not sent into it, such as those of earlier `deny` lines of a crypto ACL. */
  readonly except?: readonly SelectorPair[]
  readonly mode: Setting<'tunnel' | 'transport' | 'pass' | 'drop'>
  /** Libreswan's `narrowing=yes`; strongSwan always narrows. */
  readonly narrows: Setting<boolean>
  /** `ike-group`: a proposal that names no group takes that of the IKE SA (Libreswan's `pfs=yes`). */
  readonly pfs: Setting<'as proposed' | 'ike-group'>
  /** Groups are written in its proposals that count for nothing, since it has no perfect forward secrecy (Libreswan's `pfs=no`). */
  readonly hasIdleGroups?: boolean
  /** It is for packets with this security label alone (RFC 4301 4.4.1.1, `label` of strongSwan). */
  readonly label?: Setting<string>
  /** In transport mode it is for networks as well, as a proxy (strongSwan's `transport_proxy`). */
  readonly proxies?: true
  /** Quick mode never finds it, in whichever mode it is asked for. */
  readonly onlyBegins?: true
  /** It asks for compression (IPComp, RFC 3173). */
  readonly compression: Setting<boolean>
  /** What was pasted does not tell it. */
  readonly compressionUntold?: true
  /** It is brought up by nobody but the peer. */
  readonly waits: boolean
  /** A policy in the kernel catches packets for it, which bring it up. */
  readonly trapped?: boolean
  /** Routes choose its packets: its selectors alone catch none, however wide they are. */
  readonly routed?: boolean
  /** It wraps packets in GRE, with this key in front of them (RFC 2890): its mark, or `null` for none. */
  readonly greKey?: Setting<string | null>
  /** Its product, or that release of it, has no words for particular networks there: it asks for any traffic. */
  readonly anyTrafficOnly?: true
  /** Its networks may be those of another connection too (Libreswan's `overlapip=yes`). */
  readonly overlaps?: boolean
  readonly lifetime: Lifetime
}

/** All of a child but its place and its selectors. */
export type ChildSettings = Omit<ChildConfig, 'name' | 'span' | 'local' | 'remote' | 'except'>

/** A traffic selector as written; `dynamic` is the address of the IKE SA, or the virtual one. */
export interface SelectorTemplate {
  readonly addresses: AddressRange | 'dynamic'
  readonly protocol: Interval
  readonly ports: Interval
  readonly span: Span | null
}

/** One local selector with one remote one. */
export interface SelectorPair {
  readonly local: SelectorTemplate
  readonly remote: SelectorTemplate
}

/** Seconds; `undefined` where it does not apply or is switched off. */
export interface Lifetime {
  /** When rekeying begins, at the earliest and the latest. */
  readonly rekey: { readonly from: number; readonly to: number } | undefined
  /** When the SA ends without a rekey. */
  readonly end: number | undefined
  /** Of an IKE SA: it is then authenticated anew, not rekeyed (RFC 7296 2.8.3). */
  readonly reauthenticates?: boolean
}

/**
 * One proposal (RFC 7296 3.3): any of each kind is good. Algorithms by their IANA names as daemons print them
 * (`AES_CBC_256`, `AES_GCM_16_128`, `HMAC_SHA2_256_128`, `PRF_HMAC_SHA2_256`, `MODP_2048`, `CURVE_25519`,
 * `NO_EXT_SEQ`), in order of preference; an empty list: the kind is not part of it.
 */
export interface Proposal {
  readonly protocol: 'ike' | 'esp' | 'ah'
  readonly encryption: readonly string[]
  readonly integrity: readonly string[]
  readonly prf: readonly string[]
  readonly ke: readonly string[]
  readonly esn: readonly string[]
}

/** A pre-shared key, by the mark that stands in its place. */
export interface SharedKey {
  /** `‹secret 1›`; `‹secret ?›` cannot be compared. */
  readonly mark: string
  /** What the peer is to prove itself by, where that is another key (IKEv2 alone). */
  readonly expects?: { readonly mark: string; readonly span: Span }
  readonly span: Span
  /** Whose key it is; empty for anybody's. */
  readonly owners: readonly Identity[]
  /** It counts only for what begins or is answered at these own addresses; at any where there are none. */
  readonly onlyAt?: readonly AddressRange[]
  /** It counts nowhere: only where this end has no tunnel, in words. */
  readonly onlyIn?: string | undefined
  /** It is written without quotes and in no encoding, so that not every product takes it. */
  readonly bare?: boolean
}

/** A post-quantum key; both ends know it by its name (PPK_ID of RFC 8784 5.1), of which it may have several. */
export interface PostQuantumKey extends SharedKey {
  /** Empty for any. */
  readonly ids: readonly string[]
}
