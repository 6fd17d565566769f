import { type AddressRange, rangeKey } from '../../address/address-range.ts'
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
  const places = [...(filters ?? []).flatMap(placesOfFilter), ...(filters ?? []).flatMap(placesOfHost)]
  const own = places.length > 0 ? places : (sas ?? []).flatMap(placesOfSa)
  return {
    vendor: daemon ? linuxWithDaemon : linux,
    name,
    label: null,
    addresses: distinct(own.map(({ here }) => here)),
    peers: distinct(own.map(({ there }) => there)),
    filters,
    site: undefined,
    ...(sas !== undefined && { sas }),
    settings: {},
    editor: null,
    span,
  }
}

interface Place {
  readonly here: Setting<AddressRange>
  readonly there: Setting<AddressRange>
}

/** Outbound templates go from here to there, the others come from there. */
function placesOfFilter({ tunnel, direction, spans }: PacketFilter): Place[] {
  const [, span] = spans
  return span === undefined ? [] : placeOf(tunnel.source, tunnel.destination, direction === 'out', span)
}

/** Transport mode between two hosts names them in the selectors only. */
function placesOfHost({ source, destination, tunnel, mode, direction, spans }: PacketFilter): Place[] {
  const [span] = spans
  if (mode !== 'transport' || tunnel.source !== null || tunnel.destination !== null || span === undefined) return []
  return isHost(source) && isHost(destination) ? placeOf(source, destination, direction === 'out', span) : []
}

/**
 * An SA's direction is printed by new kernels only. Else its sequence numbers tell it: one side of them counts. strongSwan
 * gives an outbound SA a replay window of 0; Libreswan gives one to both, so that a window alone tells nothing there.
 */
function placesOfSa({ source, destination, direction, received, sent, spans }: SecurityAssociation): Place[] {
  const [span] = spans
  const isOut = direction === 'out' || (direction === null && (sent ?? 0) > 0 && !received)
  const isIn = direction === 'in' || (direction === null && (received ?? 0) > 0 && !sent)
  return span === undefined || isOut === isIn ? [] : placeOf(source, destination, isOut, span)
}

function placeOf(source: AddressTerm | null, destination: AddressTerm | null, isOut: boolean, span: Span): Place[] {
  if (source === null || destination === null || source === 'own' || destination === 'own') return []
  const [here, there] = isOut ? [source, destination] : [destination, source]
  return [{ here: stated(here, span), there: stated(there, span) }]
}

function isHost(term: AddressTerm): boolean {
  return term !== 'own' && term.from === term.to
}

function distinct(settings: readonly Setting<AddressRange>[]): Setting<AddressRange>[] {
  return [...new Map(settings.toReversed().map((setting) => [rangeKey(setting.value), setting])).values()].toReversed()
}
