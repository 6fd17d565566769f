import { isCarried } from '../../negotiation/flow.ts'
import { WAITING } from '../../negotiation/ike/entry.ts'
import { isFailure } from '../../negotiation/ike/outcome.ts'
import { flowsThrough, type Simulation } from '../../negotiation/simulate.ts'
import type { FailedNegotiation } from './failures.ts'

/** The other end does not go to this one either: why that fails where it does is a matter of its own. */
export function nobodyBegins(
  simulation: Simulation,
  { initiator }: FailedNegotiation['outcome'],
  entries: FailedNegotiation['entries'],
): boolean {
  const peerBegins = simulation.quickModes.some(
    ({ outcome }) =>
      outcome !== null &&
      outcome.initiator !== initiator &&
      !(isFailure(outcome.ike) && WAITING.has(outcome.ike.reason)),
  )
  return !peerBegins && !entries.some((entry) => flowsThrough(simulation, entry).some(isCarried))
}
