import type { AddressRange } from '../../address/address-range.ts'
import type { AuthRound, ChildConfig, IkeConnection, Proposal } from '../../model/ike-policy.ts'
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
  /** Each makes a child. */
  readonly pairs: readonly SubnetPair[]
  readonly doubts: readonly Remark[]
  /** Its start does not load it, and people do. */
  readonly addedByHand: boolean
  /** What is the same whichever side is the own one. */
  readonly common: Common
}

interface Common {
  readonly settings: Required<
    Pick<
      IkeConnection,
      | 'initiates'
      | 'accepts'
      | 'exchange'
      | 'childless'
      | 'proposals'
      | 'lifetime'
      | 'postQuantum'
      | 'postQuantumIds'
      | 'natTraversal'
    >
  >
  readonly method: AuthRound['method']
  readonly shows: AuthRound['method']
  readonly signatures: AuthRound['signatures']
  readonly child: Required<
    Pick<
      ChildConfig,
      'proposals' | 'mode' | 'narrows' | 'pfs' | 'compression' | 'trapped' | 'overlaps' | 'waits' | 'lifetime'
    >
  >
}

/** What all connections of a file have in common. */
export interface ConnFile {
  /** It is of a version after 4.10. */
  readonly later: boolean
  /** What lists of proposals stand for, as a default, by what that depends on: many connections have the same. */
  readonly lists: Map<string, Defaulted<readonly Proposal[]>>
}

/** `null`: it names no ends, so that it is there for others to include. */
export function readConn(section: ConfSection, keys: Keys, file: ConnFile, addedByHand: boolean): Conn | Remark | null {
  const { later } = file
  const [leftKey, rightKey] = [keys.get('left'), keys.get('right')]
  if (leftKey === undefined && rightKey === undefined) return null
  if (leftKey === undefined || rightKey === undefined) {
    const missing = leftKey === undefined ? 'left' : 'right'
    const say = `The connection "${section.name}" has no "${missing}", so that Libreswan does not load it.`
    return { span: section.span, say, instead: `Write "${missing}=" with the address of that end.` }
  }
  const doubts: Remark[] = []
  const left = readEnd('left', leftKey, keys, doubts, later)
  if ('say' in left) return left
  const right = readEnd('right', rightKey, keys, doubts, later)
  if ('say' in right) return right
  const loaded = loadedPairs({ left, right, later })
  const { pairs, stop } = loaded
  if (stop !== null) doubts.push(stop)
  const common = readCommon(section, keys, file)
  if ('say' in common) return common
  const refusal = refusalOf({ section, keys, version: common.settings.initiates.value, left, right, loaded, later })
  // What the start leaves out, `ipsec auto --add` refuses.
  const [leftOut] = addedByHand ? doubts.filter(({ leftOutAtStart }) => leftOutAtStart) : []
  const hosts = { left: left.host, right: right.host }
  return refusal ?? leftOut ?? { name: section.name, section, hosts, left, right, pairs, doubts, addedByHand, common }
}

