import { type AddressRange, block, wholeFamily } from '../../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix } from '../../address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import type { IdentSide } from '../shown/ident.ts'

/** A line of the crypto ACL that `show crypto map` prints. */
export interface AclLine {
  readonly denied: boolean
  readonly protocol: Interval
  readonly local: IdentSide
  readonly remote: IdentSide
}

/** `access-list 101 permit ip 10.1.0.0 0.0.0.255 host 10.2.0.1 port = 80`; `null`: not read, `undefined`: no such line. */
export function aclLine(text: string): AclLine | null | undefined {
  const match = /^(?:access-list \S{1,99} )?(permit|deny) (\S{1,20}) (\S.{0,200})$/.exec(text)
  if (match === null) return undefined
  const words = (match[3] ?? '').trim().split(/\s+/)
  const isV6 = match[2] === 'ipv6'
  const protocol = match[2] === 'ip' || isV6 ? ANY_PROTOCOL : parseProtocol(match[2] ?? '', false)
  const local = sideIn(words, isV6)
  const remote = sideIn(words, isV6)
  if (protocol === undefined || local === null || remote === null || words.length > 0) return null
  return { denied: match[1] === 'deny', protocol, local, remote }
}

/** Takes one side off the words. */
function sideIn(words: string[], isV6: boolean): IdentSide | null {
  const word = words.shift() ?? ''
  const addresses = addressesIn(word, words, isV6)
  if (addresses === null) return null
  if (words[0] !== 'eq' && words[0] !== 'port') return { addresses, ports: ANY_PORT }
  const port = words.splice(0, words[1] === '=' ? 3 : 2).at(-1) ?? ''
  return /^\d{1,5}$/.test(port) ? { addresses, ports: { from: Number(port), to: Number(port) } } : null
}

function addressesIn(word: string, words: string[], isV6: boolean): AddressRange | null {
  if (word === 'any') return wholeFamily(isV6 ? 'ipv6' : 'ipv4')
  if (word.includes('/')) {
    const network = parsePrefix(word)
    return isProblem(network) ? null : network
  }
  const address = parseAddress(word === 'host' ? (words.shift() ?? '') : word)
  if (isProblem(address) || address.family === 'name') return null
  if (word === 'host') return address
  const wildcard = parseAddress(words.shift() ?? '')
  if (isProblem(wildcard) || address.family !== 'ipv4') return null
  const ones = wildcard.from.toString(2).replace(/^0$/, '')
  // A wildcard of ones at the end alone is a network.
  return ones.includes('0') ? null : block('ipv4', address.from, 32 - ones.length)
}
