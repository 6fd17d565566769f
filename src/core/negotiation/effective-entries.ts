import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { firstTried } from '../model/meant-connections.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import { NO_SCOPE, scopesMeet } from '../model/scope.ts'
import { type EntryDirection, isTemplate, type SpdEntry } from '../model/spd-entry.ts'
import { type Box, equalBoxes, subtractBoxes } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import { isTowards } from './towards.ts'

/** An entry with the packets that really reach it: its selectors without those of the entries looked up before. */
export interface EffectiveEntry {
  readonly entry: SpdEntry
  readonly region: readonly Box[]
  /** The region has too many pieces to be worked out, or too many entries meet it; it is then the whole entry. */
  readonly rough: boolean
  /** The entries before it that take packets away, in order. */
  readonly before: readonly SpdEntry[]
  /** It has one box, which has no packet in common with any other of its list. */
  readonly alone: boolean
}

/** Direction of packets, of which each has a list of entries. */
export type Way = Exclude<EntryDirection, 'both'>

/** The entries of one direction in the order of lookup, whatever their tunnel. */
export interface OrderedEntries {
  readonly all: readonly EffectiveEntry[]
  /** A search tree over the boxes of all entries; `ranks` has for each box the position of its entry in `all`. */
  readonly index: BoxIndex
  readonly ranks: readonly number[]
  /** The entries in the order of the SPD; `places` has for each of `all` its position in there. */
  readonly listed: readonly SpdEntry[]
  readonly places: readonly number[]
  /** For each of `all`, the positions in `all` of the entries that its `before` lists. */
  readonly earlier: readonly (readonly number[])[]
}

/** Regions of more pieces than this are not worked out. */
export const PIECES = 256
/** Of the entries that have packets in common with one entry, at most this many are looked at. */
export const MEETING = 256

/**
 * The entries of one direction in the order of lookup (RFC 4301 4.4.1: the SPD is an ordered list; the order is the
 * product's). Templates for whoever may come are left out unless they are for this peer. `formerly` is the list of an end with
 * mostly the same entries; what is the same is taken over from it instead of being worked out again.
 */
export function orderedEntries(end: Endpoint, way: Way, peer: Endpoint, formerly?: OrderedEntries): OrderedEntries {
  const spd = end.spd ?? NONE
  return (hasTemplates(spd) ? listsTowards(end, peer) : listsOf(spd, end.vendor))(way, formerly)
}

type Lists = (way: Way, formerly?: OrderedEntries) => OrderedEntries

/** Without templates the lists do not depend on the peer: they are made once for all pairs that the end is in. */
const listsOf = remembered((spd: readonly SpdEntry[], vendor: Endpoint['vendor']): Lists => listsWith({ vendor }, spd))

const listsTowards = remembered(
  (end: Endpoint, peer: Endpoint): Lists =>
    listsWith(
      end,
      (end.spd ?? []).filter((entry) => !isTemplate(entry) || isTowards(entry, end, peer)),
    ),
)

const hasTemplates = rememberedOf((spd: readonly SpdEntry[]) => spd.some(isTemplate))

/** Each list is made when it is asked for the first time. */
function listsWith({ vendor }: Pick<Endpoint, 'vendor'>, spd: readonly SpdEntry[]): Lists {
  const areOneLookup = vendor.firstTakes === true ? areOneMap : areOneScope
  const known = new Map<Way, OrderedEntries>()
  return (way, formerly) => {
    const made = known.get(way)
    if (made !== undefined) return made
    const listed = spd.filter(({ direction }) => direction === way || direction === 'both')
    const like = [...known.values()].find((other) => areCutAlike(other.listed, listed))
    const former = new Map<SpdEntry, EffectiveEntry>()
    for (const each of formerly?.all ?? []) former.set(each.entry, each)
    const list =
      like === undefined
        ? ordered(listed, placesInOrder(listed, vendor.entryOrder), former, areOneLookup)
        : withEntries(like, listed, former)
    known.set(way, list)
    return list
  }
}

function placesInOrder(listed: readonly SpdEntry[], order: Endpoint['vendor']['entryOrder']): number[] {
  const places = listed.map((_, at) => at)
  return places.sort((x, y) => {
    const [one, other] = [listed[x], listed[y]]
    return one === undefined || other === undefined ? 0 : order(one, other)
  })
}

/** Most ends have the same boxes in both directions, so that what one list is cut into, the other is. */
function areCutAlike(ours: readonly SpdEntry[], theirs: readonly SpdEntry[]): boolean {
  return (
    ours.length === theirs.length &&
    ours.every((entry, at) => {
      const other = theirs[at]
      return other !== undefined && (other === entry || isCutAlike(entry, other))
    })
  )
}

function isCutAlike(entry: SpdEntry, other: SpdEntry): boolean {
  return (
    other.weight === entry.weight &&
    other.negotiated === entry.negotiated &&
    other.installed?.scope === entry.installed?.scope &&
    other.selectors.length === entry.selectors.length &&
    other.selectors.every((box, at) => isSameBox(box, entry.selectors[at]))
  )
}

function isSameBox(box: Box, other: Box | undefined): boolean {
  return other !== undefined && (box === other || equalBoxes(box, other))
}

/** What is known of entries from another list. */
type Former = ReadonlyMap<SpdEntry, EffectiveEntry>

