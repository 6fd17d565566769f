import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { firstTried } from '../model/meant-connections.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import { NO_SCOPE, scopesMeet } from '../model/security-association.ts'
import { isTemplate, type SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey, isUnrestrictedBox, subtractBoxes } from '../selectors/box.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import { type Packet, packetInBox } from '../selectors/packet.ts'

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

/** The entries of one direction in the order of lookup, and questions to them. Boxes are given as their owner sees them. */
export interface Lookup {
  readonly entries: readonly EffectiveEntry[]
  /** Those that have a packet in common with one of the boxes, in order; `null` when there are more than `MEETING` of them. */
  readonly meeting: (boxes: readonly Box[]) => readonly EffectiveEntry[] | null
  /** The first that has just this box. */
  readonly equalTo: (box: Box) => EffectiveEntry | undefined
}

/** Regions of more pieces than this are not worked out. */
export const PIECES = 256
/** So many entries that meet one entry are looked at. */
export const MEETING = 256

/**
 * The entries of one direction in the order of lookup (RFC 4301 4.4.1: the SPD is an ordered list; the order is the
 * product's), each with the packets that reach it. What a daemon has for other peers that may come is not installed.
 */
export function effectiveEntries(end: Endpoint, direction: Direction, peer: Endpoint): readonly EffectiveEntry[] {
  return LOOKUPS[direction](end, peer).all
}

/**
 * All entries of an end, whatever their direction and tunnel, that have a packet in common with a box, as it sees it; `null`
 * when there are more than `MEETING` of one direction.
 */
export function entriesMeeting(end: Endpoint, peer: Endpoint, box: Box): readonly SpdEntry[] | null {
  const found: SpdEntry[] = []
  for (const lookup of Object.values(LOOKUPS)) {
    const { all, ranks, index } = lookup(end, peer)
    const hits = index.overlappingUpTo(box, MEETING)
    if (hits === null) return null
    found.push(...hits.flatMap((hit) => all[ranks[hit] ?? 0]?.entry ?? []))
  }
  return found
}

