import type { AddressRange } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'
import type { Span } from '../text/source-text.ts'
import type { Correction, Endpoint, Topic } from './endpoint.ts'
import type { Identity, IkeVersion, Lifetime, Proposal, SelectorTemplate } from './ike-policy.ts'
import type { Obstacle } from './obstacle.ts'

/** A connection of the end that is changed, by its name; `null` where its product has one for each peer and no names. */
interface OfConnection {
  readonly connection: string | null
}

/** A child of a connection. */
interface OfChild extends OfConnection {
  readonly child: string
}

/**
 * What can be changed of an end's policy, in RFC words. How a product words it is the matter of its vendor's dialect;
 * what it does to the model, of `remedy/`. Boxes are seen from the end that is changed.
 */
interface Changes {
  /**
   * Protect these packets in both directions, through the tunnel to the peer; `alone`: by a child of its own, where a
   * list would be answered in part; `mode`: as they are, without a tunnel.
   */
  readonly cover: { readonly box: Box; readonly alone?: true; readonly mode?: 'transport' }
  /** Give entries (both directions) other selectors. */
  readonly replace: { readonly from: Box; readonly to: Box }
  /** Take an entry away. */
  readonly remove: { readonly entry: string; readonly box: Box }
  /** Add the missing direction of an entry that is there for the other one. */
  readonly 'add-direction': {
    readonly entry: string
    readonly direction: 'out' | 'in' | 'fwd'
    readonly box: Box
    /** The entry that is there for it, and goes the other way. */
    readonly turns?: string
  }
  /** Send the tunnel to another address. */
  readonly retarget: { readonly from: AddressRange; readonly to: AddressRange }
  /** Make a mirrored tunnel filter a one-way filter with a separate one for the way back. */
  readonly unmirror: { readonly entry: string; readonly box: Box }

  /** The whole list of IKE proposals, in order of preference. */
  readonly 'ike-proposals': OfConnection & { readonly proposals: readonly Proposal[] }
  /** The whole list of ESP or AH proposals, with the groups of perfect forward secrecy. */
  readonly 'child-proposals': OfChild & { readonly proposals: readonly Proposal[] }
  /** Whether proposals that name no group take that of the IKE SA. */
  readonly pfs: OfChild & { readonly pfs: 'as proposed' | 'ike-group' }
  /** The traffic selectors of a child, local side first, each list whole. */
  readonly 'child-selectors': OfChild & {
    readonly local: readonly SelectorTemplate[]
    readonly remote: readonly SelectorTemplate[]
  }
  readonly mode: OfChild & { readonly mode: 'tunnel' | 'transport' }
  /** Let a responder answer with a part of what is proposed (RFC 7296 2.9). */
  readonly narrowing: OfChild & { readonly narrows: boolean }
  /** Leave packets that its entries have to those that are looked up later. */
  readonly 'pass-over': OfConnection & { readonly box: Box }
  /** Whether the child asks for compression (IPComp, RFC 3173). */
  readonly compression: OfChild & { readonly compression: boolean }
  /** Who brings the child up: its traffic, or nobody but the peer. */
  readonly waits: OfChild & { readonly waits: boolean }

  /** What the end shows as its identity (IDi or IDr). */
  readonly 'own-identity': OfConnection & { readonly identity: Identity }
  /** What it expects of its peer. */
  readonly 'peer-identity': OfConnection & { readonly identity: Identity }
  /** How the end shows who it is (`local`), or what it expects of its peer (`remote`). */
  readonly authentication: OfConnection & { readonly side: 'local' | 'remote'; readonly method: 'psk' | 'pubkey' }
  /**
   * A new pre-shared key, the same on both ends: in the place of the one at `replaces`, or one more for these identities.
   * What it is, only people can say.
   */
  readonly 'new-key': { readonly owners: readonly Identity[]; readonly replaces: Span | null }
  /** Whose key the one at `key` is; an empty list: anybody's. */
  readonly 'key-owners': { readonly key: Span; readonly owners: readonly Identity[] }

  /**
   * Insists on the post-quantum key of this name (RFC 8784): one that is there (`null`), or a new one that is the same on both ends,
   * in the place of the one at `replaces`, or one more for these identities.
   */
  readonly 'post-quantum-key': OfConnection & {
    readonly id: string
    readonly key: Changes['new-key'] | null
  }

  readonly version: OfConnection & { readonly version: IkeVersion }
  readonly exchange: OfConnection & { readonly exchange: 'main' }
  /** Switches NAT traversal on. */
  readonly 'nat-traversal': OfConnection
  /** The UDP ports from which and to which it begins; `null` for the usual ones. */
  readonly 'ike-ports': OfConnection & { readonly own: number | null; readonly peer: number | null }
  /** Let the daemon listen at the usual UDP ports, 500 and 4500. */
  readonly 'listening-ports': object
  readonly childless: OfConnection & { readonly childless: 'allow' | 'never' | 'force' }
  /** The addresses of the own end and of the peer, each list whole. */
  readonly 'own-addresses': OfConnection & { readonly addresses: readonly AddressRange[] }
  readonly 'peer-addresses': OfConnection & { readonly addresses: readonly AddressRange[] }
  /** The virtual addresses that it asks for, as written; empty for none. */
  readonly 'virtual-addresses': OfConnection & { readonly addresses: readonly string[] }
  /** Of a child, or of the IKE SA where `child` is `null`. */
  readonly lifetime: OfConnection & { readonly child: string | null; readonly lifetime: Lifetime }
  /** A setting that a product shows in words, of an end that shows no more of its policy. */
  readonly 'shown-setting': { readonly topic: Topic; readonly value: string }
  /** Let packets come to the tunnel, or out of it, that are covered and do not. */
  readonly 'clear-obstacle': { readonly obstacle: Obstacle; readonly told?: Pick<Obstacle, 'steps'> | undefined }
  /** Text that the product refuses, put right; nothing of it counted before. */
  readonly correct: Correction<() => Endpoint>
}

export type ChangeKind = keyof Changes

/** One change of an end's policy, of one of these kinds. */
export type Change<K extends ChangeKind = ChangeKind> = { [P in K]: { readonly kind: P } & Changes[P] }[K]

/** Stands for a key that people must make up; both files get the very same text. */
export const NEW_KEY = '<the same new key on both ends>'
