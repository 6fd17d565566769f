import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { isPlaceholder, placeholderHost } from '../../address/hidden-address.ts'
import {
  type AddressProblem,
  isProblem,
  parseAddress,
  parseAddressText,
  parseMasked,
  parseRange,
} from '../../address/parse-address.ts'

/** What an address field says. `assumed` tells that the keyword was lost and is concluded from the mask. */
export type WrittenTerm =
  | { readonly kind: 'range'; readonly range: AddressRange }
  | { readonly kind: 'own' | 'any'; readonly assumed: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' | 'unsupported'; readonly say: string }

const OWN = new Set(['myipaddress', 'me', '我的ip地址', '我的'])
const ANY = new Set(['anyipaddress', 'any', '任何ip地址', '任何', '0.0.0.0', '::'])
const SERVERS = /^(?:dns|wins|dhcp)servers?|^defaultgateway/
/** An address, as nearly all fields hold one. */
const DOTTED = /^\d[\d.]*$/
const HOST = '255.255.255.255'

/**
 * An address of a filter with its mask, which may stand in parentheses behind it, in a field of its own, or nowhere: then
 * it is a single address.
 */
export function readTerm(written: string, maskField: string): WrittenTerm {
  const bracket = written.indexOf('(')
  const address = (bracket < 0 ? written : written.slice(0, bracket)).trim()
  const mask = unbracketed(bracket < 0 ? '' : written.slice(bracket)) || unbracketed(maskField)
  if (DOTTED.test(address) && !ANY.has(address)) return termOf(rangeOf(address, mask))
  const keyword = address.replace(/&[lg]t;|[<>\s]/gi, '').toLowerCase()
  if (address === '') return emptied(mask)
  if (OWN.has(keyword)) return { kind: 'own', assumed: false }
  if (ANY.has(keyword) && (!/\d|:/.test(keyword) || mask === '')) return { kind: 'any', assumed: false }
  if (/^[-–—]$/.test(address)) return { kind: 'none' }
  // With blanks it may be a keyword in another language.
  if (isPlaceholder(address) && !SERVERS.test(keyword) && !/\s/.test(address) && (mask === '' || mask === HOST))
    return { kind: 'range', range: placeholderHost(address) }
  if (SERVERS.test(keyword) || /^(?:<|&lt;)/.test(address)) {
    return { kind: 'unsupported', say: `"${address}" stands for addresses that this output does not tell.` }
  }
  if (!/^[\da-f:.]*[\d:]/i.test(address) && isProblem(parseAddress(address))) {
    return { kind: 'unsupported', say: `"${address}" is a name, whose addresses this output does not tell.` }
  }
  return termOf(rangeOf(address, mask))
}

function termOf(range: AddressRange | AddressProblem): WrittenTerm {
  return isProblem(range) ? { kind: 'invalid', say: range.problem } : { kind: 'range', range }
}

function rangeOf(address: string, mask: string) {
  if (/[-–—]/.test(address)) return parseRange(address)
  if (/[\s/]/.test(address)) return parseAddressText(address)
  return mask === '' ? parseAddress(address) : parseMasked(address, mask)
}

/** Forums take `<My IP Address>` for a tag and drop it; the mask still tells which keyword it was. */
function emptied(mask: string): WrittenTerm {
  if (mask === HOST) return { kind: 'own', assumed: true }
  if (mask === '0.0.0.0') return { kind: 'any', assumed: true }
  return { kind: 'none' }
}

function unbracketed(mask: string): string {
  return /[()\s/]/.test(mask) ? mask.replace(/[()\s/]/g, '') : mask
}

/** Any address, in the family of the addresses beside it. */
export function anyOf(neighbours: readonly WrittenTerm[]): AddressRange {
  const six = neighbours.some((term) => term.kind === 'range' && term.range.family === 'ipv6')
  return wholeFamily(six ? 'ipv6' : 'ipv4')
}
