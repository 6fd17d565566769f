import type { EndpointFragment } from '../../model/endpoint.ts'
import { type Block, type Format, NOTHING_READ, type Reading } from '../../model/format.ts'
import { settingsOf } from '../../model/settings-of.ts'
import { withoutShunts } from '../../model/without-shunts.ts'
import { lineSpan } from '../../text/source-text.ts'
import { readingsOfBlocks } from '../readings-of-blocks.ts'
import { singles } from '../single-addresses.ts'
import { notationOf, vyosAnchors } from './anchors.ts'
import { type ConfigNode, nodeAt, valueAt } from './config-tree.ts'
import { type Configuration, configurationOf, SHOW_ALL, tellUnsupported } from './configuration.ts'
import { vyosDialect } from './dialect.ts'
import { type Generation, generationOf } from './generation.ts'
import { keysOf, postQuantumKeysOf } from './keys.ts'
import { rolesOf } from './line-roles.ts'
import { addTo, areTwo, routerOf } from './next-router.ts'
import { obstaclesOf } from './obstacles.ts'
import { type Peer, readPeers } from './peers.ts'
import { newRoot, readStatements, type Statements, UNNAMED } from './statements.ts'
import { edgeos, vyos, vyosLegacy } from './vendor.ts'

/** The configuration of VyOS, EdgeOS and Vyatta: as commands, or as the tree that `show configuration` and a saved file have. */
export const vyosConfig: Format = {
  id: 'vyos/config',
  title: 'VyOS, EdgeOS or Vyatta configuration',
  command: SHOW_ALL,
  hint: /vpn ipsec|site-to-site|(?:ike|esp)-group |ipsec-interfaces|-config-version|nat source rule|service nat rule|interfaces vti/,
  recognise: vyosAnchors,
  read: (block) => readTogether([block])[0] ?? NOTHING_READ,
  readTogether,
}

interface Part {
  readonly block: Block
  readonly read: Statements
}

/** The blocks of one end, but for those that are plainly of two routers, which prompts or trailers tell. */
function readTogether(blocks: readonly Block[]): Reading[] {
  return groupsOf(blocks).flatMap(readGroup)
}

interface Group {
  readonly blocks: Block[]
  host: string | null
  notation: string | null
  hasVersion: boolean
  readonly router: ReturnType<typeof routerOf>
}

/** Another host's prompt, a second trailer, peers in the other notation, or commands that only another one can have, begin another router. */
function groupsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Group[] = []
  for (const block of blocks) {
    const [line] = block.lines
    if (line === undefined) continue
    const { host, version } = readStatements(block.lines, newRoot(line))
    const group = groups.at(-1)
    const notation = notationOf(block.lines)
    const router = routerOf(block.lines)
    const isOther =
      group !== undefined &&
      (differ(group.host, host) || differ(group.notation, notation) || areTwo(group.router, router))
    if (group === undefined || isOther || (group.hasVersion && version !== null))
      groups.push({ blocks: [block], host, notation, hasVersion: version !== null, router })
    else {
      group.blocks.push(block)
      addTo(group.router, router)
      group.host ??= host
      group.notation ??= notation
      group.hasVersion ||= version !== null
    }
  }
  return groups.map((group) => group.blocks)
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}

function readGroup(blocks: readonly Block[]): Reading[] {
  const [first] = blocks
  const [line] = first?.lines ?? []
  if (line === undefined) return blocks.map(() => NOTHING_READ)
  const root = newRoot(line)
  const parts = blocks.map((block) => ({ block, read: readStatements(block.lines, root) }))
  const version = parts.find(({ read }) => read.version !== null)?.read.version ?? null
  const config = configurationOf(root, generationOf(root, version))
  tellCuts(config, parts)
  const peers = readPeers(config)
  if (peers.length === 0) tellOtherKinds(config)
  const roles = parts.map(({ block, read }) => rolesOf(block, read, config))
  const endpoints = fragmentsOf(parts, config, peers)
  return readingsOfBlocks(
    parts.map(({ block }) => block),
    endpoints,
    roles,
    config.problems,
  )
}

/** What begins inside of a peer, or ends inside of a section. */
function tellCuts({ problems, ipsec }: Configuration, parts: readonly Part[]) {
  const instead = `Paste \`${SHOW_ALL} | match "vpn ipsec"\`, of which each line stands by itself.`
  const unnamed = nodeAt(ipsec, 'site-to-site', 'peer', UNNAMED)
  if (unnamed !== undefined) {
    const say = 'The paste begins inside of a peer, so that its name and what stands above are not known.'
    problems.push({ kind: 'cut', span: unnamed.span, say, instead })
  }
  for (const { block, read } of parts) {
    const last = block.lines.findLast(({ text }) => text.trim() !== '')
    if (!read.isOpen || last === undefined) continue
    problems.push({
      kind: 'cut',
      span: lineSpan(last),
      say: 'The text ends inside of a section that is not closed.',
      instead,
    })
  }
}

/** Tunnels of other kinds, where there are none of those that are read. */
function tellOtherKinds(config: Configuration) {
  for (const [name, ...path] of OTHER_KINDS) {
    const node = nodeAt(config.root, ...path)
    const instead = 'Tell the tunnel by a description, where it is one between two gateways (`formats` shows how).'
    if (node !== undefined) tellUnsupported(config, node.span, `${name} is not looked at.`, instead)
  }
}

const OTHER_KINDS = [
  ['DMVPN (a profile)', 'vpn', 'ipsec', 'profile'],
  ['Remote access', 'vpn', 'ipsec', 'remote-access'],
  ['L2TP', 'vpn', 'l2tp'],
] as const

const VENDORS = { swanctl: vyos, legacy: vyosLegacy, edgeos } as const satisfies Record<Generation['kind'], unknown>

/** One end; none where the text tells nothing of a tunnel. */
function fragmentsOf(parts: readonly Part[], config: Configuration, peers: readonly Peer[]): EndpointFragment[] {
  const [first] = parts
  const [line] = first?.block.lines ?? []
  const keys = keysOf(config, peers)
  if (line === undefined || (peers.length === 0 && config.notLoaded.length === 0 && keys === undefined)) return []
  const connections = peers.map(({ connection }) => connection)
  return [
    {
      vendor: VENDORS[config.generation.kind],
      name: nameOf(config.root) ?? parts.find(({ read }) => read.host !== null)?.read.host ?? null,
      label: null,
      addresses: singles(withoutShunts(connections).map(({ localAddresses }) => localAddresses)),
      peers: singles(withoutShunts(connections).map(({ remoteAddresses }) => remoteAddresses)),
      filters: undefined,
      site: undefined,
      settings: settingsOf(connections, keys ?? []),
      ike: {
        connections,
        keys,
        postQuantumKeys: postQuantumKeysOf(config),
        daemon: {},
        notLoaded: config.notLoaded,
      },
      editor: null,
      dialect: vyosDialect({ config, peers }),
      obstacles: obstaclesOf(config, peers),
      missing: config.missing,
      span: { source: line.source, line: line.number, column: 1, length: line.text.length },
    },
  ]
}

function nameOf(root: ConfigNode): string | null {
  return valueAt(root, 'system', 'host-name')?.text ?? null
}
