import { stringifyIp } from 'ip-bigint'

/**
 * `name`: a symbol without an address, such as `SubnetA`. Its universe has one point for each name, whose number is the
 * name's UTF-8 bytes; so names are ordered, compared and printed like addresses, and never meet one. Two names are never
 * neighbours: a range of this family is always one point.
 */
export type Family = 'ipv4' | 'ipv6' | 'name'

/**
 * All addresses from `from` to `to`, both included; `from <= to`. The numbers of IPv4 are plain numbers from 0 to 2^32 - 1, which take
 * a fraction of the time and the memory of the big integers of the other families; the two kinds compare with each other.
 */
export type AddressRange = Ipv4Range | WideRange

export interface Ipv4Range {
  readonly family: 'ipv4'
  readonly from: number
  readonly to: number
}

export interface WideRange {
  readonly family: Exclude<Family, 'ipv4'>
  readonly from: bigint
  readonly to: bigint
}

/** The number whose lowest so many bits are set, and no others. */
const ONES: readonly bigint[] = Array.from({ length: 129 }, (_, bits) => (1n << BigInt(bits)) - 1n)

/** Number of bits of an address; `undefined` for names. */
export function bitsOf(family: Family): number | undefined {
  return family === 'ipv4' ? 32 : family === 'ipv6' ? 128 : undefined
}

/** All addresses of a family between two of it, most significant octet first. */
export function between(family: Family, from: number | bigint, to: number | bigint): AddressRange {
  if (family === 'ipv4') return { family, from: Number(from), to: Number(to) }
  return { family, from: BigInt(from), to: BigInt(to) }
}

/** A range of one address. */
export function point(family: Family, value: number | bigint): AddressRange {
  return between(family, value, value)
}

/** Every address of a family. */
export function wholeFamily(family: 'ipv4' | 'ipv6'): AddressRange {
  return block(family, 0, 0)
}

/** No name of a host is longer (RFC 1035 2.3.4), and each look at one takes time that grows with it. */
const LONGEST_NAME = 255

/** The single point that stands for a symbol, which is not empty. Upper and lower case are different names; what is too long for one is cut. */
export function nameRange(name: string): AddressRange {
  return point('name', numberOf(new TextEncoder().encode(name.slice(0, LONGEST_NAME))))
}

/** Same family, same addresses. */
export function equalRanges(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.from === b.from && a.to === b.to
}

/** Each address of `inner` is one of `outer`; never so between families. */
export function containsRange(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.from <= inner.from && inner.to <= outer.to
}

/** One is of IPv4 and the other of IPv6, so that no packet goes from one to the other; what a name stands for may be of either. */
export function mixFamilies(a: AddressRange, b: AddressRange): boolean {
  return a.family !== b.family && a.family !== 'name' && b.family !== 'name'
}

/** They have an address in common. */
export function rangesMeet(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.from <= b.to && b.from <= a.to
}

/** The number in front of a range, which may be none of its family. */
export function before(range: AddressRange): number | bigint {
  return range.family === 'ipv4' ? range.from - 1 : range.from - 1n
}

/** The number behind a range, which may be none of its family. */
export function after(range: AddressRange): number | bigint {
  return range.family === 'ipv4' ? range.to + 1 : range.to + 1n
}

/** `0.0.0.0` or `::`, which no host has (RFC 1122 3.2.1.3, RFC 4291 2.5.2), or a range that begins with it. */
export function isUnspecified({ family, from }: AddressRange): boolean {
  return family !== 'name' && Number(from) === 0
}

/**
 * The same string for equal ranges, and for no others, also where several are put one behind the other. It is no text for
 * people: of IPv4 it has the halves of both numbers as UTF-16 units, which is quickly made.
 */
export function rangeKey(range: AddressRange): string {
  if (range.family !== 'ipv4') return `${range.family} ${range.from.toString(16)}-${range.to.toString(16)};`
  const { from, to } = range
  return String.fromCharCode(IPV4_MARK, from >>> 16, from & 0xffff, to >>> 16, to & 0xffff)
}

/** No name of a family begins with it. */
const IPV4_MARK = 4

/** The addresses in both, or `undefined` when there is none. */
export function intersectRanges(a: AddressRange, b: AddressRange): AddressRange | undefined {
  if (containsRange(b, a)) return a
  if (containsRange(a, b)) return b
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return a.family === b.family && from <= to ? between(a.family, from, to) : undefined
}

/** Number of addresses. */
export function sizeOf(range: AddressRange): bigint {
  return range.family === 'ipv4' ? BigInt(range.to - range.from + 1) : range.to - range.from + 1n
}

/** Any address of its family. */
export function isUnrestricted(range: AddressRange): boolean {
  return range.family !== 'name' && equalRanges(range, wholeFamily(range.family))
}

const PRIVATE: readonly AddressRange[] = [
  block('ipv4', 0x0a000000, 8), // RFC 1918
  block('ipv4', 0xac100000, 12), // RFC 1918
  block('ipv4', 0xc0a80000, 16), // RFC 1918
  block('ipv4', 0x64400000, 10), // RFC 6598, shared by carriers
  block('ipv4', 0xa9fe0000, 16), // RFC 3927, link local
  block('ipv6', 0xfcn << 120n, 7), // RFC 4193
  block('ipv6', 0xfe80n << 112n, 10), // RFC 4291, link local
]

/** All of it in one network that the internet does not route (RFC 1918, 6598, 3927, 4193, 4291). Names are not. */
export function isPrivate(range: AddressRange): boolean {
  return PRIVATE.some((network) => containsRange(network, range))
}

