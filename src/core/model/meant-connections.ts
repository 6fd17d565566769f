import { type AddressRange, equalRanges, intersectRanges } from '../address/address-range.ts'
import type { Endpoint } from './endpoint.ts'
import { isUnknownHost, mayBe, type PairHosts } from './hosts.ts'
import { hasWildcard, matchIdentity } from './identity.ts'
import type { ChildConfig, IkeConnection } from './ike-policy.ts'

/** The connections of an end of a chosen pair that are meant for the other one. */
export function meantOf({ ike, meant }: Pick<Endpoint, 'ike' | 'meant'>): IkeConnection[] {
  return (ike?.connections ?? []).filter(({ name }) => meant?.has(name) !== false)
}

/** Which connections of an end are meant for another end, between these addresses. */
export function meantConnections(end: Endpoint, other: Endpoint, { own, peer: host }: PairHosts): IkeConnection[] {
  const connections = end.ike?.connections ?? []
  const expected = connections.some((connection) => wantsIdentity(connection, other) === true)
  const exact = connections.filter(({ remoteAddresses }) => remoteAddresses.value.some((one) => equalRanges(one, host)))
  const open = connections.filter((connection) => {
    const wants = wantsIdentity(connection, other)
    return (
      isOpen(connection, host) &&
      (wants === true || (wants === null ? exact.length === 0 || takesAny(connection) : !expected))
    )
  })
  const meant = new Set([...exact, ...open])
  // A wrong address is a fault to be found: the connection tells by something else for whom it is.
  if (exact.length === 0) for (const connection of connections) if (speaksOf(connection, other)) meant.add(connection)
  if (meant.size === 0 && isTheOnlyOne(end)) return [...connections]
  const fromHere = [...meant].filter(
    ({ localAddresses: { value } }) => value.length === 0 || value.some((one) => mayBe(one, own)),
  )
  return inOneVersion(fromHere.length > 0 ? fromHere : [...meant], other)
}

/** Of several connections for the same packets, of which one is used at a time, the first whose version the peer takes part in. */
function inOneVersion(meant: readonly IkeConnection[], { ike }: Endpoint): IkeConnection[] {
  const theirs = new Set((ike?.connections ?? []).flatMap(({ accepts }) => accepts))
  const used = new Map<string, IkeConnection>()
  for (const connection of meant) {
    const known = used.get(firstTried(connection))
    const better = known !== undefined && !theirs.has(known.initiates.value) && theirs.has(connection.initiates.value)
    if (known === undefined || better) used.set(firstTried(connection), connection)
  }
  return meant.filter((connection) => used.get(firstTried(connection)) === connection)
}

/** The name of the connection that is tried first for its packets. */
export function firstTried({ name, insteadOf }: IkeConnection): string {
  return insteadOf ?? name
}

/** Whether a connection wants an identity that the other end shows; `null` when it names none. */
export function wantsIdentity({ remote }: IkeConnection, { ike }: Endpoint): boolean | null {
  const ids = remote.flatMap(({ id }) => (id === undefined || hasWildcard(id.value) ? [] : [id.value]))
  if (ids.length === 0) return null
  return (ike?.connections ?? []).some(({ local }) =>
    local.some(({ id }) => id !== undefined && ids.some((wanted) => matchIdentity(wanted, id.value) === 3)),
  )
}

/** It is for whoever comes, or for a host that only its own resolver knows. */
function isOpen(connection: IkeConnection, host: AddressRange): boolean {
  return takesAny(connection) || isUnknownHost(host) || connection.remoteAddresses.value.some((one) => mayBe(one, host))
}

/** It names no single address of its peer, and so can only answer. */
export function takesAny({ remoteAddresses }: IkeConnection): boolean {
  return remoteAddresses.value.every(({ from, to }) => from !== to)
}

/** By the identity that it wants, or by networks that the other end has the other way round. */
function speaksOf(connection: IkeConnection, other: Endpoint): boolean {
  const wants = wantsIdentity(connection, other)
  if (wants !== null) return wants
  const theirs = (other.ike?.connections ?? []).flatMap(({ children }) => children)
  return connection.children.some((mine) => theirs.some((their) => overlap(mine, their)))
}

/** Two gateways' own addresses alone tell nothing. */
function overlap(mine: ChildConfig, theirs: ChildConfig): boolean {
  const isHostToHost = [...mine.local.value, ...mine.remote.value].every(({ addresses }) => addresses === 'dynamic')
  return !isHostToHost && meet(mine.local.value, theirs.remote.value) && meet(mine.remote.value, theirs.local.value)
}

function meet(mine: ChildConfig['local']['value'], theirs: ChildConfig['local']['value']): boolean {
  return mine.some(({ addresses: one }) =>
    theirs.some(
      ({ addresses: other }) =>
        (one === 'dynamic' && other === 'dynamic') ||
        (one !== 'dynamic' && other !== 'dynamic' && intersectRanges(one, other) !== undefined),
    ),
  )
}

/** Of two ends that were pasted as a tunnel's, all that goes to one place is taken to be that tunnel. */
function isTheOnlyOne({ ike, peers }: Endpoint): boolean {
  const { connections = [], notLoaded = [] } = ike ?? {}
  return notLoaded.length === 0 && (connections.length === 1 || peers.length < 2)
}
