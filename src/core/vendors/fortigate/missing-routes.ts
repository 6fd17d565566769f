import { type AddressRange, containsRange, formatHost, intersectRanges, rangeKey } from '../../address/address-range.ts'
import { fromRanges, subtract } from '../../address/address-set.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { Box } from '../../selectors/box.ts'
import { commandBlock } from './commands.ts'
import { type Configuration, spanOf } from './configuration.ts'
import { uncovered } from './meeting.ts'
import { comesBefore, firstRoute, outranking } from './outranked-routes.ts'
import { leadsInto, type Route, routeCommands, routesOf } from './routes.ts'
import type { Tunnel } from './tunnels.ts'

/**
 * Packets that no route leads into the tunnel. They take another one, if there is any; and those that come out of the
 * tunnel are dropped, since the way back to their source is not through it (FortiOS administration guide, "Reverse path
 * look-up"). Nothing is told where the pasted routes may not be all.
 */
export function notRouted(config: Configuration, tunnel: Tunnel, boxes: readonly Box[]): Obstacle[] {
  const routes = routesOf(config, tunnel.phase1.vdom)
  if (routes === null) return []
  return [...grouped(boxes, ({ remote }) => rangeKey(remote)).values()].flatMap((own): Obstacle[] => {
    const remote = own[0]?.remote
    if (remote === undefined) return []
    const near = routes.meeting(remote)
    const covered = near
      .filter((route) => leadsInto(config, route, tunnel))
      .flatMap((route) => bestPart(route, routes.meeting(intersectRanges(route.to, remote) ?? remote), config, tunnel))
    const packets = own.flatMap((box) =>
      uncovered(
        box,
        covered.map((to) => ({ ...box, remote: to })),
      ),
    )
    const [first] = packets
    if (first === undefined) return []
    const ranges = [...new Map(packets.map((box) => [rangeKey(box.remote), box.remote])).values()]
    const other = near
      .filter((route) => !leadsInto(config, route, tunnel) && containsRange(route.to, first.remote))
      .toSorted((one, another) => (comesBefore(one, another) ? -1 : comesBefore(another, one) ? 1 : 0))[0]
    return [
      {
        kind: 'no-route',
        direction: 'both',
        packets,
        packet: other !== undefined && other.device !== null ? 'clear' : 'dropped',
        connection: tunnel.connection.name,
        say: sentence(tunnel, ranges, other),
        spans: [phase2Span(tunnel, remote), ...(other === undefined ? [] : [other.object.span])],
        steps: stepsFor(config, tunnel, ranges),
        narrowed: (asked) => together(notRouted(config, tunnel, asked)),
      },
    ]
  })
}

function together(obstacles: readonly Obstacle[]): Pick<Obstacle, 'say' | 'steps'> | undefined {
  if (obstacles.length === 0) return undefined
  return { say: obstacles.map(({ say }) => say).join(' '), steps: obstacles.flatMap(({ steps }) => steps) }
}

function sentence({ phase1 }: Tunnel, ranges: readonly AddressRange[], other: Route | undefined): string {
  const to = ranges.map(formatHost).join(', ')
  const instead =
    other === undefined
      ? 'no pasted route leads there at all'
      : other.device === null
        ? 'they go into a black hole'
        : `they go out of "${other.device}"`
  return `No static route leads packets for ${to} into the tunnel "${phase1.name}": ${instead}.`
}

/** Of a tunnel with more routes, those behind are not brought to the front. */
const RANKED = 64

function stepsFor(config: Configuration, tunnel: Tunnel, ranges: readonly AddressRange[]): Obstacle['steps'] {
  const { name, vdom } = tunnel.phase1
  const to = ranges.map(formatHost).join(', ')
  const missing = routeCommands(config, tunnel, name, ranges)
  const near = ranges.flatMap((range) => [...(routesOf(config, vdom)?.meeting(range) ?? [])])
  const into = near.filter((route) => leadsInto(config, route, tunnel)).slice(0, RANKED)
  const outranked = outranking(near, into).flatMap((route) => firstRoute(into, route, name))
  const steps = [
    ...(missing.length === 0 && outranked.length > 0
      ? []
      : [
          {
            say: `Route ${to} into "${name}".`,
            run: missing.length === 0 ? null : commandBlock(vdom, missing),
          },
        ]),
    ...(outranked.length === 0
      ? []
      : [
          {
            say: `Let the route to ${to} with the device "${name}" come first: the longer prefix counts, then the smaller distance.`,
            run: commandBlock(vdom, outranked),
          },
        ]),
  ]
  return steps
}

/** What a route is best for: without what a longer prefix, or the same with a smaller distance, of others leads elsewhere. */
function bestPart(
  route: Route,
  others: readonly Route[],
  config: Configuration,
  tunnel: Tunnel,
): readonly AddressRange[] {
  const better = others.filter(
    (other) =>
      !leadsInto(config, other, tunnel) &&
      intersectRanges(other.to, route.to) !== undefined &&
      comesBefore(other, route),
  )
  const elsewhere = fromRanges(better.map(({ to }) => to))
  return subtract(fromRanges([route.to]), elsewhere).ranges
}

/** The line that names the network. */
function phase2Span(tunnel: Tunnel, remote: AddressRange): Obstacle['spans'][number] {
  const object = phases2ByNetwork(tunnel).get(remote)
  if (object === undefined) return tunnel.connection.span
  return spanOf(object, 'dst-name', 'dst-subnet', 'dst-start-ip', 'dst-name6', 'dst-subnet6', 'dst-start-ip6')
}

/** The first phase 2 of each network. */
const phases2ByNetwork = rememberedOf(({ phases2 }: Tunnel) => {
  const networks = phases2.flatMap(({ children, object }) =>
    children.flatMap(({ remote }) => remote.value.map(({ addresses }) => [addresses, object] as const)),
  )
  return new Map(networks.toReversed())
})