/** The block of a prefix length that an address lies in; `length` is at most the number of bits of the family. */
export function block(family: 'ipv4' | 'ipv6', address: number | bigint, length: number): AddressRange {
  if (family === 'ipv4') {
    const hosts = hostsOf(length)
    const to = (Number(address) | hosts) >>> 0
    return { family, from: to - hosts, to }
  }
  const hosts = ONES[128 - length] ?? 0n
  const to = BigInt(address) | hosts
  return { family, from: to ^ hosts, to }
}

/** Of IPv4: the number of the last host of the network 0.0.0.0 with a prefix length. A shift by 32 bits is none. */
function hostsOf(length: number): number {
  return length === 32 ? 0 : 0xffffffff >>> length
}

/** The prefix length of a range that is one CIDR block, else `undefined`. */
export function prefixLength(range: AddressRange): number | undefined {
  if (range.family === 'name') return undefined
  if (range.family === 'ipv4') return prefixLength4(range)
  const hosts = range.from ^ range.to
  // Rounding is no matter: only the number of bits is wanted, and what has other bits is found out next.
  const bits = Math.round(Math.log2(Number(hosts) + 1))
  return hosts === ONES[bits] && (range.from & hosts) === 0n ? 128 - bits : undefined
}

/** In 32 bits: of a block the bits in which first and last differ are the last ones, none of them set in the first. */
function prefixLength4({ from, to }: Ipv4Range): number | undefined {
  const hosts = from ^ to
  return (hosts & (hosts + 1)) === 0 && (from & hosts) === 0 ? Math.clz32(hosts) : undefined
}

/** The fewest CIDR blocks (RFC 4632) that make up a range, ascending; a name is one block. */
export function toPrefixes(range: AddressRange): AddressRange[] {
  const { family } = range
  if (family === 'name' || prefixLength(range) !== undefined) return [range]
  return [...lengthsOf(range)].map(([from, length]) => block(family, from, length))
}

/** First address and prefix length of each of them, where they are more than one. */
function* lengthsOf(range: AddressRange): Generator<readonly [from: number | bigint, length: number]> {
  if (range.family === 'ipv4') {
    for (let { from } = range; from <= range.to; ) {
      const hosts = hostBits4(from, range.to)
      yield [from, 32 - hosts]
      from += 2 ** hosts
    }
    return
  }
  for (let { from } = range; from <= range.to; ) {
    const hosts = hostBits(from, range.to)
    yield [from, 128 - hosts]
    from += (ONES[hosts] ?? 0n) + 1n
  }
}

/** How many bits the hosts have of the largest block that begins with `from` and ends no later than `to`. */
function hostBits(from: bigint, to: bigint): number {
  const aligned = from === 0n ? 128 : Math.round(Math.log2(Number(from & -from)))
  // Rounding may give one bit too many, and never one too few.
  const bits = Math.min(aligned, Math.floor(Math.log2(Number(to - from + 1n))))
  return (from | (ONES[bits] ?? 0n)) <= to ? bits : bits - 1
}

/** The same of IPv4, but for all of its addresses, whose number has more than 32 bits. */
function hostBits4(from: number, to: number): number {
  const aligned = from === 0 ? 32 : 31 - Math.clz32(from & -from)
  return Math.min(aligned, 31 - Math.clz32(to - from + 1))
}

/** One address as people write it, IPv6 as in RFC 5952; names are given back. */
export function formatAddress(family: Family, value: number | bigint): string {
  if (family === 'ipv4') return dotted(Number(value))
  return family === 'name' ? nameOf(BigInt(value)) : stringifyIp({ number: BigInt(value), version: 6 })
}

/** `0.` to `255.`, ready to be put together. */
const DOTTED: readonly string[] = Array.from({ length: 256 }, (_, octet) => `${octet}.`)

function dotted(value: number): string {
  const [first, second, third] = [DOTTED[value >>> 24], DOTTED[(value >>> 16) & 255], DOTTED[(value >>> 8) & 255]]
  return `${first}${second}${third}${value & 255}`
}

/** `10.0.0.0/24`, `203.0.113.1/32`, `10.0.0.1-10.0.0.9`, or a name. */
export function formatRange(range: AddressRange): string {
  const start = formatAddress(range.family, range.from)
  if (range.family === 'name') return start
  const length = prefixLength(range)
  return length === undefined ? `${start}-${formatAddress(range.family, range.to)}` : `${start}/${length}`
}

/** What `toPrefixes` makes of a range, as `formatRange` writes it. */
export function formatPrefixes(range: AddressRange): string[] {
  const { family } = range
  if (family === 'name') return [formatRange(range)]
  const length = prefixLength(range)
  if (length !== undefined) return [`${formatAddress(family, range.from)}/${length}`]
  return [...lengthsOf(range)].map(([from, length]) => `${formatAddress(family, from)}/${length}`)
}

/** Like `formatRange`, with a single address bare: `203.0.113.1`. */
export function formatHost(range: AddressRange): string {
  return range.from === range.to ? formatAddress(range.family, range.from) : formatRange(range)
}

/** An address, or a name, from its octets. */
function numberOf(bytes: Iterable<number>): bigint {
  return BigInt(`0x0${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}

function bytesOf(value: bigint, count: number): number[] {
  const hex = value.toString(16).padStart(count * 2, '0')
  return Array.from({ length: count }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}

/** A byte order mark at the start is a part of the name like any other character. */
function nameOf(value: bigint): string {
  const bytes = bytesOf(value, Math.ceil(value.toString(16).length / 2))
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
}

/** `255.255.255.0` of 24. */
export function netmaskOf(length: number): string {
  return formatAddress('ipv4', 2 ** 32 - 2 ** (32 - length))
}
