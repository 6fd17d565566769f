import type { AddressRange } from '../../../address/address-range.ts'
import { containsRange } from '../../../address/address-range.ts'
import type { EndpointFragment, Site } from '../../../model/endpoint.ts'
import type { ReadingProblem } from '../../../model/format.ts'
import { type Setting, stated } from '../../../model/setting.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../selectors/interval.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { isa } from '../vendor.ts'
import { filterListEditor } from './filter-list-editor.ts'
import { isAddress, type Meaning, type Names, type Place, placeAt } from './filter-names.ts'
import { filterSpan, leftOf, parseLine, rightOf, type Word, type WrittenFilter } from './filter-notation.ts'
import { soundsLikeGateway, type TopologyHalf } from './filter-places.ts'
import { SideSorter, type Sides } from './filter-sides.ts'

/** A filter whose two sides are understood. */
export interface PlacedFilter {
  readonly written: WrittenFilter
  readonly left: Meaning
  readonly right: Meaning
}

/** The filters of each list by the letters of their names. */
export type FilterLists = ReadonlyMap<string, readonly PlacedFilter[]>

/** A list whose names are sorted into the two sides of the tunnel. */
interface SidedList extends Sides<Meaning, PlacedFilter> {
  readonly list: string
  /** Where one of these stands first. */
  readonly placeOf: (meaning: Meaning | null) => Place | null
  readonly gateway: Place | null
}

/** One end for each list; what does not fit together is added to `problems`. */
export function fragmentsOf(
  lists: FilterLists,
  names: Names,
  lines: readonly SourceLine[],
  problems: ReadingProblem[],
): EndpointFragment[] {
  const sorter = new SideSorter(names.count())
  const sided = giveSpareGateway(
    [...lists].map(([list, filters]) => sidedList(list, sorter.sort(filters), names, lines, problems)),
    names,
  )
  return sided.map((list) => {
    const other = sided.length === 2 ? sided.find((candidate) => candidate !== list) : undefined
    const likely = halfOf(names, list.remote)?.gatewayPlace ?? list.placeOf(soleGateway(list.remote))
    return fragmentOf(list, other?.gateway ?? likely, lines)
  })
}

/** A gateway that has an address but stands in no filter is that of the only list whose own gateway is not known. */
function giveSpareGateway(lists: readonly SidedList[], names: Names): readonly SidedList[] {
  const [gateway, ...more] = names.spareGateways
  const without = lists.filter((list) => list.gateway === null)
  if (gateway === undefined || more.length > 0 || without.length !== 1) return lists
  return lists.map((list) => (list.gateway === null ? { ...list, gateway } : list))
}

function sidedList(
  list: string,
  sides: Sides<Meaning, PlacedFilter>,
  names: Names,
  lines: readonly SourceLine[],
  problems: ReadingProblem[],
): SidedList {
  const { own, remote, fitting, contradictions } = sides
  const firstWith = firstFilters(fitting)
  for (const filter of contradictions) problems.push(contradiction(filter, firstWith))
  const placeOf: SidedList['placeOf'] = (meaning) => {
    const first = meaning === null ? undefined : firstWith(meaning)
    if (meaning === null || first === undefined) return null
    return placeAt(meaning === first.left ? leftOf(first.written) : rightOf(first.written), meaning)
  }
  const heading = headingOf(fitting[0], own, remote, names, lines)
  const isNamed = own.some(({ id }) => id === heading?.id)
  const gateway =
    halfOf(names, own)?.gatewayPlace ??
    (isNamed ? heading : null) ??
    // A list in addresses under the gateway's name: its filters tell the address.
    placeOf(soleHost(own)) ??
    heading ??
    placeOf(soleGateway(own))
  return { ...sides, list, placeOf, gateway }
}

/** The first filter with a place. Most lists are not asked for any. */
function firstFilters(filters: readonly PlacedFilter[]): (meaning: Meaning) => PlacedFilter | undefined {
  let known: Map<number, PlacedFilter> | undefined
  return ({ id }) => {
    known ??= new Map(
      filters.toReversed().flatMap((filter) => [filter.right, filter.left].map((side) => [side.id, filter])),
    )
    return known.get(id)
  }
}

function fragmentOf(list: SidedList, peer: Place | null, lines: readonly SourceLine[]): EndpointFragment {
  const { gateway, own, remote, fitting } = list
  const networks = own.filter((place) => place.id !== gateway?.id)
  const [here, there] = [gateway?.range ?? null, peer?.range ?? null]
  const tunnels = { out: { source: here, destination: there }, in: { source: there, destination: here } }
  const packetFilters = fitting.map((filter, at) => {
    const direction = list.leftIsOwn[at] === filter.written.forward ? 'out' : 'in'
    return packetFilter(filter, direction, tunnels[direction])
  })
  return {
    vendor: isa,
    name: gateway === null || isAddress(gateway.text) ? null : gateway.text,
    label: list.list === 'A' || list.list === 'B' ? list.list : null,
    addresses: settings(gateway),
    peers: settings(peer),
    filters: packetFilters,
    site: siteOf(networks, remote, list),
    settings: {},
    editor: filterListEditor(packetFilters, lines),
    span: packetFilters[0]?.spans[0] ?? {
      source: lines[0]?.source ?? '',
      line: lines[0]?.number ?? 1,
      column: 1,
      length: 0,
    },
  }
}

