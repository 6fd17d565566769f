import type { Endpoint } from '../../model/endpoint.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { type Box, equalBoxes, trafficBetween } from '../../selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL, isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { pairWords } from '../box-words.ts'
import { commandBlock } from './commands.ts'
import { type ConfigNode, nodesAt, valueAt } from './config-tree.ts'
import { type DialectSource, nameOf, peerOf, peerPath, tunnelOf } from './dialect-targets.ts'
import type { Peer } from './peers.ts'
import { routeSteps, unrouted } from './routes.ts'
import { translated } from './translations.ts'
import type { Tunnel } from './tunnels.ts'
import { prefixWord, protocolWord } from './words.ts'

type Lists = Readonly<Record<'local' | 'remote', readonly SelectorTemplate[]>>

/** A tunnel of its own for these packets, or one more prefix of one that is there; with what they need beside it. */
export function cover(source: DialectSource, end: Endpoint, box: Box, after: Endpoint): DialectStep[] {
  const peer = peerOf(source, end, null)
  const wider = peer?.tunnels.find(({ child }) => isWidened(after, peer, child.name, box))
  if (peer !== undefined && wider !== undefined) {
    const lines = addedLines(peer, wider, box)
    return [
      { say: `On ${end.name}, add ${pairWords(box)} to ${titleOf(peer, wider)}.`, run: commandBlock(lines) },
      ...beside(source, end, peer, [box]),
    ]
  }
  const path = `${peerPath(peer)} tunnel ${numberFor(peer, end, after, box)}`
  const group = peer?.tunnels[0]?.espGroup ?? null
  const hasDefault = valueAt(peer?.node, 'default-esp-group')?.text === group
  const lines = [...(group === null || hasDefault ? [] : [`set ${path} esp-group ${group}`]), ...boxLines(path, box)]
  return [
    {
      say: `On ${end.name}, add a tunnel to the peer "${nameOf(peer)}" for ${pairWords(box)}.`,
      run: commandBlock(lines),
    },
    ...beside(source, end, peer, [box]),
  ]
}

/** A child that is there has the packets afterwards, and had not before. */
function isWidened(after: Endpoint, peer: Peer, name: string, box: Box): boolean {
  const connection = after.ike?.connections.find((each) => each.name === peer.connection.name)
  const child = connection?.children.find((each) => each.name === name)
  return child !== undefined && boxesOf(child.local.value, child.remote.value).some((each) => equalBoxes(each, box))
}

/** The first number that no tunnel has and that no other new one gets. */
function numberFor(peer: Peer | undefined, before: Endpoint, after: Endpoint, box: Box): number {
  const name = peer?.connection.name
  const childrenOf = ({ ike }: Endpoint) => ike?.connections.find((each) => each.name === name)?.children ?? []
  const known = new Set(childrenOf(before).map((child) => child.name))
  const fresh = childrenOf(after).filter((child) => !known.has(child.name))
  const nth = fresh.findIndex(({ local, remote }) =>
    boxesOf(local.value, remote.value).some((each) => equalBoxes(each, box)),
  )
  const used = new Set(nodesAt(peer?.node, 'tunnel').map(({ text }) => Number(text)))
  let number = 0
  for (let left = Math.max(0, nth); left >= 0; left--)
    do number += 1
    while (used.has(number))
  return number
}

function boxLines(path: string, box: Box): string[] {
  const protocol = protocolWord(box)
  return [
    `set ${path} local prefix ${prefixWord(box.local)}`,
    ...(isAnyPort(box.localPort) ? [] : [`set ${path} local port ${box.localPort.from}`]),
    ...(protocol === null ? [] : [`set ${path} protocol ${protocol}`]),
    `set ${path} remote prefix ${prefixWord(box.remote)}`,
    ...(isAnyPort(box.remotePort) ? [] : [`set ${path} remote port ${box.remotePort.from}`]),
  ]
}

/** Only what is not there yet; a side without a prefix is the gateway itself, which has to be written beside another network. */
function addedLines(peer: Peer, tunnel: Tunnel, box: Box): string[] {
  const path = tunnelPath(peer, tunnel)
  const { localAddresses, remoteAddresses } = peer.connection
  const gateways = { local: localAddresses.value, remote: remoteAddresses.value }
  return (['local', 'remote'] as const).flatMap((side) => {
    const known = nodesAt(tunnel.node, side, 'prefix').map(({ text }) => text)
    const implied = known.length > 0 ? [] : gateways[side].slice(0, 1).map(prefixWord)
    const word = prefixWord(box[side])
    if (known.includes(word) || implied.includes(word)) return []
    return [...implied, word].map((each) => `set ${path} ${side} prefix ${each}`)
  })
}

