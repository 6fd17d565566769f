import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { firstTried } from '../model/meant-connections.ts'
import { NO_SCOPE, scopesMeet } from '../model/security-association.ts'
import { isTemplate, type SpdEntry } from '../model/spd-entry.ts'
import { type Box, containsBox, isUnrestrictedBox, subtractBoxes } from '../selectors/box.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import { type Packet, packetInBox } from '../selectors/packet.ts'

/** An entry with the packets that really reach it: its selectors without those of the entries looked up before. */
export interface EffectiveEntry {
  readonly entry: SpdEntry
  readonly region: readonly Box[]
  /** The region has too many pieces to be worked out; it is then the whole entry. */
  readonly rough: boolean
  /** The entries before it that take packets away, in order. */
  readonly before: readonly SpdEntry[]
}

/** Regions of more pieces than this are not worked out. */
const PIECES = 256

/**
 * The entries of one direction in the order of lookup (RFC 4301 4.4.1: the SPD is an ordered list; the order is the
 * product's), each with the packets that reach it. What a daemon has for other peers that may come is not installed.
 */
export function effectiveEntries(end: Endpoint, direction: 'out' | 'in' | 'fwd', peer: Endpoint): EffectiveEntry[] {
  const entries = (end.spd ?? []).filter(
    (entry) =>
      (entry.direction === direction || entry.direction === 'both') &&
      (!isTemplate(entry) || isTowards(entry, end, peer)),
  )
  const ordered = entries.toSorted(end.vendor.entryOrder)
  const boxes = ordered.flatMap((entry, rank) => entry.selectors.map((box) => ({ box, rank })))
  const index = buildBoxIndex(boxes.map(({ box }) => box))
  return ordered.map((entry, rank) => {
    const earlier = new Set<number>()
    for (const box of entry.selectors) {
      for (const hit of index.overlapping(box)) {
        const found = boxes[hit]
        if (found !== undefined && found.rank < rank && areOneLookup(ordered[found.rank], entry))
          earlier.add(found.rank)
      }
    }
    const before = [...earlier].toSorted((a, b) => a - b).flatMap((at) => ordered[at] ?? [])
    const taken = before.flatMap((other) => other.selectors)
    const region: Box[] = []
    for (const box of entry.selectors) {
      const left = subtractBoxes(box, taken, PIECES)
      if ('tooMany' in left) return { entry, region: entry.selectors, rough: true, before }
      region.push(...left.boxes)
    }
    return { entry, region, rough: false, before }
  })
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
  const partner = (end.spd ?? []).find(
    (other) =>
      other.direction === 'out' &&
      other.tunnel.destination !== null &&
      other.selectors.some((box) => entry.selectors.some((mine) => containsBox(box, mine) && containsBox(mine, box))),
  )
  const far = partner?.tunnel.destination
  return far != null && peer.addresses.some(({ value }) => equalRanges(value, far))
}

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
