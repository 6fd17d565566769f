import type { AddressRange } from '../address/address-range.ts'
import { type Change, NEW_KEY } from '../model/change.ts'
import { addressIdentity } from '../model/identity.ts'
import {
  type AuthRound,
  type ChildConfig,
  type IkeConnection,
  type IkePolicy,
  portsBetween,
  type SharedKey,
} from '../model/ike-policy.ts'
import { planned, type Setting } from '../model/setting.ts'
import type { Box } from '../selectors/box.ts'
import type { Span } from '../text/source-text.ts'

/** The kinds of change that set one thing, whatever it was before. */
type SettingChange = Change<
  | 'ike-proposals'
  | 'child-proposals'
  | 'pfs'
  | 'child-selectors'
  | 'mode'
  | 'narrowing'
  | 'pass-over'
  | 'compression'
  | 'waits'
  | 'own-identity'
  | 'peer-identity'
  | 'authentication'
  | 'version'
  | 'exchange'
  | 'nat-traversal'
  | 'ike-ports'
  | 'childless'
  | 'own-addresses'
  | 'peer-addresses'
  | 'virtual-addresses'
  | 'lifetime'
>

/** A daemon's policy with one connection, or a child of it, set to something else. */
export function withSetting(policy: IkePolicy, change: SettingChange): IkePolicy {
  const named = policy.connections.find(({ name }) => name === change.connection)
  // What is written once, for several peers, is passed over for each of them.
  const isMeant = (connection: IkeConnection) =>
    connection.name === change.connection ||
    (change.kind === 'pass-over' && named !== undefined && isSamePlace(connection.span, named.span))
  const connections = policy.connections.map((connection) =>
    isMeant(connection) ? connectionWith(connection, change) : connection,
  )
  return { ...policy, connections }
}

function connectionWith(connection: IkeConnection, change: SettingChange): IkeConnection {
  switch (change.kind) {
    case 'ike-proposals':
      return { ...connection, proposals: planned(change.proposals) }
    case 'own-identity':
      return { ...connection, local: firstRound(connection.local, { id: planned(change.identity) }) }
    case 'peer-identity':
      return { ...connection, remote: firstRound(connection.remote, { id: planned(change.identity) }) }
    case 'authentication': {
      const fresh = { method: planned(change.method) }
      const changed = { ...connection, [change.side]: firstRound(connection[change.side], fresh) }
      if (connection.accepts.includes(2)) return changed
      // In IKEv1 one method is agreed on for both ends (RFC 2409 5).
      return { ...changed, local: firstRound(changed.local, fresh), remote: firstRound(changed.remote, fresh) }
    }
    case 'version':
      return { ...connection, initiates: planned(change.version), accepts: [change.version] }
    case 'exchange':
      return { ...connection, exchange: planned(change.exchange) }
    case 'nat-traversal':
      return { ...connection, natTraversal: { forces: connection.natTraversal?.forces ?? false, declinesAs: [] } }
    case 'ike-ports':
      return { ...connection, ports: portsBetween(plannedPort(change.own), plannedPort(change.peer)) }
    case 'childless':
      return { ...connection, childless: planned(change.childless) }
    case 'own-addresses':
      return {
        ...withoutDoubt(connection),
        localAddresses: planned(change.addresses),
        local: followAddress(connection.local, change.addresses),
      }
    case 'peer-addresses':
      return {
        ...connection,
        remoteAddresses: planned(change.addresses),
        remote: followAddress(connection.remote, change.addresses),
      }
    case 'virtual-addresses':
      return { ...connection, virtualAddresses: change.addresses }
    case 'lifetime':
      return change.child === null
        ? { ...connection, lifetime: change.lifetime }
        : inChild(connection, change.child, { lifetime: change.lifetime })
    case 'child-proposals':
      return inChild(connection, change.child, { proposals: planned(change.proposals) })
    case 'pfs':
      return inChild(connection, change.child, { pfs: planned(change.pfs) })
    case 'child-selectors':
      return inChild(connection, change.child, { local: planned(change.local), remote: planned(change.remote) })
    case 'mode':
      return inChild(connection, change.child, { mode: planned(change.mode) })
    case 'pass-over':
      return { ...connection, children: connection.children.map((child) => without(child, change.box)) }
    case 'narrowing':
      return inChild(connection, change.child, { narrows: planned(change.narrows) })
    case 'compression':
      return inChild(connection, change.child, { compression: planned(change.compression) })
    case 'waits':
      return {
        ...inChild(connection, change.child, { waits: change.waits, trapped: !change.waits }),
        ...(!change.waits && { onlyAnswers: undefined }),
      }
  }
}

