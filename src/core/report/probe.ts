import { formatHost } from '../address/address-range.ts'
import { type FollowedPacket, followPacket, type Leg } from '../negotiation/follow-packet.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { entryText, evidenceOf } from '../rules/wording.ts'
import { formatPacket, type Packet } from '../selectors/packet.ts'
import type { Quote } from '../text/excerpt.ts'
import { quotePlaces } from './evidence.ts'
import { reportNegotiation } from './negotiation.ts'
import type { Probe } from './schema.ts'

/** One packet, followed there and back. */
export function reportProbe(simulation: Simulation, packet: Packet, quote: Quote): Probe {
  const followed = followPacket(simulation, packet)
  return {
    packet: formatPacket(packet),
    outcome: followed.outcome,
    say: sentence(followed, packet),
    negotiation: followed.brought === null ? null : reportNegotiation(followed.brought, simulation),
    legs: followed.legs.map((leg) => ({
      end: leg.end.label,
      entry: leg.entry?.id ?? null,
      action: leg.entry?.action ?? null,
      packet: leg.packet,
      way: leg.way,
      evidence: quotePlaces(evidenceOf(leg.entry, legLabel(leg)), quote),
    })),
  }
}

function legLabel({ end, entry }: Leg): string {
  return `${end.name}: ${entry === null ? 'no entry' : entryText(entry)}`
}

function sentence({ outcome, sender, receiver, legs, back, kept }: FollowedPacket, packet: Packet): string {
  const [sent] = legs
  const hits = sent?.entry == null ? 'matches no entry' : `matches ${entryText(sent.entry)}`
  const start = `At ${sender.name} the packet from ${formatHost(packet.source)} ${hits}`
  const answer =
    back === undefined
      ? `The answer matches no entry at ${receiver.name} and would leave in clear.`
      : `The answer from ${formatHost(packet.destination)} is ${back.packet === 'unknown' ? 'not known to arrive' : back.packet}.`
  switch (outcome) {
    case 'established':
      return `${start}, and ${receiver.name} has its counterpart: it is encrypted. ${answer}`
    case 'narrowed':
      return `${start}; the tunnel carries a part of that entry. ${answer}`
    case 'refused':
      return `${start}, for which ${receiver.name} has no counterpart: the negotiation is refused or never answered, and the packet is dropped.`
    case 'lost':
      return `${start}; both ends report success with different selectors, and the packet is lost.`
    case 'uncovered':
      return `${start}, but the tunnel comes up without it: the packet is dropped.`
    case 'bypassed':
      return `${start}, which lets it through in clear.`
    case 'discarded':
      return kept === undefined
        ? `${start}, which drops it.`
        : `${start}, which is protected; yet it is dropped. ${kept.say}`
    case 'no-policy':
      return `${start}, so it leaves in clear; ${receiver.name} ${legs[1]?.packet === 'dropped' ? 'wants it protected and drops it' : 'does not want it protected either'}.`
    case 'responder-only':
      return `${start}, but ${sender.name} never begins a negotiation.`
    case 'unknown':
      return `${start}; what becomes of it, the pastes do not tell.`
  }
}
