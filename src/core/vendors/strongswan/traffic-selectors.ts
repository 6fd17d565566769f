import { type AddressRange, bitsOf, block, point, wholeFamily } from '../../address/address-range.ts'
import { hiddenNetwork, wordForNetwork } from '../../address/hidden-address.ts'
import { isProblem, parseAddress, parsePrefix, parseRange } from '../../address/parse-address.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import type { Span } from '../../text/source-text.ts'
import { protocolNumber, servicePort } from '../freeswan/service-names.ts'
import { cNumber } from './settings/numbers.ts'

/** What came of the text of a selector. */
export interface SelectorReading {
  /** `null`: the daemon refuses it, and the connection with it. */
  readonly template: SelectorTemplate | null
  /** A full sentence: why it is refused, or what it is read as though it was hardly meant so. */
  readonly remark: string | null
  /** It is known to be so; else a name that only the machine itself can resolve. */
  readonly certain: boolean
}

/**
 * One entry of `local_ts` or `remote_ts`: `10.1.0.0/24[tcp/80]` (swanctl.conf(5)). Which texts are refused, and what odd
 * ones are read as, is measured with strongSwan 5.9.8.
 */
export function parseSelector(text: string, span: Span): SelectorReading {
  const open = text.indexOf('[')
  const close = text.lastIndexOf(']')
  const addressText = open < 0 ? text : text.slice(0, open)
  if (open >= 0 && close < open) return refused(`The selector "${text}" lacks the closing bracket.`)
  const service = open < 0 ? ANY_SERVICE : parseService(text.slice(open + 1, close), text)
  if ('problem' in service) return refused(service.problem)
  const addresses = parseSelectorAddress(addressText)
  if ('problem' in addresses) return refused(addresses.problem)
  return {
    template: { addresses: addresses.value, protocol: service.protocol, ports: service.ports, span },
    remark: service.remark ?? addresses.remark,
    certain: service.certain && addresses.certain !== false,
  }
}

function refused(problem: string): SelectorReading {
  return { template: null, remark: problem, certain: true }
}

interface Problem {
  readonly problem: string
}

interface Service {
  readonly protocol: Interval
  readonly ports: Interval
  readonly remark: string | null
  readonly certain: boolean
}

const ANY_SERVICE: Service = { protocol: ANY_PROTOCOL, ports: ANY_PORT, remark: null, certain: true }

/** `tcp/80`, `tcp`, `/80`, `any/1000-2000`; 0 and the empty protocol are any. */
function parseService(text: string, whole: string): Service | Problem {
  const slash = text.indexOf('/')
  const [name, port] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)]
  const number = name === '' || name === 'any' ? 0 : (protocolNumber(name) ?? cNumber(name))
  if (number === undefined || number < 0 || number > 255) {
    const hint = name === '%any' ? ' Any protocol is written "any" or left out.' : ''
    return { problem: `The protocol "${name}" in "${whole}" is not known.${hint}` }
  }
  const protocol = number === 0 ? ANY_PROTOCOL : { from: number, to: number }
  const ports = parsePorts(port, whole)
  if ('problem' in ports) return ports
  const icmp = number === 1 || number === 58
  return { ...ports, protocol, ports: icmp && ports.ports !== ANY_PORT ? icmpMessages(ports.ports) : ports.ports }
}

function parsePorts(text: string, whole: string): Omit<Service, 'protocol'> | Problem {
  if (text === '' || text === 'any') return { ports: ANY_PORT, remark: null, certain: true }
  if (text === 'opaque') {
    const remark = `The selector "${whole}" is for packets whose port cannot be seen (RFC 4301 4.4.1.1); it is taken as any port.`
    return { ports: ANY_PORT, remark, certain: false }
  }
  const service = servicePort(text)
  if (service !== undefined) return { ports: { from: service, to: service }, remark: null, certain: true }
  if (/^[a-z][\w-]*$/i.test(text)) {
    const remark = `Whether "${text}" in "${whole}" is a service stands in /etc/services of the gateway; it is taken as any port.`
    return { ports: ANY_PORT, remark, certain: false }
  }
  const [first = '', last, ...more] = text.split('-')
  const from = cNumber(first)
  const to = last === undefined ? from : last === '' ? 0 : cNumber(last)
  if (from === undefined || to === undefined || more.length > 0 || !isPort(from) || !isPort(to)) {
    return { problem: `"${text}" in "${whole}" is no port, which is a number up to 65535, a range or a service.` }
  }
  if (from <= to) return { ports: { from, to }, remark: null, certain: true }
  const remark = `The ports in "${whole}" run backwards, so that no packet has one of them.`
  return { ports: { from, to: from }, remark, certain: false }
}

