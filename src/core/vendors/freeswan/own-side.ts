import { type AddressRange, equalRanges, isPrivate } from '../../address/address-range.ts'

export type Side = 'left' | 'right'

/** What stands behind `left=` or `right=`. `own`: the gateway's own address, whichever; `any`: anybody's. */
export type Host = AddressRange | 'own' | 'any'

export interface TwoHosts {
  readonly left: Host
  readonly right: Host
}

/** The own side where the text itself tells: the one that is `%defaultroute`, or the one whose peer is anybody. */
export function fixedSide({ left, right }: TwoHosts): Side | null {
  if (left === 'own' || (right === 'any' && left !== 'any')) return 'left'
  return right === 'own' || (left === 'any' && right !== 'any') ? 'right' : null
}

/**
 * The own side of an end that has these addresses. Where neither side is one of them, a gateway behind NAT is likely,
 * whose private address stands in the text; else the left one, as people write it.
 */
export function ownSide(hosts: TwoHosts, own: readonly AddressRange[]): Side {
  const fixed = fixedSide(hosts)
  if (fixed !== null) return fixed
  if (isOneOf(hosts.left, own)) return 'left'
  if (isOneOf(hosts.right, own)) return 'right'
  return isPrivateHost(hosts.right) && !isPrivateHost(hosts.left) && own.length > 0 ? 'right' : 'left'
}

/** The addresses that can be the own one: those that every connection names whose own side is not fixed. */
export function ownCandidates(all: readonly TwoHosts[]): AddressRange[] {
  const open = all.filter((hosts) => fixedSide(hosts) === null).map(({ left, right }) => [left, right].filter(isRange))
  const [first = [], ...others] = open
  const common = first.filter((address) => others.every((hosts) => isOneOf(address, hosts)))
  const found = common.length > 0 ? common : first
  return found.filter((address, index) => found.findIndex((other) => equalRanges(other, address)) === index)
}

function isRange(host: Host): host is AddressRange {
  return typeof host !== 'string'
}

function isOneOf(host: Host, addresses: readonly AddressRange[]): boolean {
  return isRange(host) && addresses.some((address) => equalRanges(address, host))
}

function isPrivateHost(host: Host): boolean {
  return isRange(host) && host.family !== 'name' && isPrivate(host)
}
