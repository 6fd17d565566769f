import type { DialectStep } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import { configure } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { frontVrf, isForVrf, vrfWords } from './front-vrf.ts'
import type { Interface } from './interfaces.ts'
import { findInterface, type IosConfig } from './ios-config.ts'
import { placeWords } from './tunnel-steps.ts'

interface VrfFault {
  readonly say: string
  readonly spans: readonly Span[]
  readonly steps: readonly DialectStep[]
}

/** The VRFs in which the tunnels of each profile of IKEv2 reach their peers. */
export function vrfsOfProfiles(config: IosConfig, tunnels: readonly IosTunnel[]): VrfsOfProfiles {
  const found = new Map<string, Set<string | null>>()
  for (const tunnel of tunnels) {
    const [name, front] = [tunnel.protection.ikev2Profile?.value, frontVrf(config, tunnel)]
    if (name !== undefined && front !== undefined) found.set(name, (found.get(name) ?? new Set()).add(front))
  }
  return found
}

type VrfsOfProfiles = ReadonlyMap<string, ReadonlySet<string | null>>

/** Why nothing is negotiated for a tunnel in its VRF; `null` where nothing is in the way. */
export function vrfFault(config: IosConfig, vrfs: VrfsOfProfiles, tunnel: IosTunnel): VrfFault | null {
  const front = frontVrf(config, tunnel)
  if (front === undefined) return null
  const elsewhere = 'tunnel' in tunnel.place ? sourceElsewhere(config, tunnel.place.tunnel) : null
  return elsewhere ?? profileElsewhere(config, vrfs, tunnel, front)
}

/** The source and the destination of a tunnel are in one VRF, that of `tunnel vrf` (Command Reference, "tunnel vrf"). */
function sourceElsewhere(config: IosConfig, { name, span, tunnel }: Interface): VrfFault | null {
  const source = tunnel.source && findInterface(config, tunnel.source.value)
  if (source === undefined || (source.vrf?.value ?? null) === (tunnel.vrf?.value ?? null)) return null
  if (!config.whole && (source.vrf === undefined || tunnel.vrf === undefined)) return null
  const needed = vrfWords(source.vrf?.value)
  const line = source.vrf === undefined ? 'no tunnel vrf' : `tunnel vrf ${source.vrf.value}`
  return {
    say: `${name} looks for its peer in ${vrfWords(tunnel.vrf?.value)}, and its source ${source.name} is in ${needed}.`,
    spans: [tunnel.vrf?.span ?? span, source.vrf?.span ?? source.span],
    steps: [configure(`Let ${name} look for its peer in ${needed}.`, [{ mode: `interface ${name}`, lines: [line] }])],
  }
}

/** A profile of IKEv2 takes part in no negotiation of another VRF; that this counts for who begins, too, is assumed. */
function profileElsewhere(
  { ikev2, whole }: IosConfig,
  vrfs: VrfsOfProfiles,
  tunnel: IosTunnel,
  front: string | null,
): VrfFault | null {
  const profile = ikev2.profiles.get(tunnel.protection.ikev2Profile?.value ?? '')
  if (profile === undefined || isForVrf(profile, front)) return null
  // Of lines that were picked out of a configuration that of the VRF may be missing.
  if (!whole && front === null) return null
  const { name, vrf, span } = profile
  const isShared = (vrfs.get(name)?.size ?? 0) > 1
  const line = isShared ? 'match fvrf any' : front === null ? `no match fvrf ${vrf?.value}` : `match fvrf ${front}`
  const own = vrf === undefined ? `${vrfWords(undefined)}, since it has no "match fvrf"` : vrfWords(vrf.value)
  return {
    say: `The IKEv2 profile ${name} is for ${own}, and ${placeWords(tunnel)} reaches its peer in ${vrfWords(front ?? undefined)}.`,
    spans: [vrf?.span ?? span, placeOf(tunnel)],
    steps: [
      configure(`Let the IKEv2 profile ${name} be for ${isShared ? 'any VRF' : vrfWords(front ?? undefined)}.`, [
        { mode: `crypto ikev2 profile ${name}`, lines: [line] },
      ]),
    ],
  }
}

function placeOf({ place, protection }: IosTunnel): Span {
  return 'tunnel' in place ? (place.tunnel.tunnel.vrf?.span ?? place.tunnel.span) : protection.span
}
