import type { AuthRound, ChildConfig, IkeConnection, Lifetime, Proposal } from '../../model/ike-policy.ts'
import { rememberedIn } from '../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import type { TwoSidedConn } from '../freeswan/conf-fragment.ts'
import type { ConfKey } from '../freeswan/conf-text.ts'
import type { Side } from '../freeswan/own-side.ts'
import { DEFAULTS_AUTHORITY, defaultProposals, writtenDefault } from './default-proposals.ts'
import { IPSEC_MANUAL, type IpsecEnd, methodOf, readIpsecEnd, valued } from './ipsec-end.ts'
import { secondsOf } from './ipsec-keys.ts'
import type { IpsecNotes } from './ipsec-notes.ts'
import { type ProposalProblem, parseProposal } from './proposals.ts'
import type { Refusal } from './swanctl-notes.ts'

/** A `conn` with all that charon gets of it. */
export interface IpsecConn extends TwoSidedConn {
  readonly span: Span
  readonly left: IpsecEnd
  readonly right: IpsecEnd
  readonly authby: ConfKey | undefined
  /** Of the extended authentication of IKEv1, the right end is the client. */
  readonly clientIsRight: boolean
  /** What is the same whichever side is the own one. */
  readonly common: Required<
    Pick<IkeConnection, 'initiates' | 'accepts' | 'exchange' | 'childless' | 'natTraversal' | 'proposals' | 'lifetime'>
  >
  readonly child: Pick<ChildConfig, 'proposals' | 'mode' | 'narrows' | 'pfs' | 'compression' | 'waits' | 'lifetime'>
}

type Keys = ReadonlyMap<string, ConfKey>

const NARROWS = defaulted(true, 'Measured with strongSwan 5.9.8: it always narrows the selectors of its peer.')
const AS_PROPOSED = defaulted('as proposed', `${IPSEC_MANUAL}: a child has the groups that "esp" names.`)
const UNCOMPRESSED = defaulted(false, IPSEC_MANUAL)
const TUNNEL = defaulted('tunnel', IPSEC_MANUAL)
const MAIN = defaulted('main', IPSEC_MANUAL)
const CHILDLESS = defaulted('allow', IPSEC_MANUAL)
const VERSION_2 = defaulted(2, IPSEC_MANUAL)
const BOTH_VERSIONS = [1, 2] as const
const BY_PUBLIC_KEY = defaulted('pubkey', `${IPSEC_MANUAL}: without a method it is by public key.`)
const AS_NEEDED = { forces: false, declinesAs: [] } as const
const ENCAPSULATES = { forces: true, declinesAs: [] } as const

/** What charon gets of a `conn`, or why it does not take it. */
export function readIpsecConn(name: string, span: Span, keys: Keys, notes: IpsecNotes): IpsecConn | Refusal {
  const proposals = readProposals(keys, 'ike', notes)
  if ('say' in proposals) return proposals
  const esp = readProposals(keys, valued(keys.get('ah')) === undefined ? 'esp' : 'ah', notes)
  if ('say' in esp) return esp
  const left = readIpsecEnd('left', keys, notes)
  const right = readIpsecEnd('right', keys, notes)
  return {
    name,
    span,
    hosts: { left: left.host, right: right.host },
    left,
    right,
    authby: valued(keys.get('authby')),
    clientIsRight: keys.get('xauth')?.value === 'server',
    common: {
      initiates: readVersion(keys),
      accepts: acceptedBy(keys),
      exchange: readExchange(keys),
      childless: CHILDLESS,
      natTraversal: keys.get('forceencaps')?.value === 'yes' ? ENCAPSULATES : AS_NEEDED,
      proposals,
      lifetime: lifetimeOf(keys, ['ikelifetime'], IKE_LIFETIME),
    },
    child: {
      proposals: esp,
      mode: readMode(keys, notes),
      narrows: NARROWS,
      pfs: AS_PROPOSED,
      compression: readCompression(keys),
      waits: !/^(?:route|start)$/.test(keys.get('auto')?.value ?? ''),
      lifetime: isShunt(keys) ? NO_LIFETIME : lifetimeOf(keys, ['lifetime', 'keylife'], CHILD_LIFETIME),
    },
  }
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
  if (value === 'beet' || value === 'transport_proxy') {
    const mode = value === 'beet' ? 'tunnel' : 'transport'
    notes.unsupported(span, `The mode "${value}" is taken as ${mode} mode.`, 'Compare the mode at both ends yourself.')
    return stated(mode, span)
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
export function ipsecConnectionFrom(conn: IpsecConn, side: Side): IkeConnection {
  const isLeft = side === 'left'
  const [own, peer] = isLeft ? [conn.left, conn.right] : [conn.right, conn.left]
  const { name, span, common, child } = conn
  return {
    name,
    span,
    initiates: common.initiates,
    accepts: common.accepts,
    exchange: common.exchange,
    childless: common.childless,
    natTraversal: common.natTraversal,
    localAddresses: own.addresses,
    remoteAddresses: peer.addresses,
    proposals: common.proposals,
    local: roundsOf(own, peer, conn, isLeft, true),
    remote: roundsOf(peer, own, conn, !isLeft, false),
    // IKE gives one address only: an end that gives them does not ask.
    virtualAddresses:
      peer.sources.length > 0
        ? []
        : own.sources.map((text) => (/^%(?:config|cfg|modecfg|modeconfig)/.test(text) ? '0.0.0.0' : text)),
    pools: peer.sources.map((text) => (text.startsWith('%') ? text.slice(1) : text)),
    children: [
      {
        name,
        span,
        local: own.selectors,
        remote: peer.selectors,
        proposals: child.proposals,
        mode: child.mode,
        narrows: child.narrows,
        pfs: child.pfs,
        compression: child.compression,
        waits: child.waits,
        lifetime: child.lifetime,
      },
    ],
    lifetime: common.lifetime,
  }
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
function roundsOf(end: IpsecEnd, other: IpsecEnd, conn: IpsecConn, isLeft: boolean, isOwn: boolean): AuthRound[] {
  const authby = end.auth !== undefined || other.auth !== undefined ? undefined : conn.authby
  const first: AuthRound = { method: firstMethod(end.auth, authby), id: end.id }
  // The own end shows what is written as its first identity again.
  const second = isOwn && end.id?.origin === 'stated' ? end.id : undefined
  if (end.auth2 !== undefined) {
    return [first, { method: { ...end.auth2, value: methodOf(end.auth2.value) }, id: end.id2 ?? second }]
  }
  // The client is the left one, whichever side is the own one (measured).
  const shows = conn.clientIsRight !== isLeft
  if (authby === undefined || !authby.value.startsWith('xauth') || !shows) return [first]
  return [first, { method: stated('xauth', authby.span), id: second }]
}

function firstMethod(auth: IpsecEnd['auth'], authby: ConfKey | undefined): AuthRound['method'] {
  if (auth !== undefined) return { ...auth, value: methodOf(auth.value) }
  if (authby === undefined) return BY_PUBLIC_KEY
  return stated(methodOf(authby.value.replace(/^xauth(?=psk|rsasig)/, '')), authby.span)
}
