import type { Endpoint } from '../../model/endpoint.ts'
import { heldBoxes } from '../../model/held-entries.ts'
import { coverages } from '../../negotiation/coverage.ts'
import { findMismatches, groupMismatches, type MismatchGroup } from '../../negotiation/mismatches.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { isTurned } from '../../negotiation/turned.ts'
import { boxKey, mirrorBox } from '../../selectors/box.ts'
import { isOwnAddress, listsItself } from './lists-itself.ts'

/**
 * The mismatches of both ends. A pair that the other end has too, in transport mode or switched off, is no matter of
 * selectors; nor is what an end lacks because it loads nothing of its text.
 */
export function toldMismatches({ a, b }: Simulation): MismatchGroup[] {
  const switchedOff = new Map([a, b].map((end) => [end, heldBoxes(end)]))
  const inTransport = new Map([a, b].map((end) => [end, transportBoxes(end)]))
  const told = findMismatches(a, b).filter(({ ours }) => {
    const peer = ours.end === a ? b : a
    // TS017 tells of these.
    if (listsItself(ours.end) && isOwnAddress(ours.end, ours.box.remote)) return false
    if (peer.ike?.connections.length === 0 && peer.ike.notLoaded.length > 0) return false
    // SP001 tells of an entry that goes the wrong way.
    if (isTurned(ours.end, peer, ours.box)) return false
    // MD006 tells of an end that has all of its tunnel switched off.
    if ((switchedOff.get(peer)?.size ?? 0) > 0 && coverages(peer, ours.end).size === 0) return false
    const wanted = boxKey(mirrorBox(ours.box))
    return inTransport.get(peer)?.has(wanted) !== true && switchedOff.get(peer)?.has(wanted) !== true
  })
  return groupMismatches(told)
}

function transportBoxes({ spd = [] }: Endpoint): ReadonlySet<string> {
  return new Set(spd.flatMap(({ mode, selectors }) => (mode === 'transport' ? selectors.map(boxKey) : [])))
}
