import type { AddressRange } from '../../address/address-range.ts'
import type { AuthRound, ChildConfig, IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { TwoSidedConn } from '../freeswan/conf-fragment.ts'
import type { ConfSection } from '../freeswan/conf-text.ts'
import type { Host, Side } from '../freeswan/own-side.ts'
import { type ConnEnd, type Remark, readEnd } from './conn-end.ts'
import {
  acceptedVersions,
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
import { type ConnFile, type Offers, PFS, readOffers } from './offers.ts'
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

/** `null`: it names no ends, so that it is there for others to include. What is told of it, though it is loaded, goes into `doubts`. */
export function readConn(
  section: ConfSection,
  keys: Keys,
  file: ConnFile,
  addedByHand: boolean,
  doubts: Remark[],
): Conn | Remark | null {
  const { later, older } = file
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
  const version = readVersion(keys, older)
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
    accepts: acceptedVersions(keys, version.value, older),
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

/** What connections have that say nothing of it. */
const MAIN = defaulted('main', MANUAL)
const CHILDLESS = defaulted('allow', MANUAL)
const IKE_GROUP = defaulted('ike-group', MANUAL)
const NOT = defaulted(false, MANUAL)

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
