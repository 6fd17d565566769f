import {
  type AddressRange,
  containsRange,
  formatAddress,
  formatHost,
  formatRange,
  isUnrestricted,
  netmaskOf,
  prefixLength,
  sizeOf,
  wholeFamily,
} from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import { appliedTo } from './applied-map.ts'
import { configure } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { insideVrf } from './front-vrf.ts'
import type { Interface } from './interfaces.ts'
import { findInterface, type IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'
import type { Route } from './routes.ts'

const PIECES = 256

/** Told only of a whole configuration whose static routes are all that there are. */
export function routeObstacles(config: IosConfig, tunnels: readonly IosTunnel[]): Obstacle[] {
  if (!config.whole || config.routesOtherwise) return []
  const byTable = grouped(config.routes, ({ vrf }) => vrf)
  return tunnels.flatMap((tunnel) => {
    const vrf = insideVrf(config, tunnel)
    const routes = vrf === undefined ? undefined : byTable.get(vrf)
    if (routes === undefined) return []
    const ofTable = { ...config, routes }
    return 'tunnel' in tunnel.place
      ? notIntoTunnel(ofTable, tunnel, tunnel.place.tunnel)
      : (mapElsewhere(ofTable, tunnel, tunnel.place.map.name) ?? notOutOfMap(ofTable, tunnel, tunnel.place.map.name))
  })
}

/** The interface that the default route leads to. */
export function outsideInterface(config: IosConfig): Interface | undefined {
  const route = config.routes.find(({ destination, vrf }) => isUnrestricted(destination) && vrf === null)
  return route === undefined ? undefined : leadsTo(config, route)
}

/** The interface of a route, by its name or by the network of its next hop; `undefined` where that is not told. */
function leadsTo(config: IosConfig, { via }: Route): Interface | undefined {
  const [first = '', second = ''] = via
  const named = findInterface(config, first)
  if (named !== undefined) return named
  const hop = [parseAddress(first), parseAddress(second)].find((address) => !isProblem(address))
  if (hop === undefined || isProblem(hop)) return undefined
  return [...config.interfaces.values()].find(({ network }) => network !== undefined && containsRange(network, hop))
}

/** Where the peer itself is reached by another interface than those of the map, that is where the map belongs; `null` where it is not. */
function mapElsewhere(config: IosConfig, tunnel: IosTunnel, map: string): Obstacle[] | null {
  const { peer, connection, protection } = tunnel
  const applied = appliedTo(config, map)
  const usual = defaultRoute(config.routes)
  const internet = usual && leadsTo(config, usual)
  if (internet !== undefined && applied.includes(internet)) return null
  const route = peer && longest(config.routes.filter(({ destination }) => containsRange(destination, peer.value)))
  const out = route && leadsTo(config, route)
  if (peer === undefined || out === undefined || applied.length === 0 || applied.includes(out)) return null
  if (applied.some(({ network }) => network !== undefined && containsRange(network, peer.value))) return null
  const names = applied.map(({ name }) => name).join(' and ')
  const step =
    out.cryptoMap === undefined
      ? configure(`Apply the crypto map ${map} to ${out.name} in the place of ${names}.`, [
          ...applied.map(({ name }) => ({ mode: `interface ${name}`, lines: [`no crypto map ${map}`] })),
          { mode: `interface ${out.name}`, lines: [`crypto map ${map}`] },
        ])
      : { say: `Make the entry one of the crypto map ${out.cryptoMap.value}, which ${out.name} has.`, run: null }
  return [
    {
      kind: 'inactive',
      direction: 'both',
      packets: protectedBoxes(tunnel),
      packet: 'clear',
      connection: connection.name,
      say: `The crypto map ${map} is applied to ${names}, and its peer ${formatHost(peer.value)} is reached by ${out.name}.`,
      spans: [protection.span, ...applied.flatMap(({ cryptoMap }) => cryptoMap?.span ?? [])],
      steps: [step],
    },
  ]
}

const defaultRoute = rememberedOf((routes: readonly Route[]) =>
  routes.find(({ destination }) => isUnrestricted(destination)),
)

/** A crypto map sees what leaves by its interface alone. */
function notOutOfMap(config: IosConfig, tunnel: IosTunnel, map: string): Obstacle[] {
  const applied = appliedTo(config, map)
  if (applied.length === 0 || tunnel.protection.reverseRoute === true) return []
  return protectedBoxes(tunnel).flatMap((box): Obstacle[] => {
    // Routes of IPv6 are not read.
    if (box.remote.family !== 'ipv4' || isUnrestricted(box.remote) || isLocal(config, box.remote)) return []
    const route = longest(config.routes.filter(({ destination }) => containsRange(destination, box.remote)))
    const out = route === undefined ? undefined : leadsTo(config, route)
    if (route !== undefined && (out === undefined || applied.includes(out))) return []
    const names = applied.map(({ name }) => name).join(' or ')
    const where = route === undefined ? 'There is no route' : `The route for ${formatRange(route.destination)} leads`
    const goes = route === undefined ? `to ${formatRange(box.remote)}` : `to ${out?.name}`
    return [
      {
        kind: 'no-route',
        direction: 'out',
        packets: [box],
        packet: route === undefined ? 'dropped' : 'clear',
        connection: tunnel.connection.name,
        say: `${where} ${goes}, and not out of ${names}, where the crypto map ${map} is applied.`,
        spans: [route?.span ?? tunnel.protection.span],
        steps: [toNextHop(config, box.remote, names)],
      },
    ]
  })
}

/** It lies in a network that an interface is in. */
function isLocal({ interfaces }: IosConfig, range: AddressRange): boolean {
  return [...interfaces.values()].some(({ network }) => network !== undefined && containsRange(network, range))
}

function longest(routes: readonly Route[]): Route | undefined {
  return routes.toSorted((a, b) => (sizeOf(a.destination) < sizeOf(b.destination) ? -1 : 1))[0]
}

function toNextHop({ routes }: IosConfig, remote: AddressRange, names: string): Obstacle['steps'][number] {
  const { via, vrf = null } = routes.find(({ destination }) => isUnrestricted(destination)) ?? {}
  return configure(`Route ${formatRange(remote)} out of ${names}.`, [
    `ip route ${inTable(vrf)}${networkAndMask(remote)} ${via?.at(-1) ?? `<the next hop at ${names}>`}`,
  ])
}

function inTable(vrf: string | null): string {
  return vrf === null ? '' : `vrf ${vrf} `
}

function networkAndMask(range: AddressRange): string {
  return `${formatAddress(range.family, range.from)} ${netmaskOf(prefixLength(range) ?? 32)}`
}

/** What is not routed into a tunnel interface does not go through it. */
function notIntoTunnel(config: IosConfig, tunnel: IosTunnel, place: Interface): Obstacle[] {
  if (!/^ipsec/.test(place.tunnel.mode?.value ?? '') || place.tunnel.policy !== undefined) return []
  // A copy is made for each peer that comes, and the routes into it then ("Dynamic Virtual Tunnel Interface").
  if (/^virtual-template/i.test(place.name)) return []
  const any = wholeFamily('ipv4')
  const into = config.routes.filter((route) => leadsTo(config, route) === place).map(({ destination }) => destination)
  // To a peer that is not named, and by an authorization policy of IKEv2, IKE itself may make routes ("FlexVPN", "route set").
  const { destination } = place.tunnel
  const profile = config.ikev2.profiles.get(tunnel.protection.ikev2Profile?.value ?? '')
  const isFixed = destination !== undefined && profile?.authorizes !== true
  const none = isFixed && into.length === 0
  if (place.network !== undefined) into.push(place.network)
  const left = subtractBoxes(
    trafficBetween(any, any),
    into.map((destination) => trafficBetween(any, destination)),
    PIECES,
  )
  if ('tooMany' in left || left.boxes.length === 0) return []
  const clear = config.routes.some((route) => isUnrestricted(route.destination) && leadsTo(config, route) !== place)
  return [
    {
      kind: 'no-route',
      direction: 'out',
      packets: left.boxes,
      ...(none && { total: true as const }),
      packet: clear ? 'clear' : 'dropped',
      connection: tunnel.connection.name,
      say: `No route leads these packets into ${place.name}, so that they do not go through the tunnel.`,
      spans: [place.span],
      steps: [
        configure(`Route the networks behind the peer into ${place.name}.`, [
          `ip route ${inTable(place.vrf?.value ?? null)}<network behind the peer> <its mask> ${place.name}`,
        ]),
      ],
    },
  ]
}