/** Gives a tunnel other networks. */
export function reselect(
  source: DialectSource,
  end: Endpoint,
  connection: string | null,
  child: string | null,
  lists: Lists,
  what: string,
): DialectStep[] {
  const peer = peerOf(source, end, connection)
  const tunnel = tunnelOf(peer, child) ?? peer?.tunnels[0]
  const path = tunnelPath(peer, tunnel)
  const lines = [...sideLines(path, tunnel?.node, lists), ...serviceLines(path, tunnel?.node, lists)]
  return [
    { say: `On ${end.name}, in ${titleOf(peer, tunnel)}, ${what}.`, run: commandBlock(lines) },
    ...beside(source, end, peer, boxesOf(lists.local, lists.remote)),
  ]
}

function sideLines(path: string, node: ConfigNode | undefined, lists: Lists): string[] {
  return (['local', 'remote'] as const).flatMap((side) => {
    const known = nodesAt(node, side, 'prefix').map(({ text }) => text)
    const wanted = lists[side].flatMap(({ addresses }) => (addresses === 'dynamic' ? [] : [prefixWord(addresses)]))
    return [
      ...known.filter((word) => !wanted.includes(word)).map((word) => `delete ${path} ${side} prefix ${word}`),
      ...wanted.filter((word) => !known.includes(word)).map((word) => `set ${path} ${side} prefix ${word}`),
    ]
  })
}

function serviceLines(path: string, node: ConfigNode | undefined, { local, remote }: Lists): string[] {
  const protocol = [...local, ...remote].map((each) => each.protocol).find((each) => !isAnyProtocol(each))
  const ports = { local: local[0]?.ports ?? ANY_PORT, remote: remote[0]?.ports ?? ANY_PORT }
  const word = protocolWord({ protocol: protocol ?? ANY_PROTOCOL })
  return [
    ...settingLines(`${path} protocol`, valueAt(node, 'protocol')?.text, word),
    ...(['local', 'remote'] as const).flatMap((side) =>
      settingLines(
        `${path} ${side} port`,
        valueAt(node, side, 'port')?.text,
        isAnyPort(ports[side]) ? null : String(ports[side].from),
      ),
    ),
  ]
}

/** Sets what is to be another value, and deletes what is to be none. */
export function settingLines(path: string, known: string | undefined, wanted: string | null): string[] {
  if (wanted === null) return known === undefined ? [] : [`delete ${path}`]
  return known === wanted ? [] : [`set ${path} ${wanted}`]
}

export function tunnelPath(peer: Peer | undefined, tunnel: Tunnel | undefined): string {
  const own = tunnel?.node.text === 'vti' ? 'vti' : `tunnel ${tunnel?.node.text ?? '<number>'}`
  return `${peerPath(peer)} ${own}`
}

export function titleOf(peer: Peer | undefined, tunnel: Tunnel | undefined): string {
  const own = tunnel?.node.text === 'vti' ? 'vti' : `tunnel ${tunnel?.node.text ?? ''}`.trimEnd()
  return `${own} of the peer "${nameOf(peer)}"`
}

/** What packets need beside the tunnel: an exception from NAT, and where routes choose, one of those. */
function beside(
  { config }: DialectSource,
  end: Endpoint,
  peer: Peer | undefined,
  boxes: readonly Box[],
): DialectStep[] {
  if (config === null || peer === undefined) return []
  const told = new Set((end.obstacles ?? []).flatMap(({ steps }) => steps.map(({ run }) => run)))
  const bound = boxes.map((box) => ({ peer, box }))
  const ranges =
    peer.vti === undefined
      ? []
      : unrouted(
          config,
          peer,
          peer.vti,
          boxes.map(({ remote }) => remote),
        )
  const steps = [
    ...translated(config, bound).flatMap((obstacle) => obstacle.steps),
    ...(peer.vti === undefined || ranges.length === 0 ? [] : routeSteps(config, peer, ranges, peer.vti)),
  ]
  return steps.filter(({ run }) => !told.has(run)).map((step) => atEnd(end, step))
}

/** A step that does not say yet where it is done. */
export function atEnd({ name }: Endpoint, { say, run }: DialectStep): DialectStep {
  return { say: `On ${name}, ${say.slice(0, 1).toLowerCase()}${say.slice(1)}`, run }
}

/** Every local network with every remote one. */
export function boxesOf(local: readonly SelectorTemplate[], remote: readonly SelectorTemplate[]): Box[] {
  return local.flatMap((mine) =>
    remote.flatMap((theirs) =>
      mine.addresses === 'dynamic' || theirs.addresses === 'dynamic'
        ? []
        : [
            {
              ...trafficBetween(mine.addresses, theirs.addresses),
              protocol: isAnyProtocol(mine.protocol) ? theirs.protocol : mine.protocol,
              localPort: mine.ports,
              remotePort: theirs.ports,
            },
          ],
    ),
  )
}
