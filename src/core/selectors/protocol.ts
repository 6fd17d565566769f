import type { Interval } from './interval.ts'

/** IANA protocol numbers by the names that gateways print. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['ipip', 4],
  ['ipencap', 4],
  ['tcp', 6],
  ['egp', 8],
  ['igp', 9],
  ['udp', 17],
  ['dccp', 33],
  ['ipv6', 41],
  ['rsvp', 46],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['icmp6', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['pim', 103],
  ['ipcomp', 108],
  ['vrrp', 112],
  ['l2tp', 115],
  ['sctp', 132],
  ['udplite', 136],
])
/** Of several names the first one is printed. */
const NAMES: ReadonlyMap<number, string> = new Map([...NUMBERS].toReversed().map(([name, number]) => [number, name]))

/** `any`, a name or a number; `undefined` when it is none of these. 0 is `any` where `zeroIsAny`, as Windows prints it. */
export function parseProtocol(text: string, zeroIsAny = true): Interval | undefined {
  const written = text.trim().toLowerCase()
  if (written === 'any' || written === '*' || (written === '0' && zeroIsAny)) return { from: 0, to: 255 }
  const number = /^\d{1,3}$/.test(written) ? Number(written) : NUMBERS.get(written)
  return number === undefined || number > 255 ? undefined : { from: number, to: number }
}

/** `any`, a name, or a number. */
export function formatProtocol(protocol: Interval): string {
  if (protocol.from === 0 && protocol.to === 255) return 'any'
  if (protocol.from !== protocol.to) return `${protocol.from}-${protocol.to}`
  return protocolName(protocol.from)
}

/** The name of one protocol, or its number where none is usual. */
export function protocolName(number: number): string {
  return NAMES.get(number) ?? String(number)
}

/** `any`, `80`, or `1000-2000`. */
export function formatPort(port: Interval): string {
  if (port.from === 0 && port.to === 65_535) return 'any'
  return port.from === port.to ? String(port.from) : `${port.from}-${port.to}`
}

/** ICMP and ICMPv6, whose type and code stand in the port fields, but which people do not call ports. */
export function isPortless(protocol: Interval): boolean {
  return protocol.from === protocol.to && (protocol.from === 1 || protocol.from === 58)
}

/**
 * The port field of ICMP messages (RFC 4301 4.4.1.1): the type in the upper, the code in the lower octet. Any code when it
 * is left out, any message when the type is left out too.
 */
export function icmpPorts(type?: number, code?: number): Interval {
  if (type === undefined) return { from: 0, to: 65_535 }
  return { from: (type << 8) | (code ?? 0), to: (type << 8) | (code ?? 255) }
}

/** `any`, `type 8`, `type 3 code 1`, or `type 3 code 0 to type 4 code 255`. */
export function formatIcmp(ports: Interval): string {
  if (ports.from === 0 && ports.to === 65_535) return 'any'
  const [first, last] = [icmpMessage(ports.from), icmpMessage(ports.to)]
  if (ports.to - ports.from === 255 && ports.from % 256 === 0) return `type ${ports.from >> 8}`
  return first === last ? first : `${first} to ${last}`
}

function icmpMessage(port: number): string {
  return `type ${port >> 8} code ${port & 255}`
}
