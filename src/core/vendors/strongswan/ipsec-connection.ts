import type { AuthRound, ChildConfig, IkeConnection, IkeVersion, Lifetime, Proposal } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import type { ConfKey } from '../freeswan/conf-text.ts'
import type { Side } from '../freeswan/own-side.ts'
import { DEFAULTS_AUTHORITY, defaultProposals, writtenDefault } from './default-proposals.ts'
import { IPSEC_MANUAL, type IpsecEnd, methodOf, readIpsecEnd, valued } from './ipsec-end.ts'
import { secondsOf } from './ipsec-keys.ts'
import type { IpsecNotes } from './ipsec-notes.ts'
import { proposalIn } from './proposals.ts'
import type { Refusal } from './swanctl-notes.ts'

/** A `conn` as it is written, before it is known which side is the own one. */
export interface IpsecConn {
  readonly name: string
  readonly span: Span
  readonly left: IpsecEnd
  readonly right: IpsecEnd
  readonly keys: Keys
  readonly proposals: Setting<readonly Proposal[]>
  readonly child: Omit<ChildConfig, 'name' | 'span' | 'local' | 'remote'>
}

type Keys = ReadonlyMap<string, ConfKey>

const NARROWS = defaulted(true, 'Measured with strongSwan 5.9.8: it always narrows the selectors of its peer.')
const AS_PROPOSED = defaulted('as proposed', `${IPSEC_MANUAL}: a child has the groups that "esp" names.`)
const UNCOMPRESSED = defaulted(false, IPSEC_MANUAL)
const TUNNEL = defaulted('tunnel', IPSEC_MANUAL)
const MAIN = defaulted('main', IPSEC_MANUAL)
const CHILDLESS = defaulted('allow', IPSEC_MANUAL)

/** What charon gets of a `conn`, or why it does not take it. */
export function readIpsecConn(name: string, span: Span, keys: Keys, notes: IpsecNotes): IpsecConn | Refusal {
  const proposals = readProposals(keys, 'ike', notes)
  if ('say' in proposals) return proposals
  const esp = readProposals(keys, valued(keys.get('ah')) === undefined ? 'esp' : 'ah', notes)
  if ('say' in esp) return esp
  return {
    name,
    span,
    left: readIpsecEnd('left', keys, notes),
    right: readIpsecEnd('right', keys, notes),
    keys,
    proposals,
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

/** Without an exclamation mark at the end, the defaults come behind what is written. */
function readProposals(
  keys: Keys,
  protocol: Proposal['protocol'],
  notes: IpsecNotes,
): Setting<readonly Proposal[]> | Refusal {
  const key = valued(keys.get(protocol))
  if (key === undefined) return DEFAULTS[protocol]
  const strict = key.value.endsWith('!')
  const proposals: Proposal[] = []
  for (const text of key.value.replace(/!$/, '').split(',')) {
    const proposal = proposalIn(notes, text, protocol)
    if ('problem' in proposal) return { span: key.span, say: proposal.problem, instead: PROPOSAL }
    proposals.push(proposal)
  }
  const behind = protocol === 'ike' ? writtenDefault('ike') : defaultProposals(protocol)
  return stated(strict ? proposals : [...proposals, ...behind], key.span)
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
  const [own, peer] = side === 'left' ? [conn.left, conn.right] : [conn.right, conn.left]
  const { name, span, keys, proposals, child } = conn
  const aggressive = keys.get('aggressive')
  const gives = peer.sources.length > 0
  return {
    name,
    span,
    ...versionOf(keys),
    exchange:
      aggressive === undefined ? MAIN : stated(aggressive.value === 'yes' ? 'aggressive' : 'main', aggressive.span),
    childless: CHILDLESS,
    natTraversal: { forces: keys.get('forceencaps')?.value === 'yes', declinesAs: [] },
    localAddresses: own.addresses,
    remoteAddresses: peer.addresses,
    proposals,
    local: roundsOf(own, peer, keys, side === 'left', true),
    remote: roundsOf(peer, own, keys, side === 'right', false),
    // IKE gives one address only: an end that gives them does not ask.
    virtualAddresses: gives
      ? []
      : own.sources.map((text) => (/^%(?:config|cfg|modecfg|modeconfig)/.test(text) ? '0.0.0.0' : text)),
    pools: peer.sources.map((text) => (text.startsWith('%') ? text.slice(1) : text)),
    children: [{ name, span, local: own.selectors, remote: peer.selectors, ...child }],
    lifetime: lifetimeOf(keys, ['ikelifetime'], IKE_LIFETIME),
  }
}

function versionOf(keys: Keys): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const key = valued(keys.get('keyexchange'))
  if (key?.value === 'ikev1' || key?.value === 'ikev2') {
    const version: IkeVersion = key.value === 'ikev1' ? 1 : 2
    return { initiates: stated(version, key.span), accepts: [version] }
  }
  return { initiates: key === undefined ? defaulted(2, IPSEC_MANUAL) : stated(2, key.span), accepts: [1, 2] }
}

/** `authby` is for both ends, and counts only where neither has a method of its own. */
function roundsOf(end: IpsecEnd, other: IpsecEnd, keys: Keys, isLeft: boolean, isOwn: boolean): AuthRound[] {
  const authby = valued(keys.get('authby'))
  const written = end.auth !== undefined || other.auth !== undefined ? undefined : authby
  const method =
    end.auth ??
    (written === undefined ? undefined : stated(written.value.replace(/^xauth(?=psk|rsasig)/, ''), written.span))
  const first: AuthRound = {
    method:
      method === undefined
        ? defaulted('pubkey', `${IPSEC_MANUAL}: without a method it is by public key.`)
        : { ...method, value: methodOf(method.value) },
    id: end.id,
  }
  // The own end shows what is written as its first identity again.
  const second = isOwn && end.id?.origin === 'stated' ? end.id : undefined
  if (end.auth2 !== undefined) {
    return [first, { method: { ...end.auth2, value: methodOf(end.auth2.value) }, id: end.id2 ?? second }]
  }
  // The client is the left one, whichever side is the own one (measured).
  const shows = (keys.get('xauth')?.value === 'server') !== isLeft
  if (written === undefined || !written.value.startsWith('xauth') || !shows) return [first]
  return [first, { method: stated('xauth', written.span), id: second }]
}
