import { type AddressRange, equalRanges, formatHost, wholeFamily } from '../../address/address-range.ts'
import type { PingObservation } from '../../model/observation.ts'
import { type Box, trafficBetween } from '../../selectors/box.ts'
import { BOTH_LISTS, paste } from '../paste/examples.ts'
import { diagnostic } from '../rule.ts'
import { type ByPastes, besidePastes, flowsMeeting } from './flows-meeting.ts'

interface Ping {
  readonly ping: PingObservation
  readonly toGateway: boolean
  /** What the texts say of such packets, where the ping says that no SA comes up for them; `null` where it says something else. */
  readonly byPastes: ByPastes | null
}

/** What a ping transcript proves, and what it does not. */
export const ping = diagnostic<Ping>({
  code: 'SA001',
  title: 'What the ping shows',
  reads: ['paste'],
  *check({ observations, simulation }) {
    for (const observation of observations) {
      if (observation.kind !== 'ping') continue
      const { target, negotiating, replies } = observation
      const gateways =
        simulation === undefined ? [] : [...simulation.a.addresses, ...simulation.b.addresses, ...simulation.a.peers]
      const toGateway = target !== null && gateways.some(({ value }) => equalRanges(value, target))
      const isRefused = negotiating > 0 && replies === 0 && !toGateway
      const byPastes = isRefused ? flowsMeeting(simulation, target === null ? [] : echoesTo(target)) : null
      yield {
        severity: byPastes?.isUp === true ? 'warning' : 'info',
        certainty: 'stated',
        evidence: observation.spans.slice(0, 4).map((span) => ({ span, label: 'ping' })),
        witness: null,
        flows: [],
        plans: [],
        data: { ping: observation, toGateway, byPastes },
      }
    }
  },
  explain({ ping: { target, negotiating, timedOut, timedOutSays, unreachable, replies }, toGateway, byPastes }) {
    const to = target === null ? '' : ` to ${formatHost(target)}`
    const counts = [
      ...(negotiating > 0 ? [`${negotiating} x "Negotiating IP Security."`] : []),
      ...(timedOut > 0 ? [`${timedOut} x ${timedOutSays === null ? 'no reply' : `"${timedOutSays}"`}`] : []),
      ...(unreachable > 0 ? [`${unreachable} x unreachable`] : []),
      ...(replies > 0 ? [`${replies} ${replies === 1 ? 'reply' : 'replies'}`] : []),
    ]
    return {
      what: `The ping${to} shows ${counts.join(', ') || 'no answer line'}.`,
      why: byPastes === null ? meaning({ negotiating, timedOut, unreachable, replies }, toGateway) : refused(byPastes),
    }
  },
  page: {
    text: `\`Negotiating IP Security.\` means that a filter of the pinging host wants protection and there is no SA yet. Once or a
few times, followed by replies, it is how a tunnel starts. For ever, the negotiation fails or is not answered, for
whatever reason: filters, proposals, key, or UDP 500 on the way. \`Request timed out.\` means that the packet left, in clear
or in an SA, and nothing came back; a \`.\` of Cisco's ping and an echo that is lost by the closing count say the same. A ping between the two external addresses matches no tunnel filter and proves nothing.
Beside the texts of both ends by which such packets get through, it is a warning.`,
    fires: paste(
      'Pinging 10.2.0.10 with 32 bytes of data:\n\nNegotiating IP Security.\nNegotiating IP Security.\nNegotiating IP Security.\nNegotiating IP Security.\n',
    ),
    quiet: BOTH_LISTS,
  },
})

function echoesTo(target: AddressRange): Box[] {
  const { family } = target
  if (family === 'name') return []
  const protocol = family === 'ipv4' ? 1 : 58
  return [{ ...trafficBetween(wholeFamily(family), target), protocol: { from: protocol, to: protocol } }]
}

function refused(byPastes: ByPastes): string {
  const beside = besidePastes(byPastes)
  return `A filter of the pinging host asks for protection and no SA comes up: the negotiation fails or is not answered.${beside === '' ? ' That alone does not say why; filters, proposals, key and UDP 500 on the way are all possible.' : beside}`
}

function meaning(
  counts: Pick<PingObservation, 'negotiating' | 'timedOut' | 'unreachable' | 'replies'>,
  toGateway: boolean,
): string {
  if (toGateway)
    return "It goes to a gateway's own external address, which no tunnel filter covers; it says nothing about the tunnel."
  if (counts.negotiating > 0 && counts.replies > 0)
    return 'The first packets waited for the negotiation, the later ones were answered: the tunnel came up for this traffic.'
  if (counts.timedOut > 0 && counts.replies + counts.unreachable === 0)
    return 'The packets left, in clear or in an SA, and nothing came back: look at the way back, at routes, and at the firewall rules of the other end.'
  if (counts.replies > 0) return 'The traffic flows. Whether it is protected, a ping does not show.'
  return 'The packets did not get there: there is no route, on this host or at a router on the way.'
}