function readCommon(section: ConfSection, keys: Keys, file: ConnFile): Common | Remark {
  const version = readVersion(keys)
  const pfs = settingOf(keys, 'pfs', PFS)
  const method = readMethod(keys)
  if ('say' in method) return method
  const context = { version: version.value, pfs: pfs.value, later: file.later }
  const proposals = readProposals(section, keys, IKE, { protocol: 'ike', ...context }, NONE, file)
  if ('say' in proposals) return proposals
  // `ah` is another word for `esp`: which protocol it is for, `phase2` alone says (measured).
  const kind = keys.get('phase2')?.value.toLowerCase() === 'ah' ? 'ah' : 'esp'
  const esn = version.value === 1 ? NO_ESN : esnOf(keys)
  const esp = readProposals(section, keys, ESP, { protocol: kind, ...context }, esn, file)
  if ('say' in esp) return esp
  const aggressive = keys.get('aggressive') ?? keys.get('aggrmode')
  return {
    settings: {
      initiates: version,
      accepts: ACCEPTED[version.value],
      exchange:
        aggressive === undefined
          ? MAIN
          : stated(yesOrNo(aggressive.value) === true ? 'aggressive' : 'main', aggressive.span),
      childless: CHILDLESS,
      proposals,
      lifetime: lifetimeOf(keys, ['ikelifetime']),
      natTraversal: readNatTraversal(keys),
      postQuantum: readPostQuantum(keys.get('ppk')),
      postQuantumIds: keys
        .get('ppk-ids')
        ?.value.split(/[\s,]+/)
        .filter((id) => id !== ''),
    },
    method,
    signatures: method.value === 'pubkey' ? signaturesOf(keys.get('authby')) : undefined,
    shows: method.value === 'any' ? { ...method, value: 'pubkey' } : method,
    child: {
      proposals: esp,
      mode: readMode(keys),
      narrows: settingOf(keys, 'narrowing', NOT),
      pfs: pfs === PFS ? IKE_GROUP : { ...pfs, value: pfs.value ? 'ike-group' : 'as proposed' },
      compression: settingOf(keys, 'compress', NOT),
      trapped: /^(?:route|ondemand)$/i.test(keys.get('auto')?.value ?? ''),
      overlaps: settingOf(keys, 'overlapip', NOT).value,
      waits: !/^(?:start|up|route|ondemand|keep)$/i.test(keys.get('auto')?.value ?? ''),
      lifetime: lifetimeOf(keys, ['salifetime', 'lifetime', 'keylife', 'ipsec-lifetime']),
    },
  }
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
  const [own, peer] = side === 'left' ? [conn.left, conn.right] : [conn.right, conn.left]
  const { method, child, signatures, settings } = conn.common
  const connection: IkeConnection = {
    name: conn.name,
    span: conn.section.span,
    localAddresses: addressesOf(own),
    remoteAddresses: addressesOf(peer),
    local: [shownBy(own, conn.common)],
    remote: [
      { method: peer.auth ?? method, id: peer.id, signatures: peer.auth === undefined ? signatures : undefined },
    ],
    virtualAddresses: own.asksAddress ? ANY_ADDRESS : NONE,
    pools: peer.pools,
    children: childrenOf(conn, side === 'left', child),
    initiates: settings.initiates,
    accepts: settings.accepts,
    exchange: settings.exchange,
    childless: settings.childless,
    proposals: settings.proposals,
    lifetime: settings.lifetime,
    natTraversal: settings.natTraversal,
    postQuantum: settings.postQuantum,
    postQuantumIds: settings.postQuantumIds,
  }
  // In a file that both ends have, the one whose peer is `%defaultroute` is meant for the other end.
  const added: IkeConnection =
    conn.addedByHand && peer.host !== 'own' ? { addedByHand: true, ...connection } : connection
  return own.host === 'any' && isHost(peer.host) ? { oriented: false, ...added } : added
}

const NONE: readonly never[] = []
const ANY_ADDRESS = ['0.0.0.0']

/** Of several methods it shows the first, and takes each of its peer. */
function shownBy({ auth, id, namesKey }: ConnEnd, { shows, signatures }: Common): AuthRound {
  const method = auth ?? shows
  const shown = id?.value.kind === 'any' ? undefined : id
  const how = auth === undefined ? signatures : undefined
  return namesKey ? { method, id: shown, signatures: how } : { method, id: shown, signatures: how, hasKey: false }
}

function addressesOf({ host, hostKey }: ConnEnd): Setting<readonly AddressRange[]> {
  return stated(isHost(host) ? [host] : [], hostKey.span)
}

function isHost(host: Host): host is AddressRange {
  return typeof host !== 'string'
}

/** One child for each pair; where there are lists, with the numbers that Libreswan gives them (`net/1x2`). */
function childrenOf(conn: Conn, isLeft: boolean, child: Common['child']): ChildConfig[] {
  const listed = conn.pairs.some(([left, right]) => left.index > 0 || right.index > 0)
  return conn.pairs.map(([left, right]): ChildConfig => {
    const { proposals, mode, narrows, pfs, compression, trapped, overlaps, waits, lifetime } = child
    return {
      name: listed ? `${conn.name}/${left.index}x${right.index}` : conn.name,
      span: conn.section.span,
      local: isLeft ? left.setting : right.setting,
      remote: isLeft ? right.setting : left.setting,
      proposals,
      mode,
      narrows,
      pfs,
      compression,
      trapped,
      overlaps,
      waits,
      lifetime,
    }
  })
}
