import type { AddressRange } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { meantConnections, meantOf } from '../../model/meant-connections.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import type { Setting } from '../../model/setting.ts'
import { trafficBetween } from '../../selectors/box.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { configure } from './command-block.ts'

type Key = Setting<string | null>

/**
 * An end with what is in the way of its GRE: a packet with another key than that of the interface, or with one where that has none, is for
 * no tunnel (RFC 2890 2.1; Cisco IOS Interface Command Reference, "tunnel key"). Of two ends one is told to change: that without a key,
 * else the second.
 */
export function withUnlikeGreKeys(end: Endpoint, peer: Endpoint): Endpoint {
  const { hosts } = end
  const wrapped = meantOf(end).flatMap((connection) => keysOf(connection).map((own) => ({ connection, own })))
  if (hosts === undefined || wrapped.length === 0) return end
  const theirs = meantConnections(peer, end, { ...hosts, own: hosts.peer, peer: hosts.own }).flatMap(keysOf)
  const [other] = theirs
  if (other === undefined) return end
  const found = wrapped
    .filter(({ own }) => !theirs.some((key) => areAlike(own, key)) && isToChange(end, own, peer, other))
    .map(({ connection, own }) => unlike(connection.name, own, other, { end, peer }, [hosts.own, hosts.peer]))
  return found.length === 0 ? end : { ...end, obstacles: [...(end.obstacles ?? []), ...found] }
}

function keysOf({ children }: IkeConnection): Key[] {
  return children.flatMap(({ greKey }) => greKey ?? [])
}

/** A key that is hidden may be any. */
function areAlike({ value: a }: Key, { value: b }: Key): boolean {
  return a === b || [a, b].some((key) => key === UNKNOWN_SECRET || /^\*+$/.test(key ?? ''))
}

function isToChange({ label }: Endpoint, own: Key, peer: Endpoint, other: Key): boolean {
  if (own.value === null || other.value === null) return own.value === null
  return label > peer.label
}

function unlike(
  name: string,
  own: Key,
  other: Key,
  { end, peer }: { readonly end: Endpoint; readonly peer: Endpoint },
  [here, there]: readonly [AddressRange, AddressRange],
): Obstacle {
  const without = own.value === null ? 'without a key' : 'with another one'
  const line = other.origin === 'stated' ? ` (line ${other.span.line} of ${other.span.source})` : ''
  return {
    kind: 'wrapped',
    direction: 'both',
    packets: [{ ...trafficBetween(here, there), protocol: { from: 47, to: 47 } }],
    packet: 'dropped',
    connection: name,
    say: `${peer.name} wraps packets in GRE with a key${line}, and ${name} of ${end.name} ${without}: each end drops what comes from the other, once it is decrypted.`,
    spans: [own, other].flatMap((key) => (key.origin === 'stated' ? [key.span] : [])),
    steps: [
      configure(`Give ${name} the GRE key of ${peer.name}, or both ends none.`, [
        { mode: `interface ${name}`, lines: [`tunnel key <the tunnel key of ${peer.name}>`] },
      ]),
    ],
  }
}
