import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import { distinct } from '../../model/distinct.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import { NO_SCOPE } from '../../model/scope.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import type { InstalledPolicy, Mode, PacketFilter, SaTemplate } from '../../model/spd-entry.ts'
import type { Vendor } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import type { Ident, IdentSa, IdentSide } from './ident.ts'
import { mergedSettings } from './merged-settings.ts'
import type { Shown } from './shown.ts'

/** The end that the outputs tell of. */
export function shownFragment(shown: Shown, vendor: Vendor, name: string | null, span: Span): EndpointFragment {
  const { lists } = shown
  const idents = mergedIdents(shown.idents, shown.own.length === 1 ? (shown.own[0]?.value ?? null) : null)
  const untold = idents.filter(({ sas, sasUntold }) => sasUntold === true && sas.length === 0)
  // A pair without a list among others that have one has no SAs; at the end, the output may have been cut.
  const isCut = untold.length > 0 && (untold.length === idents.length || shown.idents.at(-1)?.sasUntold === true)
  const tellsSas = lists.sas && !isCut
  // SAs that are there and cannot be placed are not known; none of them is another thing.
  const areAtPeers = idents.every((ident) => ident.sas.length === 0 || ident.peer !== null)
  const placed = areAtPeers && idents.every((ident) => ident.sas.length === 0 || ident.own !== null)
  return {
    // What is installed is not all that it would negotiate: dynamic maps, templates and deny lines do not show.
    vendor: { ...vendor, installsByNeed: true },
    name,
    label: null,
    addresses: distinct(shown.own),
    peers: distinct(shown.peers),
    filters: lists.entries ? namedFilters(idents) : undefined,
    site: undefined,
    ...(tellsSas && placed && { sas: sasOf(idents) }),
    ...(tellsSas &&
      areAtPeers &&
      !placed && { sasAt: (own) => sasOf(idents.map((ident) => ({ ...ident, own: ident.own ?? own }))) }),
    ...(lists.ikeSas && { ikeSas: shown.ikeSas }),
    ...(shown.isDaemon && { shownByDaemon: true as const }),
    ...(shown.isDaemon && idents.some(hasOwnNumber) && { numbersItself: true as const }),
    settings: mergedSettings(shown.settings),
    editor: null,
    ...(shown.obstacles.length > 0 && { obstacles: shown.obstacles }),
    ...(shown.missing.length > 0 && { missing: shown.missing }),
    span,
  }
}

/** One pair may stand in several outputs: as a line of the map, with its SAs, and as a flow of a session. */
function mergedIdents(idents: readonly Ident[], own: AddressRange | null): Ident[] {
  const placed = idents.map((ident) => (ident.own === null && own !== null ? { ...ident, own } : ident))
  if (areAllOthers(placed)) return placed
  const merged = new Map<string, Ident>()
  for (const ident of placed) {
    const key = pairKey(ident)
    const known = merged.get(key)
    merged.set(key, known === undefined ? ident : together(known, ident))
  }
  return [...merged.values()]
}

/** No two have a remote network of the same first address, as it is with most outputs. */
function areAllOthers(idents: readonly Ident[]): boolean {
  const found = new Set<number>()
  for (const { remote } of idents) {
    const { family, from } = remote.addresses
    // As 32 bits with a sign, which engines keep without a box.
    const first = family === 'ipv4' ? from | 0 : null
    if (first === null || found.has(first)) return false
    found.add(first)
  }
  return true
}

/** Equal for two that are for the same packets between the same gateways. */
function pairKey({ own, peer, local, remote, protocol }: Ident): string {
  const gateways = `${own === null ? '' : rangeKey(own)} ${peer === null ? '' : rangeKey(peer)}`
  return `${gateways} ${sideKey(local)} ${sideKey(remote)} ${protocol.from}-${protocol.to}`
}

function sideKey({ addresses, ports }: IdentSide): string {
  return `${rangeKey(addresses)} ${ports.from}-${ports.to}`
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
    ...(counted.counts && { counts: counted.counts }),
    ...((a.sasUntold ?? b.sasUntold) && { sasUntold: true as const }),
    sas: fuller.sas.length > 0 ? fuller.sas : other.sas,
    // What one output says of several pairs stands in the same places.
    spans: fuller.spans === other.spans ? fuller.spans : [...fuller.spans, ...other.spans],
  }
}

