import {
  type AddressRange,
  after,
  before,
  containsRange,
  equalRanges,
  formatHost,
  isUnspecified,
  nameRange,
  point,
  prefixLength,
  sizeOf,
} from '../address/address-range.ts'
import { type AddressProblem, isProblem, parseAddressText } from '../address/parse-address.ts'
import { type Box, containsBox } from './box.ts'
import { ANY_PORT, type Interval, intersectIntervals, isAnyPort } from './interval.ts'
import { icmpPorts, isPortless, parseProtocol, protocolName } from './protocol.ts'

/**
 * One packet as its sender sends it. An ICMP message has its type and code in both port fields (RFC 4301 4.4.1.1), so
 * that it is found on whichever side a selector names them; other protocols without ports have 0.
 */
export interface Packet {
  /** One address, or a symbol. */
  readonly source: AddressRange
  readonly destination: AddressRange
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
}

const [TCP, UDP, SCTP, ICMP, ICMPV6] = [6, 17, 132, 1, 58]

/** Echo request (ping) and echo reply: RFC 792 and RFC 4443 4. */
const ECHO: ReadonlyMap<number, { readonly request: number; readonly reply: number }> = new Map([
  [ICMP, { request: icmpPorts(8, 0).from, reply: icmpPorts(0, 0).from }],
  [ICMPV6, { request: icmpPorts(128, 0).from, reply: icmpPorts(129, 0).from }],
])

/** The first port that is not given to a service (RFC 6335 6). */
const CLIENT_PORT = 49_152

/**
 * A packet that the sender of these boxes (`local` is the source) would really send, of the first box where hosts can have both
 * addresses, else of the first; a ping where any protocol goes.
 */
export function witness(boxes: readonly Box[]): Packet | undefined {
  const box = boxes.find((each) => isBetweenHosts(packetOf(each))) ?? boxes[0]
  return box && packetOf(box)
}

function packetOf(box: Box): Packet {
  const protocol = likelyProtocol(box)
  const usual = usualPorts(protocol)
  const message = isIcmp(protocol) ? intersectIntervals(box.localPort, box.remotePort) : undefined
  const source = likelyAddress(box.local)
  return {
    source,
    destination: otherThan(source, likelyAddress(box.remote), box.remote),
    protocol,
    sourcePort: nearest(message ?? box.localPort, usual.sourcePort),
    destinationPort: nearest(message ?? box.remotePort, usual.destinationPort),
  }
}

function likelyProtocol(box: Box): number {
  const ping = pingProtocol(box.local, box.remote)
  const anyPorts = [box.localPort, box.remotePort].every(isAnyPort)
  const usual = anyPorts ? [ping, TCP, UDP] : [TCP, UDP]
  return usual.find((protocol) => nearest(box.protocol, protocol) === protocol) ?? box.protocol.from
}

/** Where a range begins with 0.0.0.0 or ::, which no host has: an address of the documentation (RFC 5737, RFC 3849). */
const EXAMPLES = [point('ipv4', 0xc0000201), point('ipv6', (0x20010db8n << 96n) | 1n)]

/** An address that a host can have: of a network not its own address, nor of what is left of a network without some hosts. */
function likelyAddress(range: AddressRange): AddressRange {
  if (range.family === 'name' || sizeOf(range) < 3n) return point(range.family, range.from)
  if (isUnspecified(range)) {
    return (
      EXAMPLES.find((example) => containsRange(range, example)) ??
      point(range.family, before(point(range.family, range.to)))
    )
  }
  const first = point(range.family, range.from)
  return prefixLength(range) === undefined && !isOfNetwork(first) ? first : point(range.family, after(first))
}

/** Nobody sends to the address that it sends from: the next one of the range, where there is one. */
function otherThan(source: AddressRange, address: AddressRange, range: AddressRange): AddressRange {
  if (source.family === 'name' || !equalRanges(source, address)) return address
  const next = point(range.family, after(address))
  return containsRange(range, next) ? next : address
}

function isBetweenHosts({ source, destination }: Packet): boolean {
  return !isOfNetwork(source) && !isOfNetwork(destination)
}

/** The address of a whole network, in the sizes that are usual: /24 for IPv4, /64 for IPv6 (RFC 4291 2.6.1). */
function isOfNetwork(range: AddressRange): boolean {
  if (range.family === 'ipv4') return (range.from & 255) === 0
  return range.family === 'ipv6' && BigInt.asUintN(64, range.from) === 0n
}

function usualPorts(protocol: number): Pick<Packet, 'sourcePort' | 'destinationPort'> {
  if (hasPorts(protocol)) return { sourcePort: CLIENT_PORT, destinationPort: protocol === UDP ? 53 : 80 }
  const echo = ECHO.get(protocol)?.request ?? 0
  return { sourcePort: echo, destinationPort: echo }
}

function nearest(numbers: Interval, usual: number): number {
  return numbers.from <= usual && usual <= numbers.to ? usual : numbers.from
}

