import type { AddressRange } from '../address/address-range.ts'
import type { Span } from '../text/source-text.ts'
import type { Identity, IkeVersion, Proposal, SelectorTemplate } from './ike-policy.ts'
import type { Stated } from './setting.ts'

/**
 * The last attempt that a gateway refused, as its log tells it: what the other end asked for. `null` stands for what the log does
 * not tell.
 */
export interface LoggedAttempt {
  /** The line that says why it was refused. */
  readonly span: Span
  /** The gateway that logs, and the other end. */
  readonly own: AddressRange | null
  readonly peer: AddressRange | null
  /** The name of the gateway's connection. */
  readonly connection: string | null
  readonly version: IkeVersion | null
  readonly asked: AskedFor
}

/** What was refused. */
export type AskedFor =
  | OfferedProposals
  | OfferedAttributes
  | OfferedNoGroup
  | AskedSelectors
  | ShownIdentity
  | OtherKey
  | AnyConnection

export interface OfferedProposals {
  readonly kind: 'proposals'
  readonly offered: Stated<readonly Proposal[]>
  /** What the gateway would have taken; `null` where that is not listed. */
  readonly accepted: readonly Proposal[] | null
}

/** Kinds of the algorithms of IKE in which what is offered is not what this end has; in the others it is taken to be. */
export interface OfferedAttributes {
  readonly kind: 'attributes'
  readonly span: Span
  readonly offered: Attributes
  /** What this end had there in their place. */
  readonly accepted: Attributes
}

export type Attributes = Readonly<Record<'encryption' | 'integrity' | 'ke', readonly string[]>>

/** A child without perfect forward secrecy, where this end wants it. */
interface OfferedNoGroup {
  readonly kind: 'no group'
  readonly span: Span
}

/** The networks of a child. */
export interface AskedSelectors {
  readonly kind: 'selectors'
  /** On the side of the gateway that logs, and on that of the other end. */
  readonly own: Stated<readonly SelectorTemplate[]>
  readonly peer: Stated<readonly SelectorTemplate[]>
}

interface ShownIdentity {
  readonly kind: 'identity'
  /** Whom the other end shows. */
  readonly shown: Stated<Identity>
  /** Whom it wants; `null` where it does not say. */
  readonly wanted: Stated<Identity> | null
}

/** Another pre-shared key than the gateway has. */
interface OtherKey {
  readonly kind: 'key'
}

/** A connection at all: for the address that it comes from, and the version that it begins with. */
interface AnyConnection {
  readonly kind: 'connection'
}

/** They are for the IKE SA, and not for a child. */
export function isOfIke({ offered }: OfferedProposals): boolean {
  return offered.value.some(({ protocol }) => protocol === 'ike')
}
