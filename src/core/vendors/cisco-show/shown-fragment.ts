import { type AddressRange, formatHost, formatRange } from '../../address/address-range.ts'
import { distinct } from '../../model/distinct.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import { NO_SCOPE, type SecurityAssociation } from '../../model/security-association.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import type { Vendor } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import type { Ident, IdentSa } from './ident.ts'
import { withListName } from './list-name.ts'
import { mergedSettings } from './setting-words.ts'
import type { Shown } from './shown.ts'

/** The end that the outputs tell of. */
export function shownFragment(shown: Shown, vendor: Vendor, name: string | null, span: Span): EndpointFragment {
  const { lists } = shown
  const idents = mergedIdents(shown.idents, shown.own.length === 1 ? (shown.own[0]?.value ?? null) : null)
  // SAs that are there and cannot be placed are not known; none of them is another thing.
  const placed = idents.every((ident) => ident.sas.length === 0 || (ident.own !== null && ident.peer !== null))
  const named = idents.flatMap(({ list, peer }) => (list === null ? [] : [{ name: list, peer }]))
  return {
    // What is installed is not all that it would negotiate: dynamic maps, templates and deny lines do not show.
    vendor: { ...vendor, installsByNeed: true },
    name,
    label: null,
    addresses: distinct(shown.own),
    peers: distinct(shown.peers),
    filters: lists.entries ? namedFilters(idents) : undefined,
    site: undefined,
    ...(lists.sas &&
      placed && { sas: idents.flatMap((ident, at) => ident.sas.flatMap((sa) => saOf(ident, sa, at + 1))) }),
    ...(lists.ikeSas && { ikeSas: shown.ikeSas }),
    settings: mergedSettings(shown.settings),
    editor: null,
    ...(named.length > 0 && { dialect: withListName(vendor.dialect, named) }),
    ...(shown.obstacles.length > 0 && { obstacles: shown.obstacles }),
    span,
  }
}

/** One pair may stand in several outputs: as a line of the map, with its SAs, and as a flow of a session. */
function mergedIdents(idents: readonly Ident[], own: AddressRange | null): Ident[] {
  const merged = new Map<string, Ident>()
  for (const each of idents) {
    const ident = each.own === null ? { ...each, own } : each
    const key = [
      ident.own === null ? '' : formatHost(ident.own),
      ident.peer === null ? '' : formatHost(ident.peer),
      ...[ident.local, ident.remote].map(
        ({ addresses, ports }) => `${formatRange(addresses)} ${ports.from}-${ports.to}`,
      ),
      `${ident.protocol.from}-${ident.protocol.to}`,
    ].join(' ')
    const known = merged.get(key)
    merged.set(key, known === undefined ? ident : together(known, ident))
  }
  return [...merged.values()]
}

/** SAs with their SPI tell more than SAs without, counters more than none, and what was printed later is newer. */
function together(a: Ident, b: Ident): Ident {
  const hasSpi = (ident: Ident) => ident.sas.some(({ spi }) => spi !== null)
  const counts = (ident: Ident) => ident.sent !== null || ident.received !== null
  const [fuller, other] = hasSpi(b) || !hasSpi(a) ? [b, a] : [a, b]
  const counted = counts(fuller) ? fuller : other
  return {
    ...fuller,
    name: a.name ?? b.name,
    list: a.list ?? b.list,
    sent: counted.sent,
    received: counted.received,
    droppedOut: counted.droppedOut,
    droppedIn: counted.droppedIn,
    counted: counted.counted,
    sas: fuller.sas.length > 0 ? fuller.sas : other.sas,
    spans: [...fuller.spans, ...other.spans],
  }
}

/** Two one-way entries for each pair, by the name of the map with a number where it has several pairs. */
function namedFilters(idents: readonly Ident[]): PacketFilter[] {
  const counts = new Map<string, number>()
  for (const { name } of idents) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  const used = new Map<string, number>()
  return idents.flatMap((ident, at) => {
    const { name } = ident
    if (name === null) return filtersOf(ident, null, at + 1)
    const number = (used.get(name) ?? 0) + 1
    used.set(name, number)
    return filtersOf(ident, counts.get(name) === 1 ? name : `${name} (${number})`, at + 1)
  })
}

function filtersOf(ident: Ident, name: string | null, tie: number): PacketFilter[] {
  const { own, peer, local, remote, protocol, sas, spans } = ident
  const mode = sas.find((sa) => sa.mode !== null)?.mode ?? null
  const main = sas.find((sa) => sa.protocol !== 'comp')?.protocol ?? 'esp'
  return (['out', 'in'] as const).map((direction): PacketFilter => {
    const out = direction === 'out'
    const [from, to] = out ? [local, remote] : [remote, local]
    const tunnel = out ? { source: own, destination: peer } : { source: peer, destination: own }
    const dropped = out ? ident.droppedOut : ident.droppedIn
    const packets = out ? ident.sent : ident.received
    return {
      name: name === null ? null : `${name} ${direction}`,
      source: from.addresses,
      destination: to.addresses,
      protocol,
      sourcePort: from.ports,
      destinationPort: to.ports,
      mirrored: false,
      tunnel,
      direction,
      action: ident.denied ? 'bypass' : 'protect',
      mode,
      weight: null,
      spans,
      installed: {
        scope: NO_SCOPE,
        templates: ident.denied ? [] : [{ ...tunnel, protocol: main, spi: null, reqid: tie, mode, optional: false }],
        ...((packets !== null || dropped.length > 0) && {
          counted: { packets, dropped, spans: ident.counted[direction] },
        }),
      },
    }
  })
}

/** Which pair an SA is for, its place in the list tells; `tie` stands for that where Linux has a number. */
function saOf({ own, peer }: Ident, sa: IdentSa, tie: number): SecurityAssociation[] {
  if (own === null || peer === null) return []
  const [source, destination] = sa.direction === 'out' ? [own, peer] : [peer, own]
  return [
    {
      source,
      destination,
      protocol: sa.protocol,
      spi: sa.spi,
      reqid: tie,
      mode: sa.mode,
      scope: NO_SCOPE,
      direction: sa.direction,
      algorithms: sa.algorithms,
      packets: null,
      received: null,
      sent: null,
      dropped: null,
      replayWindow: sa.replayWindow,
      selectors: null,
      spans: sa.spans,
    },
  ]
}
