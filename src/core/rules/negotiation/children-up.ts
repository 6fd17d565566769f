import type { SpdEntry } from '../../model/spd-entry.ts'
import { type ChildSa, type IkeSa, isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { wayFrom } from '../both-ways.ts'
import { hostOf, type Party } from './failures.ts'

/** A negotiation that comes to a child SA, which may yet lack something. */
interface ChildUp {
  readonly outcome: NegotiationOutcome
  readonly entry: SpdEntry
  readonly ike: IkeSa
  readonly childSa: ChildSa
  /** Who begins, and whom it meets. */
  readonly parties: readonly [Party, Party]
}

/** The children that come up, by each end that begins. */
export function* childrenUp(simulation: Simulation): Generator<ChildUp> {
  for (const { outcome, entry } of simulation.quickModes) {
    if (outcome === null) continue
    const { ike, childSa, connection, child } = outcome
    if (isFailure(ike) || childSa === null || isFailure(childSa)) continue
    const [initiator, responder] = wayFrom(simulation, outcome.initiator)
    const first = { end: initiator, host: hostOf(initiator, responder), connection, child }
    const met = { connection: ike.connection, child: childSa.config }
    const second = { end: responder, host: hostOf(responder, initiator), ...met }
    yield { outcome, entry, ike, childSa, parties: [first, second] }
  }
}
