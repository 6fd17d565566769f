import { type AddressRange, equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { NegotiationObservation } from '../../model/observation.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { mirrorBox } from '../../selectors/box.ts'
import { BOTH_LISTS, paste } from '../paste/examples.ts'
import { diagnostic } from '../rule.ts'
import { trafficText } from '../wording.ts'
import { allFlows, type ByPastes, besidePastes, flowsMeeting } from './flows-meeting.ts'

interface Events {
  readonly event: NegotiationObservation
  readonly count: number
  /** What the texts say of the packets of a negotiation that failed. */
  readonly byPastes: ByPastes | null
}

/** What the security log says about a negotiation. Equal events are told once. */
export const securityEvents = diagnostic<Events>({
  code: 'SA002',
  title: 'What the security log says',
  *check({ observations, simulation }) {
    const groups = new Map<string, { event: NegotiationObservation; count: number }>()
    for (const event of observations) {
      if (event.kind !== 'negotiation') continue
      const key = [
        event.event,
        event.result,
        event.reason,
        event.failurePoint,
        event.box && trafficText(event.box),
      ].join('|')
      const known = groups.get(key)
      if (known === undefined) groups.set(key, { event, count: 1 })
      else known.count += 1
    }
    const cameUp = [...groups.values()].some(({ event }) => event.phase === 'quick' && event.result === 'established')
    for (const group of groups.values()) {
      // One that failed before another came up is history; which was first, the text does not always tell.
      const isNews = group.event.result === 'failed' && !cameUp
      const data = { ...group, byPastes: isNews ? byPastesOf(group.event, simulation) : null }
      yield {
        severity: data.byPastes?.isUp === true ? 'warning' : 'info',
        certainty: 'stated',
        evidence: data.event.spans.slice(0, 4).map((span) => ({ span, label: `event ${data.event.event}` })),
        witness: null,
        flows: [],
        plans: [],
        data,
      }
    }
  },
  explain({ event, count, byPastes }) {
    const times = count === 1 ? '' : ` (${count} times)`
    const what = event.box === null ? '' : ` for ${trafficText(event.box)}`
    const peer = event.peerAddress === null ? '' : ` with ${formatHost(event.peerAddress)}`
    const reason =
      event.reason === null
        ? ''
        : `: ${event.reason}${event.failurePoint === null ? '' : event.failurePoint === 'local' ? ', found here' : ', found by the peer'}`
    return {
      what: `Event ${event.event}${times}: ${event.phase} mode ${event.result}${peer}${what}${reason}.`,
      why:
        event.attribute === null
          ? `${meaning(event)}${ownTraffic(event)}${beside(event, byPastes)}`
          : `${event.attribute.name}: expected ${event.attribute.expected}, received ${event.attribute.received}. Make both ends agree about it.`,
    }
  },
  page: {
    text: `Events 541 to 547 (Windows 2000 to 2003) and 4650 to 4655, 5451 to 5453 (later Windows) tell what became of a
negotiation. The reason is a hint, not a proof: "No policy configured" and "Policy match error" in quick mode often mean
that no filter matches the proposed selectors. Beside the texts of both ends by which such packets get through, a failure is a warning.`,
    fires: paste(
      'IKE security association negotiation failed.\nMode: \nData Protection Mode (Quick Mode)\n\nFilter: \nSource IP Address 10.1.0.0\nSource IP Address Mask 255.255.255.0\nDestination IP Address 10.2.0.0\nDestination IP Address Mask 255.255.255.0\nProtocol 0\nSource Port 0\nDestination Port 0\n\nFailure Point: \nMe\n\nFailure Reason: \nNo policy configured\n',
    ),
    quiet: BOTH_LISTS,
  },
})

function byPastesOf(event: NegotiationObservation, simulation: Simulation | undefined): ByPastes | null {
  const { phase, box, role } = event
  if (box === null) return phase === 'main' && isBetween(event, simulation) ? allFlows(simulation) : null
  return flowsMeeting(simulation, [
    ...(role === 'responder' ? [] : [box]),
    ...(role === 'initiator' ? [] : [mirrorBox(box)]),
  ])
}

function beside({ phase }: NegotiationObservation, byPastes: ByPastes | null): string {
  if (byPastes === null) return ''
  return phase === 'main' && byPastes.isUp ? ` ${TAKEN_TO_AGREE}` : besidePastes(byPastes)
}

const TAKEN_TO_AGREE =
  'By the texts of both ends the tunnel comes up; what they do not show, such as the keys and the way between the gateways, is taken to be right there.'

/** Main mode is for the gateways, and everything between them waits for it. */
function isBetween({ localAddress, peerAddress }: NegotiationObservation, simulation?: Simulation): boolean {
  if (simulation === undefined || peerAddress === null) return false
  const { a, b } = simulation
  const has = ({ addresses }: Endpoint, address: AddressRange | null) =>
    address === null || addresses.some(({ value }) => equalRanges(value, address))
  return (has(a, localAddress) && has(b, peerAddress)) || (has(b, localAddress) && has(a, peerAddress))
}

/** The case of which TS001 tells: LAN to LAN may work all the same. */
function ownTraffic({ result, phase, box, localAddress }: NegotiationObservation): string {
  if (result !== 'failed' || phase !== 'quick' || box === null || localAddress === null) return ''
  if (!equalRanges(box.local, localAddress)) return ''
  return ` ${formatHost(localAddress)} is the gateway itself: for what it sends on its own (a ping from it, its web proxy, what it translates) the peer needs an entry too, and often has one for the network behind it alone (TS001).`
}

/** Reasons of the system error list (IPsec errors 13800 to 13932) and what they point at. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /^no policy configured/i,
    'In quick mode this is likely a selector mismatch: no filter for the proposed pair; in main mode no policy for the peer.',
  ],
  [/^policy match error/i, 'Likely the quick mode selectors or the ESP proposal differ.'],
  [
    /credentials are unacceptable|hash verification failed|invalid payload received/i,
    'Points at the pre-shared key, the certificate or the identity.',
  ],
  [/security attributes are unacceptable/i, 'The proposals of phase 1 or 2 differ: encryption, integrity or group.'],
  [
    /timed out|no response from peer/i,
    'The peer did not answer or its answer did not arrive: UDP 500 and 4500 on the way, or a peer that keeps silent.',
  ],
  [/deleted by peer|deleted before establishment/i, 'The peer refused; its own log says why.'],
  [/diffie[- ]?hell?man/i, 'The Diffie-Hellman groups differ.'],
  [
    /processing id payload|unsupported id/i,
    'The identities of phase 2 do not fit: a range where a subnet is expected, or the other way round.',
  ],
  [/does not have the correct filter|filter is invalid/i, 'The filters themselves are wrong.'],
  [/disables negotiation/i, 'A policy here forbids the negotiation.'],
]

function meaning({ result, reason }: NegotiationObservation): string {
  if (result === 'established') return 'This negotiation succeeded; the settings behind it agree.'
  if (result === 'ended')
    return 'An SA ended, which happens at the end of its lifetime and when a policy is applied anew.'
  return (
    REASONS.find(([pattern]) => pattern.test(reason ?? ''))?.[1] ??
    'The reason is general; the log of the other end at the same time may say more.'
  )
}