/** The same list, cut into the same regions, with other entries. */
function withEntries(list: OrderedEntries, listed: readonly SpdEntry[], former: Former): OrderedEntries {
  const { places, earlier } = list
  const entryAt = (rank: number) => listed[places[rank] ?? -1]
  const all = list.all.map((known, rank): EffectiveEntry => {
    const entry = entryAt(rank) ?? known.entry
    const { rough, alone } = known
    const region = known.region === known.entry.selectors ? entry.selectors : known.region
    const before = entriesAt(earlier[rank] ?? NOWHERE, entryAt)
    const was = former.get(entry)
    if (was?.region === region && was.rough === rough && was.alone === alone && areSame(was.before, before)) return was
    return { entry, region, rough, before, alone }
  })
  return { ...list, listed, all }
}

const NONE: readonly SpdEntry[] = []
const NOWHERE: readonly number[] = []

function entriesAt(ranks: readonly number[], entryAt: (rank: number) => SpdEntry | undefined): readonly SpdEntry[] {
  return ranks.length === 0 ? NONE : ranks.flatMap((rank) => entryAt(rank) ?? [])
}

function areSame(some: readonly SpdEntry[], others: readonly SpdEntry[]): boolean {
  return some.length === others.length && some.every((entry, at) => entry === others[at])
}

/** Entries in their order, each with the packets that those before it leave. */
function ordered(
  listed: readonly SpdEntry[],
  places: readonly number[],
  former: Former,
  areOneLookup: typeof areOneScope,
): OrderedEntries {
  const sorted = places.flatMap((place) => listed[place] ?? [])
  const takers: (readonly number[])[] = sorted.map(() => NOWHERE)
  const ranks: number[] = []
  const boxes: Box[] = []
  sorted.forEach(({ selectors }, rank) => {
    for (const box of selectors) {
      ranks.push(rank)
      boxes.push(box)
    }
  })
  const index = buildBoxIndex(boxes)
  const known: (EffectiveEntry | undefined)[] = sorted.map(() => undefined)
  for (const at of index.nearby()) {
    const rank = ranks[at] ?? 0
    const entry = sorted[rank]
    if (entry !== undefined) known[rank] ??= effective(entry, rank)
  }
  const all = sorted.map((entry, rank) => known[rank] ?? effective(entry, rank))
  return { ranks, index, listed, places, earlier: takers, all }

  function effective(entry: SpdEntry, rank: number): EffectiveEntry {
    const region = entry.selectors
    const hits = region.map((box) => index.overlappingUpTo(box, MEETING))
    if (region.length > 1 || hits[0]?.length !== 1) return amongOthers(entry, rank, hits)
    const was = former.get(entry)
    return was?.alone === true ? was : { entry, region, rough: false, before: NONE, alone: true }
  }

  function amongOthers(entry: SpdEntry, rank: number, meeting: readonly (readonly number[] | null)[]): EffectiveEntry {
    const earlier: (readonly number[])[] = []
    for (const hits of meeting) {
      if (hits === null) break
      earlier.push(hits.filter((hit) => isEarlier(ranks[hit] ?? rank, rank)))
    }
    const taking = eachOnce(earlier.flat().map((hit) => ranks[hit] ?? rank))
    takers[rank] = taking
    const before = entriesAt(taking, (at) => sorted[at])
    if (earlier.length < meeting.length) return cutTo(entry.selectors, true)
    const was = former.get(entry)
    if (was !== undefined && !was.rough && !was.alone && areSame(was.before, before)) return was
    if (before.length === 0) return cutTo(entry.selectors, false)
    const region: Box[] = []
    for (const [at, box] of entry.selectors.entries()) {
      // What does not meet a box takes nothing of it.
      const taken = (earlier[at] ?? []).flatMap((hit) => boxes[hit] ?? [])
      const left = subtractBoxes(box, taken, PIECES)
      if ('tooMany' in left) return cutTo(entry.selectors, true)
      for (const piece of left.boxes) region.push(piece)
    }
    return cutTo(region, false)

    function cutTo(region: readonly Box[], rough: boolean): EffectiveEntry {
      return { entry, region, rough, before, alone: false }
    }
  }

  function isEarlier(other: number, rank: number): boolean {
    const [one, entry] = [sorted[other], sorted[rank]]
    return other < rank && one !== undefined && entry !== undefined && areOneLookup(one, entry)
  }
}

/** Positions, each once and in order. */
function eachOnce(positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return NOWHERE
  if (positions.length === 1) return positions
  return positions.toSorted((a, b) => a - b).filter((at, place, ascending) => at !== ascending[place - 1])
}

/**
 * A packet that reaches the one may hit the other: they are for the same interface, and for the same marks, and not for two
 * peers of which the second is tried where the first does not answer.
 */
function areOneScope(a: SpdEntry, b: SpdEntry): boolean {
  const [one, other] = [a.negotiated?.connection, b.negotiated?.connection]
  const isAlternative = one !== undefined && other !== undefined && one.name !== other.name
  if (isAlternative && firstTried(one) === firstTried(other)) return false
  return scopesMeet(a.installed?.scope ?? NO_SCOPE, b.installed?.scope ?? NO_SCOPE)
}

/** Routes choose the interface, and with it the tunnel or the crypto map; that of another interface begins at another address. */
function areOneMap(a: SpdEntry, b: SpdEntry): boolean {
  if (a.negotiated?.child.routed === true || b.negotiated?.child.routed === true) return false
  const [one, other] = [a.tunnel.source, b.tunnel.source]
  return (one === null || other === null || equalRanges(one, other)) && areOneScope(a, b)
}
