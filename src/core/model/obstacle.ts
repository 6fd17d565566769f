import type { Box } from '../selectors/box.ts'
import type { Span } from '../text/source-text.ts'
import type { SpdEntry } from './spd-entry.ts'
import type { DialectStep } from './vendor.ts'

/**
 * What keeps packets from the entries that cover them, or out of the network behind the gateway, though its
 * configuration negotiates well. It is told only where the paste is complete enough to know.
 */
export interface Obstacle {
  /**
   * `no-route`: they are not routed into the tunnel; `not-admitted`: no firewall rule lets them pass; `translated`: NAT
   * changes their addresses first; `inactive`: what would protect them is configured and switched off, or applied nowhere;
   * `wrapped`: the two ends wrap them in ways that neither takes off again.
   */
  readonly kind: 'no-route' | 'not-admitted' | 'translated' | 'inactive' | 'wrapped'
  /** `out`: on their way to the peer; `in`: on their way from it. */
  readonly direction: 'out' | 'in' | 'both'
  /** Those that it concerns, as the gateway sees them. */
  readonly packets: readonly Box[]
  /** Of an entry for everything: no route, or no rule, is for its tunnel at all. Else those that there are tell what it is for. */
  readonly total?: true
  /** Others of the same traffic are let pass, so that it is taken to be meant so: a person is told, and it is no fault. */
  readonly meant?: true
  /** What becomes of those that leave. */
  readonly packet: 'clear' | 'dropped'
  /** The only connection that it concerns, or `null` for all. */
  readonly connection: string | null
  /** Entries that it keeps out of force, and that the end does not have as long as it is there; `alone`: in the place of those that it has. */
  readonly holds?: { readonly entries: readonly SpdEntry[]; readonly alone: boolean }
  /** A full sentence: what is there, or missing. */
  readonly say: string
  /** The lines that prove it; of something missing, the line that calls for it. */
  readonly spans: readonly Span[]
  /** How to remove it, in the product's words. */
  readonly steps: readonly DialectStep[]
  /** The same of some of its packets: of an entry for everything, those that the peer has entries for; `undefined` where nothing is in their way. */
  readonly narrowed?: (packets: readonly Box[]) => Pick<Obstacle, 'say' | 'steps'> | undefined
}

/** A part of a configuration that the paste names and does not hold. */
export interface MissingPart {
  /** The rule that will need it. */
  readonly code: string
  /** What it is, e.g. `access list VPN-TO-B`. */
  readonly topic: string
  /** How to get it, in a sentence fragment after "run". */
  readonly command: string
}
