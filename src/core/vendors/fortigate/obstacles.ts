import type { Obstacle } from '../../model/obstacle.ts'
import type { Box } from '../../selectors/box.ts'
import { type Configuration, textOf } from './configuration.ts'
import { takenEarlier } from './earlier-policies.ts'
import { notAdmitted } from './missing-policies.ts'
import { notRouted } from './missing-routes.ts'
import { switchedOff } from './switched-off.ts'
import { translated } from './translations.ts'
import type { Tunnel } from './tunnels.ts'

/**
 * What keeps packets from a tunnel though its phases are right: an interface that is down, no route into it, no policy
 * that accepts them, another one in front of it, NAT in the policy that does (FortiOS administration guide, "Site-to-site VPN": a tunnel needs routes
 * and a policy for each direction).
 */
export function obstaclesOf(config: Configuration, tunnels: readonly Tunnel[]): readonly Obstacle[] {
  return tunnels.flatMap((tunnel) => {
    const boxes = boxesOf(tunnel)
    if (boxes.length === 0) return []
    return [
      ...switchedOff(config, tunnel, boxes),
      ...(tunnel.isInterface && !isDialup(tunnel) ? notRouted(config, tunnel, boxes) : []),
      ...notAdmitted(config, tunnel, boxes),
      ...(tunnel.isInterface ? translated(config, tunnel, boxes) : takenEarlier(config, tunnel, boxes)),
    ]
  })
}

/** The routes to dial-up peers are made when they come (`set add-route`). */
function isDialup({ phase1 }: Tunnel): boolean {
  return textOf(phase1, 'type') === 'dynamic'
}

/** What the phases 2 of a tunnel protect; of transport mode, where the two gateways speak with each other, nothing. */
function boxesOf({ connection }: Tunnel): Box[] {
  return connection.children.flatMap(({ local, remote }) =>
    local.value.flatMap((mine) =>
      remote.value.flatMap((theirs): Box[] => {
        if (mine.addresses === 'dynamic' || theirs.addresses === 'dynamic') return []
        const { addresses, protocol, ports } = mine
        return [{ local: addresses, remote: theirs.addresses, protocol, localPort: ports, remotePort: theirs.ports }]
      }),
    ),
  )
}