/** The box that holds this packet and no other. */
function boxOfPacket(packet: Packet): Box {
  const { source: local, destination: remote, protocol, sourcePort, destinationPort } = packet
  return { local, remote, protocol: only(protocol), localPort: only(sourcePort), remotePort: only(destinationPort) }
}

/** Whether a packet, sent from the local side, lies in a box. Turn the box with `mirrorBox` for the way back. */
export function packetInBox(packet: Packet, box: Box): boolean {
  return containsBox(box, boxOfPacket(packet))
}

/** The answer to a packet; to a ping it is an echo reply, to any other ICMP message the same message. */
export function replyTo(packet: Packet): Packet {
  const echo = ECHO.get(packet.protocol)
  const answer = (port: number) => (port === echo?.request ? echo.reply : port)
  return {
    source: packet.destination,
    destination: packet.source,
    protocol: packet.protocol,
    sourcePort: answer(packet.destinationPort),
    destinationPort: answer(packet.sourcePort),
  }
}

/** `203.0.113.1 -> 10.2.0.1 icmp`, `10.1.0.5 -> 10.2.0.9 tcp/80`; of ICMP messages but a ping the type: `icmp/3`. */
export function formatPacket(packet: Packet): string {
  const { protocol, sourcePort, destinationPort } = packet
  const ping = ECHO.get(protocol)?.request
  const message = sourcePort === ping ? destinationPort : sourcePort
  const detail = hasPorts(protocol)
    ? `/${destinationPort}`
    : isIcmp(protocol) && message !== ping
      ? `/${message >> 8}`
      : ''
  return `${formatHost(packet.source)} -> ${formatHost(packet.destination)} ${protocolName(protocol)}${detail}`
}

const FORM = 'Write a packet as "203.0.113.1 -> 10.2.0.10 icmp" or "10.1.0.5 -> 10.2.0.9 tcp/80".'

/**
 * `SRC -> DST [PROTO[/PORT]]`, with `->`, `→`, `>` or `to`; symbols are taken as names. A ping where no protocol is given,
 * the protocol's usual port where no port is. Behind ICMP the number is the type of the message.
 */
export function parsePacket(text: string): Packet | AddressProblem {
  const written = text.trim().replace(/\s+/g, ' ')
  const [from, to, ...more] = written.split(/ ?(?:->|=>|→|>) ?| to /i)
  const target = /^([^ ]+)(?: ([\w-]+)(?: ?[/: ] ?(\d{1,5}))?)?$/.exec(to ?? '')
  if (!from || target?.[1] === undefined || more.length > 0) return refuse(`"${written}" is not a packet.`)
  const source = parseSide(from)
  if (isProblem(source)) return refuse(source.problem)
  const destination = parseSide(target[1])
  if (isProblem(destination)) return refuse(destination.problem)
  const families = new Set([source.family, destination.family])
  if (families.has('ipv4') && families.has('ipv6')) return refuse(`The packet "${written}" mixes IPv4 and IPv6.`)
  const named = parseProtocol(target[2] ?? String(pingProtocol(source, destination)), false)
  if (named === undefined || named.from !== named.to) return refuse(`"${target[2]}" is not one protocol.`)
  const ports = parsePorts(named.from, target[3])
  return isProblem(ports) ? refuse(ports.problem) : { source, destination, protocol: named.from, ...ports }
}

function parsePorts(
  protocol: number,
  number: string | undefined,
): Pick<Packet, 'sourcePort' | 'destinationPort'> | AddressProblem {
  const usual = usualPorts(protocol)
  if (number === undefined) return usual
  if (isIcmp(protocol)) {
    if (Number(number) > 255) return { problem: `${number} is not a type of ICMP message.` }
    const message = icmpPorts(Number(number), 0).from
    return { sourcePort: message, destinationPort: message }
  }
  if (!hasPorts(protocol)) return { problem: `The protocol ${protocolName(protocol)} has no ports.` }
  if (Number(number) > ANY_PORT.to) return { problem: `${number} is not a port.` }
  return { ...usual, destinationPort: Number(number) }
}

/** A name begins with a letter and has no colon, so it is no address; `10.1.0.5/32` is one address as well. */
function parseSide(text: string): AddressRange | AddressProblem {
  if (/^(?!any$)[\p{L}_][\p{L}\p{N}_.-]*$/iu.test(text)) return nameRange(text)
  const range = parseAddressText(text)
  if (isProblem(range) || range.from === range.to) return range
  return { problem: `"${text}" is more than one address.` }
}

function refuse(say: string): AddressProblem {
  return { problem: `${say} ${FORM}` }
}

function pingProtocol(a: AddressRange, b: AddressRange): number {
  return a.family === 'ipv6' || b.family === 'ipv6' ? ICMPV6 : ICMP
}

function isIcmp(protocol: number): boolean {
  return isPortless(only(protocol))
}

function hasPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP || protocol === SCTP
}

function only(value: number): Interval {
  return { from: value, to: value }
}
