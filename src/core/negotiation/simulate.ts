import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { remembered } from '../model/remembered.ts'
import { isTemplate, type SpdEntry } from '../model/spd-entry.ts'
import { type Box, containsBox, intersectBoxes, mirrorBox } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import { comparePolicies, type PolicyDifference, uncomparedTopics } from './compare-policies.ts'
import type { Certainty, Flow } from './flow.ts'
import { negotiateEntry, responseOf } from './ike/entry.ts'
import type { NegotiationOutcome } from './ike/outcome.ts'
import { type Obstacles, obstaclesOf, partsOf } from './obstructed.ts'
import { answerQuickMode, type Response } from './quick-mode.ts'
import { forwardEntries, routedOn } from './routed-on.ts'
import { type EffectiveEntry, isUnrestricted, lookupTowards } from './spd-lookup.ts'
import { type TrafficClass, trafficClasses } from './traffic-classes.ts'

/** What the simulation of one pair of ends gives. */
export interface Simulation {
  readonly a: Endpoint
  readonly b: Endpoint
  /** From A to B, then from B to A. */
  readonly flows: readonly Flow[]
  /** Those in which an entry takes part, in the order of `flows`. */
  readonly byEntry: ReadonlyMap<SpdEntry, readonly Flow[]>
  readonly quickModes: readonly QuickMode[]
  /** Settings that both ends stated and that differ. */
  readonly differences: readonly PolicyDifference[]
  /** Some entries meet more entries of the other end than were looked at. */
  readonly crowded: boolean
}

/** One negotiation of an initiator's entry; `response` is `null` when the other end's SPD was not pasted. */
export interface QuickMode {
  readonly initiator: string
  readonly responder: string
  readonly entry: SpdEntry
  readonly response: Response | null
  /** The whole negotiation, where both ends' configurations were pasted. */
  readonly outcome: NegotiationOutcome | null
}

/** One direction with all that its flows are decided by. */
interface Direction {
  readonly sender: Endpoint
  readonly receiver: Endpoint
  readonly classes: readonly TrafficClass[]
  readonly shadowed: readonly EffectiveEntry[]
  readonly quickModes: ReadonlyMap<SpdEntry, QuickMode>
  readonly certainty: Certainty
  readonly policiesDiffer: boolean
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
  const flows = [...decide(there, back), ...decide(back, there)]
  return {
    a,
    b,
    flows,
    byEntry: indexByEntry(flows),
    quickModes: [...there.quickModes.values(), ...back.quickModes.values()],
    differences,
    crowded: [...there.classes, ...back.classes].some((each) => each.crowded === true),
  }
})

function indexByEntry(flows: readonly Flow[]): Map<SpdEntry, Flow[]> {
  const index = new Map<SpdEntry, Flow[]>()
  for (const flow of flows) {
    if (flow.out !== null) note(flow.out, flow)
    if (flow.inbound !== null && flow.inbound !== flow.out) note(flow.inbound, flow)
  }
  return index

  function note(entry: SpdEntry, flow: Flow): void {
    const known = index.get(entry)
    if (known === undefined) index.set(entry, [flow])
    else known.push(flow)
  }
}

function prepare(sender: Endpoint, receiver: Endpoint, differences: readonly PolicyDifference[]): Direction {
  const outs = lookupTowards(sender, 'out', receiver)
  const classes = trafficClasses(outs, lookupTowards(receiver, 'in', sender))
  const partners = new Map<SpdEntry, SpdEntry[]>()
  const unmatched = new Set<SpdEntry>()
  for (const { out, inbound, crowded } of classes) {
    if (out !== null && inbound === null && crowded === true) unmatched.add(out.entry)
    if (out === null || inbound === null) continue
    const known = partners.get(out.entry)
    if (known === undefined) partners.set(out.entry, [inbound.entry])
    else known.push(inbound.entry)
  }
  const quickModes = new Map<SpdEntry, QuickMode>()
  for (const { entry } of outs.entries) {
    if (entry.action !== 'protect') continue
    const outcome = negotiateEntry(entry, sender, receiver)
    const response =
      receiver.spd === undefined || (outcome === null && (isUnplaced(entry, receiver) || unmatched.has(entry)))
        ? null
        : outcome === null
          ? answer(entry, partners.get(entry) ?? [], sender, receiver)
          : responseOf(outcome, sender, receiver)
    quickModes.set(entry, { initiator: sender.label, responder: receiver.label, entry, response, outcome })
  }
  const compared = sender.ike !== undefined && receiver.ike !== undefined
  const assumed =
    sender.partlyRead || receiver.partlyRead || (!compared && uncomparedTopics(sender, receiver).length > 0)
  return {
    sender,
    receiver,
    classes,
    shadowed: outs.entries.filter((out) => out.region.length === 0),
    quickModes,
    certainty: assumed ? 'assumed' : 'stated',
    policiesDiffer: differences.some((difference) => difference.decisive),
  }
}

