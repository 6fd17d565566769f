import { formatRange } from '../../../address/address-range.ts'
import type { AuthRound, IkeConnection } from '../../../model/ike-policy.ts'

/**
 * charon makes one connection of several that differ in their child only (measured with strongSwan 5.9.8: "added child to
 * existing configuration"); it keeps the name of the first.
 */
export function mergeConnections(connections: readonly IkeConnection[]): readonly IkeConnection[] {
  const merged = new Map<number | string, IkeConnection>()
  const hosts = connections.map(hostsOf)
  const [single, several] = [new Set<number>(), new Set<number>()]
  for (const each of hosts) (single.has(each) ? several : single).add(each)
  if (several.size === 0) return connections
  for (const [at, connection] of connections.entries()) {
    const own = hosts[at] ?? 0
    const likeness = several.has(own) ? likenessOf(connection) : own
    const known = merged.get(likeness)
    merged.set(
      likeness,
      known === undefined ? connection : { ...known, children: [...known.children, ...connection.children] },
    )
  }
  return [...merged.values()]
}

/** The same number where the addresses are the same; where others have it too, the rest tells. */
function hostsOf({ localAddresses, remoteAddresses }: IkeConnection): number {
  const [own, peer] = [localAddresses.value[0]?.from ?? 0, remoteAddresses.value[0]?.from ?? 0]
  return Number(own) * PEERS + (Number(peer) % PEERS)
}

const PEERS = 2 ** 21

function likenessOf(connection: IkeConnection): string {
  const {
    initiates,
    accepts,
    exchange,
    localAddresses,
    remoteAddresses,
    proposals,
    virtualAddresses,
    pools,
    lifetime,
    ports,
  } = connection
  return JSON.stringify([
    initiates.value,
    accepts,
    exchange.value,
    localAddresses.value.map(formatRange),
    remoteAddresses.value.map(formatRange),
    proposals.value,
    connection.local.map(roundWords),
    connection.remote.map(roundWords),
    virtualAddresses,
    pools,
    lifetime,
    [ports?.own?.value, ports?.peer?.value],
  ])
}

function roundWords({ method, id }: AuthRound): readonly unknown[] {
  return [method.value, id?.value]
}
