import { type AddressRange, formatAddress, formatHost, nameRange } from '../../address/address-range.ts'
import { hiddenNetwork, isHostName, wordForNetwork } from '../../address/hidden-address.ts'
import { isProblem, parseAddress, parseMasked, parsePrefix } from '../../address/parse-address.ts'
import type { AuthRound, Identity, SelectorTemplate } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import type { ConfKey } from '../freeswan/conf-text.ts'
import type { Host, Side } from '../freeswan/own-side.ts'
import { SIDED_KEYS } from '../freeswan/sided-keys.ts'
import { isLookedUp, parseIdentity } from './identities.ts'
import { yesOrNo } from './known-keys.ts'
import { ANY_SERVICE, parseProtoport, type Service } from './protoport.ts'

/** A network of one end. `leftsubnet` has the index 0, those of `leftsubnets` count from 1. */
export interface Subnet {
  readonly index: number
  /** Nothing for one that Libreswan does not take. */
  readonly setting: Setting<readonly SelectorTemplate[]>
  /** Why Libreswan stops reading the lists at this one. */
  readonly stop?: Remark
}

/** One end of a `conn`: what stands behind `left...` or `right...`. */
export interface ConnEnd {
  /** `own`: the gateway's own address, whichever (`%defaultroute`); `any`: anybody's. */
  readonly host: Host
  readonly hostKey: ConfKey
  readonly id: Setting<Identity> | undefined
  readonly subnets: readonly Subnet[]
  readonly auth: AuthRound['method'] | undefined
  /** A certificate or a raw key is named for it. */
  readonly namesKey: boolean
  readonly asksAddress: boolean
  /** In IKEv1 it names a user behind the key or signature, or wants its peer to (XAuth). */
  readonly xauth: Readonly<Record<'client' | 'server', AuthRound['method'] | undefined>>
  readonly pools: readonly string[]
  readonly port: Setting<number> | undefined
}

/** Why a `conn` is not loaded, or read as something else: a place, a full sentence, and what to write instead. */
export interface Remark {
  /** `unsupported` where nothing is said. */
  readonly kind?: 'invalid' | 'unsupported'
  readonly span: Span
  readonly say: string
  readonly instead: string
  /** The start of Libreswan goes on without it, and `ipsec auto --add` does not. */
  readonly leftOutAtStart?: true
}

/** Reads the keys of one side that `hostKey` names. Versions after 4.10 take lists in `leftsubnet`: one child for all. */
export function readEnd(
  side: Side,
  hostKey: ConfKey,
  keys: ReadonlyMap<string, ConfKey>,
  doubts: Remark[],
  later: boolean,
): ConnEnd | Remark {
  const names = SIDED_KEYS[side]
  const host = hostOf(hostKey)
  if (typeof host === 'object' && 'say' in host) return host
  const service = readService(keys.get(names.protoport), doubts)
  if ('say' in service) return service
  const subnets = readSubnets(names, keys, service, doubts, later)
  const pool = keys.get(names.addresspool)
  const client = keys.get(names.modecfgclient)
  return {
    host,
    hostKey,
    id: readId(keys.get(names.id), host, hostKey, doubts, later),
    subnets,
    auth: readAuth(keys.get(names.auth)),
    namesKey: names.credentials.some((name) => keys.has(name)),
    // Who gives addresses to its own side is given one (measured).
    asksAddress: pool !== undefined || (client !== undefined && yesOrNo(client.value) === true),
    xauth: { client: readXauth(keys.get(names.xauthclient)), server: readXauth(keys.get(names.xauthserver)) },
    pools: pool === undefined ? NONE : [pool.value],
    port: readPort(keys.get(names.ikeport)),
  }
}

const NONE: readonly never[] = []

/** 500 is as good as nothing; what is no number Libreswan takes no port from. */
function readPort(key: ConfKey | undefined): Setting<number> | undefined {
  const port = Number(/^\d{1,5}$/.exec(key?.value ?? '')?.[0] ?? 0)
  return key === undefined || port === 0 || port === 500 || port > 65_535 ? undefined : stated(port, key.span)
}

