import type { AddressRange } from '../../address/address-range.ts'
import { RangeMap } from '../../address/range-map.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { AddressTerm, PacketFilter } from '../../model/spd-entry.ts'
import type { Span } from '../../text/source-text.ts'
import { linux, linuxWithDaemon } from './vendor.ts'

interface Seen {
  readonly name: string | null
  readonly filters: readonly PacketFilter[] | undefined
  readonly sas: readonly SecurityAssociation[] | undefined
  /** Per-socket policies were seen, which only an IKE daemon has. */
  readonly daemon: boolean
  readonly span: Span
}

/** The end that a dump tells of. */
export function xfrmFragment({ name, filters, sas, daemon, span }: Seen): EndpointFragment {
  const [here, there] = [new ToldEnds(), new ToldEnds()]
  tellEnds(filters ?? [], placeOfHosts, here, there)
  tellEnds(filters ?? [], placeOfFilter, here, there)
  if (here.isEmpty) tellEnds(sas ?? [], placeOfSa, here, there)
  return {
    vendor: daemon ? linuxWithDaemon : linux,
    name,
    label: null,
    addresses: here.all(),
    peers: there.all(),
    filters,
    site: undefined,
    ...(sas !== undefined && { sas }),
    settings: {},
    editor: null,
    span,
  }
}

/** The two ends of a tunnel, and where they are told. */
interface Place {
  readonly here: AddressRange
  readonly there: AddressRange
  readonly span: Span
}

/** From the last one to the first. */
function tellEnds<T>(all: readonly T[], placeOf: (one: T) => Place | null, here: ToldEnds, there: ToldEnds): void {
  for (let at = all.length - 1; at >= 0; at--) {
    const one = all[at]
    const place = one === undefined ? null : placeOf(one)
    if (place === null) continue
    here.add(place.here, place.span)
    there.add(place.there, place.span)
  }
}

/** Outbound templates go from here to there, the others come from there. */
function placeOfFilter({ tunnel, direction, spans }: PacketFilter): Place | null {
  const [, span] = spans
  return span === undefined ? null : placeOf(tunnel.source, tunnel.destination, direction === 'out', span)
}

/** Transport mode between two hosts names them in the selectors only. */
function placeOfHosts({ source, destination, tunnel, mode, direction, spans }: PacketFilter): Place | null {
  const [span] = spans
  if (mode !== 'transport' || tunnel.source !== null || tunnel.destination !== null || span === undefined) return null
  return isHost(source) && isHost(destination) ? placeOf(source, destination, direction === 'out', span) : null
}

/**
 * An SA's direction is printed by new kernels only. Else its sequence numbers tell it: one side of them counts. strongSwan
 * gives an outbound SA a replay window of 0; Libreswan gives one to both, so that a window alone tells nothing there.
 */
function placeOfSa({ source, destination, direction, received, sent, spans }: SecurityAssociation): Place | null {
  const [span] = spans
  const isOut = direction === 'out' || (direction === null && (sent ?? 0) > 0 && !received)
  const isIn = direction === 'in' || (direction === null && (received ?? 0) > 0 && !sent)
  return span === undefined || isOut === isIn ? null : placeOf(source, destination, isOut, span)
}

function placeOf(
  source: AddressTerm | null,
  destination: AddressTerm | null,
  isOut: boolean,
  span: Span,
): Place | null {
  if (source === null || destination === null || source === 'own' || destination === 'own') return null
  return isOut ? { here: source, there: destination, span } : { here: destination, there: source, span }
}

function isHost(term: AddressTerm): boolean {
  return term !== 'own' && term.from === term.to
}

/** The ends of one side, each where it is told first. */
class ToldEnds {
  readonly #indexes = new RangeMap<number>()
  readonly #found: Setting<AddressRange>[] = []
  #range: AddressRange | null = null
  #span: Span | null = null

  get isEmpty(): boolean {
    return this.#range === null
  }

  /** An end that is told above those that were added before. Many in a row have the same, of which the first one tells. */
  add(range: AddressRange, span: Span): void {
    if (range !== this.#range) this.#take()
    this.#range = range
    this.#span = span
  }

  /** In the order of the text. */
  all(): Setting<AddressRange>[] {
    this.#take()
    return this.#found.reverse()
  }

  #take(): void {
    const [range, span] = [this.#range, this.#span]
    if (range === null || span === null) return
    const index = this.#indexes.get(range) ?? this.#found.length
    if (index === this.#found.length) this.#indexes.set(range, index)
    this.#found[index] = stated(range, span)
  }
}
