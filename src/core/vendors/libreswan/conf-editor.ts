import type { Editor, TextEdit } from '../../model/endpoint.ts'
import { grouped } from '../../model/grouped.ts'
import type {
  ChildConfig,
  IkeConnection,
  IkePolicy,
  IkeVersion,
  Proposal,
  SelectorTemplate,
} from '../../model/ike-policy.ts'
import { confEditor, lifetimeKeys, type NewKeys, portKeys, type WrittenConf } from '../freeswan/conf-editor.ts'
import type { ConfKey, ConfSection } from '../freeswan/conf-text.ts'
import { addKey, appendSection, type ConfEdit, quoted } from '../freeswan/conf-writer.ts'
import { connKeys, sectionsOf } from '../freeswan/conn-keys.ts'
import type { Side } from '../freeswan/own-side.ts'
import { formatHosts, formatIdentity, formatProposals, formatProtoport, formatSubnet } from './conf-words.ts'
import { type WantedKey, wantedEdits } from './inherited-keys.ts'
import { libreswanSides } from './own-side.ts'

/** Writes what makes the policy another. */
export function libreswanEditor(written: WrittenConf): Editor {
  return confEditor(written, { sides: libreswanSides, formatIdentity, connectionsEdits })
}

function connectionsEdits(
  written: WrittenConf,
  before: IkePolicy,
  after: IkePolicy,
  sideOf: (conn: string) => Side,
): ConfEdit[] {
  // A file that was pasted twice has two of a name, in their order.
  const changed = grouped(after.connections, ({ name }) => name)
  const wanted: WantedKey[] = []
  const edits = before.connections.flatMap((old) => {
    const fresh = changed.get(old.name)?.shift()
    if (fresh === undefined || fresh === old) return []
    const own = sideOf(old.name)
    const known = new Set(old.children.map(({ name }) => name))
    const kept = fresh.children.filter(({ name }) => known.has(name))
    const added = fresh.children.filter(({ name }) => !known.has(name))
    const keys = [
      ...ikeKeys(written, old, fresh, own),
      ...childrenKeys(old, kept, own, fresh.initiates.value, statedKeys(written, old.name)),
    ]
    return [
      ...setAll(written, old.name, keys, wanted),
      ...added.flatMap((child) => newConn(written, old.name, keys, child, own)),
    ]
  })
  return [...wantedEdits(written.sections, wanted), ...edits]
}

/** The keys that the conn gets; those that stand somewhere are wanted to be another. */
function setAll(written: WrittenConf, conn: string, keys: NewKeys, wanted: WantedKey[]): ConfEdit[] {
  const section = sectionOf(written, conn)
  if (section === undefined) return []
  const inherited = connKeys(section, written.sections).keys
  return keys.flatMap(([name, value]): ConfEdit[] => {
    const key = inherited.get(name)
    if (key?.value === value) return []
    if (key !== undefined) {
      wanted.push({ conn, key, value })
      return []
    }
    return value === null ? [] : [addKey(section, name, value)]
  })
}

function sectionOf({ sections }: WrittenConf, conn: string): ConfSection | undefined {
  return sectionsOf(sections, 'conn', conn)[0]
}

