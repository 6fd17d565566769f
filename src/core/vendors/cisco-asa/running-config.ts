import type { AddressRange } from '../../address/address-range.ts'
import { rangeKey } from '../../address/address-range.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import { type Block, type Format, NOTHING_READ, type Reading } from '../../model/format.ts'
import type { IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { settingsOf } from '../../model/settings-of.ts'
import { lineSpan } from '../../text/source-text.ts'
import { belowHeadings, type Told, withoutBareHeadings } from '../cisco/bare-headings.ts'
import { beginningWith, type CommandText, commandsOf, parseCommands } from '../cisco/command-tree.ts'
import { readByBox } from '../cisco/read-by-box.ts'
import { RolesOfTexts } from '../cisco/roles-of-texts.ts'
import { CONFIGURATION_HINT, ciscoSegments } from '../cisco/which-product.ts'
import { type AsaConfig, readConfig } from './asa-config.ts'
import { type Connections, connectionsOf } from './connections.ts'
import { asaDialect } from './dialect.ts'
import { effectiveCommands } from './effective-commands.ts'
import { accountFor } from './known-commands.ts'
import { missingParts } from './missing-parts.ts'
import { asaGrammar } from './mode-grammar.ts'
import { type Notes, newNotes } from './notes.ts'
import { obstaclesOf } from './obstacles.ts'
import { sharedKeysOf } from './shared-keys.ts'
import { ciscoAsa } from './vendor.ts'

/**
 * The configuration of a Cisco ASA, whole or any parts of it: objects, access lists, NAT, crypto maps, tunnel groups. The
 * commands are those of the Cisco ASA Series Command Reference from 7.x on.
 */
export const asaRunningConfig: Format = {
  id: 'cisco-asa/running-config',
  title: 'Cisco ASA running-config',
  command: 'show running-config',
  hint: CONFIGURATION_HINT,
  recognise: (lines) => ciscoSegments(lines).flatMap(({ product, anchor }) => (product === 'asa' ? [anchor] : [])),
  read: (block) => readBox([block])[0] ?? NOTHING_READ,
  readTogether: (blocks) => readByBox(blocks, readBox),
}

function readBox(blocks: readonly Block[]): Reading[] {
  const roles = new RolesOfTexts(blocks.map(({ lines }) => lines))
  const notes = newNotes(roles)
  const texts = blocks.map(({ lines }) => parseCommands(lines, asaGrammar))
  for (const { beside } of texts) for (const line of beside) roles.set(line, 'irrelevant')
  const whole = texts.some(isWhole)
  const { commands, bare } = whole ? { commands: commandsOf(texts), bare: [] } : withoutBareHeadings(texts, HEADING)
  for (const command of bare) notes.read(command)
  const config = readConfig(effectiveCommands(commands), whole, notes)
  accountFor(commands, notes)
  for (const { rests } of texts) roles.setLike(rests)
  const fragment = fragmentOf(blocks, texts, { config, bare, notes })
  return blocks.map(({ source }, at) => ({
    endpoints: at === 0 && fragment !== null ? [fragment] : [],
    observations: [],
    roles: roles.of(source),
    problems: notes.problems.filter(({ span }) => span.source === source).toSorted((a, b) => a.span.line - b.span.line),
  }))
}

/** Without lines below it a heading like these is not worth its place in a configuration. */
const HEADING =
  /^(?:crypto (?:isakmp|ikev[12]) policy \d+$|crypto ipsec (?:ikev2 ipsec-proposal|profile) |tunnel-group \S+ (?:type|ipsec-attributes)\b)/i

/** `show running-config` prints the release first and `: end` last; of a part of it one of the two is missing. */
function isWhole({ commands, ofTerminal }: CommandText): boolean {
  if (beginningWith(commands, 'asa version', 'pix version').length === 0) return false
  return ofTerminal.some(({ kind, line }) => kind !== 'command' && /^\s*(?:: end\b|Cryptochecksum:)/i.test(line.text))
}

function fragmentOf(
  blocks: readonly Block[],
  texts: readonly CommandText[],
  { config, bare, notes }: { readonly config: AsaConfig; readonly bare: Told['bare']; readonly notes: Notes },
): EndpointFragment | null {
  const found = connectionsOf(config, notes)
  const { connections } = found
  const policies = connections.map(({ connection }) => connection)
  const first = blocks[0]?.lines[0]
  const keys = sharedKeysOf(connections, config)
  const notLoaded = incompleteOf(found, notes)
  const says =
    connections.length + notLoaded.length + (keys?.length ?? 0) + config.accessLists.size + config.ikePolicies.length
  if (first === undefined || says === 0) return null
  const prompt =
    texts.map(({ ofTerminal }) => ofTerminal.find(({ host }) => host !== null)?.host).find((host) => host) ?? null
  const below = belowHeadings(bare, '`show running-config crypto`')
  // All of it is asked for, and no part of it once more.
  const others = missingParts(found, config).filter(({ command }) => below.length === 0 || !/ crypto /.test(command))
  const missing = [...below, ...others]
  const obstacles = obstaclesOf(connections, config, notes)
  return {
    vendor: ciscoAsa,
    name: config.name ?? prompt,
    label: null,
    addresses: ownAddresses(found, config),
    peers: distinct(peersOf(policies)),
    filters: undefined,
    site: undefined,
    settings: settingsOf(policies, keys ?? []),
    ike: {
      connections: policies,
      keys,
      daemon: config.aggressiveDisabled ? { aggressivePsk: defaulted(false, '"crypto ikev1 am-disable"') } : {},
      notLoaded,
    },
    editor: null,
    dialect: asaDialect({ config, connections }),
    ...(obstacles.length > 0 && { obstacles }),
    ...(missing.length > 0 && { missing }),
    span: lineSpan(first),
  }
}

/** "Crypto map has incomplete entries": they take part in nothing. */
function incompleteOf({ incomplete }: Connections, notes: Notes): IkePolicy['notLoaded'] {
  return incomplete.map(({ name, command, lacks }) => {
    const say = `The crypto map entry ${name} has no "${lacks}", so that the ASA takes it for incomplete and leaves it out.`
    notes.invalid(command, say, `Add "crypto map ${name} ${lacks} ..." to it.`)
    return { name, span: command.span, say }
  })
}

function peersOf(connections: readonly IkeConnection[]): Setting<AddressRange>[] {
  const peers: Setting<AddressRange>[] = []
  for (const { remoteAddresses } of connections) {
    const [address] = remoteAddresses.value
    if (remoteAddresses.origin === 'stated' && address !== undefined) peers.push(stated(address, remoteAddresses.span))
  }
  return peers
}

/** Of the interfaces that the tunnels go out by; where the text does not tell which, of none. */
function ownAddresses({ connections }: Connections, { interfaces, enabled }: AsaConfig): Setting<AddressRange>[] {
  const used = new Set(connections.flatMap(({ interfaceName }) => interfaceName ?? []))
  const names = used.size > 0 ? used : new Set(enabled.map(({ interfaceName }) => interfaceName))
  return distinct(
    interfaces.flatMap(({ name, address }) => (names.has(name) && address !== undefined ? [address] : [])),
  )
}

function distinct(addresses: readonly Setting<AddressRange>[]): Setting<AddressRange>[] {
  return [...new Map(addresses.toReversed().map((address) => [rangeKey(address.value), address])).values()].toReversed()
}
