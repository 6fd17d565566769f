import { formatHost } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import { admissionObstacles } from './admission.ts'
import { appliedTo } from './applied-map.ts'
import { configure, protectionMode } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import type { Interface } from './interfaces.ts'
import type { IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'
import { outsideInterface, routeObstacles } from './routing.ts'
import { natObstacles } from './translation.ts'
import { placeWords } from './tunnel-steps.ts'
import { vrfFault, vrfsOfProfiles } from './vrf-faults.ts'

/** What keeps packets from the tunnels, where the paste tells; `problems` takes what of it was not looked at. */
export function findObstacles(
  config: IosConfig,
  tunnels: readonly IosTunnel[],
  problems: ReadingProblem[],
): Obstacle[] {
  const vrfs = vrfsOfProfiles(config, tunnels)
  const off = tunnels.map((tunnel) => inactive(config, vrfs, tunnel))
  // Of what is switched off it does not matter where packets would go.
  const active = tunnels.filter((_, at) => off[at]?.length === 0)
  return [
    ...off.flat(),
    ...natObstacles(config, tunnels, problems),
    ...admissionObstacles(config, tunnels),
    ...routeObstacles(config, active),
  ]
}

const NONE: readonly Obstacle[] = []

function inactive(config: IosConfig, vrfs: ReturnType<typeof vrfsOfProfiles>, tunnel: IosTunnel): readonly Obstacle[] {
  const { place, connection, protection } = tunnel
  const { disabled } = config.isakmp
  if (disabled !== undefined && connection.initiates.value === 1) {
    const steps = [configure('Switch IKEv1 on.', ['crypto isakmp enable'])]
    return off(tunnel, 'IKEv1 is switched off ("no crypto isakmp enable").', [disabled.span], 'dropped', steps)
  }
  const profile = config.ikev2.profiles.get(protection.ikev2Profile?.value ?? '')
  if (profile?.shutdown !== undefined) {
    const steps = [
      configure('Switch the IKEv2 profile on.', [
        { mode: `crypto ikev2 profile ${profile.name}`, lines: ['no shutdown'] },
      ]),
    ]
    return off(tunnel, `The IKEv2 profile ${profile.name} is shut down.`, [profile.shutdown.span], 'dropped', steps)
  }
  if (tunnel.lacksProfile === true && profile !== undefined) {
    const line = `set ikev2-profile ${profile.name}`
    return off(
      tunnel,
      `The IKEv2 profile ${profile.name} is for the peer, and ${placeWords(tunnel)} does not name it: it begins with IKEv1, for which nothing is ${config.whole ? 'configured' : 'pasted'}.`,
      [protection.span, profile.span],
      'dropped',
      [
        configure(`Let ${placeWords(tunnel)} use the IKEv2 profile ${profile.name}.`, [
          { mode: protectionMode(tunnel), lines: [line] },
        ]),
      ],
    )
  }
  const elsewhere = vrfFault(config, vrfs, tunnel)
  if (elsewhere !== null) return off(tunnel, elsewhere.say, elsewhere.spans, 'dropped', elsewhere.steps)
  if ('tunnel' in place) {
    const { name, shutdown } = place.tunnel
    if (shutdown === undefined) return NONE
    return off(tunnel, `The interface ${name} is shut down.`, [shutdown.span], 'dropped', [open(place.tunnel)])
  }
  const applied = appliedTo(config, place.map.name)
  if (applied.length === 0) return config.whole ? notApplied(config, tunnel, place) : NONE
  if (applied.some(({ shutdown }) => shutdown === undefined)) return NONE
  const names = applied.map(({ name }) => name).join(' and ')
  return off(
    tunnel,
    `The crypto map ${place.map.name} is applied to ${names}, which is shut down.`,
    applied.flatMap(({ shutdown }) => shutdown?.span ?? []),
    'dropped',
    applied.map(open),
  )
}

function off(
  tunnel: IosTunnel,
  say: string,
  spans: readonly Span[],
  packet: Obstacle['packet'],
  steps: readonly DialectStep[],
): Obstacle[] {
  const packets = protectedBoxes(tunnel)
  const connection = tunnel.connection.name
  return [{ kind: 'inactive', direction: 'both', packets, packet, connection, say, spans, steps }]
}

function open({ name }: Interface): DialectStep {
  return configure(`Switch ${name} on.`, [{ mode: `interface ${name}`, lines: ['no shutdown'] }])
}

function notApplied(
  config: IosConfig,
  tunnel: IosTunnel,
  { map: { name }, entry }: Exclude<IosTunnel['place'], { readonly tunnel: Interface }>,
): Obstacle[] {
  const [peer] = tunnel.connection.remoteAddresses.value
  const outside = outsideInterface(config)
  const mode = `interface ${outside?.name ?? '<the interface towards the peer>'}`
  const say = `Apply the crypto map ${name} to ${outside?.name ?? 'the interface towards the peer'}.`
  const steps = [configure(say, [{ mode, lines: [`crypto map ${name}`] }])]
  const why = `The crypto map ${name} is applied to no interface, so that its packets${peer === undefined ? '' : ` for ${formatHost(peer)}`} are not protected.`
  return off(tunnel, why, [entry.span], 'clear', steps)
}
