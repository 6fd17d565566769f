import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { isTemplate, type SpdEntry } from '../model/spd-entry.ts'
import { type Box, mirrorBox } from '../selectors/box.ts'
import { holdsBox, meetsBox } from './box-lists.ts'
import { notifyFor, type PolicyDifference } from './compare-policies.ts'
import type { Certainty, Flow } from './flow.ts'
import { isUnasked, type Obstacles, obstaclesOf, partsOf } from './obstructed.ts'
import type { Response } from './quick-mode.ts'
import type { QuickMode } from './quick-modes.ts'
import { ridersOn } from './riders.ts'
import { forwardEntries, routedOn } from './routed-on.ts'
import { isUnrestricted } from './spd-lookup.ts'
import { isBounded, type TrafficClass } from './traffic-class.ts'
import type { Classified } from './untouched-classes.ts'

/** One direction with all that its flows are decided by. */
export interface Direction extends Classified {
  readonly sender: Endpoint
  readonly receiver: Endpoint
  /** In the order of the sender's entries, and so of the classes. */
  readonly quickModes: readonly QuickMode[]
  readonly certainty: Certainty
  readonly policiesDiffer: boolean
  /** The first setting for which the responder refuses whatever is proposed. */
  readonly refusedFor: PolicyDifference | undefined
}

/** What becomes of the packets of one direction. */
interface Decision {
  readonly flows: readonly Flow[]
  /** Some packets could be carried by more child SAs of the other end than are looked at. */
  readonly crowded: boolean
}

/** What the sender's own negotiation leaves out may ride on one of the other end. */
const NOT_CARRIED: ReadonlySet<Flow['outcome']> = new Set(['refused', 'responder-only', 'uncovered'])

/** What becomes of each class of packets of one direction; `back` is the other direction between the same ends. */
export function decide(way: Direction, back: Direction): Decision {
  const riders = ridersOn(back.policiesDiffer ? [] : back.quickModes)
  const forward = forwardEntries(way.receiver, way.sender)
  const [leaving, arriving] = [obstaclesOf(way.sender, 'out'), obstaclesOf(way.receiver, 'in')]
  const flows: Flow[] = []
  let crowded = false
  let next = 0
  for (const whole of way.classes) {
    const entry = whole.out?.entry
    if (entry?.action === 'protect')
      while (way.quickModes[next] !== undefined && way.quickModes[next]?.entry !== entry) next++
    if (whole.shadowed) {
      flows.push(withFate(whole, way, { outcome: 'uncovered', packet: 'unknown', remainder: true }))
      continue
    }
    // Most ends have no obstacles, and no class of theirs falls into parts.
    if (leaving.all.length === 0) {
      decidePart(whole, way.quickModes[next])
      continue
    }
    for (const { region, obstacle } of partsOf(whole.region, whole.out?.entry ?? null, leaving)) {
      const traffic = region === whole.region ? whole : { ...whole, region }
      if (obstacle !== null && traffic.out?.entry.action === 'protect') {
        flows.push(keptBack(traffic, obstacle, way))
        continue
      }
      decidePart(traffic, way.quickModes[next])
    }
  }
  return { flows, crowded }

  /** With the negotiation of the sender's entry, where that is protected. */
  function decidePart(traffic: TrafficClass, negotiated: QuickMode | undefined) {
    const flow = withFate(traffic, way, fateOf(traffic, negotiated, way))
    add(flow)
    if (!NOT_CARRIED.has(flow.outcome)) return
    const carried = riders.carry(traffic.region)
    crowded ||= carried === null
    if (carried !== false) add(riding(flow, carried === true))
  }

  function add(flow: Flow) {
    for (const each of arrivals(flow, arriving)) {
      flows.push(each)
      for (const further of routedOn(each, way.receiver, forward)) flows.push(further)
    }
  }
}

/** The same packets on the child SA that the receiver brings up, or perhaps does, where the sender's own negotiation fails. */
function riding(flow: Flow, isKnown: boolean): Flow {
  return {
    ...flow,
    initiator: flow.receiver,
    outcome: isKnown ? 'established' : 'unknown',
    packet: isKnown ? 'encrypted' : 'unknown',
    seen: null,
    certainty: 'assumed',
  }
}

type Fate = Pick<Flow, 'outcome' | 'packet'> & Partial<Pick<Flow, 'certainty' | 'seen' | 'notify' | 'remainder'>>

function withFate(traffic: TrafficClass, way: Direction, fate: Fate): Flow {
  return {
    sender: way.sender.label,
    receiver: way.receiver.label,
    initiator: way.sender.label,
    region: traffic.region,
    out: traffic.out?.entry ?? null,
    inbound: traffic.inbound?.entry ?? null,
    owner: traffic.owner,
    outcome: fate.outcome,
    packet: fate.packet,
    seen: fate.seen ?? null,
    notify: fate.notify ?? null,
    certainty: fate.certainty ?? certaintyOf(traffic, way),
    remainder: fate.remainder ?? isRemainder(traffic),
  }
}

