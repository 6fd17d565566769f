import type { Editor, TextEdit } from '../../../model/endpoint.ts'
import { grouped } from '../../../model/grouped.ts'
import type { ChildConfig, IkeConnection, IkePolicy } from '../../../model/ike-policy.ts'
import { confEditor, lifetimeKeys, type NewKeys, portKeys, type WrittenConf } from '../../freeswan/conf-editor.ts'
import { addKey, appendSection, type ConfEdit, changeKey, quoted } from '../../freeswan/conf-writer.ts'
import { sectionsOf } from '../../freeswan/conn-keys.ts'
import type { Side } from '../../freeswan/own-side.ts'
import { formatAddresses, formatIdentity, formatTime } from '../words.ts'
import { formatIpsecProposals, formatIpsecSelectors, protocolOf } from './ipsec-words.ts'
import { strokeSides } from './stroke-side.ts'

/** Writes what makes the policy another: each key into the conn itself, where it counts before what is inherited. */
export function ipsecEditor(written: WrittenConf): Editor {
  return confEditor(written, { sides: strokeSides, formatIdentity, connectionsEdits })
}

function connectionsEdits(
  written: WrittenConf,
  before: IkePolicy,
  after: IkePolicy,
  sideOf: (conn: string) => Side,
): ConfEdit[] {
  // A file that was pasted twice has two of a name, in their order.
  const changed = grouped(after.connections, ({ name }) => name)
  return before.connections.flatMap((old) => {
    const fresh = changed.get(old.name)?.shift()
    if (fresh === undefined || fresh === old) return []
    // Each child is a conn of its own, with all that the connection is.
    const ike = { left: ikeKeys(old, fresh, 'left'), right: ikeKeys(old, fresh, 'right') }
    const shared =
      ike.left.length === 0 ? [] : old.children.flatMap(({ name }) => setAll(written, name, ike[sideOf(name)]))
    const [model] = old.children
    const kept = new Map(fresh.children.map((child) => [child.name, child]))
    const children = old.children.flatMap((child) => {
      const changed = kept.get(child.name)
      if (changed === child) return []
      const keys =
        changed === undefined ? ([['auto', 'ignore']] as const) : childKeys(child, changed, sideOf(child.name))
      return setAll(written, child.name, keys)
    })
    const known = new Set(old.children.map(({ name }) => name))
    const added = fresh.children.filter(({ name }) => !known.has(name))
    return [
      ...shared,
      ...children,
      ...added.flatMap((child) => (model === undefined ? [] : newConn(written, child, model, sideOf(model.name)))),
    ]
  })
}

function setAll(written: WrittenConf, conn: string, keys: NewKeys): ConfEdit[] {
  const sections = sectionsOf(written.sections, 'conn', conn)
  const [section] = sections
  if (section === undefined) return []
  return keys.flatMap(([name, value]): ConfEdit[] => {
    const stated = sections.flatMap((each) => each.keys).filter((key) => key.name === name)
    const last = stated.at(-1)
    if (last !== undefined) return [changeKey(last, value)]
    // Without a value, a key takes away what the conn would inherit.
    return [addKey(section, name, value ?? '')]
  })
}

function ikeKeys(old: IkeConnection, fresh: IkeConnection, own: Side): NewKeys {
  const peer = own === 'left' ? 'right' : 'left'
  const keys: (readonly [string, string | null])[] = []
  if (old.initiates !== fresh.initiates) keys.push(['keyexchange', `ikev${fresh.initiates.value}`])
  if (old.exchange !== fresh.exchange) keys.push(['aggressive', fresh.exchange.value === 'aggressive' ? 'yes' : 'no'])
  if (old.localAddresses !== fresh.localAddresses) keys.push([own, formatAddresses(fresh.localAddresses.value)])
  if (old.remoteAddresses !== fresh.remoteAddresses) keys.push([peer, formatAddresses(fresh.remoteAddresses.value)])
  if (old.proposals !== fresh.proposals) keys.push(['ike', formatIpsecProposals(fresh.proposals.value) || null])
  if (old.lifetime !== fresh.lifetime)
    keys.push(...lifetimeKeys('ikelifetime', 'margintime', fresh.lifetime, formatTime))
  if (old.virtualAddresses !== fresh.virtualAddresses)
    keys.push([`${own}sourceip`, fresh.virtualAddresses.length === 0 ? null : fresh.virtualAddresses.join(',')])
  if (old.ports !== fresh.ports) keys.push(...portKeys(own, fresh.ports))
  const [mine, theirs] = [fresh.local[0], fresh.remote[0]]
  if (old.local[0]?.method !== mine?.method || old.remote[0]?.method !== theirs?.method) {
    keys.push([`${own}auth`, mine?.method.value ?? 'pubkey'], [`${peer}auth`, theirs?.method.value ?? 'pubkey'])
  }
  if (old.local[0]?.id !== mine?.id && mine?.id !== undefined) keys.push([`${own}id`, formatIdentity(mine.id.value)])
  if (old.remote[0]?.id !== theirs?.id && theirs?.id !== undefined)
    keys.push([`${peer}id`, formatIdentity(theirs.id.value)])
  return keys
}

function childKeys(old: ChildConfig, fresh: ChildConfig, own: Side): NewKeys {
  const peer = own === 'left' ? 'right' : 'left'
  const keys: (readonly [string, string | null])[] = []
  if (old.local !== fresh.local) keys.push([`${own}subnet`, formatIpsecSelectors(fresh.local.value)])
  if (old.remote !== fresh.remote) keys.push([`${peer}subnet`, formatIpsecSelectors(fresh.remote.value)])
  if (old.proposals !== fresh.proposals) keys.push(...proposalKeys(old, fresh))
  if (old.compression !== fresh.compression) keys.push(['compress', fresh.compression.value ? 'yes' : 'no'])
  if (old.mode !== fresh.mode) keys.push(['type', fresh.mode.value])
  if (old.waits !== fresh.waits) keys.push(['auto', fresh.waits ? 'add' : 'route'])
  if (old.lifetime !== fresh.lifetime) keys.push(...lifetimeKeys('lifetime', 'margintime', fresh.lifetime, formatTime))
  return keys
}

function proposalKeys(old: ChildConfig, fresh: ChildConfig): NewKeys {
  const protocol = protocolOf(fresh.proposals.value)
  const { value } = fresh.proposals
  const text = formatIpsecProposals(value.filter((proposal) => proposal.protocol === protocol)) || null
  return protocol === 'esp' && protocolOf(old.proposals.value) === 'ah'
    ? [
        ['ah', null],
        [protocol, text],
      ]
    : [[protocol, text]]
}

/** A conn that includes the first one, whose own keys count before the included ones. */
function newConn({ conf }: WrittenConf, child: ChildConfig, model: ChildConfig, own: Side): TextEdit[] {
  const peer = own === 'left' ? 'right' : 'left'
  const keys = [
    ['also', model.name],
    [`${own}subnet`, formatIpsecSelectors(child.local.value)],
    [`${peer}subnet`, formatIpsecSelectors(child.remote.value)],
  ] as const
  return appendSection(
    conf,
    `conn ${child.name}`,
    keys.map(([key, value]) => `${key}=${quoted(value)}`),
  )
}
