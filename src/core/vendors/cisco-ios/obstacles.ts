import { formatHost } from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import { admissionObstacles } from './admission.ts'
import { configure } from './command-block.ts'
import { appliedTo, type IosTunnel } from './connections.ts'
import type { Interface } from './interfaces.ts'
import type { IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'
import { outsideInterface, routeObstacles } from './routing.ts'
import { natObstacles } from './translation.ts'

/** What keeps packets from the tunnels, where the paste tells. */
export function findObstacles(config: IosConfig, tunnels: readonly IosTunnel[]): Obstacle[] {
  const off = new Map(tunnels.map((tunnel) => [tunnel, inactive(config, tunnel)]))
  // Of what is switched off it does not matter where packets would go.
  const active = tunnels.filter((tunnel) => off.get(tunnel)?.length === 0)
  return [
    ...[...off.values()].flat(),
    ...natObstacles(config, tunnels),
    ...admissionObstacles(config, tunnels),
    ...routeObstacles(config, active),
  ]
}

function inactive(config: IosConfig, tunnel: IosTunnel): Obstacle[] {
  const { place, connection, protection } = tunnel
  const off = (
    say: string,
    spans: readonly Span[],
    packet: Obstacle['packet'],
    steps: readonly DialectStep[],
  ): Obstacle[] => [
    {
      kind: 'inactive',
      direction: 'both',
      packets: protectedBoxes(tunnel),
      packet,
      connection: connection.name,
      say,
      spans,
      steps,
    },
  ]
  const open = (each: Interface): DialectStep =>
    configure(`Switch ${each.name} on.`, [{ mode: `interface ${each.name}`, lines: ['no shutdown'] }])
  const { disabled } = config.isakmp
  if (disabled !== undefined && connection.initiates.value === 1) {
    const steps = [configure('Switch IKEv1 on.', ['crypto isakmp enable'])]
    return off('IKEv1 is switched off ("no crypto isakmp enable").', [disabled.span], 'dropped', steps)
  }
  const profile = config.ikev2.profiles.get(protection.ikev2Profile?.value ?? '')
  if (profile?.shutdown !== undefined) {
    const steps = [
      configure('Switch the IKEv2 profile on.', [
        { mode: `crypto ikev2 profile ${profile.name}`, lines: ['no shutdown'] },
      ]),
    ]
    return off(`The IKEv2 profile ${profile.name} is shut down.`, [profile.shutdown.span], 'dropped', steps)
  }
  if ('tunnel' in place) {
    const { shutdown } = place.tunnel
    return shutdown === undefined
      ? []
      : off(`The interface ${place.tunnel.name} is shut down.`, [shutdown.span], 'dropped', [open(place.tunnel)])
  }
  const applied = appliedTo(config, place.map.name)
  if (applied.length === 0) return config.whole ? notApplied() : []
  const shut = applied.flatMap(({ shutdown }) => shutdown ?? [])
  const names = applied.map(({ name }) => name).join(' and ')
  if (shut.length < applied.length) return []
  const spans = shut.map(({ span }) => span)
  return off(
    `The crypto map ${place.map.name} is applied to ${names}, which is shut down.`,
    spans,
    'dropped',
    applied.map(open),
  )

  function notApplied(): Obstacle[] {
    if ('tunnel' in place) return []
    const { name } = place.map
    const outside = outsideInterface(config)
    const mode = `interface ${outside?.name ?? '<the interface towards the peer>'}`
    const say = `Apply the crypto map ${name} to ${outside?.name ?? 'the interface towards the peer'}.`
    const steps = [configure(say, [{ mode, lines: [`crypto map ${name}`] }])]
    const why = `The crypto map ${name} is applied to no interface, so that its packets${connection.remoteAddresses.value[0] === undefined ? '' : ` for ${formatHost(connection.remoteAddresses.value[0])}`} are not protected.`
    return off(why, [place.entry.span], 'clear', steps)
  }
}
