import { type AddressRange, equalRanges, formatHost, wholeFamily } from '../../address/address-range.ts'
import type { PingObservation } from '../../model/observation.ts'
import { type Box, trafficBetween } from '../../selectors/box.ts'
import { BOTH_LISTS, paste } from '../paste/examples.ts'
import { diagnostic } from '../rule.ts'
import { type ByPastes, besidePastes, flowsMeeting, named } from './flows-meeting.ts'

interface Ping {
  readonly ping: PingObservation
  readonly toGateway: boolean
  /** What the texts say of such packets. */
  readonly byPastes: ByPastes
}

/** What a ping transcript proves, and what it does not. */
export const ping = diagnostic<Ping>({
  code: 'SA001',
  title: 'What the ping shows',
  *check({ observations, simulation }) {
    for (const observation of observations) {
      if (observation.kind !== 'ping') continue
      const { target, negotiating, replies } = observation
      const gateways =
        simulation === undefined ? [] : [...simulation.a.addresses, ...simulation.b.addresses, ...simulation.a.peers]
      const toGateway = target !== null && gateways.some(({ value }) => equalRanges(value, target))
      const byPastes = flowsMeeting(simulation, target === null || toGateway ? [] : echoesTo(target))
      const isAgainst = replies > 0 ? byPastes.isDown : negotiating > 0 && byPastes.isUp
      yield {
        severity: isAgainst ? 'warning' : 'info',
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
      why: toGateway ? TO_GATEWAY : meaning({ negotiating, timedOut, unreachable, replies }, byPastes),
    }
  },
  page: {
    text: `\`Negotiating IP Security.\` means that a filter of the pinging host wants protection and there is no SA yet. Once or a
few times, followed by replies, it is how a tunnel starts. For ever, the negotiation fails or is not answered, for
whatever reason: filters, proposals, key, or UDP 500 on the way. \`Request timed out.\` means that the packet left, in clear
or in an SA, and nothing came back; a \`.\` of Cisco's ping and an echo that is lost by the closing count say the same. A ping between the two external addresses matches no tunnel filter and proves nothing.
Where the texts of both ends say otherwise, that no SA comes up, or that there are replies, is a warning.`,
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

const TO_GATEWAY =
  "It goes to a gateway's own external address, which no tunnel filter covers; it says nothing about the tunnel."

function meaning(
  counts: Pick<PingObservation, 'negotiating' | 'timedOut' | 'unreachable' | 'replies'>,
  byPastes: ByPastes,
): string {
  if (counts.replies > 0) {
    const what =
      counts.negotiating > 0
        ? 'The first packets waited for the negotiation, the later ones were answered: the tunnel came up for this traffic.'
        : 'The traffic flows. Whether it is protected, a ping does not show.'
    return `${what}${answered(byPastes)}`
  }
  if (counts.negotiating > 0) return refused(byPastes)
  if (counts.timedOut > 0 && counts.unreachable === 0) return lost(byPastes)
  return 'The packets did not get there: there is no route, on this host or at a router on the way.'
}

/** An answer tells of the address that was pinged from alone, which most transcripts do not show. */
function answered({ failing, through, isDown }: ByPastes): string {
  if (isDown)
    return ` By the texts that were pasted no such packet gets through the tunnel (${named(failing)}). So it was answered on another way (another line or tunnel, or in clear), or a gateway runs with something else than its text: paste the output of both ends as it is now, and look whether the counters of their SAs grow while the ping runs.`
  if (failing.length === 0 || through.length === 0) return ''
  return ` By the texts that were pasted, that is so for ${named(through)}, and not for ${named(failing)}: an answer tells of the address alone from which the ping was sent.`
}

function lost({ failing, through, isUp, seen }: ByPastes): string {
  if (isUp)
    return 'The packets left, in clear or in an SA, and nothing came back. By the texts of both ends they get through the tunnel, so look behind it first: at the firewall of the host that was pinged, its route back, and the firewall rules of the other gateway; then whether the counters of the SAs grow at both ends. A ping from a gateway itself may leave from an address that no entry has, such as a further external one, or that of a member of an array behind a virtual address: name the source that is meant.'
  const plain =
    'The packets left, in clear or in an SA, and nothing came back: look at the way back, at routes, and at the firewall rules of the other end.'
  if (failing.length === 0) return plain
  const beside = besidePastes({ failing, through, isUp })
  const shown =
    seen === null
      ? ''
      : ` On the gateway itself such a ping shows "${seen}"; a host behind it sees no more than a lost echo.`
  return `${plain}${beside}${shown}`
}
