import { findMismatches, groupMismatches, type MismatchGroup } from '../../negotiation/mismatches.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { equalBoxes, mirrorBox } from '../../selectors/box.ts'

/**
 * The mismatches of both ends. A pair that the other end has too, in transport mode, is no matter of selectors; nor is
 * what an end lacks because it loads nothing of its text.
 */
export function toldMismatches({ a, b }: Simulation): MismatchGroup[] {
  const told = findMismatches(a, b).filter(({ ours }) => {
    const peer = ours.end === a ? b : a
    if (peer.ike?.connections.length === 0 && peer.ike.notLoaded.length > 0) return false
    return !peer.spd?.some(
      ({ mode, selectors }) => mode === 'transport' && selectors.some((box) => equalBoxes(mirrorBox(box), ours.box)),
    )
  })
  return groupMismatches(told)
}
