import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { comparePolicies, differencesFor, type PolicyDifference, uncomparedTopics } from './compare-policies.ts'
import { type Direction, decide } from './decide.ts'
import { orderedEntries } from './effective-entries.ts'
import { type Flow, isSameFlow } from './flow.ts'
import { failingHalves } from './ike/halves.ts'
import { type QuickMode, quickModesOf } from './quick-modes.ts'
import { lookupTowards } from './spd-lookup.ts'
import { isBounded } from './traffic-class.ts'
import { trafficClasses } from './traffic-classes.ts'

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
export const simulate = remembered((a: Endpoint, b: Endpoint): Simulation => simulateLike(a, b, null))

/** The same, with what is alike taken over from a simulation of ends that differ in some of their entries alone. */
export function simulateLike(a: Endpoint, b: Endpoint, formerly: Simulation | null): Simulation {
  const former = formerly === null ? undefined : directions.get(formerly)
  // Two whole configurations are negotiated; words are compared where one end has nothing else.
  const differences = a.ike !== undefined && b.ike !== undefined ? [] : comparePolicies(a, b)
  const there = prepare(a, b, differences, former?.there)
  const back = prepare(b, a, differences, former?.back)
  const [ofA, ofB] = [decide(there, back), decide(back, there)]
  const flows = [...ofA.flows, ...ofB.flows]
  const simulation = {
    a,
    b,
    flows: former === undefined ? flows : takenOver(flows, formerly?.flows ?? []),
    quickModes: [...there.quickModes, ...back.quickModes, ...failingHalves(a, b), ...failingHalves(b, a)],
    differences,
    crowded: ofA.crowded || ofB.crowded || there.classes.some(isBounded) || back.classes.some(isBounded),
  }
  directions.set(simulation, { there, back })
  return simulation
}

/** What each simulation was made of, for as long as it is in use, so that a similar one can take it over. */
const directions = new WeakMap<Simulation, { readonly there: Direction; readonly back: Direction }>()

/** Flows, with those that were there before in the place of equal ones. What is alike has the very same region. */
function takenOver(flows: readonly Flow[], formerly: readonly Flow[]): readonly Flow[] {
  const known = grouped(formerly, ({ region }) => region)
  return flows.map((flow) => known.get(flow.region)?.find((other) => isSameFlow(flow, other)) ?? flow)
}

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

function prepare(
  sender: Endpoint,
  receiver: Endpoint,
  differences: readonly PolicyDifference[],
  formerly: Direction | undefined,
): Direction {
  const outs = lookupTowards(
    sender,
    'out',
    receiver,
    formerly && orderedEntries(formerly.sender, 'out', formerly.receiver),
  )
  const ins = lookupTowards(
    receiver,
    'in',
    sender,
    formerly && orderedEntries(formerly.receiver, 'in', formerly.sender),
  )
  const classes = trafficClasses(outs, ins, formerly)
  const compared = sender.ike !== undefined && receiver.ike !== undefined
  const assumed =
    sender.partlyRead || receiver.partlyRead || (!compared && uncomparedTopics(sender, receiver).length > 0)
  return {
    sender,
    receiver,
    outs,
    ins,
    classes,
    quickModes: quickModesOf(sender, receiver, outs, classes),
    certainty: assumed ? 'assumed' : 'stated',
    policiesDiffer: differencesFor(receiver, differences).some((difference) => difference.decisive),
    refusedFor: differencesFor(receiver, differences).find((difference) => difference.refused),
  }
}
