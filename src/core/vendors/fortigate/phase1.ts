import { isHostName } from '../../address/hidden-address.ts'
import { addressIdentity, FROM_CERTIFICATE } from '../../model/identity.ts'
import {
  type AuthRound,
  type ChildConfig,
  type Identity,
  type IkeConnection,
  type IkeVersion,
  noNatTraversal,
  type PostQuantumKey,
  type Proposal,
  type SharedKey,
} from '../../model/ike-policy.ts'
import { rememberedIn } from '../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { Writable } from '../../model/writable.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { nearWords } from '../near-words.ts'
import { groupOf, PROPOSAL_WORDS, parseIke } from './algorithms.ts'
import { commandBlock } from './commands.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, isEnabled, linesWith, numberOf, objectsIn, spanOf, tell, textOf } from './configuration.ts'
import { gatewayAddresses } from './gateway-addresses.ts'
import { parseIdentity } from './identities.ts'

/** What the phases 2 of a phase 1 rest on. */
export interface Phase1 {
  readonly object: ConfigObject
  readonly name: string
  readonly version: Setting<IkeVersion>
  /** It is an interface to which packets are routed; else a policy with `action ipsec` takes them. */
  readonly isInterface: boolean
  /** It waits for the peer, whatever traffic there is. */
  readonly waits: boolean
}

const PHASE1 = 'FortiOS CLI reference, config vpn ipsec phase1-interface'

const NOT_CHILDLESS = defaulted('never', PHASE1)
const VERSION_1 = defaulted(1, `${PHASE1}: ike-version is 1.`)
const MAIN = defaulted('main', `${PHASE1}: mode is main.`)

export function phase1Of(config: Configuration, object: ConfigObject, name: string): Phase1 {
  return {
    object,
    name,
    version: versionOf(config, object),
    isInterface: object.table.endsWith('-interface'),
    waits: typeOf(object) === 'dynamic' || isEnabled(object, 'passive-mode', false),
  }
}

function typeOf(object: ConfigObject): string {
  return textOf(object, 'type') ?? 'static'
}

export function readPhase1(
  config: Configuration,
  { object, name, version }: Phase1,
  children: readonly ChildConfig[],
): IkeConnection {
  const type = typeOf(object)
  const { local, remote } = gatewayAddresses(config, object, type)
  const remoteRound = remoteAuth(config, object)
  const connection: Writable<IkeConnection> = {
    name,
    span: object.span,
    initiates: version,
    accepts: ONLY[version.value],
    exchange: exchangeOf(object),
    childless: isEnabled(object, 'childless-ike', false)
      ? stated('allow' as const, spanOf(object, 'childless-ike'))
      : NOT_CHILDLESS,
    localAddresses: local,
    remoteAddresses: remote,
    proposals: proposalsOf(config, object, version.value),
    local: [localAuth(object)],
    remote: [remoteRound],
    virtualAddresses: asksAddress(object, type) ? ['0.0.0.0'] : NONE,
    pools: isEnabled(object, 'mode-cfg', false) && type === 'dynamic' ? [object.name] : NONE,
    children,
    lifetime: lifetimeOf(config, object),
  }
  if (version.value === 2) connection.network = networkOf(object)
  if (isEnabled(object, 'passive-mode', false)) connection.onlyAnswers = stated(true, spanOf(object, 'passive-mode'))
  if (textOf(object, 'nattraversal') === 'disable')
    connection.natTraversal = noNatTraversal(spanOf(object, 'nattraversal'))
  return object.values.has('ppk') ? Object.assign(connection, postQuantum(object)) : connection
}

const ONLY = { 1: [1], 2: [2] } as const
const NONE: readonly never[] = []

/** `network-id` counts where `network-overlay` is on. */
function networkOf(object: ConfigObject): NonNullable<IkeConnection['network']> {
  const { vdom, table, name } = object
  const join = (number: string) => ({
    say: `Let "${name}" be of the network ${number}.`,
    run: commandBlock(vdom, [{ table, name, lines: ['set network-overlay enable', `set network-id ${number}`] }]),
  })
  const written = textOf(object, 'network-id')
  if (!isEnabled(object, 'network-overlay', false)) return { ...NO_NETWORK, join }
  return written === undefined
    ? { ...stated('0', spanOf(object, 'network-overlay')), join }
    : { ...stated(written, spanOf(object, 'network-id')), join }
}

const NO_NETWORK = defaulted(null, `${PHASE1}: network-overlay is disabled.`)

