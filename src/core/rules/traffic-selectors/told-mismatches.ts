import type { Endpoint } from '../../model/endpoint.ts'
import { findMismatches, groupMismatches, type MismatchGroup } from '../../negotiation/mismatches.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { boxKey, mirrorBox } from '../../selectors/box.ts'
import { isOwnAddress, listsItself } from './lists-itself.ts'

/**
 * The mismatches of both ends. A pair that the other end has too, in transport mode, is no matter of selectors; nor is
 * what an end lacks because it loads nothing of its text.
 */
export function toldMismatches({ a, b }: Simulation): MismatchGroup[] {
  const inTransport = new Map([a, b].map((end) => [end, transportBoxes(end)]))
  const told = findMismatches(a, b).filter(({ ours }) => {
    const peer = ours.end === a ? b : a
    // TS017 tells of these.
    if (listsItself(ours.end) && isOwnAddress(ours.end, ours.box.remote)) return false
    if (peer.ike?.connections.length === 0 && peer.ike.notLoaded.length > 0) return false
    return inTransport.get(peer)?.has(boxKey(mirrorBox(ours.box))) !== true
  })
  return groupMismatches(told)
}

function transportBoxes({ spd = [] }: Endpoint): ReadonlySet<string> {
  return new Set(spd.flatMap(({ mode, selectors }) => (mode === 'transport' ? selectors.map(boxKey) : [])))
}
