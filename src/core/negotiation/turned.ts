import type { Endpoint } from '../model/endpoint.ts'
import { entriesWithBox } from '../model/entries-with-boxes.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey, mirrorBox } from '../selectors/box.ts'
import { coverages } from './coverage.ts'

/**
 * An entry of a list that goes out with the packets that should come in: its tunnel ends elsewhere than at its own end. Of the two
 * entries for both ways the peer has the counterpart of the other one alone, which has this box.
 */
export function turnedFor(end: Endpoint, peer: Endpoint, box: Box): SpdEntry | undefined {
  const theirs = coverages(peer, end)
  if (!theirs.has(boxKey(mirrorBox(box))) || theirs.has(boxKey(box))) return undefined
  return outwardWith(end, mirrorBox(box))
}

/** Whether the entry that goes out with this box is such a one. */
export function isTurned(end: Endpoint, peer: Endpoint, box: Box): boolean {
  return outwardWith(end, mirrorBox(box)) !== undefined && turnedFor(end, peer, mirrorBox(box)) !== undefined
}

function outwardWith({ spd }: Endpoint, box: Box): SpdEntry | undefined {
  return entriesWithBox(spd, box).find(
    ({ action, mode, direction, list, tunnel }) =>
      action === 'protect' &&
      mode === 'tunnel' &&
      direction === 'out' &&
      list !== undefined &&
      tunnel.destination !== null,
  )
}
