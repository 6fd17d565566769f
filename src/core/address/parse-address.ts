import { parseIp } from 'ip-bigint'
import { type AddressRange, between, bitsOf, block, point, wholeFamily } from './address-range.ts'
import { hiddenNetwork, isPlaceholder, placeholderHost } from './hidden-address.ts'

/** Why a text is not an address: one full sentence that quotes it. */
export interface AddressProblem {
  readonly problem: string
}

export function isProblem(value: object): value is AddressProblem {
  return 'problem' in value
}

/** RFC 4291 2.5.5.2. */
const IPV4_MAPPED = block('ipv6', 0xffffn << 32n, 96)

/**
 * One IPv4 or IPv6 address; a hidden one, `203.0.113.x`, is a name. Not accepted, since it would be compared wrongly: a zone (`%eth0`), which means nothing to the
 * other end, and an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`), which never equals the same address written plainly.
 */
export function parseAddress(text: string): AddressRange | AddressProblem {
  const written = text.trim()
  const value = plainIpv4(written, 0, written.length)
  if (value !== undefined) return point('ipv4', value)
  if (written === '') return { problem: 'The address is empty.' }
  if (/^\d+(?:\.\d+)+$/.test(written)) return { problem: problemOfIpv4(written) }
  const hidden = isPlaceholder(written) ? undefined : hiddenNetwork(written)
  if (hidden !== undefined) return hidden
  if (!written.includes(':')) return { problem: `"${written}" is not an IP address.` }
  return parseIpv6(written)
}

/** The same where nothing but an address can stand, so that a word hides one: `<branch>`, `PEER_A`. */
export function parseHost(text: string): AddressRange | AddressProblem {
  const written = text.trim()
  return isPlaceholder(written) ? placeholderHost(written) : parseAddress(written)
}

/** The number of an IPv4 address that is the text from one index up to another, without anything around it. */
function plainIpv4(text: string, from: number, end: number): number | undefined {
  let value = 0
  let octet = -1
  let dots = 0
  for (let at = from; at < end; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0
    if (digit === DOT) {
      if (octet < 0) return undefined
      value = value * 256 + octet
      octet = -1
      dots += 1
    } else {
      if (digit < 0 || digit > 9 || octet === 0) return undefined
      octet = octet < 0 ? digit : octet * 10 + digit
      if (octet > 255) return undefined
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined
}

const DIGIT_0 = '0'.charCodeAt(0)
const DOT = '.'.charCodeAt(0) - DIGIT_0

/** Why numbers with dots between them are not an IPv4 address. */
function problemOfIpv4(written: string): string {
  const octets = written.split('.')
  const large = octets.find((octet) => Number(octet) > 255)
  if (large !== undefined) return `"${written}" is not an IPv4 address: ${large} is larger than 255.`
  if (octets.length !== 4) return `"${written}" is not an IPv4 address: it has ${octets.length} numbers, not 4.`
  const padded = octets.find((octet) => octet.length > 1 && octet.startsWith('0'))
  return `"${written}" is ambiguous: ${padded} with a leading zero is read as octal by some programs.`
}

function parseIpv6(written: string): AddressRange | AddressProblem {
  if (written.includes('%')) return { problem: `"${written}" has a zone, which has no meaning at the other end.` }
  const plain = withoutDottedTail(written)
  if (plain === undefined || !isIpv6(plain)) return { problem: `"${written}" is not an IPv6 address.` }
  const value = plainIpv6(plain)
  if (value !== undefined) return point('ipv6', value)
  return { problem: `"${written}" is an IPv4 address written as IPv6, which matches no IPv4 address.` }
}

/** The number of an IPv6 address in hexadecimal only, without anything around it, and not mapped (RFC 4291 2.5.5.2). */
function plainIpv6(text: string): bigint | undefined {
  if (!isIpv6(text)) return undefined
  const { number } = parseIp(text)
  return number < IPV4_MAPPED.from || number > IPV4_MAPPED.to ? number : undefined
}

/**
 * RFC 4291 2.2, without a dotted tail: eight groups of one to four hexadecimal digits, or at most seven with `::` once. The
 * library that works out the number takes every text for an address.
 */
function isIpv6(text: string): boolean {
  let [groups, digits] = [0, 0]
  let gap = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== COLON) {
      digits += 1
      if (digits > 4 || !isHexDigit(code)) return false
      continue
    }
    const doubled = text.charCodeAt(at + 1) === COLON
    if (doubled ? gap : digits === 0 || at + 1 === text.length) return false
    if (digits > 0) groups += 1
    digits = 0
    if (!doubled) continue
    gap = true
    at += 1
  }
  if (digits > 0) groups += 1
  return gap ? groups < 8 : groups === 8
}

