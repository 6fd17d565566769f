import { type AddressRange, containsRange, equalRanges, formatHost, rangeKey } from '../../address/address-range.ts'
import { OTHER_SECRET, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { Endpoint } from '../endpoint.ts'
import type { IkeConnection, IkePolicy, Proposal } from '../ike-policy.ts'
import { type AskedFor, type Attributes, isOfIke, type LoggedAttempt } from '../logged-attempt.ts'
import { stated } from '../setting.ts'
import type { Vendor } from '../vendor.ts'
import { asAsked } from './mirrored-connection.ts'
import { policySpd } from './number-entries.ts'

/**
 * The other end of an end's tunnel as the log of that end shows it, which refused what it was asked for. All that the log does not
 * tell is taken to be as this end has it, the other way round. `undefined` where the log is about none of its connections, or
 * where these ask for what nobody could mirror.
 */
export function peerByLog(end: Endpoint, attempt: LoggedAttempt, label: string, unknown: Vendor): Endpoint | undefined {
  const host = attempt.peer ?? hostOf(end, attempt)
  const own = attempt.own ?? end.addresses[0]?.value ?? null
  const { daemon } = end.vendor
  // The log of another gateway tells what that one was asked for.
  if (host === null || own === null || daemon === undefined || !isLogOf(end, attempt)) return undefined
  const connections = connectionsFor(end, host, attempt)
  if (!connections.some((connection) => isInForce(connection, attempt.asked))) return undefined
  const ike: IkePolicy = {
    connections: asAsked(connections, attempt, { own, peer: host }),
    keys: [{ mark: attempt.asked.kind === 'key' ? OTHER_SECRET : UNKNOWN_SECRET, span: attempt.span, owners: [] }],
    daemon: {},
    notLoaded: [],
  }
  const peer: Endpoint = {
    label,
    name: `${label} (${formatHost(host)})`,
    // Which product it is nobody knows: it is taken to decide as this one does.
    vendor: { ...unknown, daemon },
    addresses: [stated(host, attempt.span)],
    peers: [stated(own, attempt.span)],
    spd: undefined,
    site: undefined,
    settings: {},
    ike,
    editor: null,
    span: null,
    toldByLog: attempt.span,
    partlyRead: true,
  }
  const spd = policySpd(peer, ike)
  return spd === undefined ? undefined : { ...peer, spd }
}

/** Whether the log is this end's, by the addresses that it tells; where it tells none, it may be. */
export function isLogOf(
  { addresses, peers }: Endpoint,
  { own, peer, asked }: Pick<LoggedAttempt, 'own' | 'peer'> & { readonly asked?: Pick<AskedFor, 'kind'> },
): boolean {
  const isTold = (list: Endpoint['addresses'], one: AddressRange | null) =>
    one === null || list.length === 0 || list.some(({ value }) => equalRanges(value, one))
  // Whoever comes to nothing for want of a connection may come from another address than the only one that is known.
  return isTold(addresses, own) && (isTold(peers, peer) || (asked?.kind === 'connection' && peers.length === 1))
}

/** All where the log names none. */
export function namedIn(
  { ike }: Endpoint,
  { connection }: Pick<LoggedAttempt, 'connection'>,
): readonly IkeConnection[] {
  return (ike?.connections ?? []).filter(({ name }) => connection === null || name.replace(/\/.*/, '') === connection)
}

/** The only address of the connections that the log names. */
function hostOf(end: Endpoint, attempt: LoggedAttempt): AddressRange | null {
  const remote = namedIn(end, attempt).flatMap(({ remoteAddresses }) => remoteAddresses.value)
  const [only, ...more] = new Map(remote.map((address) => [rangeKey(address), address])).values()
  return only === undefined || more.length > 0 || only.from !== only.to ? null : only
}

/** Those that the other end can mean: by its address, or else for whoever comes; all where that has no connection here. */
function connectionsFor(end: Endpoint, host: AddressRange, attempt: LoggedAttempt): readonly IkeConnection[] {
  const connections = namedIn(end, attempt).filter(
    ({ virtualAddresses, pools, children }) =>
      virtualAddresses.length === 0 && pools.length === 0 && children.length > 0,
  )
  const exact = connections.filter(({ remoteAddresses }) => remoteAddresses.value.some((one) => equalRanges(one, host)))
  if (exact.length > 0) return exact
  if (attempt.asked.kind === 'connection') return connections
  return connections.filter(
    ({ remoteAddresses: { value } }) => value.length === 0 || value.some((one) => containsRange(one, host)),
  )
}

/** The gateway listed what it accepts, and the connection that was pasted has all of that. */
function isInForce({ proposals, children }: IkeConnection, asked: AskedFor): boolean {
  if (asked.kind === 'attributes') return hasAttributes(proposals.value, asked.accepted)
  if (asked.kind !== 'proposals' || asked.accepted === null) return true
  const pasted = isOfIke(asked) ? proposals.value : children.flatMap((child) => child.proposals.value)
  const known = new Set(pasted.flatMap(algorithmsOf))
  return asked.accepted.flatMap(algorithmsOf).every((name) => known.has(name))
}

/** One of what stands for several, such as AES of any key length. */
function hasAttributes(pasted: readonly Proposal[], { encryption, integrity, ke }: Attributes): boolean {
  const known = new Set(pasted.flatMap(algorithmsOf))
  return [encryption, integrity, ke].every((names) => names.length === 0 || names.some((name) => known.has(name)))
}

function algorithmsOf({ encryption, integrity, prf, ke }: Proposal): string[] {
  return [...encryption, ...integrity, ...prf, ...ke]
}
