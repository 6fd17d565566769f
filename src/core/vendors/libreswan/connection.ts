import type { AddressRange } from '../../address/address-range.ts'
import type { AuthRound, ChildConfig, IkeConnection, IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { type Defaulted, defaulted, type Setting, stated } from '../../model/setting.ts'
import type { TwoSidedConn } from '../freeswan/conf-fragment.ts'
import type { ConfSection } from '../freeswan/conf-text.ts'
import type { Host, Side } from '../freeswan/own-side.ts'
import { type ConnEnd, type Remark, readEnd } from './conn-end.ts'
import {
  type Keys,
  lifetimeOf,
  MANUAL,
  readMethod,
  readMode,
  readNatTraversal,
  readPorts,
  readPostQuantum,
  readVersion,
  settingOf,
  signaturesOf,
} from './conn-settings.ts'
import { yesOrNo } from './known-keys.ts'
import {
  DEFAULTS_AUTHORITY,
  defaultProposals,
  type ProposalContext,
  type ProposalProblem,
  parseProposals,
} from './proposals.ts'
import { loadedPairs, refusalOf, type SubnetPair } from './refusals.ts'

/** A `conn` with all that pluto gets of it. */
export interface Conn extends TwoSidedConn {
  readonly section: ConfSection
  readonly left: ConnEnd
  readonly right: ConnEnd
  readonly authby: Authby
  /** Its start does not load it, and people do. */
  readonly addedByHand: boolean
  /** As a gateway has it whose own side is the left one. */
  readonly fromLeft: IkeConnection
}

/** What `authby` says of either end. */
interface Authby {
  readonly method: AuthRound['method']
  readonly signatures: AuthRound['signatures']
  readonly besideKey: boolean
}

/** What all connections of a file have in common. */
export interface ConnFile {
  /** It is of a version after 4.10. */
  readonly later: boolean
  /** What lists of proposals stand for, as a default, by what that depends on: many connections have the same. */
  readonly lists: Map<string, Defaulted<readonly Proposal[]>>
}

/** `null`: it names no ends, so that it is there for others to include. What is told of it, though it is loaded, goes into `doubts`. */
export function readConn(
  section: ConfSection,
  keys: Keys,
  file: ConnFile,
  addedByHand: boolean,
  doubts: Remark[],
): Conn | Remark | null {
  const { later } = file
  const [leftKey, rightKey] = [keys.get('left'), keys.get('right')]
  if (leftKey === undefined && rightKey === undefined) return null
  if (leftKey === undefined || rightKey === undefined) {
    const missing = leftKey === undefined ? 'left' : 'right'
    const say = `The connection "${section.name}" has no "${missing}", so that Libreswan does not load it.`
    return { span: section.span, say, instead: `Write "${missing}=" with the address of that end.` }
  }
  const left = readEnd('left', leftKey, keys, doubts, later)
  if ('say' in left) return left
  const right = readEnd('right', rightKey, keys, doubts, later)
  if ('say' in right) return right
  const loaded = loadedPairs({ left, right, later })
  if (loaded.stop !== null) doubts.push(loaded.stop)
  const version = readVersion(keys)
  const method = readMethod(keys)
  if ('say' in method) return method
  const offers = readOffers(section, keys, version.value, file)
  if ('say' in offers) return offers
  const refusal = refusalOf({ section, keys, version: version.value, left, right, loaded, later })
  if (refusal !== null) return refusal
  // What the start leaves out, `ipsec auto --add` refuses.
  const leftOut = addedByHand ? doubts.find(({ leftOutAtStart }) => leftOutAtStart) : undefined
  if (leftOut !== undefined) return leftOut
  const signs = method.value === 'pubkey'
  const word = keys.get('authby')
  const besideKey = signs && /\bsecret\b/i.test(word?.value ?? '')
  const authby = { method, signatures: signs ? signaturesOf(word) : undefined, besideKey }
  const aggressive = keys.get('aggressive') ?? keys.get('aggrmode')
  const fromLeft: IkeConnection = {
    name: section.name,
    span: section.span,
    localAddresses: addressesOf(left),
    remoteAddresses: addressesOf(right),
    ...roundsOf(left, right, authby, version.value),
    virtualAddresses: left.asksAddress ? ANY_ADDRESS : NONE,
    pools: [...left.pools, ...right.pools],
    children: childrenOf(section, loaded.pairs, offers, version.value, keys),
    initiates: version,
    accepts: ACCEPTED[version.value],
    exchange:
      aggressive === undefined
        ? MAIN
        : stated(yesOrNo(aggressive.value) === true ? 'aggressive' : 'main', aggressive.span),
    childless: CHILDLESS,
    proposals: offers.ike,
    lifetime: lifetimeOf(keys, ['ikelifetime']),
    natTraversal: readNatTraversal(keys),
    ports: readPorts(left.port, right.port, keys),
    postQuantum: readPostQuantum(keys.get('ppk')),
    postQuantumIds: keys
      .get('ppk-ids')
      ?.value.split(/[\s,]+/)
      .filter((id) => id !== ''),
  }
  const hosts = { left: left.host, right: right.host }
  return { name: section.name, section, hosts, left, right, authby, addedByHand, fromLeft }
}

/** What it proposes for the IKE SA and for its children. */
interface Offers {
  readonly ike: Setting<readonly Proposal[]>
  readonly child: Setting<readonly Proposal[]>
  readonly pfs: Setting<boolean>
  /** With `pfs=no`, a group in `esp=` counts for nothing. */
  readonly hasIdleGroups: boolean
}

function readOffers(section: ConfSection, keys: Keys, version: IkeVersion, file: ConnFile): Offers | Remark {
  const pfs = settingOf(keys, 'pfs', PFS)
  const context = { version, pfs: pfs.value, later: file.later }
  const ike = readProposals(section, keys, IKE, { protocol: 'ike', ...context }, NONE, file)
  if ('say' in ike) return ike
  // `ah` is another word for `esp`: which protocol it is for, `phase2` alone says (measured).
  const protocol = keys.get('phase2')?.value.toLowerCase() === 'ah' ? 'ah' : 'esp'
  const esn = version === 1 ? NO_ESN : esnOf(keys)
  const childWith = (secrecy: boolean) =>
    readProposals(section, keys, ESP, { protocol, ...context, pfs: secrecy }, esn, file)
  const child = childWith(pfs.value)
  if ('say' in child) return child
  return { ike, child, pfs, hasIdleGroups: !pfs.value && namesGroup(childWith(true)) }
}

/** A list in which some proposals name a group and others do not is refused for that. */
function namesGroup(proposals: Setting<readonly Proposal[]> | Remark): boolean {
  return 'say' in proposals || proposals.value.some(({ ke }) => ke.length > 0)
}

/** What connections have that say nothing of it. */
const MAIN = defaulted('main', MANUAL)
const CHILDLESS = defaulted('allow', MANUAL)
const PFS = defaulted(true, MANUAL)
const IKE_GROUP = defaulted('ike-group', MANUAL)
const NOT = defaulted(false, MANUAL)

const ACCEPTED = { 1: [1], 2: [2] } as const
const [IKE, ESP] = [['ike'], ['esp', 'ah', 'phase2alg']]

/** `esn`: the sequence numbers of each proposal. */
function readProposals(
  section: ConfSection,
  keys: Keys,
  names: readonly string[],
  context: ProposalContext,
  esn: readonly string[],
  { lists }: ConnFile,
): Setting<readonly Proposal[]> | Remark {
  const name = names.find((each) => keys.has(each))
  const key = name === undefined ? undefined : keys.get(name)
  const known = `${context.protocol} ${context.version} ${context.pfs} ${esn.join()} ${key?.value ?? ''}`
  let setting = lists.get(known)
  if (setting === undefined) {
    const proposals = proposalsOf(key?.value ?? '', context, esn)
    if ('problem' in proposals) return { span: key?.span ?? section.span, say: proposals.problem, instead: PROPOSAL }
    setting = defaulted(proposals, DEFAULTS_AUTHORITY)
    lists.set(known, setting)
  }
  return key === undefined || key.value === '' ? setting : stated(setting.value, key.span)
}

/** Of a list that is not written, the usual one. */
function proposalsOf(
  text: string,
  context: ProposalContext,
  esn: readonly string[],
): readonly Proposal[] | ProposalProblem {
  const proposals = text === '' ? defaultProposals(context) : parseProposals(text, context)
  return 'problem' in proposals ? proposals : proposals.map((proposal) => ({ ...proposal, esn }))
}

const NO_ESN: readonly string[] = ['NO_EXT_SEQ']
const BOTH: readonly string[] = ['EXT_SEQ', 'NO_EXT_SEQ']
const PROPOSAL =
  'Write e.g. aes256-sha2_256;modp2048 or aes_gcm256, with commas between proposals; `ipsec algparse` shows what a list stands for.'

function esnOf(keys: Keys): readonly string[] {
  const word = keys.get('esn')?.value.toLowerCase()
  // Without a window against replays there are no long sequence numbers (measured).
  if (keys.get('replay-window')?.value === '0') return NO_ESN
  if (word === 'yes') return ['EXT_SEQ']
  return word === 'no' ? NO_ESN : BOTH
}

/** The connection as the gateway at that side has it. */
export function connectionFrom(conn: Conn, side: Side): IkeConnection {
  const { left, right, fromLeft, addedByHand } = conn
  const [own, peer] = side === 'left' ? [left, right] : [right, left]
  const connection = side === 'left' ? fromLeft : fromRight(conn)
  // In a file that both ends have, the one whose peer is `%defaultroute` is meant for the other end.
  const added: IkeConnection = addedByHand && peer.host !== 'own' ? { addedByHand: true, ...connection } : connection
  return own.host === 'any' && isHost(peer.host) ? { oriented: false, ...added } : added
}

function fromRight({ left, right, authby, fromLeft }: Conn): IkeConnection {
  return {
    ...fromLeft,
    localAddresses: fromLeft.remoteAddresses,
    remoteAddresses: fromLeft.localAddresses,
    ...roundsOf(right, left, authby, fromLeft.initiates.value),
    virtualAddresses: right.asksAddress ? ANY_ADDRESS : NONE,
    ports: fromLeft.ports && { ...fromLeft.ports, own: right.port, peer: left.port },
    children: fromLeft.children.map((child) => ({ ...child, local: child.remote, remote: child.local })),
  }
}

const NONE: readonly never[] = []
const ANY_ADDRESS = ['0.0.0.0']

/** A user is named in IKEv1 alone (measured); what is written of it for the side of the peer counts for nothing. */
function roundsOf(own: ConnEnd, peer: ConnEnd, authby: Authby, version: IkeVersion): Rounds {
  const { client, server } = own.xauth
  const user = (method: AuthRound['method'] | undefined): AuthRound[] =>
    method === undefined || version === 2 ? [] : [{ method, id: undefined }]
  return { local: [shownBy(own, authby), ...user(client)], remote: [expectedOf(peer, authby), ...user(server)] }
}

type Rounds = Pick<IkeConnection, 'local' | 'remote'>

function shownBy({ auth, id, namesKey }: ConnEnd, authby: Authby): AuthRound {
  const shown = id?.value.kind === 'any' ? undefined : id
  const { signatures, besideKey } = authby
  const round =
    auth === undefined ? { method: authby.method, id: shown, signatures, besideKey } : { method: auth, id: shown }
  return namesKey ? round : { ...round, hasKey: false }
}

function expectedOf({ auth, id }: ConnEnd, { method, signatures }: Authby): AuthRound {
  return { method: auth ?? method, id, signatures: auth === undefined ? signatures : undefined }
}

function addressesOf({ host, hostKey }: ConnEnd): Setting<readonly AddressRange[]> {
  return stated(isHost(host) ? [host] : [], hostKey.span)
}

function isHost(host: Host): host is AddressRange {
  return typeof host !== 'string'
}

/** One child for each pair; where there are lists, with the numbers that Libreswan gives them (`net/1x2`). */
function childrenOf(
  { name, span }: ConfSection,
  pairs: readonly SubnetPair[],
  { child: proposals, pfs: written, hasIdleGroups }: Offers,
  version: IkeVersion,
  keys: Keys,
): ChildConfig[] {
  const listed = pairs.some(([left, right]) => left.index > 0 || right.index > 0)
  const mode = readMode(keys)
  const narrows = settingOf(keys, 'narrowing', NOT)
  const pfs: ChildConfig['pfs'] =
    written === PFS ? IKE_GROUP : { ...written, value: written.value ? 'ike-group' : 'as proposed' }
  const compression = settingOf(keys, 'compress', NOT)
  const label = keys.get('sec-label') ?? keys.get('policy-label')
  const overlaps = settingOf(keys, 'overlapip', NOT).value
  const auto = keys.get('auto')?.value ?? ''
  const trapped = /^(?:route|ondemand)$/i.test(auto)
  const waits = !trapped && !/^(?:start|up|keep)$/i.test(auto)
  const lifetime = lifetimeOf(keys, ['salifetime', 'lifetime', 'keylife', 'ipsec-lifetime'])
  return pairs.map(([left, right]) => ({
    name: listed ? `${name}/${left.index}x${right.index}` : name,
    span,
    local: left.setting,
    remote: right.setting,
    proposals,
    mode,
    narrows,
    pfs,
    hasIdleGroups,
    compression,
    // Quick mode has a word of its own for it, which is not modelled.
    ...(version === 2 && label !== undefined && { label: stated(label.value, label.span) }),
    trapped,
    overlaps,
    waits,
    lifetime,
  }))
}
