import { type AddressRange, between, containsRange, isUnrestricted } from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { type Box, intersectBoxes, trafficBetween } from '../../selectors/box.ts'
import { hostOf } from './addresses.ts'
import { commandBlock } from './commands.ts'
import { type Configuration, isEnabled, objectsIn, spanOf } from './configuration.ts'
import { byPackets, byRange } from './meeting.ts'
import { namesOf, type Policy, policiesNaming, policiesOf } from './policies.ts'
import type { Tunnel } from './tunnels.ts'

/**
 * Packets whose source a policy changes to an address that no phase 2 protects (FortiOS administration guide, "Source
 * NAT": `set nat enable` gives them that of the interface that they leave by, or one of a pool). Of a pool that was not pasted nothing is told.
 */
export function translated(config: Configuration, tunnel: Tunnel, boxes: readonly Box[]): Obstacle[] {
  const policies = policiesOf(config, tunnel.phase1.vdom) ?? []
  const meeting = byPackets(boxes, (box) => box)
  const protecting = byRange(boxes, ({ remote }) => remote)
  return policiesNaming(policies, 'to', namesOf(config, tunnel)).flatMap((policy): Obstacle[] => {
    const { object, action, isOn, nat, source, destination } = policy
    if (!isOn || action !== 'accept' || !nat) return []
    const shown = isEnabled(object, 'ippool', false) ? poolsOf(config, policy) : ownAddress(config, tunnel)
    if (shown === null || source === null || destination === null) return []
    const packets = source.flatMap((mine) =>
      destination.flatMap((theirs) => {
        const asked = trafficBetween(mine, theirs)
        return meeting(asked).flatMap((box) => intersectBoxes(asked, box) ?? [])
      }),
    )
    const lost = packets.filter((packet) => !isCovered(shown, protecting, packet))
    if (lost.length === 0) return []
    return [obstacleOf(tunnel, policy, lost)]
  })
}

/** Of the tunnel's interface; none where it has no address. */
function ownAddress(config: Configuration, { phase1 }: Tunnel): readonly AddressRange[] {
  const [object] = config.interfaces.get(phase1.name) ?? []
  const own = hostOf(object?.values.get('ip'))
  return own === null ? [] : [own]
}

/** `null` where one of them was not pasted, or has no addresses that can be read. */
function poolsOf(config: Configuration, { object }: Policy): readonly AddressRange[] | null {
  const names = object.values.get('poolname')?.words ?? []
  const pools = objectsIn(config, 'firewall ippool', object.vdom)
  const ranges = names.map((name) => {
    const pool = pools.find((each) => each.name === name)
    const [from, to] = [hostOf(pool?.values.get('startip')), hostOf(pool?.values.get('endip'))]
    return from === null || to === null ? null : between(from.family, from.from, to.to)
  })
  return ranges.length === 0 || ranges.includes(null) ? null : ranges.flatMap((range) => range ?? [])
}

/** The addresses that the packets then have lie in what is protected, or everything does. */
function isCovered(
  shown: readonly AddressRange[],
  protecting: (remote: AddressRange) => readonly Box[],
  { remote }: Box,
): boolean {
  const boxes = protecting(remote).filter((box) => containsRange(box.remote, remote))
  if (shown.length === 0) return boxes.some(isWhole)
  return shown.every((own) => boxes.some((box) => containsRange(box.local, own)))
}

function isWhole({ local }: Box): boolean {
  return isUnrestricted(local)
}

function obstacleOf({ connection, phase1 }: Tunnel, { object }: Policy, packets: readonly Box[]): Obstacle {
  return {
    kind: 'translated',
    direction: 'out',
    packets,
    packet: 'dropped',
    connection: connection.name,
    say: `The firewall policy ${object.name} changes the source of packets into "${phase1.name}" (set nat enable), so that no phase 2 of "${connection.name}" protects them.`,
    spans: [spanOf(object, 'nat')],
    steps: [
      {
        say: `Switch NAT off in the firewall policy ${object.name}.`,
        run: commandBlock(phase1.vdom, [{ table: object.table, name: object.name, lines: ['set nat disable'] }]),
      },
    ],
  }
}
