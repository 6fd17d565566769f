import { type AddressRange, equalRanges, isUnspecified, nameRange, wholeFamily } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { canGive, firstOf as firstAddress } from '../address-pools.ts'
import type { Endpoint } from '../endpoint.ts'
import type { ChildConfig, IkeConnection, IkePolicy, SelectorTemplate } from '../ike-policy.ts'
import type { Setting } from '../setting.ts'

/**
 * The policy of an end where it asks the other for a virtual address, or gives it one (RFC 7296 2.19): that address stands
 * in the place of `dynamic`, and of everything (0.0.0.0/0) where it is asked for.
 */
export function withVirtualAddress(policy: IkePolicy, { ike: other }: Pick<Endpoint, 'ike'>): IkePolicy {
  const theirs = other?.connections ?? []
  const [given, giving] = [leaseBetween(policy.connections, theirs), leaseBetween(theirs, policy.connections)]
  const connections = policy.connections.map((connection) => {
    if (connection.virtualAddresses.length > 0 && given !== undefined) return withSide(connection, 'local', given)
    if (connection.pools.length > 0 && giving !== undefined) return withSide(connection, 'remote', giving)
    return connection
  })
  return { ...policy, connections }
}

/** What one end is given by the other, for the first address that it asks for and is given one. */
function leaseBetween(asking: readonly IkeConnection[], giving: readonly IkeConnection[]): AddressRange | undefined {
  const pools = giving.flatMap((connection) => connection.pools)
  for (const asked of asking.flatMap(({ virtualAddresses }) => virtualAddresses)) {
    const pool = pools.find((each) => canGive(each, asked))
    if (pool !== undefined) return leaseOf(asked, pool)
  }
  return undefined
}

/** The first of the pool; where it is only named, the address that is asked for, if it is one. */
function leaseOf(asked: string, pool: string): AddressRange {
  const first = firstAddress(pool)
  if (first !== undefined) return first
  const wanted = parseAddress(asked)
  if (!isProblem(wanted) && wanted.family !== 'name' && !isUnspecified(wanted)) return wanted
  return nameRange('a virtual address')
}

function withSide(connection: IkeConnection, side: 'local' | 'remote', lease: AddressRange): IkeConnection {
  const place = (list: Setting<readonly SelectorTemplate[]>): Setting<readonly SelectorTemplate[]> => ({
    ...list,
    value: list.value.map((one) => (standsForLease(one, side) ? { ...one, addresses: lease } : one)),
  })
  const children = connection.children.map((child): ChildConfig => ({ ...child, [side]: place(child[side]) }))
  return { ...connection, children }
}

function standsForLease({ addresses }: SelectorTemplate, side: 'local' | 'remote'): boolean {
  if (addresses === 'dynamic') return true
  return side === 'local' && equalRanges(addresses, wholeFamily(addresses.family === 'ipv6' ? 'ipv6' : 'ipv4'))
}
