import type { MissingPart } from '../../model/obstacle.ts'
import { pairsOfEntries } from '../cisco/room-for-children.ts'
import type { AsaConfig } from './asa-config.ts'
import type { Connections } from './connections.ts'

/** What the connections name and the text does not hold, each with the command that shows it. */
export function missingParts({ connections, tooOften }: Connections, config: AsaConfig): MissingPart[] {
  const found = new Map<string, MissingPart>()
  const add = (code: string, topic: string, command: string) => {
    if (!found.has(topic)) found.set(topic, { code, topic, command: `\`${command}\`` })
  }
  const lacking = lackingLines(config)
  for (const { entry, tunnel, settings, version, group, connection } of connections) {
    const match = entry?.match
    if (match !== undefined) {
      if (!config.accessLists.has(match.value))
        add('TS001', `access list ${match.value}`, `show running-config access-list ${match.value}`)
      if (lacking.size > 0)
        for (const missing of lacking.get(match.value) ?? NOTHING)
          add('TS001', missing, 'show running-config object-group` and `show running-config object')
      lacking.delete(match.value)
    }
    const names = version === 1 ? settings.ikev1Sets : settings.ikev2Proposals
    const known = version === 1 ? config.proposals.ikev1 : config.proposals.ikev2
    const kind = version === 1 ? 'ikev1 transform-set' : 'ikev2 ipsec-proposal'
    for (const { value } of names)
      if (!known.has(value)) add('PR002', `${kind} ${value}`, 'show running-config crypto ipsec')
    if (tunnel?.profile !== undefined && !config.maps.profiles.has(tunnel.profile))
      add('PR002', `ipsec profile ${tunnel.profile}`, 'show running-config crypto ipsec')
    if (connection.proposalsUntold) add('PR001', `IKEv${version} policies`, `show running-config crypto ikev${version}`)
    if (group === undefined && !config.whole && config.tunnelGroups.length === 0)
      add('AU002', 'tunnel groups', 'show running-config tunnel-group')
  }
  for (const list of tooOften.keys()) {
    const { topic, command: how } = pairsOfEntries(list)
    found.set(topic, { code: 'TS001', topic, command: how })
  }
  return [...found.values()]
}

/** What lines of the lists name and the text does not hold, by list. */
function lackingLines({ accessLists }: AsaConfig): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [name, lines] of accessLists) {
    const lacking = lines.flatMap(({ missing }) => missing ?? NOTHING)
    if (lacking.length > 0) found.set(name, lacking)
  }
  return found
}

const NOTHING: readonly string[] = []
