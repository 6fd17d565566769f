import { type AddressRange, bitsOf, formatAddress, formatHost, nameRange, prefixLength } from './address-range.ts'

/** A number of an IPv4 address, or with something in the place of some or all of its digits: `1xx`, `20x`, `*`. */
const NUMBER = /^(?:\d{1,3}|\dxx|\d\dx|\*{1,3})$/i
/** Of IPv6, groups of which one at least has something in the place of its digits, of all or the last: `x`, `2axx`. */
const HIDDEN_IPV6 = /^(?=[\da-f:]{0,38}[x*])(?:[\da-f]{0,4}[x*]{0,4}:){2,7}[\da-f]{0,4}[x*]{0,4}$/i
/** What stands in brackets, or as a variable of a template or a script: `<branch-lan>`, `[removed]`, `{{ peer_ip }}`, `$PEER_IP`. */
const IN_BRACKETS =
  /^(?:<(?!none>)[\w .-]{1,40}>|\[[\w .-]{1,40}\]|\{\{[\w .-]{1,40}\}\}|\$\{\w{1,40}\}|\$\w{1,40}|%\w{1,40}%)$/
const WORD = /^(?=[\w-]*[A-Z_])[A-Za-z][\w-]{0,60}$/
const LONGEST = 45

/**
 * The network of an address that somebody hid and a prefix length, without which it is a single one: `192.168.x.0/24`,
 * `10.XX.XX.XX`, `2001:db8:x::/48`, `<branch-lan>/24`. It is a name in small letters, the same in whatever notation of
 * its mask. `undefined` where the address is none that is hidden.
 */
export function hiddenNetwork(address: string, length?: number): AddressRange | undefined {
  if ((length === 32 || length === 128) && isPlaceholder(address)) return placeholderHost(address)
  const bits = bitsOfHidden(address)
  if (bits === undefined || (length ?? bits) > bits) return undefined
  const isSingle = length === undefined || length === bits
  return nameRange(isSingle ? address.toLowerCase() : `${address.toLowerCase()}/${length}`)
}

/** Whether this stands in the place of an address that nobody is to see, where nothing but an address can stand. */
export function isPlaceholder(text: string): boolean {
  return IN_BRACKETS.test(text) || isWordForAddress(text)
}

/** `PEER_A`, `HQ-PUBLIC-IP`: capitals or a line, which no address has. */
export function isWordForAddress(text: string): boolean {
  return WORD.test(text)
}

/** `NET_A`, `NET_A/24`: such a word in the place of a network; `undefined` for any other text. */
export function wordForNetwork(text: string): AddressRange | undefined {
  const [word = '', length = '32', ...more] = text.split('/')
  if (more.length > 0 || !isWordForAddress(word) || !/^\d{1,3}$/.test(length)) return undefined
  return nameRange(length === '32' || length === '128' ? word : text)
}

/** That host: what is not told of it is compared with what is written alike. */
export function placeholderHost(text: string): AddressRange {
  return hiddenNetwork(text) ?? nameRange(text)
}

/** It is what `hiddenNetwork` or `numberedHidden` gives. */
export function isHiddenNetwork(range: AddressRange): boolean {
  return range.family === 'name' && bitsOfHidden(formatHost(range).replace(BEHIND, '')) !== undefined
}

/** What a host name stands for only the gateway knows; a word without a dot, or a hidden address, compares with what is written alike. */
export function isHostName(range: AddressRange): boolean {
  return range.family === 'name' && formatHost(range).includes('.') && !isHiddenNetwork(range)
}

const BEHIND = /\/\d{1,3}$| #\d{1,9}$/

/** One of several hidden addresses that are written alike: `x.x.x.x #2`. */
export function numberedHidden(host: AddressRange, number: number): AddressRange {
  return nameRange(`${formatHost(host).replace(BEHIND, '')} #${number}`)
}

function bitsOfHidden(address: string): number | undefined {
  if (address.length > LONGEST) return undefined
  if (isHiddenIpv4(address) || IN_BRACKETS.test(address)) return 32
  const groups = address.split(':')
  const isWhole = (address.includes('::') || groups.length === 8) && groups.every(({ length }) => length <= 4)
  return isWhole && HIDDEN_IPV6.test(address) ? 128 : undefined
}

function isHiddenIpv4(address: string): boolean {
  const numbers = address.split('.')
  return numbers.length === 4 && numbers.every(isHiddenNumber) && !/^[\d.]+$/.test(address)
}

/** Letters alone that are all the same stand for digits as well: `A.B.C.D`, `aa.bb.cc.dd`. */
function isHiddenNumber(number: string): boolean {
  if (NUMBER.test(number)) return true
  return /^[a-z]{1,3}$/i.test(number) && number === number.charAt(0).repeat(number.length)
}

/**
 * The hidden host or network may be this one: what is shown of it is the same, and so is its length. Of IPv6 nobody looks, and what
 * stands in brackets may be any.
 */
export function mayBeHidden(hidden: AddressRange, range: AddressRange): boolean {
  if (!isHiddenNetwork(hidden) || range.family === 'name') return false
  const [address = '', length] = formatHost(hidden).split(/[/ ]/)
  const own = prefixLength(range)
  if (own === undefined || own !== Number(/^\d/.test(length ?? '') ? length : bitsOf(range.family))) return false
  if (IN_BRACKETS.test(address)) return true
  const shown = formatAddress(range.family, range.from).split('.')
  return range.family === 'ipv4' && address.split('.').every((number, at) => mayBeNumber(number, shown[at] ?? ''))
}

/** `1xx` has three digits, the first of which is 1; what is letters alone has any. */
function mayBeNumber(hidden: string, shown: string): boolean {
  if (!/^\d/.test(hidden)) return true
  return hidden.length === shown.length && [...hidden].every((digit, at) => digit === 'x' || digit === shown.charAt(at))
}
