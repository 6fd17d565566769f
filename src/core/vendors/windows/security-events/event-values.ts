import { type AddressRange, isUnspecified, mixFamilies } from '../../../address/address-range.ts'
import { isProblem, parseAddress, parseMasked } from '../../../address/parse-address.ts'
import type { NegotiationObservation } from '../../../model/observation.ts'
import type { Box } from '../../../selectors/box.ts'
import { ANY_PORT, type Interval } from '../../../selectors/interval.ts'
import { isPortless, parseProtocol } from '../../../selectors/protocol.ts'
import type { EventField } from './event-labels.ts'
import type { EventRecord } from './event-records.ts'

/** Called with a field whose value cannot be, and why: one full sentence. */
type Refuse = (field: EventField, problem: string) => void

/** What a field says; `''` where it is missing or says that there is nothing. */
export function written(event: EventRecord, field: EventField): string {
  const text = event.fields.get(field)?.text ?? ''
  return text === '-' ? '' : text
}

/** The single address of a gateway; 0.0.0.0 stands for none. */
export function hostOf(event: EventRecord, field: EventField, refuse: Refuse): AddressRange | null {
  const text = written(event, field)
  if (text === '') return null
  const address = parseAddress(text)
  if (!isProblem(address)) return isUnspecified(address) ? null : address
  refuse(field, address.problem)
  return null
}

/** The selectors of quick mode, or `null` when one of them is missing or cannot be. */
export function boxOf(event: EventRecord, ends: Ends, refuse: Refuse): Box | null {
  const local = networkOf(event, 'localAddress', 'localMask', refuse)
  const remote = networkOf(event, 'remoteAddress', 'remoteMask', refuse)
  const protocol = written(event, 'protocol') === '' ? null : parseProtocol(written(event, 'protocol'))
  if (protocol === undefined)
    refuse('protocol', `"${written(event, 'protocol')}" is not a protocol that is known here.`)
  const localPort = portOf(event, 'localPort', refuse)
  const remotePort = portOf(event, 'remotePort', refuse)
  if (!local || !remote || !protocol || localPort === null || remotePort === null) return null
  if (mixFamilies(local, remote)) {
    refuse('remoteAddress', 'The two addresses mix IPv4 and IPv6.')
    return null
  }
  // What stands in the port fields of ICMP is not documented.
  const ports = isPortless(protocol) ? { localPort: ANY_PORT, remotePort: ANY_PORT } : { localPort, remotePort }
  const box = { local, remote, protocol, ...ports }
  return isTurned(box, ends)
    ? { ...box, local: remote, remote: local, localPort: ports.remotePort, remotePort: ports.localPort }
    : box
}

interface Ends {
  readonly local: AddressRange | null
  readonly peer: AddressRange | null
}

/** The source is the own side, unless the gateways' own addresses prove that it is the other one. */
function isTurned({ local, remote }: Box, ends: Ends): boolean {
  return has(remote, ends.local) && has(local, ends.peer) && !has(local, ends.local) && !has(remote, ends.peer)
}

function has(range: AddressRange, address: AddressRange | null): boolean {
  return address !== null && range.family === address.family && range.from <= address.from && address.to <= range.to
}

/** Of two networks either both have a mask or none: a text that was cut may have lost the second one. */
function networkOf(
  event: EventRecord,
  address: 'localAddress' | 'remoteAddress',
  mask: 'localMask' | 'remoteMask',
  refuse: Refuse,
): AddressRange | null {
  const start = written(event, address)
  if (start === '' || isMaskMissing(event, mask)) return null
  const end = written(event, mask)
  const network = end === '' ? parseAddress(start) : parseMasked(start, end)
  if (!isProblem(network)) return network
  refuse(isProblem(parseAddress(start)) ? address : mask, network.problem)
  return null
}

/** Whether this side lacks the mask that the other side has. */
export function isMaskMissing(event: EventRecord, mask: 'localMask' | 'remoteMask'): boolean {
  const other = mask === 'localMask' ? 'remoteMask' : 'localMask'
  return written(event, mask) === '' && written(event, other) !== ''
}

// Of a log with thousands of events, a pattern that stands in a function is made anew for each.
const NO_PORT = /^(?:|0+|any)$/i
const NUMBER = /^\d{1,9}$/

/** 0 is any port. */
function portOf(event: EventRecord, field: 'localPort' | 'remotePort', refuse: Refuse): Interval | null {
  const text = written(event, field)
  if (NO_PORT.test(text)) return ANY_PORT
  const port = NUMBER.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return { from: port, to: port }
  refuse(field, `"${text}" is not a port.`)
  return null
}

const INITIATOR = /^(?:initiator|%%8205$)/i
const RESPONDER = /^(?:responder|%%8206$)/i

/** Message numbers are those of `msobjs.dll`: 8205 initiator, 8206 responder. */
export function roleOf(event: EventRecord): NegotiationObservation['role'] {
  const text = written(event, 'role')
  if (INITIATOR.test(text)) return 'initiator'
  return RESPONDER.test(text) ? 'responder' : null
}

const OWN = /^(?:me|local computer|%%8199)$/i
const OTHER = /^(?:peer|remote computer|%%8200)$/i

/** `msobjs.dll`: 8199 local computer, 8200 remote computer. */
export function failurePointOf(event: EventRecord): NegotiationObservation['failurePoint'] {
  const text = written(event, 'failurePoint')
  if (OWN.test(text)) return 'local'
  return OTHER.test(text) ? 'peer' : null
}

/** Texts of the system error list (13800 to 13932) for events that give the number alone. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['13801', 'IKE authentication credentials are unacceptable'],
  ['13802', 'IKE security attributes are unacceptable'],
  ['13805', 'Negotiation timed out'],
  ['13807', 'IKE SA deleted by peer'],
  ['13808', 'IKE SA deleted before establishment completed'],
  ['13813', 'No response from peer'],
  ['13825', 'No policy configured'],
  ['13834', 'Error processing ID payload'],
  ['13843', 'Invalid payload received'],
  ['13858', 'Given filter is invalid'],
  ['13864', 'Diffie-Hellman failure'],
  ['13865', 'Invalid Diffie-Hellman group'],
  ['13868', 'Policy match error'],
  ['13869', 'Unsupported ID'],
  ['13870', 'Hash verification failed'],
  ['13883', 'IKE received a policy that disables negotiation'],
])

const REASON = /^(?:%%)?(\d{4,6})$/
const ENDED = /[\s.]$/

export function reasonOf(event: EventRecord): string | null {
  const text = withoutStop(written(event, 'failureReason'))
  const number = REASON.exec(text)?.[1]
  if (number !== undefined) return REASONS.get(number) ?? `error ${number}`
  return text === '' ? event.template.reason : text
}

function withoutStop(text: string): string {
  return ENDED.test(text) ? text.replace(/(?<![\s.])[\s.]+$/, '') : text
}
