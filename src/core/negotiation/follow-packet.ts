import { containsRange, equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Packet, packetInBox, replyTo } from '../selectors/packet.ts'
import type { Flow, Outcome, PacketFate } from './flow.ts'
import { negotiateEntry, responseOf } from './ike/entry.ts'
import type { NegotiationOutcome } from './ike/outcome.ts'
import { meantFor } from './obstructed.ts'
import type { Simulation } from './simulate.ts'
import { lookup } from './spd-lookup.ts'

/** One end that a packet passes: the entry it hits there, and what becomes of it. */
export interface Leg {
  readonly end: Endpoint
  readonly way: 'there' | 'back'
  readonly entry: SpdEntry | null
  readonly packet: PacketFate
}

export interface FollowedPacket {
  readonly outcome: Outcome
  readonly sender: Endpoint
  readonly receiver: Endpoint
  readonly legs: readonly Leg[]
  /** The flow of its answer. */
  readonly back: Flow | undefined
  /** What the packet brings up at a sender whose configuration negotiates, and where nothing is up yet. */
  readonly brought: NegotiationOutcome | null
  /** What drops it at one of the ends, and is meant so. */
  readonly kept?: Obstacle
}

/** Follows one packet through both SPDs, and its answer back. */
export function followPacket(simulation: Simulation, packet: Packet): FollowedPacket {
  const { a, b } = simulation
  const [sender, receiver] = isFrom(b, a, packet) ? [b, a] : [a, b]
  const there = flowOf(simulation, sender, packet)
  const back = flowOf(simulation, receiver, replyTo(packet))
  const hit = lookup(sender, 'out', packet)
  const brought = hit === undefined ? null : negotiateEntry(hit, sender, receiver, packet)
  const left = brought !== null && leftOut(brought, packet, sender, receiver)
  const kept = left
    ? undefined
    : (meantFor(sender, 'out', hit ?? null, packet) ??
      meantFor(receiver, 'in', lookup(receiver, 'in', replyTo(packet)) ?? null, replyTo(packet)))
  const legs: Leg[] = []
  for (const [way, from, to, sent, flow] of [
    ['there', sender, receiver, packet, there],
    ['back', receiver, sender, replyTo(packet), back],
  ] as const) {
    const isStopped = left || kept !== undefined
    const fate =
      isStopped && way === 'there' ? 'dropped' : (flow?.packet ?? (from.spd === undefined ? 'unknown' : 'clear'))
    legs.push({ end: from, way, entry: lookup(from, 'out', sent) ?? null, packet: fate })
    const entry = lookup(to, 'in', replyTo(sent)) ?? null
    legs.push({ end: to, way, entry, packet: arrival(fate, entry, to) })
  }
  return {
    outcome: left
      ? 'uncovered'
      : kept !== undefined
        ? 'discarded'
        : (there?.outcome ?? (sender.spd === undefined ? 'unknown' : 'no-policy')),
    sender,
    receiver,
    legs,
    back,
    brought,
    ...(kept !== undefined && { kept }),
  }
}

/** The tunnel comes up for the packet, and without it: the responder answered with less (RFC 7296 2.9). */
function leftOut(brought: NegotiationOutcome, packet: Packet, sender: Endpoint, receiver: Endpoint): boolean {
  const response = responseOf(brought, sender, receiver)
  return response.kind === 'accepted' && !response.selectors.some((box) => packetInBox(packet, box))
}

/** What the receiver does: a packet in clear that an entry wants protected is dropped (RFC 4301 5.2). */
function arrival(sent: PacketFate, entry: SpdEntry | null, end: Endpoint): PacketFate {
  if (sent !== 'clear') return sent
  if (end.spd === undefined) return 'unknown'
  return entry?.action === 'protect' || entry?.action === 'discard' ? 'dropped' : 'clear'
}

/** Where neither end knows the source, such as a further external address, the destination tells. */
function isFrom(end: Endpoint, other: Endpoint, packet: Packet): boolean {
  if (sends(end, packet) !== sends(other, packet)) return sends(end, packet)
  return !sends(end, packet) && sends(other, replyTo(packet)) && !sends(end, replyTo(packet))
}

/** Whether a packet starts behind this end: from its own address or one of its local networks. */
function sends(end: Endpoint, packet: Packet): boolean {
  if (end.addresses.some(({ value }) => equalRanges(value, packet.source))) return true
  return (end.spd ?? []).some((entry) => entry.selectors.some((box) => containsRange(box.local, packet.source)))
}

function flowOf({ flows }: Simulation, sender: Endpoint, packet: Packet): Flow | undefined {
  const candidates = flows.filter(
    (flow) => flow.sender === sender.label && flow.region.some((box) => packetInBox(packet, box)),
  )
  return candidates.find((flow) => flow.outcome === 'established') ?? candidates[0]
}
