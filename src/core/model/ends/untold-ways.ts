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
  const boxes = filters.map(boxOf)
  const placesMeeting = meeting(boxes)
  const wayByOthers = waysByOthers(others)
  const goOut = new Set<number>()
  return filters.map((filter, at) => {
    const box = boxes[at]
    if (box === undefined || !isUntold(filter, own)) return filter
    const isWayBack = () => placesMeeting(mirrorBox(box)).some((place) => goOut.has(place))
    const direction = wayByOthers(box) ?? (isWayBack() ? 'in' : 'out')
    if (direction === 'out' && !filter.mirrored) goOut.add(at)
    return { ...filter, direction }
  })
}

/** Whether there are filters of which nothing tells the way; what follows from them is assumed. */
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

/** The places of boxes that have packets in common with one, those that are the same first. */
function meeting(boxes: readonly (Box | undefined)[]): (box: Box) => readonly number[] {
  const placed = boxes.flatMap((box, at) => (box === undefined ? [] : [{ box, at }]))
  const index = buildBoxIndex(placed.map(({ box }) => box))
  return (box) => [...index.equalTo(box), ...index.overlapping(box, MOST)].flatMap((place) => placed[place]?.at ?? [])
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
