import type { AddressRange } from '../../address/address-range.ts'
import type { SaAlgorithm } from '../../model/security-association.ts'
import type { DroppedPackets, Mode } from '../../model/spd-entry.ts'
import type { Interval } from '../../selectors/interval.ts'
import type { Span } from '../../text/source-text.ts'

/** A pair of identities as it is installed: what a crypto ACL line, a tunnel interface or a negotiation made. */
export interface Ident {
  /** Of the crypto map, with the sequence number where it is printed. */
  readonly name: string | null
  /** The crypto ACL that it is of, where it is printed. */
  readonly list: string | null
  readonly own: AddressRange | null
  readonly peer: AddressRange | null
  readonly local: IdentSide
  readonly remote: IdentSide
  readonly protocol: Interval
  readonly denied: boolean
  /** Its packets are dropped, and never protected. */
  readonly discards?: true
  /** It is known and not in force: its packets pass as if it were not there, and none asks for an SA. */
  readonly loaded?: true
  /** What is counted below; packets where nothing is said. */
  readonly counts?: 'bytes'
  readonly sent: number | null
  readonly received: number | null
  readonly droppedOut: readonly DroppedPackets[]
  readonly droppedIn: readonly DroppedPackets[]
  /** The lines of the counters, out and in. */
  readonly counted: { readonly out: readonly Span[]; readonly in: readonly Span[] }
  readonly sas: readonly IdentSa[]
  /** The paste ends before its SAs, so that there may be some. */
  readonly sasUntold?: true
  /** As printed: pairs that share their SAs have one; `null`: its SAs are its own. */
  readonly reqid: number | null
  readonly spans: readonly Span[]
}

export interface IdentSide {
  readonly addresses: AddressRange
  readonly ports: Interval
}

export interface IdentSa {
  readonly direction: 'out' | 'in'
  readonly protocol: 'esp' | 'ah' | 'comp'
  readonly spi: number | null
  readonly mode: Mode | null
  readonly algorithms: readonly SaAlgorithm[]
  readonly replayWindow: number | null
  readonly spans: readonly Span[]
}

/** An identity pair of which nothing but the identities is known. */
export function plainIdent(
  told: Pick<Ident, 'name' | 'own' | 'peer' | 'local' | 'remote' | 'protocol' | 'spans'> & {
    readonly list?: string | null
  },
): Ident {
  return {
    list: null,
    ...told,
    denied: false,
    sent: null,
    received: null,
    droppedOut: [],
    droppedIn: [],
    counted: { out: [], in: [] },
    sas: [],
    reqid: null,
  }
}

/** Two SAs of which no more is printed than that they are there. */
export function untoldSas(span: Span): IdentSa[] {
  return (['out', 'in'] as const).map((direction) => ({ ...UNTOLD_SA, direction, spi: null, spans: [span] }))
}

/** What is not printed of an SA that has keys. */
export const UNTOLD_SA = {
  protocol: 'esp',
  mode: null,
  algorithms: [{ use: 'encryption', name: null, key: null }],
  replayWindow: null,
} as const
