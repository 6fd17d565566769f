import { equalRanges } from '../../address/address-range.ts'
import { ownIdentity } from '../../model/identity.ts'
import type { Hosts, IkeRequest } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { findKeys } from './find-keys.ts'
import { begunFor, matchPeer, peerIdentity, sameIdentity } from './peer-identity.ts'

/**
 * The one connection with which pluto begins to answer a peer: of those for its very address, else of those for any, the
 * first. IKEv1 tells main from aggressive mode and the method at once; IKEv2 tries signatures before keys.
 */
export function findConnections(policy: IkePolicy, request: IkeRequest): IkeConnection[] {
  const { version, exchange, method, hosts, shown, xauth } = request
  if (version === 1 && policy.daemon.acceptsVersion1?.value === false) return []
  const known = hostPairs(policy, request)
  if (version === 1) {
    const found = known.filter(
      (each) =>
        each.exchange.value === exchange && (method ?? methodOf(each)) === methodOf(each) && userOf(each) === xauth,
    )
    const meant = found.filter((each) => shown === undefined || matchPeer(peerIdentity(each, hosts), shown) > 0)
    return meant.slice(0, 1)
  }
  for (const tried of ['pubkey', 'psk', 'null'] as const) {
    const found = known.find((each) => methodOf(each) === tried)
    if (found !== undefined) return [found]
  }
  return known.slice(0, 1)
}

/**
 * Connections of a version for a pair of hosts: for the peer's address, then for any. A start loads them in the order of the
 * file; one that is added while pluto runs comes before the others (measured).
 */
export function hostPairs({ connections }: IkePolicy, request: Pick<IkeRequest, 'version' | 'hosts'>): IkeConnection[] {
  const { version, hosts } = request
  const byHand = connections.filter(({ addedByHand }) => addedByHand).toReversed()
  const here = [...byHand, ...connections.filter(({ addedByHand }) => !addedByHand)].filter(
    ({ accepts, localAddresses, oriented }) =>
      accepts.includes(version) && oriented !== false && isHost(localAddresses.value, hosts.own),
  )
  const anybody = here.filter(({ remoteAddresses }) => remoteAddresses.value.length === 0)
  const named = here.filter(({ remoteAddresses: { value } }) => value.length > 0 && isHost(value, hosts.peer))
  return [...named, ...anybody]
}

/** Without an address of its own, a connection is for each. */
function isHost(addresses: IkeConnection['localAddresses']['value'], host: Hosts['own']): boolean {
  return addresses.length === 0 || addresses.some((address) => equalRanges(address, host))
}

/** Who has to name a user (XAuth), where the peer begins; that the own end has, as responder it knows nothing of (measured). */
function userOf({ remote }: IkeConnection): IkeRequest['xauth'] {
  return remote.some(({ method }) => method.value === 'xauth') ? 'initiator' : undefined
}

function methodOf({ remote }: IkeConnection) {
  return remote[0]?.method.value
}

/**
 * With the identities known, pluto looks for a better connection than that which it found by address: the first for
 * exactly this peer, else one for a pattern or anybody. Where there is none it keeps what it has, if that is for this
 * peer, whatever the peer asked for. In IKEv1 one for anybody is found by a name in main mode alone, and with a
 * key for anybody (measured).
 */
export function findByIdentity(
  policy: IkePolicy,
  [first]: readonly IkeConnection[],
  request: IkeRequest,
  shown: Identity,
  asked: Identity | undefined,
): IkeConnection[] {
  const { hosts, version, exchange, method } = request
  const refined = hostPairs(policy, request)
    .filter((each) => version === 2 || each.exchange.value === exchange)
    .filter((each) => method === undefined || methodOf(each) === method)
    .filter(({ local }) => asked === undefined || sameIdentity(ownIdentity(local, hosts.own), asked))
    .filter((each) => version === 2 || methodOf(each) !== 'psk' || hasKey(each))
    .filter((each) => version === 2 || exchange === 'main' || peerIdentity(each, hosts) !== undefined)
    .map((connection) => ({ connection, match: matchPeer(peerIdentity(connection, hosts), shown) }))
    .filter(({ match }) => match > 0)
    .toSorted((a, b) => b.match - a.match)
    .map(({ connection }) => connection)
  const begun = first && (version === 1 ? begunFor(first, hosts) : peerIdentity(first, hosts))
  const kept = first !== undefined && matchPeer(begun, shown) === 3 ? [first] : []
  return [...refined, ...kept]

  function hasKey(connection: IkeConnection): boolean {
    const own = ownIdentity(connection.local, hosts.own)
    return findKeys(policy.keys, own, peerIdentity(connection, hosts) ?? NOBODY, hosts).length > 0
  }
}

/** Whom no entry of ipsec.secrets names. */
const NOBODY: Identity = { kind: 'address', text: '0.0.0.0' }
