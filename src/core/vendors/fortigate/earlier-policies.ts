import { formatHost } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, intersectBoxes } from '../../selectors/box.ts'
import { moveBlock } from './commands.ts'
import { type Configuration, textOf } from './configuration.ts'
import { byPackets, uncovered } from './meeting.ts'
import { boxesOf, idOf, isForAll } from './missing-policies.ts'
import { type Policy, policiesOf } from './policies.ts'
import type { Tunnel } from './tunnels.ts'

/**
 * Packets for a tunnel by policy that a policy in front of that with `action ipsec` takes: those for the internet stand there, and have
 * all networks (FortiOS handbook, "Defining multiple IPsec policies for the same tunnel": policies of IPsec are to be evaluated before
 * those that accept or deny).
 */
export function takenEarlier(config: Configuration, tunnel: Tunnel, boxes: readonly Box[]): Obstacle[] {
  const policies = policiesOf(config, tunnel.phase1.vdom)
  if (policies === null) return []
  const { ofTunnels, taking } = placesOf(policies)
  return (ofTunnels.get(tunnel.phase1.name) ?? []).flatMap(({ policy, at }): Obstacle[] => {
    const found = new Map<Placed, Box[]>()
    for (const own of boxesOf(policy, 'out')) {
      for (const packets of boxes.flatMap((each) => intersectBoxes(own, each) ?? [])) {
        const before = taking(packets).filter(({ earlier }) => earlier.at < at && isOnWayOf(earlier.policy, policy))
        for (const [index, { earlier, box }] of before.entries()) {
          const passed = before.slice(0, index).map((each) => each.box)
          const taken = intersectBoxes(box, packets)
          const left = taken === undefined ? [] : uncovered(taken, passed)
          if (left.length > 0) found.set(earlier, [...(found.get(earlier) ?? []), ...left])
        }
      }
    }
    const inOrder = [...found].toSorted(([one], [other]) => one.at - other.at)
    const first = inOrder[0]?.[0].policy
    if (first === undefined) return []
    return inOrder.map(([earlier, packets]) => obstacleOf(tunnel, policy, { earlier: earlier.policy, packets, first }))
  })
}

interface Placed {
  readonly policy: Policy
  readonly at: number
}

/** The policies of each tunnel, and those of others that take packets; both are asked for each tunnel. */
const placesOf = rememberedOf((policies: readonly Policy[]) => {
  const placed = policies.map((policy, at): Placed => ({ policy, at })).filter(({ policy }) => policy.isOn)
  const boxes = placed.flatMap((earlier) =>
    takesAll(earlier.policy) ? boxesOf(earlier.policy, 'out').map((box) => ({ earlier, box })) : [],
  )
  return {
    ofTunnels: grouped(
      placed.filter(({ policy }) => policy.action === 'ipsec' && textOf(policy.object, 'outbound') !== 'disable'),
      ({ policy }) => textOf(policy.object, 'vpntunnel') ?? '',
    ),
    taking: byPackets(boxes, ({ box }) => box),
  }
})

/** One that names what is not told may take none. */
function takesAll(policy: Policy): boolean {
  return policy.action !== 'ipsec' && policy.source !== null && policy.destination !== null && isForAll(policy)
}

/** It is for all packets on the way that the later one is for. */
function isOnWayOf(earlier: Policy, later: Policy): boolean {
  return (['from', 'to'] as const).every(
    (way) => earlier[way].includes('any') || later[way].every((name) => earlier[way].includes(name)),
  )
}

function obstacleOf(
  { connection, phase1 }: Tunnel,
  policy: Policy,
  { earlier, packets, first }: { readonly earlier: Policy; readonly packets: readonly Box[]; readonly first: Policy },
): Obstacle {
  const isDenied = earlier.action === 'deny'
  const words = (side: 'local' | 'remote') => [...new Set(packets.map((box) => formatHost(box[side])))].join(', ')
  const fate = isDenied ? 'denies them' : 'accepts them, so that they leave without protection'
  return {
    kind: 'not-admitted',
    direction: 'out',
    packets,
    packet: isDenied ? 'dropped' : 'clear',
    connection: connection.name,
    say: `The firewall policy ${idOf(earlier)} stands in front of ${idOf(policy)}, which has "action ipsec", takes packets from ${words('local')} to ${words('remote')}, and ${fate}.`,
    spans: [earlier.span, policy.span],
    steps: [
      {
        say: `Move the firewall policy ${idOf(policy)} in front of ${idOf(first)}.`,
        run: moveBlock(phase1.vdom, policy.object.table, policy.object.name, first.object.name),
      },
    ],
  }
}
