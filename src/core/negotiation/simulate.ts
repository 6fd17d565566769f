import type { Endpoint } from '../model/endpoint.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { comparePolicies, type PolicyDifference, uncomparedTopics } from './compare-policies.ts'
import { type Direction, decide } from './decide.ts'
import type { Flow } from './flow.ts'
import { type QuickMode, quickModesOf } from './quick-modes.ts'
import { lookupTowards } from './spd-lookup.ts'
import { isBounded, trafficClasses } from './traffic-classes.ts'

/** What the simulation of one pair of ends gives. */
export interface Simulation {
  readonly a: Endpoint
  readonly b: Endpoint
  /** From A to B, then from B to A. */
  readonly flows: readonly Flow[]
  readonly quickModes: readonly QuickMode[]
  /** Settings that both ends stated and that differ. */
  readonly differences: readonly PolicyDifference[]
  /** Some entries meet more others than were looked at, or are cut into more pieces by them than were worked out. */
  readonly crowded: boolean
}

/**
 * Runs both directions between two ends: the classes of packets, the negotiation of each sender's entry, and what
 * becomes of each class. The other end may be unknown (its `spd` undefined).
 */
export const simulate = remembered((a: Endpoint, b: Endpoint): Simulation => {
  // Two whole configurations are negotiated; words are compared where one end has nothing else.
  const differences = a.ike !== undefined && b.ike !== undefined ? [] : comparePolicies(a, b)
  const there = prepare(a, b, differences)
  const back = prepare(b, a, differences)
  const [ofA, ofB] = [decide(there, back), decide(back, there)]
  return {
    a,
    b,
    flows: [...ofA.flows, ...ofB.flows],
    quickModes: [...there.quickModes.values(), ...back.quickModes.values()],
    differences,
    crowded: ofA.crowded || ofB.crowded || there.classes.some(isBounded) || back.classes.some(isBounded),
  }
})

/** The flows in which an entry takes part, in their order. */
export function flowsThrough(simulation: Simulation, entry: SpdEntry): readonly Flow[] {
  return flowsByEntry(simulation).get(entry) ?? []
}

const flowsByEntry = rememberedOf(({ flows }: Simulation): ReadonlyMap<SpdEntry, readonly Flow[]> => {
  const index = new Map<SpdEntry, Flow[]>()
  for (const flow of flows) {
    if (flow.out !== null) note(flow.out, flow)
    if (flow.inbound !== null) note(flow.inbound, flow)
  }
  return index

  function note(entry: SpdEntry, flow: Flow): void {
    const known = index.get(entry)
    if (known === undefined) index.set(entry, [flow])
    else known.push(flow)
  }
})

/** The negotiation of an entry by its own end; `undefined` for one that is not protected. */
export function quickModeOf(simulation: Simulation, entry: SpdEntry | null): QuickMode | undefined {
  return entry === null ? undefined : quickModesByEntry(simulation).get(entry)
}

const quickModesByEntry = rememberedOf(
  ({ quickModes }: Simulation): ReadonlyMap<SpdEntry, QuickMode> =>
    new Map(quickModes.map((quickMode) => [quickMode.entry, quickMode])),
)

function prepare(sender: Endpoint, receiver: Endpoint, differences: readonly PolicyDifference[]): Direction {
  const outs = lookupTowards(sender, 'out', receiver)
  const classes = trafficClasses(outs, lookupTowards(receiver, 'in', sender))
  const compared = sender.ike !== undefined && receiver.ike !== undefined
  const assumed =
    sender.partlyRead || receiver.partlyRead || (!compared && uncomparedTopics(sender, receiver).length > 0)
  return {
    sender,
    receiver,
    classes,
    quickModes: quickModesOf(sender, receiver, outs, classes),
    certainty: assumed ? 'assumed' : 'stated',
    policiesDiffer: differences.some((difference) => difference.decisive),
    refusedFor: differences.find((difference) => difference.refused),
  }
}
