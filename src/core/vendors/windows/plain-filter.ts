import { type AddressRange, isUnspecified, wholeFamily } from '../../address/address-range.ts'
import { isProblem, parseAddress, parseMasked } from '../../address/parse-address.ts'
import type { AddressTerm, Mode, PacketFilter } from '../../model/spd-entry.ts'
import type { Writable } from '../../model/writable.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import { isYes, ownAction, parseAction, parseDirection, parseFlags, parsePort, parseWeight } from './filter-words.ts'
import { evidenceIn, type PlainField, type PlainRecord, writtenIn } from './plain-fields.ts'
import { isNone } from './static-store/static-labels.ts'

/** What stands behind the label of the protocol: `ANY     Src Port: 0      Dest Port: 0`, or the protocol alone. */
interface Service {
  readonly written: string
  readonly protocol: Interval
  /** Length of the protocol's name. */
  readonly length: number
  readonly sourcePort: Interval
  readonly destinationPort: Interval
}

export const NO_SERVICE: Service = {
  written: '',
  protocol: ANY_PROTOCOL,
  length: 0,
  sourcePort: ANY_PORT,
  destinationPort: ANY_PORT,
}

const SERVICE = /^([A-Z]{2,6}|\d{1,3})(?: +Src Port: (\d{1,5}) +Dest Port: (\d{1,5}))?$/
const PROTOCOLS = /^(?:ANY|TCP|UDP|ICMP|\d{1,3})$/

/** Of most filters it is that of the filter before. `undefined` for what is not printed so. */
export function serviceIn(field: PlainField, before: Service): Service | undefined {
  if (field.line === null) return NO_SERVICE
  const written = writtenIn(field)
  if (written === before.written) return before
  const [, name = '', source = '', destination = ''] = SERVICE.exec(written) ?? []
  const protocol = PROTOCOLS.test(name) ? parseProtocol(name) : undefined
  const [sourcePort, destinationPort] = [parsePort(source), parsePort(destination)]
  if (protocol === undefined || sourcePort === undefined || destinationPort === undefined) return undefined
  return { written, protocol, length: name.length, sourcePort, destinationPort }
}

/** Values of few kinds, as they are printed. */
const DIRECTIONS = tableOf(['Inbound', 'Outbound'], parseDirection)
const ACTIONS = tableOf(['Negotiate', 'Permit', 'Block', 'Blocking'], parseAction)
const YES_OR_NO = tableOf(['yes', 'no', 'YES', 'NO', 'Yes', 'No'], isYes)
const FLAGS = tableOf(['Inbound', 'Outbound', 'Inbound Block', 'Outbound Block'], parseFlags)

function tableOf<V>(printed: readonly string[], parse: (written: string) => V): ReadonlyMap<string, V> {
  return new Map(printed.map((written) => [written, parse(written)]))
}

/** What was written of a tunnel end, and the address; `null` for what is no single IPv4 address. */
interface TunnelEnd {
  readonly written: string
  readonly host: AddressRange | null
}

/** The last two tunnel ends: mostly the filters of a text have these two alone, one for each direction. */
export interface LastEnds {
  last: TunnelEnd | null
  before: TunnelEnd | null
}

/** The networks of a text by how they are written there; most stand in several filters, and are kept once. */
export type KnownNetworks = Map<string, AddressTerm>

/**
 * The filter of a record in which each value is one that is usual; `null` where `readFilter` has to look closer. `list` is the name
 * of the filter list that it stands in; without one, the filter itself tells what is done with packets.
 */
export function plainFilter(
  record: PlainRecord,
  service: Service,
  ends: LastEnds,
  networks: KnownNetworks,
  list: string | undefined,
  name: string | null,
): PacketFilter | null {
  const { fields } = record
  const source = networkIn(fields.source, fields.sourceMask, networks)
  const destination = networkIn(fields.destination, fields.destinationMask, networks)
  const tunnel = tunnelEndIn(fields.tunnelDestination, ends)
  const start = isAny(fields.tunnelSource) ? null : tunnelEndIn(fields.tunnelSource, ends)
  const flags = valueIn(fields.flags, FLAGS)
  const direction = flags === null ? valueIn(fields.direction, DIRECTIONS) : flags?.direction
  const inbound = valueIn(fields.inboundAction, ACTIONS)
  const outbound = valueIn(fields.outboundAction, ACTIONS)
  const mirrored = valueIn(fields.mirrored, YES_OR_NO)
  const isTunnel = valueIn(fields.tunnelFilter, YES_OR_NO)
  const weight = fields.weight.line === null ? null : parseWeight(writtenIn(fields.weight))
  const sourcePort = portIn(fields.sourcePort, service.sourcePort)
  const destinationPort = portIn(fields.destinationPort, service.destinationPort)
  if (source === null || destination === null || tunnel === undefined || start === undefined) return null
  if (source === 'own' && destination === 'own') return null
  if (direction === undefined || inbound === undefined || outbound === undefined) return null
  if (mirrored === undefined || weight === undefined) return null
  if (isTunnel === undefined || (isTunnel === true && tunnel === null)) return null
  if (sourcePort === undefined || destinationPort === undefined) return null
  // What a list's own description says would else be taken for that of its first filter.
  if (list !== undefined && (fields.name.line === null || !isWhole(fields))) return null
  const own = flags?.action ?? ownAction(inbound ?? undefined, outbound ?? undefined, direction, tunnel !== null)
  const action = list === undefined ? own : 'protect'
  if (action === undefined) return null
  fields.protocol.to = fields.protocol.from + service.length
  const filter: Writable<PacketFilter> = {
    name,
    source,
    destination,
    protocol: service.protocol,
    sourcePort,
    destinationPort,
    mirrored: mirrored ?? false,
    tunnel: { source: start, destination: tunnel },
    direction,
    action,
    mode: action === 'protect' ? modeWith(tunnel, list) : null,
    weight,
    spans: evidenceIn(record, source === 'own'),
  }
  if (list !== undefined) filter.list = list
  return filter
}