const COLON = ':'.charCodeAt(0)
const LETTER_A = 'a'.charCodeAt(0)

function isHexDigit(code: number): boolean {
  const digit = code - DIGIT_0
  if (digit >= 0 && digit <= 9) return true
  // Capitals differ from small letters in one bit.
  const letter = (code | 32) - LETTER_A
  return letter >= 0 && letter < 6
}

/** `64:ff9b::192.0.2.1` in hexadecimal only; `undefined` where the tail is no IPv4 address. */
function withoutDottedTail(written: string): string | undefined {
  if (!written.includes('.')) return written
  const start = written.lastIndexOf(':') + 1
  const tail = parseAddress(written.slice(start))
  if (isProblem(tail) || tail.family !== 'ipv4') return undefined
  return `${written.slice(0, start)}${(tail.from >>> 16).toString(16)}:${(tail.from & 0xffff).toString(16)}`
}

/**
 * An address with a dotted mask or a prefix length, e.g. `('10.0.0.0', '255.255.255.0')`; host bits are cleared. Where the address is
 * hidden, e.g. `10.x.x.0`, the network is a name.
 */
export function parseMasked(address: string, mask: string): AddressRange | AddressProblem {
  const plain = plainMasked(address, mask)
  if (plain !== undefined) return plain
  const start = parseAddress(address)
  const written = mask.trim().replace(/^\//, '')
  const hidden = hiddenMasked(address.trim(), written)
  if (hidden !== undefined) return hidden
  if (isProblem(start)) return start
  if (start.family === 'name') return { problem: `"${written}" is not a mask of ${address.trim()}.` }
  const bits = bitsOf(start.family) ?? 0
  if (/^(?:0|[1-9]\d*)$/.test(written)) {
    if (Number(written) <= bits) return block(start.family, start.from, Number(written))
    return { problem: `The prefix length /${written} of ${address.trim()} is larger than ${bits}.` }
  }
  const dotted = parseAddress(written)
  if (isProblem(dotted)) return { problem: `"${written}" is not a mask.` }
  if (dotted.family !== start.family) {
    return { problem: `The address ${address.trim()} and the mask ${written} mix IPv4 and IPv6.` }
  }
  const ones = dotted.from.toString(2).padStart(bits, '0')
  if (ones.includes('01')) return { problem: `The mask ${written} has a gap: a mask is ones, then zeros.` }
  return block(start.family, start.from, ones.replace(/0/g, '').length)
}

function hiddenMasked(address: string, mask: string): AddressRange | undefined {
  const length = /^\d{1,3}$/.test(mask) ? Number(mask) : lengthOfMask(plainIpv4(mask, 0, mask.length))
  return length === undefined ? undefined : hiddenNetwork(address, length)
}

/** `10.0.0.0/24` or `2001:db8::/32`; host bits are cleared. The network of a hidden address, `10.x.x.0/24`, is a name. */
export function parsePrefix(text: string): AddressRange | AddressProblem {
  const plain = plainPrefix(text)
  if (plain !== undefined) return plain
  const halves = splitMask(text)
  if (halves !== undefined && /^\d+$/.test(halves[1])) return parseMasked(...halves)
  return { problem: `"${text.trim()}" is not a prefix, which is an address, a slash and a number.` }
}

/** The prefix that is the whole text, an address, a slash and a number; `undefined` for all that is not or may not be one, which `parsePrefix` tells. */
export function plainPrefix(text: string): AddressRange | undefined {
  const slash = text.indexOf('/')
  const length = slash < 0 ? Number.POSITIVE_INFINITY : plainLength(text, slash + 1)
  const ipv4 = length <= 32 ? plainIpv4(text, 0, slash) : undefined
  if (ipv4 !== undefined) return block('ipv4', ipv4, length)
  const ipv6 = length <= 128 ? plainIpv6(text.slice(0, slash)) : undefined
  return ipv6 === undefined ? undefined : block('ipv6', ipv6, length)
}

/** The number of one to three digits that is the rest of a text; infinite when that is anything else, such as `024`. */
function plainLength(text: string, start: number): number {
  let length = -1
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0
    if (digit < 0 || digit > 9 || length === 0 || at > start + 2) return Number.POSITIVE_INFINITY
    length = length < 0 ? digit : length * 10 + digit
  }
  return length < 0 ? Number.POSITIVE_INFINITY : length
}

