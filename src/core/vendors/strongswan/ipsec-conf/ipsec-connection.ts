import {
  type AuthRound,
  type ChildConfig,
  type IkeConnection,
  type Lifetime,
  type Proposal,
  portsBetween,
} from '../../../model/ike-policy.ts'
import { rememberedIn } from '../../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import type { Span } from '../../../text/source-text.ts'
import type { TwoSidedConn } from '../../freeswan/conf-fragment.ts'
import type { ConfKey } from '../../freeswan/conf-text.ts'
import type { Side } from '../../freeswan/own-side.ts'
import { DEFAULTS_AUTHORITY, defaultProposals, writtenDefault } from '../default-proposals.ts'
import { type ProposalProblem, parseProposal } from '../proposals.ts'
import type { Refusal } from '../settings/settings-notes.ts'
import { natTraversalOf } from '../written-ports.ts'
import { IPSEC_MANUAL, type IpsecEnd, methodOf, readIpsecEnd, valued } from './ipsec-end.ts'
import { secondsOf } from './ipsec-keys.ts'
import type { IpsecNotes } from './ipsec-notes.ts'

/** A `conn` with all that charon gets of it. */
export interface IpsecConn extends TwoSidedConn {
  readonly span: Span
  readonly left: IpsecEnd
  readonly right: IpsecEnd
  readonly methods: Methods
  /** As a gateway has it whose own side is the left one. */
  readonly fromLeft: IkeConnection
}

/** How the two ends show who they are, as far as that stands in one key for both. */
interface Methods {
  readonly authby: ConfKey | undefined
  /** Of the extended authentication of IKEv1, the right end is the client. */
  readonly clientIsRight: boolean
}

type Keys = ReadonlyMap<string, ConfKey>

const NARROWS = defaulted(true, 'Measured with strongSwan 5.9.8: it always narrows the selectors of its peer.')
const AS_PROPOSED = defaulted('as proposed', `${IPSEC_MANUAL}: a child has the groups that "esp" names.`)
const UNCOMPRESSED = defaulted(false, IPSEC_MANUAL)
const PROXIES = { proxies: true } as const
const ONLY_BEGINS = { onlyBegins: true } as const
const TUNNEL = defaulted('tunnel', IPSEC_MANUAL)
const MAIN = defaulted('main', IPSEC_MANUAL)
const CHILDLESS = defaulted('allow', IPSEC_MANUAL)
const ANSWERS_POST_QUANTUM = defaulted('answer', 'Measured with strongSwan 5.9.8: ipsec.conf has no word for it.')
const VERSION_2 = defaulted(2, IPSEC_MANUAL)
const BOTH_VERSIONS = [1, 2] as const
const BY_PUBLIC_KEY = defaulted('pubkey', `${IPSEC_MANUAL}: without a method it is by public key.`)

/** What charon gets of a `conn`, or why it does not take it. */
export function readIpsecConn(name: string, span: Span, keys: Keys, notes: IpsecNotes): IpsecConn | Refusal {
  const proposals = readProposals(keys, 'ike', notes)
  if ('say' in proposals) return proposals
  const esp = readProposals(keys, valued(keys.get('ah')) === undefined ? 'esp' : 'ah', notes)
  if ('say' in esp) return esp
  const left = readIpsecEnd('left', keys, notes)
  const right = readIpsecEnd('right', keys, notes)
  const methods = { authby: valued(keys.get('authby')), clientIsRight: keys.get('xauth')?.value === 'server' }
  const child: ChildConfig = {
    name,
    span,
    local: left.selectors,
    remote: right.selectors,
    proposals: esp,
    mode: readMode(keys, notes),
    ...(keys.get('type')?.value === 'transport_proxy' && PROXIES),
    ...(keys.get('type')?.value === 'beet' && ONLY_BEGINS),
    narrows: NARROWS,
    pfs: AS_PROPOSED,
    compression: readCompression(keys),
    waits: !/^(?:route|start)$/.test(keys.get('auto')?.value ?? ''),
    lifetime: isShunt(keys) ? NO_LIFETIME : lifetimeOf(keys, ['lifetime', 'keylife'], CHILD_LIFETIME),
  }
  const fromLeft: IkeConnection = {
    name,
    span,
    initiates: readVersion(keys),
    accepts: acceptedBy(keys),
    exchange: readExchange(keys),
    childless: CHILDLESS,
    postQuantum: ANSWERS_POST_QUANTUM,
    natTraversal: natTraversalOf(keys.get('forceencaps')?.value === 'yes', keys.get('mobike')?.value !== 'no'),
    ports: portsBetween(left.port, right.port),
    localAddresses: left.addresses,
    remoteAddresses: right.addresses,
    proposals,
    local: roundsOf(left, right, methods, true, true),
    remote: roundsOf(right, left, methods, false, false),
    virtualAddresses: virtualAddressesOf(left, right),
    pools: poolsOf(right),
    children: [child],
    lifetime: lifetimeOf(keys, ['ikelifetime'], IKE_LIFETIME),
  }
  return { name, span, hosts: { left: left.host, right: right.host }, left, right, methods, fromLeft }
}

