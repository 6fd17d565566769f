import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { isCarried } from '../negotiation/flow.ts'
import { isFailure, type NegotiationOutcome } from '../negotiation/ike/outcome.ts'
import { findMismatches } from '../negotiation/mismatches.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import { lifetimeGaps } from '../rules/lifetimes/lifetime-gaps.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'

/** Everything that is wrong, counted: flows that do not get through from an end, negotiations, unequal selectors. */
export function faults(simulation: Simulation): number {
  const failing = simulation.flows.filter(isFailing)
  return failing.length + findMismatches(simulation.a, simulation.b).length + hindrances(simulation).size
}

/** What stands in the way of each tunnel: an obstacle, an end that does not load its text, the step that fails, a later rekey. */
export function hindrances(simulation: Simulation): Set<string> {
  const { a, b, quickModes } = simulation
  const found = new Set<string>()
  for (const { end, connection, child } of lifetimeGaps(simulation))
    found.add(`${end.label} ends ${connection} ${child}`)
  for (const end of [a, b]) {
    const { label, ike, obstacles } = end
    for (const obstacle of obstacles ?? [])
      if (isInTheWay(obstacle, end)) found.add(`${label} ${obstacle.kind}: ${obstacle.say}`)
    for (const { name, say } of ike?.notLoaded ?? []) found.add(`${label} does not load ${name}: ${say}`)
  }
  // Of these nobody knows whether the peer takes them: the flows are unknown, and fail as long as they are not equal.
  for (const { topic, decisive, refused } of simulation.differences) {
    if (decisive && !refused) found.add(`${topic} differs`)
  }
  for (const { outcome } of quickModes) {
    if (outcome === null) continue
    const { initiator, connection, child, ike, childSa, further, ikeRenewals, childRenewals } = outcome
    const name = `${initiator} ${connection.name} ${child.name}`
    // That another child was up before shows that it is a further one.
    const atOthers = isFailure(further) && further.reason === 'same-networks' ? further : null
    const failure = [ike, childSa, atOthers].find((step) => isFailure(step))
    if (failure !== undefined && isFailure(failure)) found.add(`${name} ${failure.reason} ${failure.by}`)
    for (const [sa, renewals] of [
      ['IKE SA', ikeRenewals],
      ['child SA', childRenewals],
    ] as const) {
      for (const renewal of [renewals?.initiator, renewals?.responder]) {
        if (renewal?.failure == null) continue
        found.add(`${name} ${sa} renewed by ${renewal.by}: ${renewal.failure.reason}`)
      }
    }
  }
  return found
}

/** Some of its packets are those of an entry; an entry that gets other networks leaves it behind. */
function isInTheWay({ packets, connection, meant }: Obstacle, { spd = [] }: Endpoint): boolean {
  if (meant === true) return false
  const index = boxesOf(spd)(connection)
  return packets.some((box) => index.overlapping(box, 1).length > 0)
}

/** The boxes of a connection, or of all of them. */
const boxesOf = rememberedOf((spd: readonly SpdEntry[]) => {
  const own = grouped(spd, ({ negotiated }) => negotiated?.connection.name)
  const made = new Map<string | null, BoxIndex>()
  return (connection: string | null): BoxIndex => {
    const entries = connection === null ? spd : (own.get(connection) ?? [])
    const index = made.get(connection) ?? buildBoxIndex(entries.flatMap(({ selectors }) => selectors))
    made.set(connection, index)
    return index
  }
})

/** How many connections are not loaded. */
export function notLoaded({ a, b }: Simulation): number {
  return [a, b].reduce((sum, { ike }) => sum + (ike?.notLoaded.length ?? 0), 0)
}

/** How many negotiations come to an IKE SA, whatever becomes of their child. */
export function authenticated({ quickModes }: Simulation): number {
  return quickModes.filter(({ outcome }) => outcome !== null && !isFailure(outcome.ike)).length
}

/** An end that loads its text has flows of its own, which can fail, so that their number alone does not tell. */
export function isBetter(after: Simulation, before: Simulation): boolean {
  const [now, then] = [verdictOf(after.flows), verdictOf(before.flows)]
  // The verdicts are known; to count the faults of a large tunnel takes longer.
  return (now === 'up' && then !== 'up') || (now === 'partial' && then === 'down') || faults(after) < faults(before)
}

/** Something that stood in the way is gone, though the next may show; and nothing that worked is lost. */
export function isProgress(after: Simulation, before: Simulation): boolean {
  if (isLost(after, before)) return false
  if (faults(after) < faults(before) || carriesMore(after, before)) return true
  const now = hindrances(after)
  return [...hindrances(before)].some((hindrance) => !now.has(hindrance)) && carried(after) >= carried(before)
}

/**
 * Flows that failed get through, though each child that carries them may have the fault of the one that was there. An end
 * that is known by its entries alone may get others with them, which fail as yet: with a network in its Remote Site, an ISA
 * Server sends to it from its external address as well.
 */
function carriesMore(after: Simulation, before: Simulation): boolean {
  const failing = ({ flows }: Simulation) => flows.filter(isFailing).length
  const byEntries = after.a.ike === undefined || after.b.ike === undefined
  return carried(after) > carried(before) && (byEntries || failing(after) < failing(before))
}

function isFailing({ remainder, outcome }: Simulation['flows'][number]): boolean {
  return !remainder && outcome !== 'established' && outcome !== 'unknown'
}

function carried({ flows }: Simulation): number {
  return flows.filter(isCarried).length
}

/** A child that came up by its name no longer does. */
function isLost(after: Simulation, before: Simulation): boolean {
  const worked = childrenOf(before, (sa) => sa !== null && !isFailure(sa))
  const fails = childrenOf(after, (sa) => sa === null || isFailure(sa))
  return [...worked].some((name) => fails.has(name))
}

function childrenOf({ quickModes }: Simulation, isMeant: (sa: NegotiationOutcome['childSa']) => boolean): Set<string> {
  return new Set(
    quickModes.flatMap(({ outcome }) =>
      outcome !== null && isMeant(outcome.childSa)
        ? [`${outcome.initiator} ${outcome.connection.name} ${outcome.child.name}`]
        : [],
    ),
  )
}
