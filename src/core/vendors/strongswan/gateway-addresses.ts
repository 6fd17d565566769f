import { type AddressRange, nameRange, wholeFamily } from '../../address/address-range.ts'
import { hiddenNetwork } from '../../address/hidden-address.ts'
import { isProblem, parseAddress, parseRange } from '../../address/parse-address.ts'
import { parseNetwork } from './traffic-selectors.ts'

/**
 * The gateways that a list names (swanctl.conf(5), `local_addrs`); empty where it is anybody's. strongSwan checks no entry; what is no
 * address is taken as a host name.
 */
export function gatewaysIn(texts: readonly string[]): readonly AddressRange[] {
  const [text] = texts
  if (text !== undefined && texts.length === 1) return isAny(text) ? [] : [addressOf(text)]
  if (texts.every(isAny)) return []
  return texts.flatMap((each) => (isAny(each) ? [wholeFamily('ipv4'), wholeFamily('ipv6')] : [addressOf(each)]))
}

function isAny(text: string): boolean {
  return ANY_HOST.test(text)
}

const ANY_HOST = /^(?:%any|0\.0\.0\.0|::|0::0)$/

function addressOf(text: string): AddressRange {
  const anything = /^%any([46])$/.exec(text)?.[1]
  if (anything !== undefined) return wholeFamily(anything === '4' ? 'ipv4' : 'ipv6')
  const range = text.includes('-') ? parseRange(text) : text.includes('/') ? parseNetwork(text) : parseAddress(text)
  if ('value' in range) return range.value
  return isProblem(range) ? hostNamed(text) : range
}

/** A host name of the DNS has no case; a word in the place of an address that nobody is to see has, but for what is in brackets. */
export function hostNamed(text: string): AddressRange {
  return hiddenNetwork(text) ?? nameRange(text.includes('.') ? text.toLowerCase() : text)
}