const DEFAULTS = {
  ike: defaulted(defaultProposals('ike'), DEFAULTS_AUTHORITY),
  esp: defaulted(defaultProposals('esp'), DEFAULTS_AUTHORITY),
  ah: defaulted(defaultProposals('ah'), DEFAULTS_AUTHORITY),
}

function readProposals(
  keys: Keys,
  protocol: Proposal['protocol'],
  notes: IpsecNotes,
): Setting<readonly Proposal[]> | Refusal {
  const key = valued(keys.get(protocol))
  if (key === undefined) return DEFAULTS[protocol]
  const proposals = LISTS[protocol](notes, key.value)
  if ('problem' in proposals) return { span: key.span, say: proposals.problem, instead: PROPOSAL }
  return stated(proposals, key.span)
}

/** Many connections have the same list. */
const LISTS = {
  ike: rememberedIn((text) => proposalsOf(text, 'ike')),
  esp: rememberedIn((text) => proposalsOf(text, 'esp')),
  ah: rememberedIn((text) => proposalsOf(text, 'ah')),
}

/** Without an exclamation mark at the end, the defaults come behind what is written. */
function proposalsOf(list: string, protocol: Proposal['protocol']): readonly Proposal[] | ProposalProblem {
  const proposals: Proposal[] = []
  for (const text of list.replace(/!$/, '').split(',')) {
    const proposal = parseProposal(text, protocol)
    if ('problem' in proposal) return proposal
    proposals.push(proposal)
  }
  if (list.endsWith('!')) return proposals
  return [...proposals, ...(protocol === 'ike' ? writtenDefault('ike') : defaultProposals(protocol))]
}

const PROPOSAL =
  'Write keywords with dashes between them, e.g. aes256-sha256-modp2048, commas between proposals, and "!" at the end where nothing else is to be offered.'

function readCompression(keys: Keys): ChildConfig['compression'] {
  const key = valued(keys.get('compress'))
  return key === undefined ? UNCOMPRESSED : stated(key.value === 'yes', key.span)
}

function readMode(keys: Keys, notes: IpsecNotes): ChildConfig['mode'] {
  const key = valued(keys.get('type'))
  if (key === undefined) return TUNNEL
  const { value, span } = key
  if (value === 'transport') return stated('transport', span)
  if (value === 'pass' || value === 'passthrough') return stated('pass', span)
  if (value === 'drop' || value === 'reject') return stated('drop', span)
  if (value === 'transport_proxy') return stated('transport', span)
  if (value === 'beet') {
    notes.unsupported(span, `The mode "${value}" is taken as tunnel mode.`, 'Compare the mode at both ends yourself.')
  }
  return stated('tunnel', span)
}

/** ipsec.conf(5): rekeying from `margintime` before the end on, earlier by chance by up to `rekeyfuzz` of it. */
function lifetimeOf(keys: Keys, names: readonly string[], byDefault: Lifetime): Lifetime {
  return TIMES.some((name) => keys.has(name)) ? writtenLifetime(keys, names, byDefault.end ?? 0) : byDefault
}

const TIMES = ['rekey', 'rekeyfuzz', 'margintime', 'rekeymargin', 'lifetime', 'keylife', 'ikelifetime']

function writtenLifetime(keys: Keys, names: readonly string[], byDefault: number): Lifetime {
  if (keys.get('rekey')?.value === 'no') return NO_LIFETIME
  const time = (all: readonly string[]) => all.map((name) => secondsOf(keys.get(name)?.value ?? '')).find(isNumber)
  const end = time(names) ?? byDefault
  const margin = time(['margintime', 'rekeymargin']) ?? 540
  const fuzz = Number(/^(\d{1,5})%$/.exec(keys.get('rekeyfuzz')?.value ?? '')?.[1] ?? 100)
  if (end === 0) return NO_LIFETIME
  // A margin that is longer than the life never comes (measured).
  if (margin > end) return { rekey: undefined, end }
  const to = end - margin
  return { rekey: { from: Math.max(0, to - Math.floor((margin * fuzz) / 100)), to }, end }
}

