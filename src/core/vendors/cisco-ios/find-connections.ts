import { type AddressRange, containsRange, equalRanges } from '../../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix } from '../../address/parse-address.ts'
import { addressIdentity, matchIdentity } from '../../model/identity.ts'
import type { Hosts, IkeRequest } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { onceForEachRequest } from '../../model/ike-requests.ts'
import { inModeOf } from '../cisco/answered-mode.ts'

/**
 * The entries for a peer's address and version: those that name it, by sequence, before those for whoever comes. A map is
 * applied to an interface, and answers at its address (Cisco IOS Security Configuration Guide, "Crypto Maps").
 */
export const findConnections = onceForEachRequest(
  ({ connections }: IkePolicy, { version, method, hosts: { own, peer } }: IkeRequest) => {
    const found = connections.filter(
      ({ accepts, localAddresses, remoteAddresses, remote }) =>
        accepts.includes(version) &&
        holds(localAddresses.value, own) &&
        holds(remoteAddresses.value, peer) &&
        // In IKEv1 how to authenticate is a part of the policy.
        (version === 2 || method === undefined || ['any', method, undefined].includes(remote[0]?.method.value)),
    )
    const isNamed = ({ remoteAddresses }: IkeConnection) => remoteAddresses.value.length > 0
    return [...found.filter(isNamed), ...found.filter((connection) => !isNamed(connection))]
  },
)

function holds(addresses: readonly AddressRange[], host: AddressRange): boolean {
  return addresses.length === 0 || addresses.some((address) => equalRanges(address, host))
}

/** The entries whose profile is for what the peer shows. */
export function findByIdentity(
  _: IkePolicy,
  candidates: readonly IkeConnection[],
  request: IkeRequest,
  shown: Identity,
): readonly IkeConnection[] {
  return inModeOf(
    request,
    candidates.filter(({ remote }) => {
      const expected = remote[0]?.id?.value
      // In IKEv1 without `crypto isakmp identity dn` it may be an address or a name, also with a certificate.
      return matchesIdentity(expected, shown) && (request.version === 1 || !isOtherThanSubject(expected, shown))
    }),
  )
}

/**
 * A certificate shows its subject as identity, which `match identity` has no word for; `match certificate` has ("match (IKEv2
 * profile)").
 */
export function isOtherThanSubject(expected: Identity | undefined, shown: Identity): boolean {
  return shown.kind === 'certificate' && expected !== undefined && NAMED.has(expected.kind)
}

const NAMED: ReadonlySet<Identity['kind']> = new Set(['address', 'fqdn', 'email', 'keyid'])

/** An address may be expected by its network. */
export function matchesIdentity(pattern: Identity | undefined, shown: Identity): boolean {
  if (matchIdentity(pattern, shown) > 0) return true
  return pattern?.kind === 'address' && shown.kind === 'address' && lies(shown.text, pattern.text)
}

function lies(address: string, network: string): boolean {
  const [host, range] = [parseAddress(address), parsePrefix(network)]
  return !isProblem(host) && !isProblem(range) && containsRange(range, host)
}

/** What it expects as initiator; a profile of IKEv1 is looked for by what the peer shows only where that initiates. */
export function expects({ initiates, remote }: IkeConnection): Identity | undefined {
  return initiates.value === 1 ? undefined : remote[0]?.id?.value
}

/** It shows what its profile says, whatever it is asked for. */
export function answersAs({ local }: IkeConnection, _: unknown, { own }: Hosts): Identity {
  return local[0]?.id?.value ?? addressIdentity(own)
}