function ikeKeys(written: WrittenConf, old: IkeConnection, fresh: IkeConnection, own: Side): NewKeys {
  const peer = own === 'left' ? 'right' : 'left'
  const stated = statedKeys(written, old.name)
  const keys: (readonly [string, string | null])[] = []
  const { value: version } = fresh.initiates
  if (old.initiates !== fresh.initiates) {
    keys.push(['ikev2', version === 2 ? 'insist' : 'no'])
    if (stated.has('keyexchange')) keys.push(['keyexchange', null])
  }
  if (old.exchange !== fresh.exchange)
    keys.push([
      stated.has('aggrmode') ? 'aggrmode' : 'aggressive',
      fresh.exchange.value === 'aggressive' ? 'yes' : 'no',
    ])
  if (old.localAddresses !== fresh.localAddresses) keys.push([own, formatHosts(fresh.localAddresses.value)])
  if (old.remoteAddresses !== fresh.remoteAddresses) keys.push([peer, formatHosts(fresh.remoteAddresses.value)])
  if (old.proposals !== fresh.proposals) keys.push(['ike', formatProposals(fresh.proposals.value, version)])
  if (old.postQuantum !== fresh.postQuantum) keys.push(['ppk', 'insist'])
  if (old.postQuantumIds !== fresh.postQuantumIds) keys.push(['ppk-ids', fresh.postQuantumIds?.join(',') ?? null])
  if (old.natTraversal !== fresh.natTraversal) keys.push(['encapsulation', 'auto'])
  if (old.lifetime !== fresh.lifetime)
    keys.push(...lifetimeKeys('ikelifetime', 'rekeymargin', fresh.lifetime, inSeconds))
  if (old.virtualAddresses !== fresh.virtualAddresses)
    keys.push([`${own}modecfgclient`, fresh.virtualAddresses.length === 0 ? 'no' : 'yes'])
  if (old.ports !== fresh.ports) {
    keys.push(...portKeys(own, fresh.ports))
    if (old.ports?.tcp !== undefined) keys.push(['enable-tcp', 'no'])
  }
  const [mine, theirs] = [fresh.local[0], fresh.remote[0]]
  if (old.local[0]?.method !== mine?.method || old.remote[0]?.method !== theirs?.method) {
    const [ours, others] = [methodWord(mine?.method.value), methodWord(theirs?.method.value)]
    if (ours === others) keys.push(['authby', ours])
    // One that signs has to be among those of both (measured).
    else if (stated.has('authby')) keys.push(['authby', methodWord('pubkey')])
    if (ours !== others || stated.has(`${own}auth`)) keys.push([`${own}auth`, ours])
    if (ours !== others || stated.has(`${peer}auth`)) keys.push([`${peer}auth`, others])
  }
  if (old.local[0]?.id !== mine?.id && mine?.id !== undefined) keys.push([`${own}id`, formatIdentity(mine.id.value)])
  if (old.remote[0]?.id !== theirs?.id && theirs?.id !== undefined)
    keys.push([`${peer}id`, formatIdentity(theirs.id.value)])
  return keys
}

function methodWord(method: string | undefined): string {
  return method === 'psk' ? 'secret' : 'rsasig'
}

function statedKeys(written: WrittenConf, conn: string): ReadonlyMap<string, ConfKey> {
  const section = sectionOf(written, conn)
  return section === undefined ? new Map() : connKeys(section, written.sections).keys
}

/** All children of a conn have the same settings, and each of its networks is paired with each of its peer's. */
function childrenKeys(
  old: IkeConnection,
  kept: readonly ChildConfig[],
  own: Side,
  version: IkeVersion,
  stated: ReadonlyMap<string, ConfKey>,
): NewKeys {
  const peer = own === 'left' ? 'right' : 'left'
  const [was, is] = [old.children[0], kept[0]]
  if (is === undefined || was === undefined) return [['auto', 'ignore']]
  const keys: (readonly [string, string | null])[] = []
  const isLeftOut = kept.length < old.children.length && isGrid(kept)
  const known = new Map(old.children.toReversed().map((child) => [child.name, child]))
  const differs = (side: 'local' | 'remote') =>
    isLeftOut || kept.some((child) => child[side] !== known.get(child.name)?.[side])
  if (differs('local'))
    keys.push(
      ...networkKeys(
        own,
        kept.flatMap(({ local }) => local.value),
      ),
    )
  if (differs('remote'))
    keys.push(
      ...networkKeys(
        peer,
        kept.flatMap(({ remote }) => remote.value),
      ),
    )
  if (was.proposals !== is.proposals) keys.push(...proposalKeys(was, is, version, stated))
  if (was.mode !== is.mode) keys.push(['type', is.mode.value])
  if (was.narrows !== is.narrows) keys.push(['narrowing', is.narrows.value ? 'yes' : 'no'])
  if (was.compression !== is.compression) keys.push(['compress', is.compression.value ? 'yes' : 'no'])
  if (was.pfs !== is.pfs) {
    keys.push(['pfs', is.pfs.value === 'ike-group' ? 'yes' : 'no'])
    if (wakesGroups(was, is)) keys.push(...proposalKeys(was, is, version, stated))
  } else if (was.proposals !== is.proposals && needsSecrecy(is)) keys.push(['pfs', 'yes'])
  if (was.waits !== is.waits) keys.push(['auto', is.waits ? 'add' : 'ondemand'])
  if (was.lifetime !== is.lifetime) keys.push(...lifetimeKeys('salifetime', 'rekeymargin', is.lifetime, inSeconds))
  return keys
}

