import type { PacketFilter } from '../../model/spd-entry.ts'
import type { ConfigObject } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import { readPhase2 } from './phase2.ts'

/** What phases 2 protect whose phase 1 was not pasted, so that neither the peer nor the version of IKE is known. */
export function orphanFilters(config: Configuration, orphans: readonly ConfigObject[]): PacketFilter[] {
  return orphans.flatMap((object) => {
    const around = { name: object.name, version: 2, waits: false, isInterface: true, isDialup: false } as const
    return readPhase2(config, object, around).flatMap((child) =>
      child.local.value.flatMap((local) =>
        child.remote.value.flatMap((remote): PacketFilter[] => {
          if (local.addresses === 'dynamic' || remote.addresses === 'dynamic') return []
          const sides = [child.remote, child.local].flatMap((side) => (side.origin === 'stated' ? [side.span] : []))
          const common = {
            name: object.name === '' ? null : object.name,
            protocol: local.protocol,
            mirrored: false,
            tunnel: { source: null, destination: null },
            action: 'protect',
            mode: 'tunnel',
            weight: null,
            spans: [...sides, object.span],
          } as const
          const [own, theirs] = [local.addresses, remote.addresses]
          const out = { source: own, destination: theirs, sourcePort: local.ports, destinationPort: remote.ports }
          const back = { source: theirs, destination: own, sourcePort: remote.ports, destinationPort: local.ports }
          return [
            { ...common, ...out, direction: 'out' },
            { ...common, ...back, direction: 'in' },
          ]
        }),
      ),
    )
  })
}