function hostOf(key: ConfKey): Host | Remark {
  const text = key.value.toLowerCase()
  if (text.startsWith('%')) {
    if (text === '%defaultroute' || /^%(?!any|group|opportunistic)\w/.test(text)) return 'own'
    if (/^%(?:any[46]?|group|opportunistic|opportunisticgroup)$/.test(text)) return 'any'
  }
  if (text === '0.0.0.0' || text === '::') return 'any'
  const address = parseAddress(text)
  if (!isProblem(address)) return address
  const hidden = hiddenNetwork(text)
  if (hidden !== undefined) return hidden
  if (/^[a-z0-9_]([\w.-]*\w)?$/i.test(text) && !/^[\d.]+$/.test(text)) {
    return nameRange(text.includes('.') ? text : key.value)
  }
  const say = `"${key.value}" in "${key.name}" is neither an address nor a host name.`
  return { span: key.span, say, instead: 'Write an IP address, a host name, %defaultroute or %any.' }
}

const ID_AUTHORITY = 'ipsec.conf(5) of Libreswan 4.10: an end without an id shows its address.'

function readId(
  key: ConfKey | undefined,
  host: Host,
  hostKey: ConfKey,
  doubts: Remark[],
  later: boolean,
): Setting<Identity> | undefined {
  if (key === undefined) return addressId(host, hostKey)
  const identity = parseIdentity(key.value)
  // In Libreswan 4.10, `%any` is as good as nothing (measured).
  if (identity?.kind === 'any' && !later) return addressId(host, hostKey)
  if (identity !== null) return stated(identity, key.span)
  if (isLookedUp(key.value)) {
    const say = `"${key.value}" in "${key.name}" has no "@", so that Libreswan looks it up in the DNS and takes the address that it finds.`
    doubts.push({ span: key.span, say, instead: `Write "@${key.value}" where the name itself is meant.` })
  }
  return addressId(host, hostKey)
}

function addressId(host: Host, { value }: ConfKey): Setting<Identity> | undefined {
  if (typeof host === 'string') return undefined
  // Of IPv4 there is one way to write an address.
  const text = host.family === 'ipv4' ? value.trim() : formatHost(host)
  const hides = host.family === 'name' && { kindUntold: true as const }
  return isHostName(host) ? undefined : defaulted({ kind: 'address', text, ...hides }, ID_AUTHORITY)
}

function readAuth(key: ConfKey | undefined): AuthRound['method'] | undefined {
  if (key === undefined) return undefined
  return stated(authMethod(key.value.toLowerCase()), key.span)
}

function readXauth(key: ConfKey | undefined): AuthRound['method'] | undefined {
  return key !== undefined && yesOrNo(key.value) === true ? stated('xauth', key.span) : undefined
}

/** The method that a word of `authby` or `leftauth` stands for. */
export function authMethod(word: string): AuthRound['method']['value'] {
  if (/^(?:secret|psk)$/.test(word)) return 'psk'
  if (/^(?:rsa|ecdsa)/.test(word)) return 'pubkey'
  if (word === 'eaponly') return 'eap'
  return word === 'null' || word === 'never' ? 'null' : 'any'
}

function readService(key: ConfKey | undefined, doubts: Remark[]): Service | Remark {
  if (key === undefined) return ANY_SERVICE
  const service = parseProtoport(key.value)
  if (!('problem' in service)) return service
  const { span } = key
  if (/^\d+$/.test(key.value)) return { span, say: service.problem, instead: PROTOPORT }
  const say = `${service.problem} At its start Libreswan loads the connection for all; \`ipsec auto --add\` does not load it.`
  doubts.push({ kind: 'invalid', span, say, instead: PROTOPORT, leftOutAtStart: true })
  return ANY_SERVICE
}

const PROTOPORT = 'Write a protocol and a port, such as tcp/443 or 17/1701.'
const SUBNET = 'Write a network such as 10.1.0.0/24; several go into leftsubnets or rightsubnets.'
const NO_SUBNET = 'ipsec.conf(5) of Libreswan 4.10: an end without a subnet protects its own address alone.'

