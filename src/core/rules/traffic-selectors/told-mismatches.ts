import { isUnrestricted } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { heldBoxes } from '../../model/held-entries.ts'
import { coverages } from '../../negotiation/coverage.ts'
import { MEETING } from '../../negotiation/effective-entries.ts'
import { findMismatches, groupMismatches, type MismatchGroup } from '../../negotiation/mismatches.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { isTurned } from '../../negotiation/turned.ts'
import { type Box, boxKey, containsBox, mirrorBox } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { isOwnAddress, listsItself } from './lists-itself.ts'

/**
 * The mismatches of both ends. A pair that the other end has too, in transport mode (or a wider one in it) or switched off, is
 * no matter of selectors; nor is what an end lacks because it loads nothing of its text.
 */
export function toldMismatches({ a, b }: Simulation): MismatchGroup[] {
  const switchedOff = new Map([a, b].map((end) => [end, heldBoxes(end)]))
  const inTransport = new Map([a, b].map((end) => [end, transportBoxes(end)]))
  const told = findMismatches(a, b).filter(({ ours }) => {
    const peer = ours.end === a ? b : a
    // TS017 tells of these.
    if (listsItself(ours.end) && isOwnAddress(ours.end, ours.box.remote)) return false
    if (peer.ike?.connections.length === 0 && peer.ike.notLoaded.length > 0) return false
    if (isOfOtherFamily(ours.box, peer)) return false
    // SP001 tells of an entry that goes the wrong way.
    if (isTurned(ours.end, peer, ours.box)) return false
    // MD006 tells of an end that has all of its tunnel switched off.
    if ((switchedOff.get(peer)?.size ?? 0) > 0 && coverages(peer, ours.end).size === 0) return false
    const wanted = mirrorBox(ours.box)
    return inTransport.get(peer)?.(wanted) !== true && switchedOff.get(peer)?.has(boxKey(wanted)) !== true
  })
  return groupMismatches(told)
}

/** A tunnel interface for everything of both families; that of the other end is for one, and nothing else is missing. */
function isOfOtherFamily({ local, remote }: Box, { spd = [] }: Endpoint): boolean {
  if (!isUnrestricted(local) || !isUnrestricted(remote)) return false
  return spd.some(({ selectors }) =>
    selectors.some(
      (box) => box.local.family !== local.family && isUnrestricted(box.local) && isUnrestricted(box.remote),
    ),
  )
}

/** Whether an end has these packets in transport mode. */
function transportBoxes({ spd = [] }: Endpoint): (wanted: Box) => boolean {
  const boxes = spd.flatMap(({ mode, selectors }) => (mode === 'transport' ? selectors : []))
  const index = buildBoxIndex(boxes)
  return (wanted) =>
    index.equalTo(wanted).length > 0 ||
    index.overlapping(wanted, MEETING).some((at) => {
      const wider = boxes[at]
      return wider !== undefined && containsBox(wider, wanted)
    })
}
