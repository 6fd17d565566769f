import type { AddressRange } from '../address/address-range.ts'
import type { Span } from '../text/source-text.ts'
import type { PairHosts } from './hosts.ts'
import type { IkePolicy, PastedPolicy } from './ike-policy.ts'
import type { IkeSa } from './ike-sa.ts'
import type { MissingPart, Obstacle } from './obstacle.ts'
import type { SecurityAssociation } from './security-association.ts'
import type { Setting } from './setting.ts'
import type { PacketFilter, SpdEntry } from './spd-entry.ts'
import type { Dialect, Vendor } from './vendor.ts'

/** Settings that are read and compared as text; the two ends of a tunnel must agree on each. */
export const TOPICS = [
  'IKE encryption',
  'IKE integrity',
  'IKE Diffie-Hellman group',
  'authentication method',
  'pre-shared key',
  'ESP encryption',
  'ESP integrity',
  'perfect forward secrecy',
  'IKE lifetime',
  'IPsec lifetime',
] as const
/** What both ends can be asked to show, and is compared by its words. */
export type Topic = (typeof TOPICS)[number]

/** What a text says of each topic, in words that compare across products; a topic that is left out was not pasted. */
export type PolicySettings = { readonly [topic in Topic]?: Setting<string> }

/**
 * The networks that a product makes its SPD of: ISA's routable local networks and Remote Site, or the two lists of a
 * description. `Vendor.derive` turns them into entries.
 */
export interface Site {
  readonly locals: readonly Setting<AddressRange>[]
  readonly remotes: readonly Setting<AddressRange>[]
  /** What the product calls the remote list, e.g. `Remote Site "Branch"`. */
  readonly name: string | null
}

/** A change of pasted text; see `Edit` of the report's schema. */
export interface TextEdit {
  readonly source: string
  readonly line: number
  readonly remove: string | null
  readonly insert: string
}

/** Writes into the text that the end was read from what makes it another. Output that nobody edits has no editor. */
export type Editor = (before: Endpoint, after: Endpoint) => readonly TextEdit[]

/** A text that the product refuses, put right in one of the ways that are likely. */
export interface Correction<Of> {
  /** Where the fault is. */
  readonly fault: Span
  /** What is changed, in a sentence that begins in lower case. */
  readonly say: string
  readonly edits: readonly TextEdit[]
  /** What is read then. */
  readonly corrected: Of
}

/** What one block of text tells of one end, before it is known which end that is. */
export interface EndpointFragment {
  readonly vendor: Vendor
  /** The gateway's name in the paste. */
  readonly name: string | null
  /** The end that the paste itself names ("A"). */
  readonly label: string | null
  /** Own tunnel addresses. */
  readonly addresses: readonly Setting<AddressRange>[]
  /** Others of its gateway, at which a tunnel can begin as well: of a loopback, or a second one of an interface. */
  readonly spareAddresses?: readonly Setting<AddressRange>[]
  /** The other end's tunnel addresses. */
  readonly peers: readonly Setting<AddressRange>[]
  readonly filters: readonly PacketFilter[] | undefined
  readonly site: Site | undefined
  readonly settings: PolicySettings
  /** A daemon's whole policy, where the text is its configuration. */
  readonly ike?: PastedPolicy
  /** What a daemon shows of the connections that it has loaded. It counts where none of their configuration was pasted, which tells more. */
  readonly shownPolicy?: Pick<EndpointFragment, 'vendor' | 'ike' | 'missing'>
  /** SAs that are there; an empty list: the text shows that there is none. */
  readonly sas?: readonly SecurityAssociation[]
  /** The same of an output that does not print the own address, which another text may tell. */
  readonly sasAt?: (own: AddressRange) => readonly SecurityAssociation[]
  /** The same of IKE SAs, where a status output was pasted. */
  readonly ikeSas?: readonly IkeSa[]
  /** A daemon shows what it has installed; a dump of its kernel tells the same, and more. */
  readonly shownByDaemon?: true
  /** Its filters are those of a store, of which a dump tells whether they are in force. */
  readonly configuredOnly?: true
  /** The numbers that tie SAs to their entries are places in its list, and not those of the kernel. */
  readonly numbersItself?: true
  readonly editor: Editor | null
  /** Steps in the words of this very configuration; without it, those of its product. */
  readonly dialect?: Dialect
  readonly obstacles?: readonly Obstacle[]
  /** What the text names and does not hold. */
  readonly missing?: readonly MissingPart[]
  /** Of a text that the product refuses, what may have been meant; the peer's settings tell which is likely. */
  readonly textCorrections?: (peer: Endpoint) => readonly Correction<EndpointFragment>[]
  /** Where the block begins. */
  readonly span: Span
  /** Of a text that names both ends and does not tell at which one it stands, such as the left and right of ipsec.conf. */
  readonly sides?: Sides
}

/** Both readings of a text that could stand at either end. What the fragment itself says is the first one. */
export interface Sides {
  /** Addresses that can be its own, best first; empty where nothing is left open. */
  readonly candidates: readonly AddressRange[]
  /** What it says to the end that has these addresses, and whose peer has those. */
  readonly seenFrom: (
    own: readonly AddressRange[],
    peers?: readonly AddressRange[],
  ) => Pick<EndpointFragment, 'peers' | 'settings' | 'ike'>
}

/** What is known of one end of the tunnel. */
export interface Endpoint {
  /** "A", "B", ... */
  readonly label: string
  readonly name: string
  readonly vendor: Vendor
  /** Own tunnel addresses; empty when not known. */
  readonly addresses: readonly Setting<AddressRange>[]
  /** Others of its gateway, at which the tunnel could begin. */
  readonly spareAddresses?: readonly Setting<AddressRange>[]
  /** None of its texts shows them: they are where the other end's tunnel goes. */
  readonly addressesAssumed?: true
  readonly peers: readonly Setting<AddressRange>[]
  /** Between which addresses it speaks with the other end, once a pair is chosen. */
  readonly hosts?: PairHosts
  /** Names of the connections that are meant for the other end, once a pair is chosen. */
  readonly meant?: ReadonlySet<string>
  /** `undefined`: its SPD was not pasted. */
  readonly spd: readonly SpdEntry[] | undefined
  readonly site: Site | undefined
  readonly settings: PolicySettings
  readonly ike?: IkePolicy
  /** The SPD that was seen beside the configuration that `spd` follows from. */
  readonly installed?: readonly SpdEntry[]
  /** `undefined`: its SAs were not pasted. */
  readonly sas?: readonly SecurityAssociation[]
  readonly ikeSas?: readonly IkeSa[]
  readonly editor: Editor | null
  /** Steps in the words of its very configuration; without it, those of its product. */
  readonly dialect?: Dialect
  readonly obstacles?: readonly Obstacle[]
  readonly missing?: readonly MissingPart[]
  /** Faults of its text, put right. The mended text is read only when it is asked for, since few of many faults are tried. */
  readonly corrections?: (peer: Endpoint) => readonly Correction<() => Endpoint>[]
  /** Where its text begins; `null` when nothing of it was pasted. */
  readonly span: Span | null
  /** Nothing of it was pasted, and the log of the other end says here what it asks for. */
  readonly toldByLog?: Span
  /** A line of a block that was used was not understood, so that its flows are only assumed. */
  readonly partlyRead: boolean
}
