import { type AddressRange, formatHost, wholeFamily } from '../../../address/address-range.ts'
import { isProblem, parseAddress, parseRange } from '../../../address/parse-address.ts'
import type { AuthRound, Identity, SelectorTemplate } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../selectors/interval.ts'
import type { ConfKey } from '../../freeswan/conf-text.ts'
import type { Host, Side } from '../../freeswan/own-side.ts'
import { SIDED_KEYS } from '../../freeswan/sided-keys.ts'
import { wordForAddress } from '../../freeswan/word-for-address.ts'
import { hostNamed } from '../gateway-addresses.ts'
import { parseIdentity } from '../identities.ts'
import { parseNetwork, parseSelector, type SelectorReading } from '../traffic-selectors.ts'
import { portOf } from '../written-ports.ts'
import type { IpsecNotes } from './ipsec-notes.ts'

export const IPSEC_MANUAL = 'ipsec.conf(5) of strongSwan 5.9.8'

/** One end of a `conn`: what stands behind `left...` or `right...`. */
export interface IpsecEnd {
  /** Empty for anybody's, or the own one, whichever. */
  readonly addresses: Setting<readonly AddressRange[]>
  /** What tells which side is the own one. */
  readonly host: Host
  readonly id: Setting<Identity> | undefined
  readonly id2: Setting<Identity> | undefined
  readonly selectors: Setting<readonly SelectorTemplate[]>
  readonly auth: Setting<string> | undefined
  readonly auth2: Setting<string> | undefined
  /** What only a certificate or EAP can show, by the name of its key. */
  readonly demands: Setting<string> | undefined
  /** `leftsourceip`: addresses to ask for, or pools to give from. */
  readonly sources: readonly string[]
  readonly port: Setting<number> | undefined
}

type Keys = ReadonlyMap<string, ConfKey>

export function readIpsecEnd(side: Side, keys: Keys, notes: IpsecNotes): IpsecEnd {
  const names = SIDED_KEYS[side]
  const key = (name: string) => valued(keys.get(name))
  const [written, id] = [key(side), key(names.id)]
  // A percent sign in front of an address is another word for allowany (ipsec.conf(5), `left`).
  const isOpen = /^%[^ad]/.test(written?.value ?? '')
  const host = isOpen && written !== undefined ? { ...written, value: written.value.slice(1) } : written
  const addresses = readAddresses(host, isOpen || keys.get(names.allowany)?.value === 'yes')
  return {
    addresses,
    host: hostOf(host, addresses.value),
    id: id === undefined ? readAddressId(host, addresses.value) : readId(id),
    id2: readId(key(names.id2)),
    selectors: readSelectors(key(names.subnet) ?? key(names.subnetwithin), key(names.protoport), notes),
    auth: textOf(key(names.auth)),
    auth2: textOf(key(names.auth2)),
    demands: demandOf(names.demands.map(key)),
    sources: itemsIn(key(names.sourceip)?.value ?? ''),
    port: portOf(key(names.ikeport)),
  }
}

/** A key without a value is as good as none. */
export function valued(key: ConfKey | undefined): ConfKey | undefined {
  return key === undefined || key.value === '' ? undefined : key
}

function demandOf(keys: readonly (ConfKey | undefined)[]): Setting<string> | undefined {
  const key = keys.find((each) => each !== undefined)
  return key === undefined ? undefined : stated(key.name, key.span)
}

function textOf(key: ConfKey | undefined): Setting<string> | undefined {
  return key === undefined ? undefined : stated(key.value, key.span)
}

const NONE: readonly never[] = []