/** Both configurations are there, and an address that the negotiation needs is not. */
function isUnplaced(entry: SpdEntry, receiver: Endpoint): boolean {
  return entry.negotiated !== undefined && receiver.ike !== undefined
}

/**
 * IKEv1 proposes one pair of identities: the first of the entry. IKEv2 proposes all of them in one child, of which the
 * responder takes what it can (RFC 7296 2.9). It must go to where the responder is.
 */
function answer(entry: SpdEntry, candidates: readonly SpdEntry[], sender: Endpoint, receiver: Endpoint): Response {
  const [proposal, ...more] = entry.selectors
  if (proposal === undefined) return { kind: 'refused', certainty: 'stated', notify: null }
  if (!reaches(sender, receiver)) return { kind: 'refused', certainty: 'stated', notify: null }
  const sameMode = candidates.filter(
    (candidate) => candidate.mode === entry.mode || candidate.mode === null || entry.mode === null,
  )
  const response = answerQuickMode(proposal, sameMode, receiver.vendor.selectorRule)
  if (entry.negotiated?.connection.initiates.value !== 2) return unlessByNeed(response, receiver)
  const others = more.map((selectors) => answerQuickMode(selectors, sameMode, receiver.vendor.selectorRule))
  return unlessByNeed([response, ...others].reduce(both), receiver)
}

/** What a daemon has installed so far is not all that it would accept. */
function unlessByNeed(response: Response, { vendor }: Endpoint): Response {
  return vendor.installsByNeed === true && response.kind === 'refused'
    ? { ...response, certainty: 'assumed' }
    : response
}

/** What a responder takes of two proposals in one. */
function both(a: Response, b: Response): Response {
  if (a.kind !== 'accepted') return b.kind === 'accepted' ? b : a
  if (b.kind !== 'accepted') return a
  const certainty = a.certainty === 'assumed' || b.certainty === 'assumed' ? 'assumed' : 'stated'
  return { ...a, selectors: [...a.selectors, ...b.selectors], certainty }
}

/** Whether the tunnel of one end goes to an address of the other; true where either is not known. */
export function reaches(sender: Endpoint, receiver: Endpoint): boolean {
  if (sender.peers.length === 0 || receiver.addresses.length === 0) return true
  return sender.peers.some((peer) => receiver.addresses.some((own) => equalRanges(peer.value, own.value)))
}

/** What the sender's own negotiation leaves out may ride on one of the other end. */
const NOT_CARRIED: ReadonlySet<Flow['outcome']> = new Set(['refused', 'responder-only', 'uncovered'])

function decide(way: Direction, back: Direction): Flow[] {
  const accepted = lazily(() => acceptedBy(back))
  const forward = forwardEntries(way.receiver, way.sender)
  const [leaving, arriving] = [obstaclesOf(way.sender, 'out'), obstaclesOf(way.receiver, 'in')]
  const flows: Flow[] = []
  for (const whole of way.classes) {
    for (const { region, obstacle } of partsOf(whole.region, whole.out?.entry ?? null, leaving)) {
      const traffic = region === whole.region ? whole : { ...whole, region }
      if (obstacle !== null && traffic.out?.entry.action === 'protect') {
        flows.push(keptBack(traffic, obstacle, way))
        continue
      }
      const flow = flowOf(traffic, way)
      const rider = NOT_CARRIED.has(flow.outcome) ? riderOf(traffic, flow, back, accepted()) : undefined
      for (const found of rider === undefined ? [flow] : [flow, rider]) {
        for (const each of arrivals(found, arriving)) flows.push(each, ...routedOn(each, way.receiver, forward))
      }
    }
  }
  const shadowed = way.shadowed.map((out) => ({
    ...base(way, { region: out.entry.selectors, out, inbound: null, rest: true }),
    outcome: 'uncovered' as const,
    packet: 'unknown' as const,
    remainder: true,
  }))
  return [...flows, ...shadowed]
}

function base(way: Direction, traffic: TrafficClass): Omit<Flow, 'outcome' | 'packet'> {
  const entry = traffic.out?.entry ?? traffic.inbound?.entry
  return {
    sender: way.sender.label,
    receiver: way.receiver.label,
    initiator: way.sender.label,
    region: traffic.region,
    out: traffic.out?.entry ?? null,
    inbound: traffic.inbound?.entry ?? null,
    seen: null,
    notify: null,
    certainty: traffic.crowded === true ? 'assumed' : way.certainty,
    remainder: traffic.rest && entry !== undefined && (isUnrestricted(entry) || isTemplate(entry)),
  }
}

