import {
  type AddressRange,
  containsRange,
  formatHost,
  isUnrestricted,
  toPrefixes,
} from '../../address/address-range.ts'
import { fromRanges, subtract } from '../../address/address-set.ts'
import { isProblem, parsePrefix } from '../../address/parse-address.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { commandBlock } from './commands.ts'
import { type ConfigNode, nodeAt, nodesAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import type { Peer } from './peers.ts'
import { protectedBoxes } from './protected-boxes.ts'
import { prefixWord } from './words.ts'

interface Route {
  readonly to: AddressRange
  /** The interface that it leads into; `null` for a next hop, or a black hole. */
  readonly device: string | null
  readonly node: ConfigNode
}

/**
 * Static routes of both notations: `route X interface vti0` (from 1.4 on; `next-hop-interface` before), and `interface-route X
 * next-hop-interface vti0`.
 */
const routesOf = rememberedOf((config: Configuration): readonly Route[] => {
  const all = ['route', 'route6', 'interface-route', 'interface-route6'].flatMap((key) =>
    nodesAt(config.root, 'protocols', 'static', key),
  )
  return all.flatMap((node): Route[] => {
    const to = parsePrefix(node.text)
    if (isProblem(to) || nodeAt(node, 'disable') !== undefined) return []
    const devices = ['interface', 'next-hop-interface'].flatMap((key) => nodesAt(node, key))
    const used = devices.filter((device) => !device.below.has('disable'))
    return used.length === 0 ? [{ to, device: null, node }] : used.map(({ text }) => ({ to, device: text, node }))
  })
})

const routesByDevice = rememberedOf((config: Configuration) => grouped(routesOf(config), ({ device }) => device))

/** Where packets go that no other route leads anywhere. */
const defaultDevices = rememberedOf((config: Configuration): readonly (string | null)[] =>
  routesOf(config).flatMap(({ to, device }) => (isUnrestricted(to) ? [device] : [])),
)

/** A routing protocol may bring any route. */
function isWhole({ root }: Configuration): boolean {
  const protocols = nodeAt(root, 'protocols')
  if (protocols === undefined || !protocols.below.has('static')) return false
  return ![...protocols.below.keys()].some((key) =>
    /^(?:bgp|ospf|ospfv3|rip|ripng|isis|babel|eigrp|failover)$/.test(key),
  )
}

/** Of a peer with more pairs of networks nothing is told. */
const MOST = 64

/** Packets that no static route leads into the interface that a peer is bound to. Nothing is told where the pasted routes may not be all. */
export function notRouted(config: Configuration, peer: Peer): Obstacle[] {
  const { vti, connection } = peer
  if (vti === undefined || !isWhole(config)) return []
  const into = routesByDevice(config).get(vti.text) ?? []
  const boxes = protectedBoxes(peer)
  if (boxes.length > MOST) return []
  const led = fromRanges(into.map(({ to }) => to))
  const left = boxes.flatMap((box) =>
    subtract(fromRanges([box.remote]), led).ranges.map((remote) => ({ ...box, remote })),
  )
  if (left.length === 0) return []
  const hasDefault = defaultDevices(config).some((device) => device !== vti.text)
  const words = (ranges: readonly AddressRange[]) =>
    `No static route leads packets for ${ranges.map(formatHost).join(', ')} into ${vti.text}, so that they do not go through the tunnel of "${peer.node.text}".`
  return [
    {
      kind: 'no-route',
      direction: 'out',
      packets: left,
      ...(into.length === 0 && { total: true as const }),
      packet: hasDefault ? 'clear' : 'dropped',
      connection: connection.name,
      say: `No static route leads these packets into ${vti.text}, so that they do not go through the tunnel of "${peer.node.text}".`,
      spans: [vti.span],
      steps: routeSteps(config, peer, [], vti),
      narrowed: (packets) => {
        const open = distinct(packets.map(({ remote }) => remote)).filter(
          (range) => !into.some(({ to }) => containsRange(to, range)),
        )
        const others = open.filter((range) => !holdsPeer(peer, range))
        const steps = others.length === 0 ? [] : routeSteps(config, peer, others, vti)
        return open.length === 0 ? undefined : { say: words(open), steps }
      },
    },
  ]
}

function distinct(ranges: readonly AddressRange[]): AddressRange[] {
  return [...new Map(ranges.map((range) => [formatHost(range), range])).values()]
}

/** Routes for the networks behind the peer into its interface, as that generation writes them; without networks, in words. */
export function routeSteps(
  { generation }: Configuration,
  { node }: Peer,
  ranges: readonly AddressRange[],
  vti: ConfigNode,
): readonly DialectStep[] {
  const to = ranges.length === 0 ? ['<network behind the peer>'] : ranges.flatMap(toPrefixes).map(prefixWord)
  const lines = to.map((range) => {
    const six = range.includes(':') ? '6' : ''
    return generation.kind === 'swanctl'
      ? `set protocols static route${six} ${range} interface ${vti.text}`
      : `set protocols static interface-route${six} ${range} next-hop-interface ${vti.text}`
  })
  const what = ranges.length === 0 ? `the networks behind "${node.text}"` : to.join(', ')
  return [{ say: `Route ${what} into ${vti.text}.`, run: commandBlock(lines) }]
}

/** What goes to the peer itself carries the tunnel, and cannot be led into it. */
function holdsPeer({ connection }: Peer, range: AddressRange): boolean {
  return connection.remoteAddresses.value.some((host) => !isUnrestricted(host) && containsRange(range, host))
}

/** Ranges that no static route leads into the interface of a peer yet, and that one could. */
export function unrouted(
  config: Configuration,
  peer: Peer,
  vti: ConfigNode,
  ranges: readonly AddressRange[],
): AddressRange[] {
  const into = routesByDevice(config).get(vti.text) ?? []
  const isLed = (range: AddressRange) => into.some(({ to }) => containsRange(to, range))
  return ranges.filter((range) => !isUnrestricted(range) && !isLed(range) && !holdsPeer(peer, range))
}
