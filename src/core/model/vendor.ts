import type { AddressRange } from '../address/address-range.ts'
import type { Change, ChangeKind } from './change.ts'
import type { Endpoint, Site } from './endpoint.ts'
import type { IkeDaemon } from './ike-daemon.ts'
import type { SpdEntry } from './spd-entry.ts'

/** How a responder answers the selectors that an initiator proposes in IKEv1 quick mode. */
export interface SelectorRule {
  /** `exact`: only its own; `subset`: also narrower ones; `narrow`: it answers with the intersection. */
  readonly rule: 'exact' | 'subset' | 'narrow'
  readonly certainty: 'stated' | 'assumed'
  /** The document or measurement that the rule rests on. */
  readonly authority: string
}

/** One step of a remedy in the product's own words. */
export interface DialectStep {
  readonly say: string
  /** The words of `say` that name the place, where the same may be wanted at many. */
  readonly place?: string
  /** The words of `say` that name what is entered, where several may be entered at once, and those right in front of them. */
  readonly entered?: { readonly behind: string; readonly words: string }
  /** A command to copy, or `null`. */
  readonly run: string | null
}

/** From each kind of change to the product's steps; complete by type. `after` is the end as it will be. */
export type Dialect = {
  readonly [K in ChangeKind]: (change: Change<K>, before: Endpoint, after: Endpoint) => readonly DialectStep[]
}

/** An entry to be made of a site's networks, in the order and direction in which the product lists it. */
export type DerivedEntry = Pick<SpdEntry, 'direction' | 'action' | 'mode' | 'selectors' | 'tunnel'>

/** A product's behaviour. Negotiation and rules know products only through this. */
export interface Vendor {
  readonly id: string
  /** As people call it, e.g. "ISA Server". */
  readonly title: string
  /** What it runs on: texts of two kinds are of two machines. Nothing for a product that a description names, whose own texts may be beside it. */
  readonly machine?: 'Windows' | 'Windows Firewall' | 'Unix' | 'Cisco IOS' | 'Cisco ASA' | 'FortiGate'
  /** Which of two entries is looked up first: negative for `a`. Packets and weights alone tell. */
  readonly entryOrder: (a: SpdEntry, b: SpdEntry) => number
  readonly selectorRule: SelectorRule
  /** How its IKE daemon negotiates; products whose whole policy is never read have none. */
  readonly daemon?: IkeDaemon
  /** It knows no IKEv2, which its texts have no need to say. */
  readonly onlyIkev1?: true
  /** The entries that the product makes of a site; `own` and `peer` are `null` when not known. */
  readonly derive: (site: Site, own: AddressRange | null, peer: AddressRange | null) => readonly DerivedEntry[]
  /** Looks at an end of a chosen pair and may know it better, e.g. that ISA Server made these Windows filters. */
  readonly refine?: (end: Endpoint, peer: Endpoint) => Endpoint
  /** The product protects traffic that the gateway itself sends to the remote networks. */
  readonly protectsOwnAddress: boolean
  /** Each of its children has one local selector with one remote one, such as a line of a crypto ACL. */
  readonly onePairEach?: true
  /** All that is configured is in force at once, and what is written first takes the packets, as in a crypto map. */
  readonly firstTakes?: true
  /** The key stands where the peer is named by its address, and the steps that change the address take it along, as in a tunnel group. */
  readonly keyFollowsPeer?: true
  /** Routes choose what goes into its tunnels, and the selectors of an entry catch no packet of their own accord. */
  readonly routed?: true
  /** `false`: a pre-shared key without quotes around it is none to it. */
  readonly takesBareKeys?: false
  /** Changes that its configuration has no words for; any can be told where this is missing. */
  readonly lacksWordsFor?: (change: Change, end: Endpoint) => boolean
  /** An entry of its own can protect the gateway's packets to its peer in transport mode. */
  readonly coversInTransport?: true
  /** Its tunnels always cover every protocol; an entry for one protocol or port cannot be configured. */
  readonly anyProtocolOnly: boolean
  /** Packets out of a tunnel that it routes on are looked up apart (entries of direction `fwd`), and dropped without one. */
  readonly checksForwarded?: true
  /** Its SPD is what an IKE daemon has installed so far: an empty one does not tell what it would negotiate. */
  readonly installsByNeed?: true
  /** What its user sees while a negotiation is not answered; `null` when nothing shows. */
  readonly seenWhenRefused: string | null
  /**
   * The command or place that shows its SPD entries, in a sentence fragment after "run" or "open"; `null` for a product, or
   * an unknown one, of which no text is read for certain.
   */
  readonly ask: string | null
  /** Where its IKE and ESP settings show, in a sentence fragment after "paste". */
  readonly askSettings: string
  /** The command whose output, beside its configuration, tells its own addresses, in a sentence fragment after "run". */
  readonly askAddress?: string
  /** The command that shows its SAs with their counters, in a sentence fragment after "run". */
  readonly askSas?: string
  /** What shows why it refuses what its peer asks for, in a sentence fragment after "paste". */
  readonly askLog?: string
  /** What keeps a change over a restart, of a product where commands alone do not. */
  readonly saveCommand?: string
  /** What no paste shows and decides all the same, one sentence each; never a finding. */
  readonly checks: (end: Endpoint, peer: Endpoint) => readonly string[]
  readonly dialect: Dialect
}