function itemsIn(text: string): readonly string[] {
  if (!text.includes(',')) return text.trim() === '' ? NONE : [text.trim()]
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

const ANYBODY = /^(?:%any[46]?|%defaultroute|0\.0\.0\.0|::|0::0|0\.0\.0\.0\/0|::\/0)$/

const NO_ADDRESSES = defaulted([], IPSEC_MANUAL)

function readAddresses(key: ConfKey | undefined, allowAny: boolean): Setting<readonly AddressRange[]> {
  if (key === undefined) return NO_ADDRESSES
  const items = itemsIn(key.value)
  if (items.some((item) => ANYBODY.test(item))) return stated([], key.span)
  const addresses = items.map(addressOf)
  return stated(allowAny ? [...addresses, wholeFamily('ipv4'), wholeFamily('ipv6')] : addresses, key.span)
}

function addressOf(text: string): AddressRange {
  const range = text.includes('/') ? parseNetwork(text) : text.includes('-') ? parseRange(text) : parseAddress(text)
  if ('value' in range) return range.value
  return isProblem(range) ? hostNamed(text) : range
}

function hostOf(key: ConfKey | undefined, addresses: readonly AddressRange[]): Host {
  const [first] = addresses
  if (key === undefined || key.value.includes('%any')) return 'any'
  return first === undefined || first.from !== first.to ? 'own' : first
}

/** A percent sign in front lets any identity of the certificate do. */
function readId(key: ConfKey | undefined): Setting<Identity> | undefined {
  if (key === undefined) return undefined
  const identity = parseIdentity(key.value.replace(/^%(?!any6?$)/, ''))
  return identity.kind === 'any' ? undefined : stated(identity, key.span)
}

/** Without an id it is the text of the address. */
function readAddressId(host: ConfKey | undefined, [address]: readonly AddressRange[]): Setting<Identity> | undefined {
  if (host === undefined) return undefined
  if (address !== undefined && address.family !== 'name' && !/[\s,/-]/.test(host.value))
    // Of IPv4 there is one way to write an address.
    return defaulted(
      { kind: 'address', text: address.family === 'ipv4' ? host.value : formatHost(address) },
      ADDRESS_ID,
    )
  // Only the plain word is anybody's, and these are names that nobody has (measured).
  if (/^%any[46]$/.test(host.value)) return defaulted({ kind: 'fqdn', text: host.value }, ADDRESS_ID)
  // Of a network or range, any address in it is good; a list is taken for a name that nobody has (measured).
  if (ANYBODY.test(host.value) || /^[^,/-]*[/-][^,]*$/.test(host.value)) return undefined
  return defaulted(wordForAddress(host.value) ?? parseIdentity(host.value), ADDRESS_ID)
}

const ADDRESS_ID = `${IPSEC_MANUAL}: an end without an id has its address for one.`

/** Networks with `[protocol/port]`, which stands for `leftprotoport` where it is there. What is no network is skipped. */
function readSelectors(
  key: ConfKey | undefined,
  service: ConfKey | undefined,
  notes: IpsecNotes,
): Setting<readonly SelectorTemplate[]> {
  const brackets = service === undefined ? '' : `[${wordsOf(service.value)}]`
  let found: SelectorTemplate[] | undefined
  for (const item of key === undefined ? NONE : itemsIn(key.value)) {
    if (key === undefined) continue
    const text = wordsOf(item)
    const whole = text.includes('[') ? withPort(text, brackets) : `${text}${brackets}`
    const { template, remark, certain } = parseNetworks(whole, key.span)
    if (template !== null && found === undefined) found = [template]
    else if (template !== null) found?.push(template)
    if (template === null)
      notes.invalid(key.span, `strongSwan skips "${item}" in "${key.name}". ${remark ?? ''}`, SELECTOR)
    else if (remark !== null && certain) notes.invalid(key.span, remark, SELECTOR)
    else if (remark !== null) notes.unsupported(key.span, remark, SELECTOR)
  }
  if (key !== undefined && found !== undefined) return stated(found, key.span)
  const own = parseSelector(`dynamic${brackets}`, service?.span ?? NOWHERE).template
  if (own === null && service !== undefined)
    notes.invalid(service.span, `"${service.value}" is no protocol with a port.`, SELECTOR)
  const template = own ?? { addresses: 'dynamic', protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }
  return defaulted(
    [{ ...template, span: service?.span ?? null }],
    `${IPSEC_MANUAL}: without a subnet it is the address itself.`,
  )
}

/** Without ranges, which stroke skips (`traffic_selector_create_from_cidr` in its stroke_config.c; measured with strongSwan 5.9.8). */
function parseNetworks(text: string, span: ConfKey['span']): SelectorReading {
  const [addresses = ''] = text.split('[')
  return addresses.includes('-')
    ? { template: null, remark: 'It is no network, and ipsec.conf has no word for a range.', certain: true }
    : parseSelector(text, span)
}

/** A bracket that names a protocol alone has the port of `leftprotoport` (measured). */
function withPort(text: string, brackets: string): string {
  const port = /\/[^\]]+/.exec(brackets)?.[0]
  return port === undefined || /\[[^\][/]*\//.test(text) ? text : text.replace(']', `${port}]`)
}

const NOWHERE = { source: '', line: 1, column: 1, length: 0 }
const SELECTOR =
  'Write networks such as 10.1.0.0/24, with commas between them and [protocol/port] behind where that is meant.'

/** stroke writes `%any` and `%dynamic` where swanctl.conf has `any` and `dynamic`. */
function wordsOf(text: string): string {
  if (!text.includes('%')) return text
  return text
    .replace(/^%dynamic/, 'dynamic')
    .replace(/(?<=[[/])%any/g, 'any')
    .replace('%opaque', 'opaque')
}

/** The method of one round, by the words that charon knows; an unknown one is any. */
export function methodOf(word: string): AuthRound['method']['value'] {
  if (/^(?:psk|secret)$/.test(word)) return 'psk'
  if (/^(?:pubkey|rsa|ecdsa|bliss|ike:)/.test(word)) return 'pubkey'
  if (word.startsWith('xauth')) return 'xauth'
  return word.startsWith('eap') ? 'eap' : 'any'
}
