import { wholeFamily } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { meantConnections, meantOf } from '../../model/meant-connections.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { trafficBetween } from '../../selectors/box.ts'

type Networked = IkeConnection & { readonly network: NonNullable<IkeConnection['network']> }

/**
 * An end with what is in the way where no phase 1 of it is of a network of the other FortiGate: that number, of Fortinet alone, selects the
 * phase 1 that answers (FortiOS administration guide, "Phase 1 configuration", Network ID). Of two ends one is told to change: that without
 * a number, else the second. What another product makes of it is not documented.
 */
export function withUnlikeNetworks(end: Endpoint, peer: Endpoint): Endpoint {
  const { hosts } = end
  const own = meantOf(end).filter(isNetworked)
  if (hosts === undefined || own.length === 0) return end
  const theirs = meantConnections(peer, end, { ...hosts, own: hosts.peer, peer: hosts.own }).filter(isNetworked)
  const known = new Set(theirs.map(({ network }) => network.value))
  const [other] = theirs
  if (other === undefined || own.some(({ network }) => known.has(network.value))) return end
  const found = own.filter((each) => isToChange(end, each, peer, other)).map((each) => unlike(each, other, peer))
  return found.length === 0 ? end : { ...end, obstacles: [...(end.obstacles ?? []), ...found] }
}

/** Of a phase 1 with such a number towards another product, what to look at. */
export function networksUntold(end: Endpoint, peer: Endpoint): string[] {
  if (peer.ike === undefined || peer.ike.connections.some(isNetworked)) return []
  return meantOf(end)
    .filter((each) => isNetworked(each) && each.network.value !== null)
    .map(
      ({ name }) =>
        `On ${end.name}, "${name}" has a network ID, which FortiGates alone know: where the tunnel does not come up, try it without (\`set network-overlay disable\`).`,
    )
}

function isNetworked(connection: IkeConnection): connection is Networked {
  return connection.network !== undefined
}

function isToChange({ label }: Endpoint, own: Networked, peer: Endpoint, other: Networked): boolean {
  if (own.network.value === null || other.network.value === null) return own.network.value === null
  return label > peer.label
}

function unlike({ name, network }: Networked, other: Networked, { name: peer }: Endpoint): Obstacle {
  const own = network.value === null ? 'has no network ID' : `has the network ID ${network.value}`
  return {
    kind: 'inactive',
    direction: 'both',
    packets: (['ipv4', 'ipv6'] as const).map((family) => trafficBetween(wholeFamily(family), wholeFamily(family))),
    packet: 'dropped',
    connection: name,
    say: `The phase 1 "${name}" ${own}, and that of ${peer} has ${other.network.value}: it takes part in no negotiation with it.`,
    spans: [network, other.network].flatMap((each) => (each.origin === 'stated' ? [each.span] : [])),
    steps: other.network.value === null ? [] : [network.join(other.network.value)],
  }
}
