import { equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { isSameLine } from '../../text/source-text.ts'

/**
 * What of a router or an ASA concerns one peer. An entry with several peers protects its traffic with whichever it has a tunnel with
 * ("set peer": the next one where the first does not answer), so that for this pair it goes to this peer. Where an entry names the
 * peer, one for whoever comes waits behind it: it answers, and its own packets are not looked up in it for this peer.
 */
export function forThisPeer(end: Endpoint): Endpoint {
  const { ike, hosts, meant } = end
  if (ike === undefined || hosts === undefined || meant === undefined) return end
  const named = ike.connections.filter((connection) => meant.has(connection.name) && goesTo(connection))
  if (named.length === 0) return end
  const backups = new Set(
    ike.connections.filter(
      (connection) => !goesTo(connection) && named.some(({ span }) => isSameLine(span, connection.span)),
    ),
  )
  const dropped = new Set([...backups].map(({ name }) => name))
  return {
    ...end,
    ike: { ...ike, connections: ike.connections.filter((connection) => !backups.has(connection)) },
    meant: new Set(named.map(({ name }) => name)),
    ...(end.spd && { spd: end.spd.filter(({ negotiated }) => !dropped.has(negotiated?.connection.name ?? '')) }),
  }

  function goesTo({ remoteAddresses }: IkeConnection): boolean {
    return hosts !== undefined && remoteAddresses.value.some((address) => equalRanges(address, hosts.peer))
  }
}
