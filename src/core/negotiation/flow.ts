import type { SpdEntry } from '../model/spd-entry.ts'
import type { Box } from '../selectors/box.ts'

/** What becomes of a flow; docs/terms.md has the meaning of each word. */
export type Outcome =
  | 'established'
  | 'narrowed'
  | 'uncovered'
  | 'lost'
  | 'refused'
  | 'no-policy'
  | 'responder-only'
  | 'bypassed'
  | 'discarded'
  | 'unknown'

/** What becomes of a packet at the end that sends it; `clear` is sent without protection. */
export type PacketFate = 'encrypted' | 'dropped' | 'clear' | 'unknown'

/** `stated`: pasted lines prove it. `assumed`: it rests on a default, or on what was not pasted. */
export type Certainty = 'stated' | 'assumed'

/** One class of packets in one direction: those that hit the same entry at the sender and the same at the receiver. */
export interface Flow {
  /** Labels of the ends. */
  readonly sender: string
  readonly receiver: string
  readonly initiator: string
  /** As the sender sees them: `local` is the source. */
  readonly region: readonly Box[]
  /** The sender's outbound entry. */
  readonly out: SpdEntry | null
  /** The receiver's inbound entry. */
  readonly inbound: SpdEntry | null
  /** The entry whose packets these are: the sender's, or where it has none for them, the receiver's. */
  readonly owner: SpdEntry
  readonly outcome: Outcome
  readonly packet: PacketFate
  /** What the sender's user sees, or `null`. */
  readonly seen: string | null
  readonly notify: string | null
  readonly certainty: Certainty
  /** What is left of an entry that asks for no particular traffic; not counted in the verdict. */
  readonly remainder: boolean
}

/** Some of its packets arrive through the tunnel, or all. */
export function isCarried({ outcome }: Pick<Flow, 'outcome'>): boolean {
  return outcome === 'established' || outcome === 'narrowed'
}

/** They say the same of the very same packets and entries. */
export function isSameFlow(one: Flow, other: Flow): boolean {
  return (
    one.region === other.region &&
    one.out === other.out &&
    one.inbound === other.inbound &&
    one.owner === other.owner &&
    one.sender === other.sender &&
    one.receiver === other.receiver &&
    one.initiator === other.initiator &&
    one.outcome === other.outcome &&
    one.packet === other.packet &&
    one.seen === other.seen &&
    one.notify === other.notify &&
    one.certainty === other.certainty &&
    one.remainder === other.remainder
  )
}