/** An IPv4 address with a dotted mask of ones, then zeros; `undefined` for all else. */
function plainMasked(address: string, mask: string): AddressRange | undefined {
  const length = lengthOfMask(plainIpv4(mask, 0, mask.length))
  const start = length === undefined ? undefined : plainIpv4(address, 0, address.length)
  return start === undefined || length === undefined ? undefined : block('ipv4', start, length)
}

/**
 * The IPv4 network that is the rest of a text: an address, a slash, and a length or a dotted mask. `undefined` for all that is not or
 * may not be one. Nothing is cut out of the text, which would take as long as the reading.
 */
export function plainNetwork(text: string, from: number): AddressRange | undefined {
  const slash = text.indexOf('/', from)
  if (slash < 0) return undefined
  const plain = plainLength(text, slash + 1)
  const length = plain <= 32 ? plain : lengthOfMask(plainIpv4(text, slash + 1, text.length))
  const start = length === undefined ? undefined : plainIpv4(text, from, slash)
  return start === undefined || length === undefined ? undefined : block('ipv4', start, length)
}

/** How many ones a mask has, where zeros alone follow them. */
function lengthOfMask(mask: number | undefined): number | undefined {
  if (mask === undefined) return undefined
  const hosts = ~mask >>> 0
  return (hosts & (hosts + 1)) === 0 ? Math.clz32(hosts) : undefined
}

/** `10.0.0.1-10.0.0.9`, also with blanks, an en dash, or `..`. */
export function parseRange(text: string): AddressRange | AddressProblem {
  const written = text.trim()
  const [first, last, ...more] = written.split(/[-–—]|\.\./)
  if (!first || !last || more.length > 0) {
    return { problem: `"${written}" is not an address range.` }
  }
  const from = parseAddress(first)
  if (isProblem(from)) return from
  const to = parseAddress(last)
  if (isProblem(to)) return to
  if (from.family !== to.family) return { problem: `The range ${written} mixes IPv4 and IPv6.` }
  if (from.from > to.from) return { problem: `The range ${written} runs backwards.` }
  return between(from.family, from.from, to.from)
}

/** An address, a prefix, an address with a dotted mask (`/` or a blank between), a range, or `any` (IPv4). */
export function parseAddressText(text: string): AddressRange | AddressProblem {
  const written = text.trim()
  const plain = plainNetwork(written, 0) ?? plainPrefix(written)
  if (plain !== undefined) return plain
  if (/^(?:any|\*)$/i.test(written)) return wholeFamily('ipv4')
  const halves = splitMask(written)
  if (halves !== undefined) return parseMasked(...halves)
  return /^[\da-f:.]+\s*(?:[-–—]|\.\.)/i.test(written) ? parseRange(written) : parseAddress(written)
}

/** The two halves of `10.0.0.0/24`, `10.0.0.0 / 255.255.255.0`, `10.0.0.0 255.255.255.0`, `10.0.0.0 (255.255.255.0)`. */
function splitMask(text: string): readonly [string, string] | undefined {
  const written = text.trim().replace(/\s+/g, ' ')
  const match = /^([^ /]+) ?\/ ?([^ /]+)$/.exec(written) ?? /^([\d.]+) \(? ?([\d.]+) ?\)?$/.exec(written)
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : undefined
}
