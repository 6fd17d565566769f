import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import { type Box, mirrorBox } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import type { PacketFilter, SpdEntry } from '../spd-entry.ts'

/** A filter is held against so many that have packets in common with it. */
const MOST = 16

/**
 * Filters with the direction that other texts, or the list itself, give those that do not tell it: a list of a policy store without
 * its rules has no tunnel address, which would tell. What the other end has on its side is remote here. Else, of two filters for both
 * ways, the first goes out, and so do all that have no way back.
 */
export function withWays(
  filters: readonly PacketFilter[],
  own: readonly AddressRange[],
  others: readonly SpdEntry[],
): readonly PacketFilter[] {
  const ways: (PacketFilter['direction'] | undefined)[] = []
  const hasWayOut = earlierOut(filters, ways)
  const wayByOthers = waysByOthers(others)
  return filters.map((filter, at) => {
    const box = boxOf(filter)
    if (box === undefined || !isUntold(filter, own)) return filter
    const direction = wayByOthers(box) ?? (hasWayOut(mirrorBox(box), at) ? 'in' : 'out')
    if (!filter.mirrored) ways[at] = direction
    return { ...filter, direction }
  })
}

/** Whether there are filters of which nothing tells the way. */
export function leavesWaysOpen(filters: readonly PacketFilter[], own: readonly AddressRange[]): boolean {
  return filters.some((filter) => isUntold(filter, own))
}

function isUntold({ direction, tunnel, source, destination }: PacketFilter, own: readonly AddressRange[]): boolean {
  if (direction !== null || tunnel.destination !== null) return false
  return ![source, destination].some((side) => side === 'own' || own.some((address) => equalRanges(address, side)))
}

/** As if it went out. */
function boxOf({ source, destination, protocol, sourcePort, destinationPort }: PacketFilter): Box | undefined {
  if (source === 'own' || destination === 'own') return undefined
  return { local: source, remote: destination, protocol, localPort: sourcePort, remotePort: destinationPort }
}

/** Whether one of the filters before a place goes out with packets of a box. */
function earlierOut(
  filters: readonly PacketFilter[],
  ways: readonly (PacketFilter['direction'] | undefined)[],
): (box: Box, before: number) => boolean {
  const placed = filters.flatMap((filter, at) => {
    const box = boxOf(filter)
    return box === undefined ? [] : [{ box, at }]
  })
  const index = buildBoxIndex(placed.map(({ box }) => box))
  return (box, before) =>
    [...index.equalTo(box), ...index.overlapping(box, MOST)].some((place) => {
      const at = placed[place]?.at ?? before
      return at < before && ways[at] === 'out'
    })
}

/** What the other end's entries tell of a filter; where it could go either way by them, nothing. */
function waysByOthers(others: readonly SpdEntry[]): (box: Box) => 'out' | 'in' | null {
  const index = buildBoxIndex(others.flatMap(({ selectors }) => selectors).map(mirrorBox))
  return (box) => {
    const back = mirrorBox(box)
    for (const isThere of [
      (each: Box) => index.equalTo(each).length > 0,
      (each: Box) => index.overlapping(each, 1).length > 0,
    ]) {
      const [out, inbound] = [isThere(box), isThere(back)]
      if (out !== inbound) return out ? 'out' : 'in'
    }
    return null
  }
}