function certaintyOf(traffic: TrafficClass, { certainty }: Direction): Certainty {
  return isBounded(traffic) ? 'assumed' : certainty
}

/** What an entry for everything has beside its partners. */
function isRemainder({ rest, out, inbound }: TrafficClass): boolean {
  const entry = rest ? (out?.entry ?? inbound?.entry) : undefined
  return entry !== undefined && (isUnrestricted(entry) || isTemplate(entry))
}

function fateOf(traffic: TrafficClass, negotiated: QuickMode | undefined, way: Direction): Fate {
  const { out } = traffic
  const plain = way.sender.partlyRead || way.receiver.partlyRead ? 'assumed' : 'stated'
  if (out === null) {
    if (way.sender.spd === undefined || traffic.crowded) return UNKNOWN
    const packet = way.outs.goElsewhere(traffic.region) ? 'unknown' : 'clear'
    return { outcome: 'no-policy', packet, certainty: plain }
  }
  if (out.entry.action === 'bypass') return { outcome: 'bypassed', packet: 'clear', certainty: plain }
  if (out.entry.action === 'discard') return { outcome: 'discarded', packet: 'dropped', certainty: plain }
  const response = negotiated?.response
  if (response == null) return UNKNOWN
  if (response.kind === 'waits') return { outcome: 'responder-only', packet: 'unknown', certainty: plain }
  if (response.kind === 'refused') {
    const certainty = response.certainty === 'assumed' ? 'assumed' : plain
    const seen = way.sender.vendor.seenWhenRefused
    return { outcome: 'refused', packet: 'dropped', certainty, seen, notify: response.notify }
  }
  const certainty = response.certainty === 'assumed' ? 'assumed' : certaintyOf(traffic, way)
  if (way.refusedFor !== undefined) {
    const seen = way.sender.vendor.seenWhenRefused
    return { outcome: 'refused', packet: 'dropped', certainty: plain, seen, notify: notifyFor(way.refusedFor) }
  }
  if (way.policiesDiffer) return { outcome: 'unknown', packet: 'unknown', certainty }
  if (isRemainder(traffic)) return { outcome: 'narrowed', packet: 'dropped', certainty }
  const { outcome, packet } = carried(traffic.region, out.entry, response, way.sender)
  return { outcome, packet, certainty }
}

const UNKNOWN: Fate = { outcome: 'unknown', packet: 'unknown', certainty: 'assumed' }

/**
 * What the agreed selectors do for a class. An initiator that takes only its own selectors (RFC 2409 has no narrowing)
 * keeps sending with them while the responder expects the narrower ones: both report success and packets vanish.
 */
function carried(
  region: readonly Box[],
  entry: SpdEntry,
  { selectors, disagreed }: Extract<Response, { readonly kind: 'accepted' }>,
  sender: Endpoint,
): Pick<Flow, 'outcome' | 'packet'> {
  const covers = (box: Box) => holdsBox(selectors, box)
  const narrowed = !entry.selectors.some(covers)
  if (disagreed ?? (narrowed && sender.vendor.selectorRule.rule !== 'narrow'))
    return { outcome: 'lost', packet: 'dropped' }
  if (region.every(covers)) return { outcome: 'established', packet: 'encrypted' }
  const touched = region.some((box) => meetsBox(selectors, box))
  return touched ? { outcome: 'narrowed', packet: 'encrypted' } : { outcome: 'uncovered', packet: 'dropped' }
}

/** Packets that never come to their entry. Of an entry for everything, routes and rules tell what is to go there at all. */
function keptBack(traffic: TrafficClass, obstacle: Obstacle, way: Direction): Flow {
  const { kind, packet } = obstacle
  const between = { out: traffic.out?.entry ?? null, inbound: traffic.inbound?.entry ?? null }
  const isPeerUnknown = way.receiver.spd === undefined && between.out !== null && isUnrestricted(between.out)
  const unasked = kind === 'no-route' && isPeerUnknown
  return withFate(
    traffic,
    way,
    unasked || isUnasked(obstacle, between) || isRemainder(traffic)
      ? { outcome: 'narrowed', packet: 'dropped', certainty: 'stated', remainder: true }
      : { outcome: packet === 'clear' ? 'bypassed' : 'discarded', packet, certainty: 'stated' },
  )
}

/** What comes out of the tunnel and is not let on is lost, though both ends report success. */
function arrivals(flow: Flow, arriving: Obstacles): Flow[] {
  if (flow.packet !== 'encrypted' || arriving.all.length === 0) return [flow]
  return partsOf(flow.region.map(mirrorBox), flow.inbound, arriving).map(({ region, obstacle }) => ({
    ...flow,
    region: region.map(mirrorBox),
    ...(obstacle !== null && lostBy(obstacle, flow)),
  }))
}

function lostBy(obstacle: Obstacle, flow: Flow): Pick<Flow, 'outcome' | 'packet'> & Partial<Pick<Flow, 'remainder'>> {
  return isUnasked(obstacle, flow)
    ? { outcome: 'narrowed', packet: 'dropped', remainder: true }
    : { outcome: 'lost', packet: 'dropped' }
}
