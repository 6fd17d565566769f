import type { Endpoint } from '../model/endpoint.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, isUnrestrictedBox } from '../selectors/box.ts'
import { type Packet, packetInBox } from '../selectors/packet.ts'
import { type EffectiveEntry, MEETING, type OrderedEntries, orderedEntries, type Way } from './effective-entries.ts'
import { positionsTowards } from './towards.ts'

/** The entries of one direction in the order of lookup, and questions to them. Boxes are given as their owner sees them. */
export interface Lookup {
  readonly entries: readonly EffectiveEntry[]
  /** Those that have a packet in common with one of the boxes, in order; `null` when there are more than `MEETING` of them. */
  readonly meeting: (boxes: readonly Box[]) => readonly EffectiveEntry[] | null
  /** The first that has just this box. */
  readonly equalTo: (box: Box) => EffectiveEntry | undefined
  /** Whether an entry for another tunnel is known to take some of these packets. */
  readonly goElsewhere: (boxes: readonly Box[]) => boolean
  /** No entry was left out, so that the packets of each entry do reach one of these entries. */
  readonly isWhole: boolean
  /** Each packet reaches one of the entries, whatever the interface, its mark, and the peer that answers. */
  readonly isOneList: boolean
}

/** The entries of one direction in the order of lookup, each with the packets that reach it. */
export function effectiveEntries(end: Endpoint, direction: Way, peer: Endpoint): readonly EffectiveEntry[] {
  return orderedEntries(end, direction, peer).all
}

/**
 * All entries of an end, whatever their direction and tunnel, that have a packet in common with a box, as it sees it; `null`
 * when there are more than `MEETING` of one direction.
 */
export function entriesMeeting(end: Endpoint, peer: Endpoint, box: Box): readonly SpdEntry[] | null {
  const found: SpdEntry[] = []
  for (const way of WAYS) {
    const { all, ranks, index } = orderedEntries(end, way, peer)
    const hits = index.overlappingUpTo(box, MEETING)
    if (hits === null) return null
    found.push(...hits.flatMap((hit) => all[ranks[hit] ?? 0]?.entry ?? []))
  }
  return found
}

const WAYS: readonly Way[] = ['out', 'in', 'fwd']

/** The entries that belong to the tunnel to `peer`, and all that belong to none; for `formerly` see `orderedEntries`. */
export function lookupTowards(end: Endpoint, direction: Way, peer: Endpoint, formerly?: OrderedEntries): Lookup {
  const ordered = orderedEntries(end, direction, peer, formerly)
  return lookupIn(ordered, positionsTowards(ordered.all, end, peer), end.vendor)
}

function lookupIn(
  { all, ranks, index }: OrderedEntries,
  meant: readonly number[],
  { firstTakes }: Endpoint['vendor'],
): Lookup {
  const isWhole = meant.length === all.length
  const towards = isWhole ? null : new Set(meant)
  const isMeant = (rank: number) => towards === null || towards.has(rank)
  /** Hits ascend, and so do the ranks of the entries whose boxes they are. */
  function entriesAt(hits: readonly number[]): readonly EffectiveEntry[] {
    const found: EffectiveEntry[] = []
    let last = -1
    for (const hit of hits) {
      const rank = ranks[hit] ?? 0
      const effective = rank !== last && isMeant(rank) ? all[rank] : undefined
      if (effective !== undefined) found.push(effective)
      last = rank
    }
    return found
  }
  return {
    entries: isWhole ? all : meant.flatMap((rank) => all[rank] ?? []),
    isWhole,
    isOneList: isOneList(all),
    goElsewhere(boxes) {
      if (isWhole) return false
      const isKnown = isOneList(all)
      if (!isKnown && firstTakes !== true) return false
      const isOther = (hit: number) => {
        const entry = all[ranks[hit] ?? 0]?.entry
        if (entry?.action !== 'protect' || isMeant(ranks[hit] ?? 0)) return false
        return isKnown || entry.negotiated?.child.routed !== true
      }
      return boxes.some((box) => index.overlappingUpTo(box, MEETING)?.some(isOther) ?? true)
    },
    meeting(boxes) {
      const first = boxes[0]
      const hits = first === undefined ? [] : index.overlappingUpTo(first, MEETING)
      if (hits === null || boxes.length < 2) return hits && entriesAt(hits)
      const more = [...hits]
      for (const box of boxes.slice(1)) {
        const further = index.overlappingUpTo(box, MEETING)
        if (further === null || more.length + further.length > MEETING) return null
        more.push(...further)
      }
      return entriesAt(more.sort((a, b) => a - b))
    },
    equalTo(box) {
      const hit = index.equalTo(box).find((each) => isMeant(ranks[each] ?? 0))
      return hit === undefined ? undefined : all[ranks[hit] ?? 0]
    },
  }
}

const isOneList = rememberedOf((all: readonly EffectiveEntry[]) =>
  all.every(({ entry }) => entry.negotiated === undefined && entry.installed === undefined),
)

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