function versionOf(config: Configuration, object: ConfigObject): Setting<IkeVersion> {
  const written = textOf(object, 'ike-version')
  if (written === '1' || written === '2') return stated(written === '1' ? 1 : 2, spanOf(object, 'ike-version'))
  if (written !== undefined)
    tell(config, spanOf(object, 'ike-version'), `"ike-version" is 1 or 2, and "${written}" is neither.`)
  return VERSION_1
}

function exchangeOf(object: ConfigObject): IkeConnection['exchange'] {
  const written = textOf(object, 'mode')
  if (written === undefined) return MAIN
  return stated(written === 'aggressive' ? 'aggressive' : 'main', spanOf(object, 'mode'))
}

const ikeOf1 = rememberedIn((word) => parseIke(word, 1))
const ikeOf2 = rememberedIn((word) => parseIke(word, 2))

/** Each proposal goes with each group; IKEv1 names one of each kind in a proposal (RFC 2409 5). */
function proposalsOf(config: Configuration, object: ConfigObject, version: IkeVersion): Setting<readonly Proposal[]> {
  const words = object.values.get('proposal')
  const key = `${version} ${writtenIn(object, 'proposal')}, ${writtenIn(object, 'dhgrp')}`
  const told = config.problems.length
  const proposals = config.proposals.get(key) ?? readProposals(config, object, version)
  // What is wrong with some is told at each place.
  if (config.problems.length === told) config.proposals.set(key, proposals)
  return words === undefined
    ? defaulted(proposals, config.defaults.authority)
    : stated(proposals, words.span, linesWith(object, 'dhgrp'))
}

function readProposals(config: Configuration, object: ConfigObject, version: IkeVersion): readonly Proposal[] {
  const { defaults } = config
  const words = object.values.get('proposal')
  const groups = groupsOf(config, object, defaults.dhgrp)
  const read = (words?.words ?? defaults.phase1).flatMap((word) => {
    const parsed = version === 1 ? ikeOf1(config, word) : ikeOf2(config, word)
    if (parsed === null && words !== undefined) tellProposal(config, words.span, word, `phase 1 of IKEv${version}`)
    return parsed ?? []
  })
  // What stands there twice counts once: each goes with each group.
  return [...new Set(read)].flatMap((proposal): Proposal[] =>
    version === 2 ? [{ ...proposal, ke: groups }] : groups.map((group) => ({ ...proposal, ke: [group] })),
  )
}

/** The words of a key as one text, which no other words make. */
function writtenIn(object: ConfigObject, key: string): string {
  const words = object.values.get(key)?.words
  const [only] = words ?? []
  if (only !== undefined && words?.length === 1) return `${only.length}:${only}`
  return words === undefined ? 'unset' : JSON.stringify(words)
}

export function tellProposal(config: Configuration, span: ConfigObject['span'], word: string, where: string): void {
  const [near] = nearWords(word, PROPOSAL_WORDS)
  const say = `"${word}" is no proposal that FortiOS has in ${where}; it is left out.`
  tell(
    config,
    span,
    say,
    near === undefined ? 'Write a proposal such as aes256-sha256.' : `Perhaps "${near}" is meant.`,
  )
}

/** The groups of `set dhgrp`, in their order, each once. */
export function groupsOf(config: Configuration, object: ConfigObject, otherwise: readonly string[]): readonly string[] {
  const value = object.values.get('dhgrp')
  if (value === undefined) return otherwise.flatMap((number) => groupOf(number) ?? [])
  const unknown = value.words.some((text) => groupOf(text) === undefined)
  const places = unknown ? value.places : []
  const groups = value.words.flatMap((text, at) => {
    const group = groupOf(text)
    if (group === undefined) {
      tell(config, places[at] ?? value.span, `"${text}" is no Diffie-Hellman group that FortiOS has.`)
    }
    return group ?? []
  })
  return [...new Set(groups)]
}

function localAuth(object: ConfigObject): AuthRound {
  const method = methodOf(object, 'authmethod')
  const written = textOf(object, 'localid')
  if (written !== undefined && written !== '') {
    const id = parseIdentity(written, textOf(object, 'localid-type'))
    return { method, id: stated(id, spanOf(object, 'localid')) }
  }
  if (method.value !== 'pubkey') return { method, id: undefined }
  return { method, id: defaulted(FROM_CERTIFICATE, `${PHASE1}: the subject of the certificate.`) }
}

