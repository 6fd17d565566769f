import type { MissingPart } from '../../model/obstacle.ts'
import type { Span } from '../../text/source-text.ts'
import type { Command } from '../cisco/command.ts'
import { pairsOfEntries } from '../cisco/room-for-children.ts'
import type { AsaConfig } from './asa-config.ts'
import type { Connections } from './connections.ts'

/** What the connections name and the text does not hold, each with the command that shows it. */
export function missingParts({ connections, tooOften }: Connections, config: AsaConfig): MissingPart[] {
  const found = new Map<string, MissingPart>()
  const add = (code: string, topic: string, command: string, span: Span) => {
    if (!found.has(topic)) found.set(topic, { code, topic, command: `\`${command}\``, span })
  }
  const lacking = lackingLines(config)
  for (const { entry, tunnel, settings, version, group, connection } of connections) {
    const match = entry?.match
    if (match !== undefined) {
      if (!config.accessLists.has(match.value))
        add('TS001', `access list ${match.value}`, `show running-config access-list ${match.value}`, match.command.span)
      if (lacking.size > 0)
        for (const { missing, command } of lacking.get(match.value) ?? NOTHING)
          add('TS001', missing, 'show running-config object-group` and `show running-config object', command.span)
      lacking.delete(match.value)
    }
    const names = version === 1 ? settings.ikev1Sets : settings.ikev2Proposals
    const known = version === 1 ? config.proposals.ikev1 : config.proposals.ikev2
    const kind = version === 1 ? 'ikev1 transform-set' : 'ikev2 ipsec-proposal'
    for (const { value, command } of names)
      if (!known.has(value)) add('PR002', `${kind} ${value}`, 'show running-config crypto ipsec', command.span)
    if (tunnel?.profile !== undefined && !config.maps.profiles.has(tunnel.profile.name))
      add(
        'PR002',
        `ipsec profile ${tunnel.profile.name}`,
        'show running-config crypto ipsec',
        tunnel.profile.command.span,
      )
    if (connection.proposalsUntold)
      add('PR001', `IKEv${version} policies`, `show running-config crypto ikev${version}`, connection.span)
    if (group === undefined && !config.whole && config.tunnelGroups.length === 0)
      add('AU002', 'tunnel groups', 'show running-config tunnel-group', connection.span)
  }
  for (const [list, { command }] of tooOften) {
    const { topic, command: how } = pairsOfEntries(list)
    found.set(topic, { code: 'TS001', topic, command: how, span: command.span })
  }
  return [...found.values()]
}

/** The lines of the lists in which something is missing. */
function lackingLines({ accessLists }: AsaConfig): Map<string, readonly LackingLine[]> {
  const found = new Map<string, readonly LackingLine[]>()
  for (const [name, lines] of accessLists) {
    if (lines.every(({ missing }) => missing === null)) continue
    const lacking = lines.flatMap(({ missing, command }) => (missing === null ? NOTHING : [{ missing, command }]))
    found.set(name, lacking)
  }
  return found
}

interface LackingLine {
  readonly missing: string
  readonly command: Command
}

const NOTHING: readonly LackingLine[] = []