/** The groups of `esp=` that counted for nothing would be good with `pfs=yes`, in the place of that of the IKE SA. */
export function wakesGroups(was: ChildConfig, is: ChildConfig): boolean {
  return (
    was.hasIdleGroups === true && is.pfs.value === 'ike-group' && !is.proposals.value.some(({ ke }) => ke.length > 0)
  )
}

/** With `pfs=no`, a group in `esp=` counts for nothing. */
export function needsSecrecy({ pfs, proposals }: Pick<ChildConfig, 'pfs' | 'proposals'>): boolean {
  return pfs.value === 'as proposed' && proposals.value.some(({ ke }) => ke.length > 0)
}

/** One network stands in `leftsubnet`, several in `leftsubnets`; the own address alone in neither. */
function networkKeys(side: Side, selectors: readonly SelectorTemplate[]): NewKeys {
  const networks = [...new Set(selectors.map(formatSubnet).filter((text) => text !== null))]
  const [service] = selectors.map(formatProtoport)
  const [only, ...more] = networks
  return [
    [`${side}subnet`, only === undefined || more.length > 0 ? null : only],
    [`${side}subnets`, more.length > 0 ? networks.join(' ') : null],
    [`${side}protoport`, service ?? null],
  ]
}

/** They are each network of one list with each of the other, so that lists can say them and no more. */
function isGrid(children: readonly ChildConfig[]): boolean {
  const pairs = children.map(({ local, remote }) =>
    [local, remote].map(({ value }) =>
      value.map((selector) => `${formatSubnet(selector)} ${formatProtoport(selector)}`),
    ),
  )
  const [locals, remotes] = [0, 1].map((side) => new Set(pairs.map((pair) => String(pair[side]))).size)
  return new Set(pairs.map(String)).size === (locals ?? 0) * (remotes ?? 0)
}

function proposalKeys(
  was: ChildConfig,
  { proposals: { value } }: ChildConfig,
  version: IkeVersion,
  stated: ReadonlyMap<string, ConfKey>,
): NewKeys {
  const text = formatProposals(value, version)
  const esn = esnWord(value)
  const sequence: NewKeys = version === 1 || esn === esnWord(was.proposals.value) ? [] : [['esn', esn]]
  if (value[0]?.protocol === 'ah')
    return [...sequence, ['phase2', 'ah'], ['ah', text], ['esp', null], ['phase2alg', null]]
  // Two words for the same.
  const [kept, other] = stated.has('phase2alg') && !stated.has('esp') ? ['phase2alg', 'esp'] : ['esp', 'phase2alg']
  return [...sequence, [kept, text], ['phase2', null], ['ah', null], [other, null]]
}

/** Whether sequence numbers are long (ESN) is set for all proposals at once. */
function esnWord(proposals: readonly Proposal[]): string {
  const esn = new Set(proposals.flatMap((proposal) => proposal.esn))
  if (!esn.has('EXT_SEQ')) return 'no'
  return esn.has('NO_EXT_SEQ') ? 'either' : 'yes'
}

function inSeconds(seconds: number): string {
  return `${seconds}s`
}

const NETWORK_KEY = /^(?:left|right)(?:subnets?|protoport)$/

/**
 * What would pair a network with more than it is meant for stands in a conn of its own, with all else of the first as it
 * is changed.
 */
function newConn(written: WrittenConf, model: string, changed: NewKeys, child: ChildConfig, own: Side): TextEdit[] {
  const peer = own === 'left' ? 'right' : 'left'
  const stated = [...statedKeys(written, model).values()].map(({ name, value }) => [name, value] as const)
  const values = new Map<string, string | null>([...stated, ...changed].filter(([name]) => !NETWORK_KEY.test(name)))
  const networks = [...networkKeys(own, child.local.value), ...networkKeys(peer, child.remote.value)]
  const keys = [...values, ...networks].flatMap(([name, value]) => (value === null ? [] : [`${name}=${quoted(value)}`]))
  return appendSection(written.conf, `conn ${child.name.replace('/', '-')}`, keys)
}
