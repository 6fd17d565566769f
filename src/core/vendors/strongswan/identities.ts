import { formatAddress, formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix, parseRange } from '../../address/parse-address.ts'
import type { Identity } from '../../model/ike-policy.ts'

/** Prefixes that force a type (swanctl.conf(5), `id`), and types by number (RFC 7296 3.5). */
const TYPES: ReadonlyMap<string, Identity['kind']> = new Map([
  ['ipv4', 'address'],
  ['ipv6', 'address'],
  ['rfc822', 'email'],
  ['email', 'email'],
  ['userfqdn', 'email'],
  ['fqdn', 'fqdn'],
  ['dns', 'fqdn'],
  ['asn1dn', 'dn'],
  ['keyid', 'keyid'],
  ['{1}', 'address'],
  ['{2}', 'fqdn'],
  ['{3}', 'email'],
  ['{5}', 'address'],
  ['{9}', 'dn'],
  ['{11}', 'keyid'],
])
const PREFIX = /^([a-z0-9]{1,12}|\{\d{1,3}\}):(.*)$/is
const ANYBODY: ReadonlySet<string> = new Set(['', '%any', '%any6', '*', '0.0.0.0', '::', '0::0'])

/** The attribute types of a distinguished name, as strongSwan prints them; `emailaddress` and `e` are the same. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ...'nd uid dc cn s sn c l st o ou t d n g i id en e un ua dnqualifier dmdname pseudonym tcgid'
    .split(' ')
    .map((name): [string, string] => [name, name]),
  ['emailaddress', 'e'],
  ['serialnumber', 'sn'],
  ['employeenumber', 'en'],
  ['unstructuredname', 'un'],
  ['unstructuredaddress', 'ua'],
])

/**
 * An identity as strongSwan reads it (measured with 5.9.8); every text is one. Names compare without regard to case
 * (RFC 7296 3.5), so that they are put in lower case; a wildcard stays in the text.
 */
export function parseIdentity(text: string): Identity {
  const [, prefix, rest] = PREFIX.exec(text) ?? []
  const kind = TYPES.get(prefix?.toLowerCase() ?? '')
  if (kind !== undefined && rest !== undefined) return typed(kind, rest, text)
  // A general name of a certificate is compared with its own kind only.
  if (/^(?:xmppaddr|asn1gn|\{\d+\}):/i.test(text)) return { kind: 'keyid', text }
  if (text.includes('=')) {
    const name = distinguishedName(text)
    return name === null ? { kind: 'keyid', text } : { kind: 'dn', text: name }
  }
  if (text.startsWith('@#')) return { kind: 'keyid', text: fromHex(text.slice(2)) }
  if (text.startsWith('@@')) return { kind: 'email', text: text.slice(2).toLowerCase() }
  if (text.startsWith('@')) return { kind: 'fqdn', text: text.slice(1).toLowerCase() }
  if (text.includes('@')) return { kind: 'email', text: text.toLowerCase() }
  if (ANYBODY.has(text)) return { kind: 'any', text: '%any' }
  const address = addressText(text)
  if (address !== null) return { kind: 'address', text: address }
  return text.includes(':') ? { kind: 'keyid', text } : { kind: 'fqdn', text: text.toLowerCase() }
}

/** What the octets of an identity say, as it is written: `keyid:one`, `@one` and `one` are the same three. */
export function withoutType(text: string): string {
  const [, prefix, rest] = PREFIX.exec(text) ?? []
  const isTyped = TYPES.has(prefix?.toLowerCase() ?? '') && rest !== undefined
  if (!isTyped && !text.includes('=') && text.startsWith('@#')) return fromHex(text.slice(2))
  const content = isTyped ? rest : text.replace(/^@@?/, '')
  return isTyped && content.startsWith('#') ? fromHex(content.slice(1)) : content
}

/** Behind a prefix, the text is taken as it is: `ipv4:10.0.0.1` is no address (swanctl.conf(5)), `ipv4:#0a000001` is. */
function typed(kind: Identity['kind'], rest: string, whole: string): Identity {
  if (kind === 'address') {
    const octets = /^#((?:[0-9a-f]{2}){4}|(?:[0-9a-f]{2}){16})$/i.exec(rest)?.[1]
    if (octets === undefined) return { kind, text: whole.toLowerCase() }
    const value = BigInt(`0x${octets}`)
    return { kind, text: formatAddress(octets.length === 8 ? 'ipv4' : 'ipv6', value) }
  }
  const content = rest.startsWith('#') ? fromHex(rest.slice(1)) : rest
  if (kind === 'dn') return { kind, text: (distinguishedName(content) ?? content).toLowerCase() }
  return { kind, text: kind === 'keyid' ? content : content.toLowerCase() }
}

/** The text of printable octets; others stay hexadecimal behind `#`. */
function fromHex(hex: string): string {
  const digits = hex.replace(/[:\s]/g, '').toLowerCase()
  if (!/^(?:[0-9a-f]{2})+$/.test(digits)) return `#${digits}`
  const octets = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  return octets.every((octet) => octet > 31 && octet < 127)
    ? String.fromCharCode(...octets.slice(0, 1000))
    : `#${digits}`
}

/** An address, a network or a range (RFC 4301 4.4.3.1), also where a part of it is hidden. */
function addressText(text: string): string | null {
  for (const parse of [parseAddress, parsePrefix, parseRange]) {
    if (parse === parseRange && !/^[\d.]+-[\d.]+$|^[\da-f:.]+-[\da-f:.]+$/i.test(text)) continue
    if (parse !== parseRange && /[\s-]/.test(text)) continue
    const range = parse(text)
    if (!isProblem(range)) return formatHost(range)
  }
  return null
}

/** `c=ch, o=example, cn=gw`, from commas or slashes between the parts; `null` when a part has no known type. */
function distinguishedName(text: string): string | null {
  const parts = text.startsWith('/') ? text.slice(1).split('/') : partsOf(text)
  const named = parts.map((part) => {
    const at = part.indexOf('=')
    const type = part.slice(0, at).trim().toLowerCase()
    const name = ATTRIBUTES.get(type) ?? (/^\d+(?:\.\d+)+$/.test(type) ? type : undefined)
    return at < 0 || name === undefined
      ? null
      : `${name}=${part
          .slice(at + 1)
          .trim()
          .toLowerCase()}`
  })
  return named.includes(null) ? null : named.join(', ')
}

/** A comma within quotes is a part of a value. */
function partsOf(text: string): string[] {
  const parts = ['']
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (character === ',' && !quoted) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.filter((part) => part.trim() !== '')
}
