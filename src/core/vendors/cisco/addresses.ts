import { type AddressRange, block, formatAddress, netmaskOf, point, prefixLength } from '../../address/address-range.ts'
import { isPlaceholder, placeholderHost } from '../../address/hidden-address.ts'
import { type AddressProblem, isProblem, parseAddress, parseMasked, parsePrefix } from '../../address/parse-address.ts'

/** IOS and ASA write a network as an address with a mask; the ACLs of IOS invert it ("wildcard"). */
type MaskStyle = 'wildcard' | 'netmask'

/** `10.0.0.0 0.0.0.255` as IOS's ACLs write it; bits that do not count are cleared. A wildcard with gaps is a problem. */
export function parseWildcard(address: string, wildcard: string): AddressRange | AddressProblem {
  const netmask = NETMASKS.get(wildcard)
  const plain = netmask === undefined ? undefined : parseMasked(address, netmask)
  if (plain !== undefined && !isProblem(plain)) return plain
  const mask = parseAddress(wildcard)
  if (isProblem(mask) || mask.family !== 'ipv4') return { problem: `"${wildcard}" is not a wildcard mask.` }
  const start = parseCiscoAddress(address)
  if (isProblem(start)) return start
  const hosts = mask.from + 1
  if ((hosts & mask.from) !== 0) {
    return { problem: `The wildcard mask ${wildcard} has a gap, so that it stands for no one network.` }
  }
  if (start.family !== 'ipv4') return hosts === 1 ? start : { problem: `"${address}" is not an IPv4 address.` }
  return block('ipv4', start.from, Math.clz32(mask.from))
}

/** An address and its netmask. */
export function parseNetwork(address: string, mask: string): AddressRange | AddressProblem {
  const network = parseMasked(address, mask)
  if (!isProblem(network)) return network
  const start = parseCiscoAddress(address)
  // Of a network that has a word in its place nothing but that is known.
  return !isProblem(start) && start.family === 'name' ? start : network
}

/** An address, or one that somebody hid: `x.x.x.x`, `203.0.113.X`, `<peer-ip>`, `PEER_A`. These are names of the model. */
export function parseCiscoAddress(text: string): AddressRange | AddressProblem {
  const address = parseAddress(text)
  if (!isProblem(address)) return address
  return isHiddenAddress(text) ? placeholderHost(text) : address
}

/** A word that stands in the place of an address that nobody is to see. */
export function isHiddenAddress(text: string): boolean {
  return (
    /^(?=[\w.]*[xyzXYZ*])(?:\d{1,3}|[a-zA-Z*]{1,3})(?:\.(?:\d{1,3}|[a-zA-Z*]{1,3})){3}$/.test(text) ||
    /^<[^<>]{1,80}>$/.test(text) ||
    isPlaceholder(text)
  )
}

/** `2001:db8::/32` of an IPv6 ACL. */
export function parseIpv6Prefix(text: string): AddressRange | AddressProblem {
  return parsePrefix(text)
}

/** As an ACL of that style has it: `any`, `host 192.0.2.1`, `10.0.0.0 0.0.0.255`; `null` for what is no single network. */
export function formatTerm(range: AddressRange, style: MaskStyle): string | null {
  if (range.family === 'name')
    return range.from === range.to ? nameTerm(formatAddress('name', range.from), style) : null
  const length = prefixLength(range)
  if (length === undefined) return null
  const address = formatAddress(range.family, range.from)
  if (range.family === 'ipv6') return length === 0 ? 'any' : length === 128 ? `host ${address}` : `${address}/${length}`
  if (length === 0) return 'any'
  if (length === 32) return `host ${address}`
  return `${address} ${style === 'wildcard' ? wildcardOf(length) : netmaskOf(length)}`
}

/** A hidden network of IPv4, `10.x.x.0/24`, has a mask; any other name is taken for that of a host. */
function nameTerm(name: string, style: MaskStyle): string {
  const [address, length] = name.split('/')
  if (length === undefined) return `host ${name}`
  if (name.includes(':')) return name
  return `${address} ${style === 'wildcard' ? wildcardOf(Number(length)) : netmaskOf(Number(length))}`
}

/** `0.0.0.255` of 24. */
export function wildcardOf(length: number): string {
  return formatAddress('ipv4', 2 ** (32 - length) - 1)
}

/** The mask that is as long, by the wildcard. */
const NETMASKS: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 33 }, (_, length) => [wildcardOf(length), netmaskOf(length)]),
)

/** The address of an interface and the network that it is in. */
export function parseInterfaceAddress(
  address: string,
  mask: string,
): { readonly host: AddressRange; readonly network: AddressRange } | AddressProblem {
  const host = parseCiscoAddress(address)
  if (isProblem(host)) return host
  const network = parseNetwork(address, mask)
  if (isProblem(network)) return network
  return { host: host.family === 'name' ? host : point(host.family, host.from), network }
}
