import {
  type AddressRange,
  equalRanges,
  isUnspecified,
  nameRange,
  point,
  wholeFamily,
} from '../../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix, parseRange } from '../../address/parse-address.ts'
import type { Endpoint } from '../endpoint.ts'
import type { ChildConfig, IkeConnection, IkePolicy, SelectorTemplate } from '../ike-policy.ts'
import type { Setting } from '../setting.ts'

/**
 * The policy of an end where it asks the other for a virtual address, or gives it one (RFC 7296 2.19): that address stands
 * in the place of `dynamic`, and of everything (0.0.0.0/0) where it is asked for.
 */
export function withVirtualAddress(policy: IkePolicy, { ike: other }: Pick<Endpoint, 'ike'>): IkePolicy {
  const theirs = other?.connections ?? []
  const [asking, asked] = [firstOf(policy.connections, 'virtualAddresses'), firstOf(theirs, 'virtualAddresses')]
  const [given, giving] = [firstOf(theirs, 'pools'), firstOf(policy.connections, 'pools')]
  const connections = policy.connections.map((connection) => {
    if (connection.virtualAddresses.length > 0 && asking !== undefined && given !== undefined)
      return withSide(connection, 'local', leaseOf(asking, given))
    if (connection.pools.length > 0 && asked !== undefined && giving !== undefined)
      return withSide(connection, 'remote', leaseOf(asked, giving))
    return connection
  })
  return { ...policy, connections }
}

function firstOf(connections: readonly IkeConnection[], list: 'virtualAddresses' | 'pools'): string | undefined {
  return connections.flatMap((connection) => connection[list])[0]
}

/** The address that is asked for, else the first of the pool; a pool that is only named tells no address. */
function leaseOf(asked: string, pool: string): AddressRange {
  const wanted = parseAddress(asked)
  if (!isProblem(wanted) && wanted.family !== 'name' && !isUnspecified(wanted)) return wanted
  for (const parse of [parseRange, parsePrefix]) {
    const range = parse(pool)
    if (!isProblem(range) && range.family !== 'name') return point(range.family, range.from)
  }
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
