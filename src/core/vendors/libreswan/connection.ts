import type { AddressRange } from '../../address/address-range.ts'
import type { AuthRound, ChildConfig, IkeConnection, Proposal } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { ConfSection } from '../freeswan/conf-text.ts'
import type { Host, Side } from '../freeswan/own-side.ts'
import { type ConnEnd, type Remark, readEnd } from './conn-end.ts'
import {
  flag,
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

/** A `conn` as it is written, before it is known which side is the own one. */
export interface Conn {
  readonly name: string
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
  readonly settings: Pick<
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
  readonly method: AuthRound['method']
  readonly shows: AuthRound['method']
  readonly signatures: AuthRound['signatures']
  readonly child: Omit<ChildConfig, 'name' | 'span' | 'local' | 'remote'>
}

/** What all connections of a file have in common. */
export interface ConnFile {
  /** It is of a version after 4.10. */
  readonly later: boolean
  /** What lists of proposals stand for, by what that depends on: many connections have the same. */
  readonly lists: Map<string, readonly Proposal[]>
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
  const { pairs, stop } = loadedPairs({ left, right, later })
  if (stop !== null) doubts.push(stop)
  const common = readCommon(section, keys, file)
  if ('say' in common) return common
  const refusal = refusalOf({ section, keys, version: common.settings.initiates.value, left, right, later })
  // What the start leaves out, `ipsec auto --add` refuses.
  const [leftOut] = addedByHand ? doubts.filter(({ leftOutAtStart }) => leftOutAtStart) : []
  return refusal ?? leftOut ?? { name: section.name, section, left, right, pairs, doubts, addedByHand, common }
}

function readCommon(section: ConfSection, keys: Keys, file: ConnFile): Common | Remark {
  const version = readVersion(keys)
  const pfs = flag(keys, 'pfs', true)
  const method = readMethod(keys)
  if ('say' in method) return method
  const context = { version: version.value, pfs, later: file.later }
  const proposals = readProposals(section, keys, ['ike'], { protocol: 'ike', ...context }, [], file)
  if ('say' in proposals) return proposals
  // `ah` is another word for `esp`: which protocol it is for, `phase2` alone says (measured).
  const kind = keys.get('phase2')?.value.toLowerCase() === 'ah' ? 'ah' : 'esp'
  const esn = version.value === 1 ? NO_ESN : esnOf(keys)
  const esp = readProposals(section, keys, ['esp', 'ah', 'phase2alg'], { protocol: kind, ...context }, esn, file)
  if ('say' in esp) return esp
  const aggressive = keys.get('aggressive') ?? keys.get('aggrmode')
  return {
    settings: {
      initiates: version,
      accepts: [version.value],
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
      narrows: settingOf(keys, 'narrowing', false),
      pfs: pfs
        ? { ...settingOf(keys, 'pfs', true), value: 'ike-group' }
        : { ...settingOf(keys, 'pfs', true), value: 'as proposed' },
      compression: settingOf(keys, 'compress', false),
      trapped: /^(?:route|ondemand)$/i.test(keys.get('auto')?.value ?? ''),
      waits: !/^(?:start|up|route|ondemand|keep)$/i.test(keys.get('auto')?.value ?? ''),
      lifetime: lifetimeOf(keys, ['salifetime', 'lifetime', 'keylife', 'ipsec-lifetime']),
    },
  }
}

const MAIN = defaulted('main', MANUAL)
const CHILDLESS = defaulted('allow', MANUAL)

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
  const proposals = lists.get(known) ?? proposalsOf(key?.value ?? '', context, esn)
  if ('problem' in proposals) return { span: key?.span ?? section.span, say: proposals.problem, instead: PROPOSAL }
  lists.set(known, proposals)
  return key === undefined || key.value === '' ? defaulted(proposals, DEFAULTS_AUTHORITY) : stated(proposals, key.span)
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
const PROPOSAL =
  'Write e.g. aes256-sha2_256;modp2048 or aes_gcm256, with commas between proposals; `ipsec algparse` shows what a list stands for.'

function esnOf(keys: Keys): readonly string[] {
  const word = keys.get('esn')?.value.toLowerCase()
  // Without a window against replays there are no long sequence numbers (measured).
  if (keys.get('replay-window')?.value === '0') return ['NO_EXT_SEQ']
  if (word === 'yes') return ['EXT_SEQ']
  return word === 'no' ? ['NO_EXT_SEQ'] : ['EXT_SEQ', 'NO_EXT_SEQ']
}

/** The connection as the gateway at that side has it. */
export function connectionFrom(conn: Conn, side: Side): IkeConnection {
  const [own, peer] = side === 'left' ? [conn.left, conn.right] : [conn.right, conn.left]
  const { method, child, signatures, settings } = conn.common
  return {
    name: conn.name,
    span: conn.section.span,
    localAddresses: addressesOf(own),
    remoteAddresses: addressesOf(peer),
    ...(own.host === 'any' && isHost(peer.host) && { oriented: false as const }),
    // In a file that both ends have, the one whose peer is `%defaultroute` is meant for the other end.
    ...(conn.addedByHand && peer.host !== 'own' && { addedByHand: true as const }),
    local: [shownBy(own, conn.common)],
    remote: [
      { method: peer.auth ?? method, id: peer.id, signatures: peer.auth === undefined ? signatures : undefined },
    ],
    virtualAddresses: own.asksAddress ? ['0.0.0.0'] : [],
    pools: peer.pools,
    children: childrenOf(conn, side === 'left', child),
    ...settings,
  }
}

/** Of several methods it shows the first, and takes each of its peer. */
function shownBy({ auth, id, namesKey }: ConnEnd, { shows, signatures }: Common): AuthRound {
  const shown = id?.value.kind === 'any' ? undefined : id
  const { method, ...how } = auth === undefined ? { method: shows, signatures } : { method: auth }
  return { method, id: shown, ...how, ...(namesKey ? {} : { hasKey: false }) }
}

function addressesOf({ host, hostKey }: ConnEnd): Setting<readonly AddressRange[]> {
  return stated(isHost(host) ? [host] : [], hostKey.span)
}

function isHost(host: Host): host is AddressRange {
  return typeof host !== 'string'
}

/** One child for each pair; where there are lists, with the numbers that Libreswan gives them (`net/1x2`). */
function childrenOf(conn: Conn, isLeft: boolean, child: Common['child']): ChildConfig[] {
  const listed = conn.pairs.flat().some(({ index }) => index > 0)
  return conn.pairs.map(([left, right]): ChildConfig => {
    const [local, remote] = isLeft ? [left, right] : [right, left]
    const name = listed ? `${conn.name}/${left.index}x${right.index}` : conn.name
    return { name, span: conn.section.span, local: local.setting, remote: remote.setting, ...child }
  })
}
