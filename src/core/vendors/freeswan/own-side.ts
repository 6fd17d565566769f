import { type AddressRange, equalRanges } from '../../address/address-range.ts'

export type Side = 'left' | 'right'

/** What stands behind `left=` or `right=`. `own`: the gateway's own address, whichever; `any`: anybody's. */
export type Host = AddressRange | 'own' | 'any'

export interface TwoHosts {
  readonly left: Host
  readonly right: Host
}

/** How a product finds out which side is its own. */
export interface SideRule {
  /** The own side where the text itself tells. */
  readonly fixed: (hosts: TwoHosts) => Side | null
  /** The own side of an end that has these addresses, and whose peer has those. */
  readonly of: (hosts: TwoHosts, own: readonly AddressRange[], peers: readonly AddressRange[]) => Side
}

/** The addresses that can be the own one: those that every connection names whose own side is not fixed. */
export function ownCandidates(all: readonly TwoHosts[], { fixed }: SideRule): AddressRange[] {
  const open = all.filter((hosts) => fixed(hosts) === null)
  const first = open.slice(0, 1).flatMap(({ left, right }) => [left, right].filter(isRange))
  const common = first.filter((address) =>
    open.every(({ left, right }) => isOneOf(left, [address]) || isOneOf(right, [address])),
  )
  const found = common.length > 0 ? common : first
  return found.filter((address, index) => found.findIndex((other) => equalRanges(other, address)) === index)
}

function isRange(host: Host): host is AddressRange {
  return typeof host !== 'string'
}

export function isOneOf(host: Host, addresses: readonly AddressRange[]): boolean {
  return isRange(host) && addresses.some((address) => equalRanges(address, host))
}
