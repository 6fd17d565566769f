import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { Span } from '../../text/source-text.ts'
import type { AsaConfig } from './asa-config.ts'
import { configure } from './asa-words.ts'
import { boxesOf } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'
import type { CryptoMaps, MapEntry } from './crypto-maps.ts'
import { forbiddenBy, isEnabled, permissionLines } from './versions.ts'

interface Fault {
  readonly say: string
  readonly spans: readonly Span[]
  readonly step: string
  readonly lines: readonly string[]
}

/** Connections that are configured and do nothing, one obstacle each; of several faults each has its own. */
export function inactiveObstacles(connections: readonly AsaConnection[], config: AsaConfig): Obstacle[] {
  const found: Obstacle[] = []
  for (const each of connections) {
    for (const { say, spans, step, lines } of faultsOf(each, config)) {
      found.push({
        kind: 'inactive',
        direction: 'both',
        packets: boxesOf(each),
        packet: 'clear',
        connection: each.connection.name,
        say,
        spans,
        steps: [{ say: step, run: configure(lines) }],
      })
    }
  }
  return found
}

/** The map that an entry is of, or that names its dynamic map, whichever comes first. */
function mapOf(entry: MapEntry, maps: CryptoMaps): string | undefined {
  const places = [entry, entry.map].flatMap((key) => placesOf(maps).get(key) ?? [])
  return maps.entries[Math.min(...places)]?.map
}

/** Of each entry, and of the first that names a dynamic map. */
const placesOf = rememberedOf(({ entries }: CryptoMaps): ReadonlyMap<MapEntry | string, number> => {
  const places = new Map<MapEntry | string, number>()
  for (const [at, entry] of entries.entries()) {
    places.set(entry, at)
    if (entry.dynamic !== undefined && !places.has(entry.dynamic)) places.set(entry.dynamic, at)
  }
  return places
})

function faultsOf(each: AsaConnection, config: AsaConfig): readonly Fault[] {
  const { entry, tunnel, interfaceName, version, group } = each
  const own = entry?.command.span ?? tunnel?.command.span
  const faults: Fault[] = []
  if (own === undefined) return faults
  const map = entry !== undefined && interfaceName === undefined && config.whole ? mapOf(entry, config.maps) : undefined
  if (map !== undefined) {
    const outside = config.interfaces.find(({ name }) => name === 'outside')?.name ?? '<interface>'
    faults.push({
      say: `The crypto map "${map}" is applied to no interface, so that it protects nothing.`,
      spans: [own],
      step: 'Apply the crypto map to the interface that faces the peer.',
      lines: [`crypto map ${map} interface ${outside}`],
    })
  }
  for (const down of config.interfaces) {
    if (down.shutdown === undefined || (down.name !== interfaceName && down.name !== tunnel?.name)) continue
    const header = down.command.words.join(' ')
    faults.push({
      say: `The interface "${down.name}" is shut down.`,
      spans: [down.shutdown.span],
      step: `Bring ${down.name} up.`,
      lines: [header, ' no shutdown'],
    })
  }
  if (interfaceName !== undefined && !isEnabled(version, interfaceName, config)) {
    const old = config.release !== undefined && config.release < 804
    faults.push({
      say: `IKEv${version} is not enabled on "${interfaceName}".`,
      spans: [own],
      step: `Enable IKEv${version} on ${interfaceName}.`,
      lines: [`crypto ${old ? 'isakmp' : `ikev${version}`} enable ${interfaceName}`],
    })
  }
  const forbidden = forbiddenBy(version, group, config)
  if (forbidden !== undefined) {
    faults.push({
      say: `"vpn-tunnel-protocol" of the group policy leaves IKEv${version} out, so that the ASA rejects the tunnel.`,
      spans: [forbidden.command.span],
      step: `Let the group policy take IKEv${version}.`,
      lines: permissionLines(version, group, config),
    })
  }
  return faults
}