/** A filter list does not tell tunnel ends. */
function modeWith(tunnel: AddressRange | null, list: string | undefined): Mode | null {
  if (tunnel !== null) return 'tunnel'
  return list === undefined ? 'transport' : null
}

/** It has what stands at the end of each filter of a list. */
function isWhole({ protocol, sourcePort, destinationPort }: PlainRecord['fields']): boolean {
  return protocol.line !== null && sourcePort.line !== null && destinationPort.line !== null
}

/** The name that a field gives to a filter; `null` for none. */
export function nameIn(field: PlainField, list: string | undefined): string | null {
  const written = writtenIn(field)
  if (list !== undefined && isNone(written)) return list
  return written === '' ? null : written
}

/** `null` where nothing stands, `undefined` for what is not printed so. */
function valueIn<V>(field: PlainField, table: ReadonlyMap<string, V>): V | null | undefined {
  return field.line === null ? null : table.get(writtenIn(field))
}

const KEYWORDS: ReadonlyMap<string, AddressTerm> = new Map<string, AddressTerm>([
  ['<My IP Address>', 'own'],
  ['<Any IP Address>', wholeFamily('ipv4')],
])

/** `10.1.0.0        (255.255.255.0  )`, a mask on a line of its own, one address or a keyword; `null` for all else. */
function networkIn(field: PlainField, maskField: PlainField, networks: KnownNetworks): AddressTerm | null {
  const { line, to } = field
  // Before another value the line tells more than the field.
  if (line === null || to < line.text.length) return readNetwork(field, maskField)
  const written = writtenIn(field)
  const key = maskField.line === null ? written : `${written}\n${writtenIn(maskField)}`
  const known = networks.get(key)
  if (known !== undefined) return known
  const network = readNetwork(field, maskField)
  if (network !== null) networks.set(key, network)
  return network
}

function readNetwork(field: PlainField, maskField: PlainField): AddressTerm | null {
  const { line, from, to } = field
  if (line === null) return null
  const bracket = line.text.indexOf('(', from)
  const hasMask = bracket >= 0
  if (hasMask && (maskField.line !== null || !line.text.endsWith(')'))) return null
  const address = hasMask ? line.text.slice(from, bracket).trimEnd() : writtenIn(field)
  const mask = hasMask ? line.text.slice(bracket + 1, to - 1).trimEnd() : writtenIn(maskField)
  if (address.charCodeAt(0) === BRACKET) return KEYWORDS.get(address) ?? null
  if (mask === '') return hostOf(address)
  const range = parseMasked(address, mask)
  return isProblem(range) || range.family !== 'ipv4' ? null : range
}

const BRACKET = '<'.charCodeAt(0)

/** `null` where nothing stands, or what stands for no address; `undefined` for what is no single IPv4 address. */
function tunnelEndIn(field: PlainField, ends: LastEnds): AddressRange | null | undefined {
  if (field.line === null) return null
  const written = writtenIn(field)
  if (written === '0.0.0.0') return null
  const { last, before } = ends
  const known = last?.written === written ? last : before?.written === written ? before : null
  const end = known ?? { written, host: hostOf(written) }
  if (end !== last) {
    ends.before = last
    ends.last = end
  }
  return end.host ?? undefined
}

/** 0.0.0.0 stands for any address. */
function hostOf(written: string): AddressRange | null {
  const host = parseAddress(written)
  return isProblem(host) || host.family !== 'ipv4' || isUnspecified(host) ? null : host
}

/** A port on a line of its own; `undefined` for what is none. */
function portIn(field: PlainField, ofService: Interval): Interval | undefined {
  if (field.line === null) return ofService
  const written = writtenIn(field)
  if (ofService !== ANY_PORT || written === '') return undefined
  return written === 'ANY' ? ANY_PORT : parsePort(written)
}

function isAny(field: PlainField): boolean {
  return writtenIn(field) === '<Any IP Address>'
}
