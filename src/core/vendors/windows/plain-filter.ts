import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddress, parseMasked } from '../../address/parse-address.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/box.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import { evidenceIn, type PlainField, type PlainRecord, writtenIn } from './plain-fields.ts'
import { isYes, ownAction, parseAction, parseDirection, parsePort, parseWeight } from './read-filter.ts'

/** What stands behind the label of the protocol: `ANY     Src Port: 0      Dest Port: 0`, or the protocol alone. */
export interface Service {
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
const MIRRORED = tableOf(['yes', 'no', 'YES', 'NO', 'Yes', 'No'], isYes)

function tableOf<V>(printed: readonly string[], parse: (written: string) => V): ReadonlyMap<string, V> {
  return new Map(printed.map((written) => [written, parse(written)]))
}

/** Tunnel ends by what is written, since many filters have the same; `null` for what is no single IPv4 address. */
export type Hosts = Map<string, AddressRange | null>

/** The filter of a record in which each value is one that is usual; `null` where `readFilter` has to look closer. */
export function plainFilter(record: PlainRecord, service: Service, hosts: Hosts): PacketFilter | null {
  const { fields } = record
  const source = networkIn(fields.source)
  const destination = networkIn(fields.destination)
  const tunnel = tunnelEndIn(fields.tunnelDestination, hosts)
  const start = isAny(fields.tunnelSource) ? null : tunnelEndIn(fields.tunnelSource, hosts)
  const direction = valueIn(fields.direction, DIRECTIONS)
  const inbound = valueIn(fields.inboundAction, ACTIONS)
  const outbound = valueIn(fields.outboundAction, ACTIONS)
  const mirrored = valueIn(fields.mirrored, MIRRORED)
  const weight = fields.weight.line === null ? null : parseWeight(writtenIn(fields.weight))
  if (source === null || destination === null || tunnel === undefined || start === undefined) return null
  if (direction === undefined || inbound === undefined || outbound === undefined) return null
  if (mirrored === undefined || weight === undefined) return null
  fields.protocol.to = fields.protocol.from + service.length
  const action = ownAction(inbound ?? undefined, outbound ?? undefined, direction, tunnel !== null)
  if (action === undefined) return null
  return {
    name: fields.name.line === null ? null : writtenIn(fields.name),
    source,
    destination,
    protocol: service.protocol,
    sourcePort: service.sourcePort,
    destinationPort: service.destinationPort,
    mirrored: mirrored ?? false,
    tunnel: { source: start, destination: tunnel },
    direction,
    action,
    mode: action === 'protect' ? (tunnel === null ? 'transport' : 'tunnel') : null,
    weight,
    spans: evidenceIn(record),
  }
}

/** `null` where nothing stands, `undefined` for what is not printed so. */
function valueIn<V>(field: PlainField, table: ReadonlyMap<string, V>): V | null | undefined {
  return field.line === null ? null : table.get(writtenIn(field))
}

/** `10.1.0.0        (255.255.255.0  )`, or one address; `null` for all else. */
function networkIn(field: PlainField): AddressRange | null {
  const { line, from, to } = field
  if (line === null) return null
  const bracket = line.text.indexOf('(', from)
  if (bracket < 0) return hostOf(writtenIn(field))
  if (!line.text.endsWith(')')) return null
  const range = parseMasked(line.text.slice(from, bracket).trimEnd(), line.text.slice(bracket + 1, to - 1).trimEnd())
  return isProblem(range) || range.family !== 'ipv4' ? null : range
}

/** `null` where nothing stands, `undefined` for what is no single IPv4 address. */
function tunnelEndIn(field: PlainField, hosts: Hosts): AddressRange | null | undefined {
  if (field.line === null) return null
  const written = writtenIn(field)
  const known = hosts.get(written)
  if (known !== undefined) return known ?? undefined
  const host = hostOf(written)
  hosts.set(written, host)
  return host ?? undefined
}

/** 0.0.0.0 stands for any address. */
function hostOf(written: string): AddressRange | null {
  const host = parseAddress(written)
  return isProblem(host) || host.family !== 'ipv4' || host.from === 0n ? null : host
}

function isAny(field: PlainField): boolean {
  return writtenIn(field) === '<Any IP Address>'
}