/** Without `peertype` a peer with a pre-shared key may show anything; `peer` and `peergrp` are about certificates. */
function remoteAuth(config: Configuration, object: ConfigObject): AuthRound {
  const method = methodOf(object, object.values.has('authmethod-remote') ? 'authmethod-remote' : 'authmethod')
  const type = textOf(object, 'peertype') ?? 'any'
  const peer = textOf(object, 'peerid')
  if (type === 'one') {
    if (peer !== undefined) return { method, id: stated(parseIdentity(peer), spanOf(object, 'peerid')) }
    tell(config, spanOf(object, 'peertype'), `"${object.name}" wants one peer and names no "peerid".`)
  }
  if (type === 'any')
    return { method, id: object.values.has('peertype') ? stated(ANYBODY, spanOf(object, 'peertype')) : BY_ANYBODY }
  return { method, id: method.value === 'pubkey' ? stated(FROM_CERTIFICATE, spanOf(object, 'peertype')) : BY_ANYBODY }
}

const ANYBODY: Identity = { kind: 'any', text: '%any' }
const BY_ANYBODY = defaulted<Identity>(ANYBODY, `${PHASE1}: a peer may show any identity.`)
const PSK = defaulted('psk', `${PHASE1}: authmethod is psk.`)

function methodOf(object: ConfigObject, key: string): AuthRound['method'] {
  const written = textOf(object, key)
  if (written === undefined) return PSK
  return stated(written === 'signature' || written === 'rsa-signature' ? 'pubkey' : 'psk', spanOf(object, key))
}

/** `set ppk allow` and `require`, with one key (RFC 8784). */
function postQuantum(object: ConfigObject): Pick<IkeConnection, 'postQuantum' | 'postQuantumIds'> {
  const written = textOf(object, 'ppk')
  if (written !== 'allow' && written !== 'require') return {}
  const id = textOf(object, 'ppk-identity')
  return {
    postQuantum: stated(written === 'allow' ? 'propose' : 'insist', spanOf(object, 'ppk')),
    ...(id !== undefined && { postQuantumIds: [id] }),
  }
}

/** The post-quantum key of a phase 1. */
export function postQuantumKeyOf(object: ConfigObject): PostQuantumKey[] {
  const id = textOf(object, 'ppk-identity')
  if (id === undefined || !object.values.has('ppk-secret')) return []
  return [{ ids: [id], mark: markOf(textOf(object, 'ppk-secret')), span: spanOf(object, 'ppk-secret'), owners: [] }]
}

/** What stands in the place of a key; one that is masked, or printed as `ENC`, cannot be compared. */
function markOf(written: string | undefined): string {
  return written !== undefined && /^‹secret \d+›$/.test(written) ? written : UNKNOWN_SECRET
}

/** A client of another gateway's pool; a gateway with the pool is no such client. */
function asksAddress(object: ConfigObject, type: string): boolean {
  return isEnabled(object, 'mode-cfg', false) && type !== 'dynamic' && textOf(object, 'assign-ip') !== 'disable'
}

/** That it rekeys in the last five minutes is assumed. */
function lifetimeOf(config: Configuration, object: ConfigObject): IkeConnection['lifetime'] {
  const end = numberOf(config, object, 'keylife', config.defaults.keylife, [120, 172_800])
  const reauthenticates = isEnabled(object, 'reauth', false)
  const lifetime = isEnabled(object, 'rekey', true) ? lifetimeUntil(end) : { rekey: undefined, end }
  return reauthenticates ? { ...lifetime, reauthenticates } : lifetime
}

export function lifetimeUntil(end: number): IkeConnection['lifetime'] {
  const margin = Math.min(300, Math.floor(end / 4))
  return { rekey: { from: end - margin, to: end - Math.floor(margin / 10) }, end }
}

/** The key stands in the phase 1 and is for its peer alone; for any, where it knows no address. */
export function keyOf(object: ConfigObject, { local, localAddresses, remoteAddresses }: IkeConnection): SharedKey[] {
  if (local[0]?.method.value !== 'psk') return []
  const mark = markOf(textOf(object, 'psksecret'))
  const span = spanOf(object, 'psksecret')
  const single = remoteAddresses.value.filter((range) => !isHostName(range))
  const owners = single.map(addressIdentity)
  if (owners.length === 0 || localAddresses.value.length === 0) return [{ mark, span, owners }]
  return [{ mark, span, owners: [...owners, ...localAddresses.value.map(addressIdentity)] }]
}

/** Phase 1 entries, in the order in which FortiOS looks at them, which is that of their names. */
export function phase1Objects(config: Configuration): readonly ConfigObject[] {
  return ['vpn ipsec phase1-interface', 'vpn ipsec phase1']
    .flatMap((table) => objectsIn(config, table))
    .filter(({ name, values }) => name !== '' || values.size > 0)
}
