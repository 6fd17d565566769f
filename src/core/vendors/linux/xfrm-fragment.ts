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
  const places = [...placesOf(filters ?? [], placeOfFilter), ...placesOf(filters ?? [], placeOfHosts)]
  const own = places.length > 0 ? places : placesOf(sas ?? [], placeOfSa)
  return {
    vendor: daemon ? linuxWithDaemon : linux,
    name,
    label: null,
    addresses: distinct(own, 'here'),
    peers: distinct(own, 'there'),
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

function placesOf<T>(all: readonly T[], placeOf: (one: T) => Place | null): Place[] {
  const places: Place[] = []
  for (const one of all) {
    const place = placeOf(one)
    if (place !== null) places.push(place)
  }
  return places
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

/** Each where it is told first. */
function distinct(places: readonly Place[], side: 'here' | 'there'): Setting<AddressRange>[] {
  const found: Setting<AddressRange>[] = []
  const indexes = new RangeMap<number>()
  for (let at = places.length - 1; at >= 0; at--) {
    const place = places[at]
    // Many in a row have the same, of which the first one tells.
    if (place === undefined || places[at - 1]?.[side] === place[side]) continue
    const range = place[side]
    const index = indexes.get(range) ?? found.length
    if (index === found.length) indexes.set(range, index)
    found[index] = stated(range, place.span)
  }
  return found.reverse()
}
