import type { AddressRange } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'
import type { Interval } from '../selectors/interval.ts'
import type { Span } from '../text/source-text.ts'
import type { ChildConfig, IkeConnection } from './ike-policy.ts'
import type { Scope } from './scope.ts'
import type { SwitchedOff } from './switched-off.ts'

/** What is done with a packet (RFC 4301 4.4.1). */
export type Action = 'protect' | 'bypass' | 'discard'

/** `tunnel`: the whole packet travels inside another one; `transport`: its own header stays in front (RFC 4301 3.2). */
export type Mode = 'tunnel' | 'transport'

/** `fwd`, of Linux: packets that came in and are routed on; it looks them up apart from those for itself, which are `in`. */
export type EntryDirection = 'out' | 'in' | 'fwd' | 'both'

/**
 * One SPD entry (RFC 4301 4.4.1) as seen from its owner: `local` is the own side whatever the direction. Of an entry
 * with direction `out` the packets' source is local, with `in` and `fwd` their source is remote.
 */
export interface SpdEntry {
  /** `A#3`; unique in its end. */
  readonly id: string
  /** As its owner calls it. */
  readonly name: string
  readonly direction: EntryDirection
  readonly action: Action
  readonly mode: Mode | null
  /** Disjoint boxes; a Windows filter has one. */
  readonly selectors: readonly Box[]
  /** Tunnel source and destination as written for the packets' direction; `null` where the paste does not say. */
  readonly tunnel: { readonly source: AddressRange | null; readonly destination: AddressRange | null }
  readonly weight: bigint | null
  /** The lines that prove it; empty for an entry that is derived or will be there after the fix. */
  readonly spans: readonly Span[]
  /** The filter list that it stands in, by its name, where the text shows lists. */
  readonly list?: string
  /** It is configured, and not in force. */
  readonly off?: SwitchedOff
  /** What a daemon negotiates for it, where its configuration was pasted. */
  readonly negotiated?: { readonly connection: IkeConnection; readonly child: ChildConfig }
  /** What the kernel asks of the SAs that it uses, where the entry is an installed one. */
  readonly installed?: InstalledPolicy
}

/** What a dump of installed policies tells beyond selectors. */
export interface InstalledPolicy {
  readonly scope: Scope
  /** The SAs that a packet must go through, in order; with a bundle (IPComp, ESP) there are several. */
  readonly templates: readonly SaTemplate[]
  /** Where the product counts by entry and direction, not by SA. */
  readonly counted?: PacketCount
  /** The daemon knows it and has put nothing into the kernel: its packets pass in clear, and none asks for an SA. */
  readonly loaded?: true
}

/** What has become of an entry's packets. */
interface PacketCount {
  /** Those that went through; `null` where it is not printed. */
  readonly packets: number | null
  /** Where the product counts these and no packets. */
  readonly unit?: 'bytes'
  readonly dropped: readonly DroppedPackets[]
  readonly spans: readonly Span[]
}

/**
 * Packets that were dropped, by the auditable events of RFC 4301 and 4303: there was no SA to send them through, or none
 * with the SPI of what came; its integrity check failed; it came twice or too late; its inner header is not of the
 * entry; or the product does not say why.
 */
export interface DroppedPackets {
  readonly why: 'no-sa' | 'unknown-sa' | 'integrity' | 'replay' | 'selectors' | 'unsaid'
  readonly count: number
  readonly span: Span
}

/** Which SA is used (Linux: `struct xfrm_user_tmpl`). `null`: any, not printed, or masked. */
export interface SaTemplate {
  readonly source: AddressRange | null
  readonly destination: AddressRange | null
  readonly protocol: 'esp' | 'ah' | 'comp' | null
  readonly spi: number | null
  readonly reqid: number | null
  readonly mode: Mode | null
  /** Without such an SA packets go on in clear. */
  readonly optional: boolean
}

/** A daemon's entry for whoever comes: it knows no address to go to, and installs what it negotiates with each peer. */
export function isTemplate({ negotiated }: SpdEntry): boolean {
  return negotiated?.connection.remoteAddresses.value.every(({ from, to }) => from !== to) === true
}

/** `own`: the keyword "my address" of Windows, which stands for the gateway's own address. */
export type AddressTerm = AddressRange | 'own'

/**
 * A one-way filter as a dump prints it. Whether it is outbound or inbound often shows only once the own address is
 * known; `orient` makes SPD entries of them.
 */
export interface PacketFilter {
  readonly name: string | null
  readonly source: AddressTerm
  readonly destination: AddressTerm
  readonly protocol: Interval
  readonly sourcePort: Interval
  readonly destinationPort: Interval
  readonly mirrored: boolean
  readonly tunnel: { readonly source: AddressTerm | null; readonly destination: AddressTerm | null }
  /** `null` when the paste does not say. */
  readonly direction: 'out' | 'in' | 'fwd' | null
  readonly action: Action
  readonly mode: Mode | null
  readonly weight: bigint | null
  /** The lines of the record that a finding would quote, the most telling first. */
  readonly spans: readonly Span[]
  /** The filter list that it stands in, by its name, where the text shows lists. */
  readonly list?: string
  readonly off?: SwitchedOff
  readonly installed?: InstalledPolicy
}