/** The entries that belong to the tunnel to `peer`, and all that belong to none. */
export function lookupTowards(end: Endpoint, direction: Direction, peer: Endpoint): Lookup {
  const { all, ranks, index } = LOOKUPS[direction](end, peer)
  const towards = all.map(({ entry }) => isTowards(entry, end, peer))
  const at = (hit: number) => {
    const rank = ranks[hit] ?? 0
    return towards[rank] === true ? all[rank] : undefined
  }
  const pick = (hits: readonly number[]) =>
    [...new Set(hits.map((hit) => ranks[hit] ?? 0))]
      .toSorted((a, b) => a - b)
      .flatMap((rank) => (towards[rank] === true ? (all[rank] ?? []) : []))
  return {
    entries: all.filter((_, rank) => towards[rank]),
    meeting(boxes) {
      const hits: number[] = []
      for (const box of boxes) {
        const more = index.overlappingUpTo(box, MEETING)
        if (more === null || hits.length + more.length > MEETING) return null
        hits.push(...more)
      }
      return pick(hits)
    },
    equalTo(box) {
      // Hits ascend, and so do the ranks of the entries whose boxes they are.
      for (const hit of index.equalTo(box)) {
        const found = at(hit)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}

const NONE: readonly SpdEntry[] = []

type Direction = 'out' | 'in' | 'fwd'

const LOOKUPS = {
  out: remembered((end: Endpoint, peer: Endpoint) => ordered(end, 'out', peer)),
  in: remembered((end: Endpoint, peer: Endpoint) => ordered(end, 'in', peer)),
  fwd: remembered((end: Endpoint, peer: Endpoint) => ordered(end, 'fwd', peer)),
}

/** All entries of a direction with an index of their boxes; `ranks` tells whose each box is. */
function ordered(end: Endpoint, direction: Direction, peer: Endpoint) {
  const sorted = (end.spd ?? [])
    .filter(
      (entry) =>
        (entry.direction === direction || entry.direction === 'both') &&
        (!isTemplate(entry) || isTowards(entry, end, peer)),
    )
    .toSorted(end.vendor.entryOrder)
  const ranks = sorted.flatMap((entry, rank) => entry.selectors.map(() => rank))
  const index = buildBoxIndex(sorted.flatMap(({ selectors }) => selectors))
  return { ranks, index, all: sorted.map(effective) }

  function effective(entry: SpdEntry, rank: number): EffectiveEntry {
    const region = entry.selectors
    const hits = region.map((box) => index.overlappingUpTo(box, MEETING))
    if (region.length === 1 && hits[0]?.length === 1) return { entry, region, rough: false, before: NONE, alone: true }
    return amongOthers(entry, rank, hits)
  }

  function amongOthers(entry: SpdEntry, rank: number, meeting: readonly (readonly number[] | null)[]): EffectiveEntry {
    const earlier = new Set<number>()
    const whole = { entry, region: entry.selectors, rough: true, alone: false }
    for (const hits of meeting) {
      if (hits === null) return { ...whole, before: before(earlier) }
      for (const hit of hits) {
        const other = ranks[hit] ?? rank
        if (other < rank && areOneLookup(sorted[other], entry)) earlier.add(other)
      }
    }
    const taken = before(earlier).flatMap(({ selectors }) => selectors)
    const region: Box[] = []
    for (const box of entry.selectors) {
      const left = subtractBoxes(box, taken, PIECES)
      if ('tooMany' in left) return { ...whole, before: before(earlier) }
      region.push(...left.boxes)
    }
    return { entry, region, rough: false, before: before(earlier), alone: false }
  }

  function before(earlier: ReadonlySet<number>): SpdEntry[] {
    return [...earlier].toSorted((a, b) => a - b).flatMap((at) => sorted[at] ?? [])
  }
}

/**
 * A packet that reaches the one may hit the other: they are for the same interface, and for the same marks, and not for two
 * peers of which the second is tried where the first does not answer.
 */
function areOneLookup(a: SpdEntry | undefined, b: SpdEntry): boolean {
  const [one, other] = [a?.negotiated?.connection, b.negotiated?.connection]
  const isAlternative = one !== undefined && other !== undefined && one.name !== other.name
  if (isAlternative && firstTried(one) === firstTried(other)) return false
  return a === undefined || scopesMeet(a.installed?.scope ?? NO_SCOPE, b.installed?.scope ?? NO_SCOPE)
}

/**
 * Whether an entry belongs to the tunnel to `peer`: it ends at one of the peer's addresses (inbound: it comes from there
 * or ends here), or does not say. Bypass and discard entries belong to every tunnel; a transport entry, to the host that
 * it names.
 */
export function isTowards(entry: SpdEntry, end: Endpoint, peer: Endpoint): boolean {
  if (entry.action !== 'protect') return true
  if (entry.mode === 'transport' && entry.negotiated === undefined) {
    return entry.selectors.some((box) => peer.addresses.some(({ value }) => equalRanges(box.remote, value)))
  }
  if (entry.negotiated !== undefined && end.meant !== undefined) return end.meant.has(entry.negotiated.connection.name)
  const inbound = entry.direction === 'in' || entry.direction === 'fwd'
  const far = inbound ? entry.tunnel.source : entry.tunnel.destination
  if (far === null) return end.peers.length < 2 || servesPeer(entry, end, peer)
  if (peer.addresses.some(({ value }) => equalRanges(value, far))) return true
  return (
    !end.peers.some((known) => peer.addresses.some(({ value }) => equalRanges(value, known.value))) &&
    end.peers.length < 2
  )
}

/** An inbound entry without a tunnel source goes with the outbound entry for the same packets. */
function servesPeer(entry: SpdEntry, end: Endpoint, peer: Endpoint): boolean {
  const partners = outwardOf(end)
  const [partner] = entry.selectors.flatMap((box) => partners.get(boxKey(box)) ?? [])
  const far = partner?.tunnel.destination
  return far != null && peer.addresses.some(({ value }) => equalRanges(value, far))
}

/** The first outbound entry of an end for each box, of those that tell where their tunnel goes. */
const outwardOf = rememberedOf((end: Endpoint): ReadonlyMap<string, SpdEntry> => {
  const found = new Map<string, SpdEntry>()
  for (const entry of end.spd ?? []) {
    if (entry.direction !== 'out' || entry.tunnel.destination === null) continue
    for (const box of entry.selectors) if (!found.has(boxKey(box))) found.set(boxKey(box), entry)
  }
  return found
})

/** The first entry that a packet hits; the packet is written as the owner sees it (`local` first). */
export function lookup(end: Endpoint, direction: 'out' | 'in', packet: Packet): SpdEntry | undefined {
  return (end.spd ?? [])
    .filter((entry) => entry.direction === direction || entry.direction === 'both')
    .toSorted(end.vendor.entryOrder)
    .find((entry) => entry.selectors.some((box) => packetInBox(packet, box)))
}

/** It asks for no particular traffic: any address on at least one side, any protocol and port. */
export function isUnrestricted(entry: SpdEntry): boolean {
  return entry.selectors.some(isUnrestrictedBox)
}