function plannedPort(port: number | null): Setting<number> | undefined {
  return port === null ? undefined : planned(port)
}

/** With an own address of the host, a connection has an own side. */
function withoutDoubt({ oriented: _, ...connection }: IkeConnection): IkeConnection {
  return connection
}

/** Children that are written as one, such as the pairs of Libreswan's `leftsubnets`, have one setting for all. */
function inChild(connection: IkeConnection, name: string, fresh: Partial<ChildConfig>): IkeConnection {
  const { childUntold } = connection
  // Where no child is told, what they have in common is changed.
  if (childUntold !== undefined) return { ...connection, childUntold: { ...childUntold, ...fresh } }
  const named = connection.children.find((child) => child.name === name)
  const isOne = (child: ChildConfig) =>
    child === named || (fresh.local === undefined && named !== undefined && isSamePlace(child.span, named.span))
  return {
    ...connection,
    children: connection.children.map((child) => (isOne(child) ? { ...child, ...fresh } : child)),
  }
}

function without(child: ChildConfig, { local, remote, protocol, localPort, remotePort }: Box): ChildConfig {
  const pair = {
    local: { addresses: local, protocol, ports: localPort, span: null },
    remote: { addresses: remote, protocol, ports: remotePort, span: null },
  }
  return { ...child, except: [...(child.except ?? []), pair] }
}

/** Further rounds stay as they are. */
function firstRound([first, ...more]: readonly AuthRound[], fresh: Partial<AuthRound>): readonly AuthRound[] {
  return first === undefined ? more : [{ ...first, ...fresh }, ...more]
}

/** An identity that nobody has written is the address of its end, wherever that is. */
export function followAddress(
  rounds: readonly AuthRound[],
  [address, ...more]: readonly AddressRange[],
): readonly AuthRound[] {
  return rounds.map((round) => {
    const { id } = round
    const follows = id?.origin === 'default' && id.value.kind === 'address'
    if (!follows) return round
    const known = address !== undefined && more.length === 0 && address.from === address.to
    return { ...round, id: known ? { ...id, value: addressIdentity(address) } : undefined }
  })
}

/** The new key takes the place of one that is there, or stands behind all others, where it counts among equals. */
export function withNewKey(policy: IkePolicy, { owners, replaces }: Change<'new-key'>): IkePolicy {
  if (replaces !== null)
    return withKey(policy, replaces, { mark: NEW_KEY, expects: { mark: NEW_KEY, span: replaces }, bare: false })
  const span = policy.keys.at(-1)?.span ?? policy.connections[0]?.span
  return span === undefined ? policy : { ...policy, keys: [...policy.keys, { mark: NEW_KEY, span, owners }] }
}

/** The connection names the key, where its product has a word for that, and insists on it; a new key is had like any other. */
export function withPostQuantumKey(
  policy: IkePolicy,
  { connection: name, id, key }: Change<'post-quantum-key'>,
): IkePolicy {
  const connections = policy.connections.map((each) => {
    if (each.name !== name) return each
    const insisting = { ...each, postQuantum: planned('insist' as const) }
    return each.postQuantumIds === undefined ? insisting : { ...insisting, postQuantumIds: [id] }
  })
  const known = policy.postQuantumKeys
  if (key === null) return { ...policy, connections }
  const { replaces, owners } = key
  const span = known?.at(-1)?.span ?? policy.connections[0]?.span
  if (replaces !== null) {
    const fresh = { mark: NEW_KEY, ids: [id] }
    const postQuantumKeys = known?.map((each) => (isSamePlace(each.span, replaces) ? { ...each, ...fresh } : each))
    return { ...policy, connections, postQuantumKeys }
  }
  const added = span === undefined ? [] : [{ mark: NEW_KEY, span, owners, ids: [id] }]
  return { ...policy, connections, postQuantumKeys: [...(known ?? []), ...added] }
}

/** The policy with a change of the key that stands at a place; as it was where none stands there. */
export function withKey(policy: IkePolicy, at: Span, fresh: Partial<SharedKey>): IkePolicy {
  const keys = policy.keys.map((key) => (isSamePlace(key.span, at) ? { ...key, ...fresh } : key))
  return { ...policy, keys }
}

function isSamePlace(a: Span, b: Span): boolean {
  return a.source === b.source && a.line === b.line && a.column === b.column
}