function isPort(number: number): boolean {
  return number >= 0 && number <= 65_535
}

/** A type alone stands in the upper octet of the port (RFC 4301 4.4.1.1). */
function icmpMessages({ from, to }: Interval): Interval {
  return { from: from < 256 ? from << 8 : from, to: to < 256 ? to << 8 : to }
}

function parseSelectorAddress(
  text: string,
):
  | { readonly value: SelectorTemplate['addresses']; readonly remark: string | null; readonly certain?: false }
  | Problem {
  if (text === 'dynamic') return { value: 'dynamic', remark: null }
  const named = wordForNetwork(text)
  if (named !== undefined && text.toLowerCase() !== 'dynamic') {
    const remark = `"${text}" is no address, which strongSwan would refuse; it is taken as the name of a network that the paste hides.`
    return { value: named, remark, certain: false }
  }
  if (!text.includes('-')) return parseNetwork(text)
  if (text.includes('/')) return { problem: `"${text}" is neither a network nor a range of addresses.` }
  const range = /\s$/.test(text) ? { problem: `"${text}" is not an address range.` } : parseRange(text)
  if (!isProblem(range)) return { value: range, remark: null }
  const [first = '', last = ''] = text.split('-')
  const [from, to] = [parseAddress(first), parseAddress(last)]
  if (isProblem(from) || isProblem(to) || from.family !== to.family) return range
  return { value: from, remark: `The range "${text}" runs backwards, so that no address is in it.`, certain: false }
}

/** `10.1.0.0/24`, also with host bits, or one address. A prefix length that is none counts as what C makes of it. */
export function parseNetwork(text: string): { readonly value: AddressRange; readonly remark: string | null } | Problem {
  const plain = plainNetwork(text)
  if (plain !== undefined) return { value: plain, remark: null }
  const hidden = hiddenNetworkOf(text)
  if (hidden !== undefined) return { value: hidden, remark: null }
  const slash = text.indexOf('/')
  const written = slash < 0 ? text : text.slice(0, slash)
  const anything = /^%any[46]?$/.exec(written)?.[0]
  const family = anything === '%any6' ? 'ipv6' : 'ipv4'
  const address = anything === undefined ? strictAddress(written) : point(family, 0)
  if (isProblem(address)) return address
  if (address.family === 'name') return { problem: `"${text}" is no address.` }
  if (slash < 0) {
    const remark =
      anything === undefined
        ? null
        : `strongSwan reads "${text}" here as the single address ${family === 'ipv4' ? '0.0.0.0' : '::'}.`
    return { value: address, remark }
  }
  const mask = text.slice(slash + 1)
  const length = Number(/^\s*\+?(\d{1,9})/.exec(mask)?.[1] ?? 0)
  const bits = bitsOf(address.family) ?? 0
  const value =
    length === 0 ? wholeFamily(address.family) : block(address.family, address.from, Math.min(length % 256, bits))
  const isPlain = /^ *\d+ *$/.test(mask) && length <= bits
  return {
    value,
    remark: isPlain ? null : `strongSwan reads "${text}" as a prefix length of ${Math.min(length % 256, bits)}.`,
  }
}

/** Of `10.1.0.0/24`, of which nothing odd can be said. */
function plainNetwork(text: string): AddressRange | undefined {
  if (!/^[\d.]+\/[1-9]\d?$/.test(text)) return undefined
  const range = parsePrefix(text)
  return isProblem(range) ? undefined : range
}

/** Of `10.x.x.0/24`, or of a host `10.x.x.1`, an address of which somebody hid a part. */
function hiddenNetworkOf(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/')
  if (length === undefined) return hiddenNetwork(address)
  return more.length === 0 && /^\d{1,3}$/.test(length) ? hiddenNetwork(address, Number(length)) : undefined
}

/** Blanks around an address are not cut off. */
function strictAddress(text: string): AddressRange | Problem {
  return /\s/.test(text) ? { problem: `"${text}" is not an IP address.` } : parseAddress(text)
}