/** Two one-way entries for each pair, by the name of the map with a number where it has several pairs. */
function namedFilters(idents: readonly Ident[]): PacketFilter[] {
  const counts = new Map<string, number>()
  for (const { name } of idents) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  const used = new Map<string, number>()
  const filters: PacketFilter[] = []
  for (const [at, ident] of idents.entries()) {
    const name = ident.name === null ? null : numbered(ident.name, counts, used)
    filters.push(filterOf(ident, name, 'out', at + 1), filterOf(ident, name, 'in', at + 1))
  }
  return filters
}

function numbered(name: string, counts: ReadonlyMap<string, number>, used: Map<string, number>): string {
  if (counts.get(name) === 1) return name
  const number = (used.get(name) ?? 0) + 1
  used.set(name, number)
  return `${name} (${number})`
}

function filterOf(ident: Ident, name: string | null, direction: 'out' | 'in', tie: number): PacketFilter {
  const out = direction === 'out'
  const [from, to] = out ? [ident.local, ident.remote] : [ident.remote, ident.local]
  const [source, destination] = out ? [ident.own, ident.peer] : [ident.peer, ident.own]
  return {
    name: name === null ? null : `${name} ${direction}`,
    source: from.addresses,
    destination: to.addresses,
    protocol: ident.protocol,
    sourcePort: from.ports,
    destinationPort: to.ports,
    mirrored: false,
    tunnel: { source, destination },
    direction,
    action: ident.denied ? 'bypass' : ident.discards === true ? 'discard' : 'protect',
    mode: modeOf(ident),
    weight: null,
    spans: ident.spans,
    installed: installedFor(ident, direction, tie),
  }
}

function modeOf({ sas }: Ident): Mode | null {
  for (const { mode } of sas) if (mode !== null) return mode
  return null
}

function installedFor(ident: Ident, direction: 'out' | 'in', tie: number): InstalledPolicy {
  const out = direction === 'out'
  const dropped = out ? ident.droppedOut : ident.droppedIn
  const packets = out ? ident.sent : ident.received
  const templates = ident.denied || ident.discards === true ? [] : [templateOf(ident, out, tieOf(ident, tie))]
  const policy = { scope: NO_SCOPE, templates, ...(ident.loaded && { loaded: ident.loaded }) }
  if (packets === null && dropped.length === 0) return policy
  const unit = ident.counts === undefined ? {} : { unit: ident.counts }
  return { ...policy, counted: { packets, ...unit, dropped, spans: ident.counted[direction] } }
}

function templateOf(ident: Ident, out: boolean, tie: number): SaTemplate {
  const [source, destination] = out ? [ident.own, ident.peer] : [ident.peer, ident.own]
  let protocol: SaTemplate['protocol'] = 'esp'
  for (const sa of ident.sas) {
    if (sa.protocol === 'comp') continue
    protocol = sa.protocol
    break
  }
  return { source, destination, protocol, spi: null, reqid: tie, mode: modeOf(ident), optional: false }
}

function sasOf(idents: readonly Ident[]): SecurityAssociation[] {
  const found: SecurityAssociation[] = []
  for (const [at, ident] of idents.entries()) {
    const { own, peer, sas } = ident
    if (own === null || peer === null) continue
    const tie = tieOf(ident, at + 1)
    for (const sa of sas) found.push(saOf(sa, sa.direction === 'out' ? [own, peer] : [peer, own], tie))
  }
  return found
}

function hasOwnNumber({ sas, reqid }: Ident): boolean {
  return sas.length > 0 && (reqid ?? -1) < 0
}

/** What ties SAs to the pairs that they are for: the number that is printed, else its place in the list. */
function tieOf({ reqid }: Ident, place: number): number {
  return reqid ?? place
}

/** Which pair an SA is for, its place in the list tells; `tie` stands for that where Linux has a number. */
function saOf(
  { protocol, spi, mode, direction, algorithms, replayWindow, spans }: IdentSa,
  [source, destination]: readonly [AddressRange, AddressRange],
  tie: number,
): SecurityAssociation {
  return {
    source,
    destination,
    protocol,
    spi,
    reqid: tie,
    mode,
    scope: NO_SCOPE,
    direction,
    algorithms,
    packets: null,
    received: null,
    sent: null,
    dropped: null,
    replayWindow,
    selectors: null,
    spans,
  }
}