const CHILD_LIFETIME = writtenLifetime(new Map(), [], 3600)
const IKE_LIFETIME = writtenLifetime(new Map(), [], 3 * 3600)
const NO_LIFETIME: Lifetime = { rekey: undefined, end: undefined }

/** What only passes or drops packets has no SA that could end. */
function isShunt(keys: Keys): boolean {
  return /^(?:pass|passthrough|drop|reject)$/.test(keys.get('type')?.value ?? '')
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined
}

/** The connection as the gateway at that side has it, with its one child. */
export function ipsecConnectionFrom({ left, right, methods, fromLeft }: IpsecConn, side: Side): IkeConnection {
  if (side === 'left') return fromLeft
  return {
    ...fromLeft,
    localAddresses: right.addresses,
    remoteAddresses: left.addresses,
    local: roundsOf(right, left, methods, false, true),
    remote: roundsOf(left, right, methods, true, false),
    virtualAddresses: virtualAddressesOf(right, left),
    pools: poolsOf(left),
    ports: portsBetween(right.port, left.port),
    children: fromLeft.children.map((child) => ({ ...child, local: child.remote, remote: child.local })),
  }
}

const NONE: readonly never[] = []

/** IKE gives one address only: an end that gives them does not ask. */
function virtualAddressesOf(own: IpsecEnd, peer: IpsecEnd): readonly string[] {
  if (own.sources.length === 0 || peer.sources.length > 0) return NONE
  return own.sources.map((text) => {
    const asked = /^%(?:config|cfg|modecfg|modeconfig)(\d?)$/.exec(text)
    if (asked === null) return text
    // Without a number the family is that of the networks behind the peer.
    return asked[1] === '6' || (asked[1] === '' && isIpv6(peer)) ? '::' : '0.0.0.0'
  })
}

function isIpv6({ selectors: { value } }: IpsecEnd): boolean {
  return value.some(({ addresses }) => addresses !== 'dynamic' && addresses.family === 'ipv6')
}

function poolsOf({ sources }: IpsecEnd): readonly string[] {
  return sources.length === 0 ? NONE : sources.map((text) => (text.startsWith('%') ? text.slice(1) : text))
}

function readVersion(keys: Keys): IkeConnection['initiates'] {
  const key = valued(keys.get('keyexchange'))
  return key === undefined ? VERSION_2 : stated(key.value === 'ikev1' ? 1 : 2, key.span)
}

/** `ike` stands for both. */
function acceptedBy(keys: Keys): IkeConnection['accepts'] {
  const word = keys.get('keyexchange')?.value
  return word === 'ikev1' ? [1] : word === 'ikev2' ? [2] : BOTH_VERSIONS
}

function readExchange(keys: Keys): IkeConnection['exchange'] {
  const key = keys.get('aggressive')
  return key === undefined ? MAIN : stated(key.value === 'yes' ? 'aggressive' : 'main', key.span)
}

/** `authby` is for both ends, and counts only where neither has a method of its own. */
function roundsOf(end: IpsecEnd, other: IpsecEnd, methods: Methods, isLeft: boolean, isOwn: boolean): AuthRound[] {
  const authby = end.auth !== undefined || other.auth !== undefined ? undefined : methods.authby
  const method = firstMethod(end.auth, authby)
  const first: AuthRound = {
    method,
    id: end.id,
    ...(isNever(authby) && NO_KEY),
    // Measured: "constraint check failed", and no connection that fits.
    ...(!isOwn && method.value === 'psk' && end.demands !== undefined && { demands: end.demands }),
  }
  // The own end shows what is written as its first identity again.
  const second = isOwn && end.id?.origin === 'stated' ? end.id : undefined
  if (end.auth2 !== undefined) {
    return [first, { method: { ...end.auth2, value: methodOf(end.auth2.value) }, id: end.id2 ?? second }]
  }
  // The client is the left one, whichever side is the own one (measured).
  const shows = methods.clientIsRight !== isLeft
  if (authby === undefined || !authby.value.startsWith('xauth') || !shows) return [first]
  return [first, { method: stated('xauth', authby.span), id: second }]
}

/** What is meant for shunts makes another connection sign, and nobody writes a certificate beside it (measured: "no private key found"). */
function isNever(authby: ConfKey | undefined): boolean {
  return authby?.value === 'never'
}

const NO_KEY = { hasKey: false } as const

function firstMethod(auth: IpsecEnd['auth'], authby: ConfKey | undefined): AuthRound['method'] {
  if (auth !== undefined) return { ...auth, value: methodOf(auth.value) }
  if (authby === undefined || isNever(authby)) return BY_PUBLIC_KEY
  return stated(methodOf(authby.value.replace(/^xauth(?=psk|rsasig)/, '')), authby.span)
}