/** ISA Server pairs each network with each remote one; a list that does not come from such a product has no site. */
function siteOf(
  networks: readonly Meaning[],
  remote: readonly Meaning[],
  { fitting, placeOf }: SidedList,
): Site | undefined {
  if (networks.length * remote.length > fitting.length) return undefined
  const all = (meanings: readonly Meaning[]) => meanings.flatMap((meaning) => settings(placeOf(meaning)))
  return { locals: all(networks), remotes: all(remote), name: null }
}

function packetFilter(
  { written, left, right }: PlacedFilter,
  direction: 'out' | 'in',
  tunnel: PacketFilter['tunnel'],
): PacketFilter {
  const [source, destination] = written.forward ? [left, right] : [right, left]
  return {
    name: written.name,
    source: source.range,
    destination: destination.range,
    protocol: ANY_PROTOCOL,
    sourcePort: ANY_PORT,
    destinationPort: ANY_PORT,
    mirrored: false,
    tunnel,
    direction,
    action: 'protect',
    mode: 'tunnel',
    weight: null,
    spans: [filterSpan(written)],
  }
}

function settings(place: Place | null): Setting<AddressRange>[] {
  return place === null ? [] : [stated(place.range, place.span)]
}

/** The half of the topology line that these names are in. */
function halfOf(names: Names, places: readonly Meaning[]): { readonly gatewayPlace: Place | null } | null {
  if (names.topology === null) return null
  const texts = new Set(places.map((place) => place.text.toLowerCase()))
  const has = (word: Word) => texts.has(word.text.toLowerCase())
  const isIn = (half: TopologyHalf) => has(half.gateway) || half.networks.some(has)
  const [half, ...more] = names.topology.halves.filter(isIn)
  if (half === undefined || more.length > 0) return null
  const place = names.place(half.gateway)
  return { gatewayPlace: 'kind' in place ? null : place }
}

/** `ISA-A:` in front of the list. */
function headingOf(
  first: PlacedFilter | undefined,
  own: readonly Meaning[],
  remote: readonly Meaning[],
  names: Names,
  lines: readonly SourceLine[],
): Place | null {
  if (first === undefined) return null
  const above = lastBefore(first.written.line.number, lines)
  const word = first.written.before ?? (above === undefined ? undefined : parseLine(above).words.at(-1))
  if (word === undefined || !/^.{1,80}:$/.test(word.text)) return null
  const place = names.place({ ...word, text: word.text.slice(0, -1) })
  if ('kind' in place || remote.some(({ id }) => id === place.id)) return null
  const known = own.some(({ id }) => id === place.id)
  return soundsLikeGateway(place.text) || (known && own.length > 1) ? place : null
}

/** The last line above another one that has text. */
function lastBefore(number: number, lines: readonly SourceLine[]): SourceLine | undefined {
  const [first] = lines
  if (first === undefined) return undefined
  for (let at = number - first.number - 1; at >= 0; at--) {
    const line = lines[at]
    if (line === undefined || line.text.trim() !== '') return line
  }
  return undefined
}

/** The one address among networks that do not contain it. */
function soleHost(places: readonly Meaning[]): Meaning | null {
  const hosts = places.filter(({ range }) => range.family !== 'name' && range.from === range.to)
  const [host, ...more] = hosts
  if (host === undefined || more.length > 0 || places.length < 2) return null
  return places.some((place) => place !== host && containsRange(place.range, host.range)) ? null : host
}

function soleGateway(places: readonly Meaning[]): Meaning | null {
  const [gateway, ...more] = places.filter((place) => !isAddress(place.text) && soundsLikeGateway(place.text))
  return gateway !== undefined && more.length === 0 ? gateway : null
}

function contradiction(
  { written, left, right }: PlacedFilter,
  firstWith: (meaning: Meaning) => PlacedFilter | undefined,
): ReadingProblem {
  const [{ name }, span] = [written, filterSpan(written)]
  if (left.id === right.id) {
    return {
      kind: 'invalid',
      span,
      say: `${name} goes from ${left.text} to ${right.text}: both sides are the same, so it is left out.`,
      instead: 'Which two networks is this filter for? Write their names on its two sides.',
    }
  }
  const seen = [left, right].flatMap((place) => firstWith(place) ?? [])
  const where = seen.map(({ written: { name, line } }) => `${name} in line ${line.number}`).join(' and ')
  return {
    kind: 'invalid',
    span,
    say: `${name} puts ${left.text} and ${right.text} on opposite sides of the tunnel, but the filters before it put both on the same side (see ${where}); ${name} is left out.`,
    instead: `On which side is ${left.text}, on which is ${right.text}? Correct the line that is wrong.`,
  }
}
