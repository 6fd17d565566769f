import {
  type AddressRange,
  containsRange,
  equalRanges,
  formatHost,
  isPrivate,
  nameRange,
} from '../address/address-range.ts'
import type { Endpoint } from './endpoint.ts'
import type { ChildConfig, Identity, IkeConnection, IkePolicy, SelectorTemplate } from './ike-policy.ts'
import type { Setting } from './setting.ts'

const UNKNOWN = 'the address of '

/** What stands for the address of an end that no paste tells. */
export function unknownHost(label: string): AddressRange {
  return nameRange(`${UNKNOWN}${label}`)
}

/** It is what `unknownHost` gives. */
export function isUnknownHost(range: AddressRange): boolean {
  return range.family === 'name' && formatHost(range).startsWith(UNKNOWN)
}

/** It is the unknown address of an end that shows no other identity. */
export function isUnknownIdentity({ text }: Identity): boolean {
  return text.startsWith(UNKNOWN)
}

/** The addresses between which the two ends of a pair speak. */
export interface PairHosts {
  readonly own: AddressRange
  readonly peer: AddressRange
  /** The pastes tell both. */
  readonly told: boolean
}

/** As `end` sees them; where nobody tells one, `unknownHost` stands for it. */
export function hostsOf(end: Endpoint, other: Endpoint): PairHosts {
  const [own, peer] = [toldHost(end, other), natAddressOf(other, end) ?? toldHost(other, end)]
  return {
    own: own ?? unknownHost(end.label),
    peer: peer ?? unknownHost(other.label),
    told: own !== undefined && peer !== undefined,
  }
}

/**
 * The address at which an end behind a NAT is met: its own is private, and the only one that the other end goes to is
 * public. Both must be products whose negotiation is known, since others do without NAT traversal (RFC 3947).
 */
export function natAddressOf(end: Endpoint, other: Endpoint): AddressRange | undefined {
  const [own, met] = [end.addresses[0]?.value, other.peers[0]?.value]
  if (end.ike === undefined || other.ike === undefined || other.peers.length !== 1) return undefined
  if (own === undefined || met === undefined || own.family === 'name' || met.family === 'name') return undefined
  return isPrivate(own) && !isPrivate(met) ? met : undefined
}

/** What an end says itself, or else where the other end goes. */
function toldHost(end: Endpoint, other: Endpoint): AddressRange | undefined {
  return end.addresses[0]?.value ?? other.peers[0]?.value
}

/**
 * The policy of an end whose address nobody tells. What it says of that address by `dynamic` is taken to agree: it is the
 * one network that the other end has for it.
 */
export function withExpectedNetwork(policy: IkePolicy, other: IkePolicy | undefined): IkePolicy {
  const expected = (other?.connections ?? []).flatMap((connection) =>
    connection.children.flatMap(({ remote }) => remote.value.map(({ addresses }) => addresses)),
  )
  const [network] = expected
  if (network === undefined || network === 'dynamic') return policy
  if (!expected.every((range) => range !== 'dynamic' && equalRanges(range, network))) return policy
  return withChildren(policy, (child) => placedAt(child, network))
}

/**
 * The policy of an end that is met at the address of a NAT: in transport mode both ends take what is for that as its own, where
 * their products do in the version of a connection.
 */
export function withNatAddress(
  end: Pick<Endpoint, 'vendor' | 'addresses'>,
  other: Endpoint,
  policy: IkePolicy,
  met: AddressRange,
): IkePolicy {
  const own = end.addresses[0]?.value
  const [mine, theirs] = [end, other].map(({ vendor: { daemon } }) => daemon?.transportThroughNat)
  return withChildren(policy, (child, { initiates: { value: version } }) => {
    const isSeen = mine?.includes(version) === true && theirs?.includes(version) !== false
    return isSeen && child.mode.value === 'transport' ? placedAt(child, met, child.proxies ? undefined : own) : child
  })
}

function withChildren(
  policy: IkePolicy,
  change: (child: ChildConfig, connection: IkeConnection) => ChildConfig,
): IkePolicy {
  return {
    ...policy,
    connections: policy.connections.map((each) => ({
      ...each,
      children: each.children.map((child) => change(child, each)),
    })),
  }
}

/** Also in the place of a network that holds `host`, which in transport mode stands for that alone. */
function placedAt(child: ChildConfig, own: AddressRange, host?: AddressRange): ChildConfig {
  const isOwn = ({ addresses }: SelectorTemplate) =>
    addresses === 'dynamic' || (host !== undefined && containsRange(addresses, host))
  const value = child.local.value.map((one) => (isOwn(one) ? { ...one, addresses: own } : one))
  return { ...child, local: { ...child.local, value } }
}

/** An address that is written may be this one: only the gateway knows what a host name stands for. */
export function mayBe(written: AddressRange, host: AddressRange): boolean {
  return equalRanges(written, host) || isUnknownHost(host) || isHostName(written) !== isHostName(host)
}

/** Names without a dot are addresses that the paste hides, and compare by themselves; one with a percent sign is nobody's. */
function isHostName(range: AddressRange): boolean {
  return range.family === 'name' && !isUnknownHost(range) && /^[^%]*\./.test(formatHost(range))
}

/** The policy with the two hosts in the place of what may be their addresses. */
export function placePolicy(policy: IkePolicy, own: AddressRange, peer: AddressRange): IkePolicy {
  return { ...policy, connections: policy.connections.map((connection) => placeConnection(connection, own, peer)) }
}

/** The same of one connection. */
export function placeConnection(connection: IkeConnection, own: AddressRange, peer: AddressRange): IkeConnection {
  return {
    ...connection,
    localAddresses: placed(connection.localAddresses, own),
    remoteAddresses: placed(connection.remoteAddresses, peer),
  }
}

/** A range is no address to go to; whether an unknown host lies in it is not known, and taken to be so. */
function placed(list: Setting<readonly AddressRange[]>, host: AddressRange): Setting<readonly AddressRange[]> {
  const value = list.value.flatMap((written) => {
    if (written.from !== written.to) return isUnknownHost(host) ? [] : [written]
    return [mayBe(written, host) ? host : written]
  })
  return { ...list, value }
}
