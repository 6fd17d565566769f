import type { EndpointFragment } from '../../model/endpoint.ts'
import { type Block, type Format, NOTHING_READ, type Reading } from '../../model/format.ts'
import { settingsOf } from '../../model/settings-of.ts'
import { readingsOfBlocks } from '../readings-of-blocks.ts'
import { singles } from '../single-addresses.ts'
import { fortigateAnchors } from './anchors.ts'
import { buildTree } from './config-tree.ts'
import { type Configuration, configurationOf, objectsIn, secondaryAddresses, textOf } from './configuration.ts'
import { releaseOf } from './defaults.ts'
import { fortigateDialect } from './dialect.ts'
import { rolesOf } from './line-roles.ts'
import { obstaclesOf } from './obstacles.ts'
import { orphanFilters } from './orphan-filters.ts'
import { readStatements, type Statements } from './statements.ts'
import { readTunnels, type Tunnels } from './tunnels.ts'
import { fortigate } from './vendor.ts'

/** The configuration of a FortiGate, whole or in parts, as `show` and `show full-configuration` print it. */
export const fortigateConfig: Format = {
  id: 'fortigate/config',
  title: 'FortiGate configuration',
  command:
    'show vpn ipsec phase1-interface; show vpn ipsec phase2-interface; show firewall address; show router static',
  hint: /#config-version=|config\s+(?!setup)\S|[#$]\s+show|set\s+(?:phase1|remote-?gw|psksecret|ike-version|peertype|(?:src|dst)-(?:subnet|name)|vpntunnel)/,
  recognise: fortigateAnchors,
  read: (block) => readTogether([block])[0] ?? NOTHING_READ,
  readTogether,
}

/** The blocks of one end, but for those that are plainly of two units, which prompts or headers tell. */
function readTogether(blocks: readonly Block[]): Reading[] {
  return groupsOf(blocks.map((block) => ({ block, read: readStatements(block.lines) }))).flatMap(readGroup)
}

interface Part {
  readonly block: Block
  readonly read: Statements
}

/** Another host's prompt, or the header of another file, begins another unit. */
function groupsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups: Part[][] = []
  for (const part of parts) {
    const group = groups.at(-1)
    const hosts = group?.flatMap(({ read }) => read.host ?? []) ?? []
    const isOther = part.read.host !== null && hosts.length > 0 && !hosts.includes(part.read.host)
    const isFile = part.read.version !== null && group?.some(({ read }) => read.version !== null) === true
    if (group === undefined || isOther || isFile) groups.push([part])
    else group.push(part)
  }
  return groups
}

function readGroup(parts: readonly Part[]): Reading[] {
  const tree = buildTree(parts.map(({ read }) => read.statements))
  const header = parts.find(({ read }) => read.version !== null)?.read.version
  const config = configurationOf(tree, releaseOf(header?.text ?? ''))
  const roles = parts.map(({ block, read }, at) => rolesOf(block, read, tree.places[at] ?? [], config))
  const tunnels = readTunnels(config)
  const endpoints = fragmentsOf(parts, config, tunnels)
  return readingsOfBlocks(
    parts.map(({ block }) => block),
    endpoints,
    roles,
    config.problems,
  )
}

/** One end; none where the text tells nothing of a tunnel. */
function fragmentsOf(
  parts: readonly Part[],
  config: Configuration,
  { tunnels, keys, postQuantumKeys, orphans }: Tunnels,
): EndpointFragment[] {
  const [first] = parts
  if (first === undefined || (tunnels.length === 0 && orphans.length === 0)) return []
  const connections = tunnels.map(({ connection }) => connection)
  const hostname = objectsIn(config, 'system global').map((object) => textOf(object, 'hostname'))
  const [line] = first.block.lines
  return [
    {
      vendor: fortigate,
      name:
        hostname.find((name) => name !== undefined) ?? parts.find(({ read }) => read.host !== null)?.read.host ?? null,
      label: null,
      addresses: singles(connections.map(({ localAddresses }) => localAddresses)),
      spareAddresses: [...new Set(tunnels.flatMap(({ phase1 }) => textOf(phase1, 'interface') ?? []))].flatMap((name) =>
        secondaryAddresses(config, name),
      ),
      peers: singles(connections.map(({ remoteAddresses }) => remoteAddresses)),
      filters: tunnels.length === 0 ? orphanFilters(config, orphans) : undefined,
      site: undefined,
      settings: settingsOf(connections, keys),
      ...(tunnels.length > 0 && { ike: { connections, keys, postQuantumKeys, daemon: {}, notLoaded: [] } }),
      editor: null,
      dialect: fortigateDialect({ config, tunnels }),
      obstacles: obstaclesOf(config, tunnels),
      missing: config.missing,
      span: { source: first.block.source, line: line?.number ?? 1, column: 1, length: line?.text.length ?? 0 },
    },
  ]
}