function flowOf(traffic: TrafficClass, way: Direction): Flow {
  const { out } = traffic
  const flow = base(way, traffic)
  const plain = way.sender.partlyRead || way.receiver.partlyRead ? 'assumed' : 'stated'
  if (out === null) {
    if (way.sender.spd === undefined || traffic.crowded === true)
      return { ...flow, outcome: 'unknown', packet: 'unknown', certainty: 'assumed' }
    return { ...flow, outcome: 'no-policy', packet: 'clear', certainty: plain }
  }
  if (out.entry.action === 'bypass') return { ...flow, outcome: 'bypassed', packet: 'clear', certainty: plain }
  if (out.entry.action === 'discard') return { ...flow, outcome: 'discarded', packet: 'dropped', certainty: plain }
  const response = way.quickModes.get(out.entry)?.response
  if (response == null) return { ...flow, outcome: 'unknown', packet: 'unknown', certainty: 'assumed' }
  if (response.kind === 'waits') return { ...flow, outcome: 'responder-only', packet: 'unknown', certainty: plain }
  if (response.kind === 'refused') {
    const certainty = response.certainty === 'assumed' ? 'assumed' : plain
    const seen = way.sender.vendor.seenWhenRefused
    return { ...flow, outcome: 'refused', packet: 'dropped', seen, notify: response.notify, certainty }
  }
  const certainty = response.certainty === 'assumed' ? 'assumed' : flow.certainty
  if (way.policiesDiffer) return { ...flow, outcome: 'unknown', packet: 'unknown', certainty }
  if (flow.remainder) return { ...flow, outcome: 'narrowed', packet: 'dropped', certainty }
  return { ...flow, ...carried(traffic.region, out.entry, response, way.sender), certainty }
}

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
  const covers = (box: Box) => selectors.some((selector) => containsBox(selector, box))
  const narrowed = !entry.selectors.some(covers)
  if (disagreed ?? (narrowed && sender.vendor.selectorRule.rule !== 'narrow'))
    return { outcome: 'lost', packet: 'dropped' }
  if (region.every(covers)) return { outcome: 'established', packet: 'encrypted' }
  const touched = region.some((box) => selectors.some((selector) => intersectBoxes(selector, box) !== undefined))
  return touched ? { outcome: 'narrowed', packet: 'encrypted' } : { outcome: 'uncovered', packet: 'dropped' }
}

/** Packets that never come to their entry. Of an entry for everything, routes tell what is to go there at all. */
function keptBack(traffic: TrafficClass, { kind, packet }: Obstacle, way: Direction): Flow {
  const flow = { ...base(way, traffic), certainty: 'stated' as const }
  const unasked = kind === 'no-route' && betweenUnrestricted(flow)
  if (flow.remainder || unasked) return { ...flow, outcome: 'narrowed', packet: 'dropped', remainder: true }
  return { ...flow, outcome: packet === 'clear' ? 'bypassed' : 'discarded', packet }
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

/** Of two entries for everything, routes tell what is to come at all. */
function lostBy({ kind }: Obstacle, flow: Flow): Pick<Flow, 'outcome' | 'packet'> & Partial<Pick<Flow, 'remainder'>> {
  return kind === 'no-route' && betweenUnrestricted(flow)
    ? { outcome: 'narrowed', packet: 'dropped', remainder: true }
    : { outcome: 'lost', packet: 'dropped' }
}

function betweenUnrestricted({ out, inbound }: Pick<Flow, 'out' | 'inbound'>): boolean {
  return out !== null && isUnrestricted(out) && inbound !== null && isUnrestricted(inbound)
}

/** A child SA that comes up, with its selectors as the way of its responder sees them. */
interface AcceptedChild {
  readonly entry: SpdEntry
  readonly selectors: Box
  readonly carries: Box
}

interface AcceptedChildren {
  readonly children: readonly AcceptedChild[]
  readonly index: BoxIndex
}

function lazily<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined
  return () => {
    done ??= { result: work() }
    return done.result
  }
}

function acceptedBy(way: Direction): AcceptedChildren {
  const children = [...way.quickModes.values()].flatMap(({ entry, response }) => {
    if (response?.kind !== 'accepted' || response.entry.action !== 'protect' || way.policiesDiffer) return []
    if (response.disagreed === true) return []
    return response.selectors.map((selectors) => ({ entry, selectors, carries: mirrorBox(selectors) }))
  })
  return { children, index: buildBoxIndex(children.map(({ carries }) => carries)) }
}

/** The same packets on the child SA that the receiver brings up, where the sender's own negotiation fails. */
function riderOf(
  traffic: TrafficClass,
  flow: Flow,
  back: Direction,
  { children, index }: AcceptedChildren,
): Flow | undefined {
  const [first] = traffic.region
  if (first === undefined) return undefined
  for (const at of index.overlapping(first)) {
    const child = children[at]
    if (child === undefined || !traffic.region.every((box) => containsBox(child.carries, box))) continue
    if (!child.entry.selectors.some((box) => containsBox(box, child.selectors))) continue
    return {
      ...flow,
      initiator: back.sender.label,
      outcome: 'established',
      packet: 'encrypted',
      seen: null,
      certainty: 'assumed',
    }
  }
  return undefined
}
