import type { AddressRange } from '../address/address-range.ts'
import type { Span } from '../text/source-text.ts'
import type { IkeVersion } from './ike-policy.ts'

/**
 * How far an IKE SA has come (RFC 2409 5, RFC 7296 1.2): `none`: there is none; `contact`: the first message is out or
 * has come in, nothing is agreed; `agreed`: the proposals are, keys are not exchanged; `keyed`: keys are exchanged, nobody
 * has proved who it is; `established`; `closing`: it is being deleted.
 */
export type IkeStage = 'none' | 'contact' | 'agreed' | 'keyed' | 'established' | 'closing'

/** An IKE SA as a status output shows it, or a status that says that there is none. */
export interface IkeSa {
  /** `null` where it is not printed. */
  readonly version: IkeVersion | null
  /** The addresses that are printed for it; both, or the peer's alone. */
  readonly hosts: readonly AddressRange[]
  /** As printed, e.g. `MM_NO_STATE`. */
  readonly state: string
  readonly stage: IkeStage
  /** What the state means, in a full sentence of its product. */
  readonly means: string
  /** It tells of the child SAs alone: where there is none, the IKE SA may be up all the same. */
  readonly ofChildren?: true
  /** Child SAs are listed beside it, of which it is not told for which packets they are. */
  readonly childrenUntold?: true
  /** What has gone through all of its child SAs, where that is printed with it; packets, where nothing is said. */
  readonly counted?: { readonly sent: number; readonly received: number; readonly unit?: 'bytes' }
  readonly role: 'initiator' | 'responder' | null
  readonly spans: readonly Span[]
}
