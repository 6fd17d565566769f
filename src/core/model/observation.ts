import type { AddressRange } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'
import type { Span } from '../text/source-text.ts'

/** Something that was seen to happen, as evidence beside the policies. */
export type Observation = PingObservation | NegotiationObservation

/** A ping transcript. Counts of answer lines by what they say. */
export interface PingObservation {
  readonly kind: 'ping'
  readonly target: AddressRange | null
  readonly negotiating: number
  /** Echoes without an answer. */
  readonly timedOut: number
  /** What the text says of each of them; `null` where only the closing count or a mark such as `.` tells. */
  readonly timedOutSays: string | null
  readonly unreachable: number
  readonly replies: number
  readonly spans: readonly Span[]
}

/** A security event about a negotiation (541-547, 4650-4655, 5451-5453). */
export interface NegotiationObservation {
  readonly kind: 'negotiation'
  /** Event id as text, e.g. "547". */
  readonly event: string
  readonly phase: 'main' | 'quick'
  readonly result: 'established' | 'ended' | 'failed'
  /** Selectors of quick mode, local side first; `null` when the event has none. */
  readonly box: Box | null
  readonly localAddress: AddressRange | null
  readonly peerAddress: AddressRange | null
  readonly role: 'initiator' | 'responder' | null
  /** Which side reports the failure; `null` when not said. */
  readonly failurePoint: 'local' | 'peer' | null
  /** The text of the failure reason, without its full stop. */
  readonly reason: string | null
  /** 546: what the peer proposed and what was expected. */
  readonly attribute: { readonly name: string; readonly expected: string; readonly received: string } | null
  readonly spans: readonly Span[]
}