function readSubnets(
  names: (typeof SIDED_KEYS)[Side],
  keys: ReadonlyMap<string, ConfKey>,
  service: Service,
  doubts: Remark[],
  later: boolean,
): readonly Subnet[] {
  const [single, several] = [keys.get(names.subnet), keys.get(names.subnets)]
  const own = single === undefined ? null : readSubnet(single, single.value, 0, service, doubts, later)
  if (own !== null && several === undefined) return [own]
  const texts = several?.value.split(/[\s,]+/).filter((text) => text !== '') ?? []
  const listed = texts.map((text, at) => several && readSubnet(several, text, at + 1, service, doubts, later))
  const found = [own, ...listed].filter((each) => each !== null && each !== undefined)
  if (found.length > 0) return found
  const sourceKey = keys.get(names.sourceip)
  const source = sourceKey === undefined ? undefined : parseAddress(sourceKey.value)
  if (sourceKey !== undefined && source !== undefined && !isProblem(source)) {
    return [{ index: 0, setting: stated([selectorOf(source, service, sourceKey.span)], sourceKey.span) }]
  }
  const selector = selectorOf('dynamic', service, keys.get(names.protoport)?.span ?? null)
  return [{ index: 0, setting: defaulted([selector], NO_SUBNET) }]
}

/** One network of a list, which counts from 1; in later versions those of `leftsubnet`. `null` where nothing is left of it. */
function readSubnet(
  key: ConfKey,
  text: string,
  index: number,
  service: Service,
  doubts: Remark[],
  later: boolean,
): Subnet | null {
  const { span } = key
  const problem = index === 0 || later ? undefined : refusedInList(text)
  if (problem !== undefined) {
    const say = `${problem} Of the pairs of networks, Libreswan loads those before it alone.`
    return { index, setting: stated([], span), stop: { kind: 'invalid', span, say, instead: SUBNET } }
  }
  if (/^(?:vhost|vnet):/.test(text)) {
    doubts.push({ span, say: `"${text}" is taken as the peer's own address.`, instead: SUBNET })
    return null
  }
  const isList = index === 0 && later && text.includes(',')
  const selectors = isList
    ? text.split(',').flatMap((part) => readSelector(part, service, span, doubts))
    : readSelector(text, service, span, doubts)
  return selectors.length > 0 ? { index, setting: stated(selectors, span) } : null
}

function readSelector(text: string, service: Service, span: Span, doubts: Remark[]): readonly SelectorTemplate[] {
  const addresses = subnetOf(text.trim())
  if (!('problem' in addresses)) return [selectorOf(addresses, service, span)]
  const say = `${addresses.problem} At its start it loads the connection without that network; \`ipsec auto --add\` does not load it.`
  doubts.push({ kind: 'invalid', span, say, instead: SUBNET, leftOutAtStart: true })
  return NONE
}

function selectorOf(
  addresses: SelectorTemplate['addresses'],
  { protocol, ports }: Service,
  span: Span | null,
): SelectorTemplate {
  return { addresses, protocol, ports, span }
}

/** A network; the word that somebody puts in the place of one that nobody is to see stays a name. */
function subnetOf(text: string): AddressRange | { readonly problem: string } {
  const named = wordForNetwork(text) ?? (text.startsWith('<') ? hiddenNetwork(text) : undefined)
  if (named !== undefined) return named
  const range = networkOf(text)
  return isProblem(range) ? { problem: `Libreswan refuses the network "${text}": ${lower(range.problem)}` } : range
}

/**
 * Why a list stops at a network (measured): one that is none, a single address without `/32`, and in IPv6 alone an address with
 * bits behind its prefix, which `leftsubnet` takes.
 */
function refusedInList(text: string): string | undefined {
  const range = subnetOf(text)
  if ('problem' in range) return range.problem
  const [address = '', length] = text.split('/')
  const written = range.family === 'ipv6' && length !== undefined ? parseAddress(address) : undefined
  if (written === undefined || isProblem(written) || written.from === range.from) return undefined
  return `In a list, Libreswan refuses the network "${text}", since ${address} has bits behind the prefix; it takes ${formatAddress(range.family, range.from)}/${length}.`
}

/** `10.1.0.0/24`, `10.1.0.0/255.255.255.0`, `10/8`; octets that are left out are 0. */
function networkOf(text: string): AddressRange | { readonly problem: string } {
  const plain = parsePrefix(text)
  if (!isProblem(plain)) return plain
  const [address = '', mask, ...more] = text.split('/')
  if (mask === undefined || more.length > 0) return plain
  const octets = /^\d+(?:\.\d+){0,3}$/.test(address) ? address.split('.') : []
  const whole = octets.length === 0 ? address : [...octets, '0', '0', '0'].slice(0, 4).join('.')
  return parseMasked(whole, mask)
}

function lower(sentence: string): string {
  return sentence.charAt(0) === '"' ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
