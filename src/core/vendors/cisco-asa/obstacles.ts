import {
  type AddressRange,
  formatHost,
  formatRange,
  intersectRanges,
  isUnrestricted,
} from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, intersectBoxes, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import type { AsaConfig } from './asa-config.ts'
import { aclTerms, configure, flowWords } from './asa-words.ts'
import { boxesOf } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'
import { filterObstacles } from './filters.ts'
import { egressOf } from './interfaces.ts'
import { distinctPairs, exemptionLines } from './nat-exemption.ts'
import type { Notes } from './notes.ts'
import { inactiveObstacles } from './switched-off.ts'
import { Translations } from './translations.ts'

/** What keeps packets from the connections, by what the text holds. */
export function obstaclesOf(connections: readonly AsaConnection[], config: AsaConfig, notes: Notes): Obstacle[] {
  const translations = new Translations(config, notes)
  const elsewhere = connections.map((each) => mapElsewhere(each, config))
  const placed = connections.filter((_, at) => elsewhere[at] === null)
  const found = [...inactiveObstacles(placed, config), ...elsewhere.flatMap((each) => each ?? [])]
  for (const each of placed) {
    found.push(...natObstacles(each, config, translations))
    found.push(...routeObstacles(each, config))
    found.push(...filterObstacles(each, config))
  }
  return found
}

/** Where the peer itself is reached by another interface than that of the map, that is where the map belongs; `null` where it is not. */
function mapElsewhere(each: AsaConnection, config: AsaConfig): Obstacle | null {
  const { entry, interfaceName, connection } = each
  const { interfaces, routes, learnsRoutes, maps, whole } = config
  const [peer] = connection.remoteAddresses.value
  if (entry === undefined || interfaceName === undefined || peer === undefined || learnsRoutes || !whole) return null
  if (towardsInternet(config).has(interfaceName)) return null
  const way = egressOf(peer, interfaces, routes)
  if (way === undefined || way.interfaceName === interfaceName || interfaces.some(({ leased }) => leased)) return null
  const other = maps.applied.find((applied) => applied.interfaceName === way.interfaceName)
  const move =
    other === undefined
      ? {
          say: `Apply the crypto map to ${way.interfaceName} in the place of ${interfaceName}.`,
          run: configure([
            `no crypto map ${entry.map} interface ${interfaceName}`,
            `crypto map ${entry.map} interface ${way.interfaceName}`,
          ]),
        }
      : { say: `Make the entry one of the crypto map ${other.map}, which ${way.interfaceName} has.`, run: null }
  return {
    kind: 'inactive',
    direction: 'both',
    packets: boxesOf(each),
    packet: 'clear',
    connection: connection.name,
    say: `The crypto map "${entry.map}" is applied to "${interfaceName}", and its peer ${formatHost(peer)} is reached by "${way.interfaceName}".`,
    spans: [entry.command.span, way.command.span],
    steps: [move],
  }
}

/** Where default routes lead. */
const towardsInternet = rememberedOf(
  ({ routes }: AsaConfig) =>
    new Set(routes.flatMap(({ network, interfaceName }) => (isUnrestricted(network) ? [interfaceName] : []))),
)

/** A dynamic rule also stops what comes in: the reverse path does not fit ("rpf-check"). */
function natObstacles(each: AsaConnection, config: AsaConfig, translations: Translations): Obstacle[] {
  // What a dynamic map without an access list carries, only the peer knows.
  if (each.entry?.match === undefined || config.nat.length === 0) return []
  const found = new Map<
    Obstacle['spans'][number],
    { readonly rule: Parameters<typeof exemptionLines>[1]; boxes: Box[]; of: Box[] }
  >()
  for (const box of boxesOf(each)) {
    for (const { rule, boxes } of translations.of(box, each.interfaceName)) {
      const known = found.get(rule.command.span) ?? { rule, boxes: [], of: [] }
      for (const part of boxes) known.boxes.push(part)
      known.of.push(box)
      found.set(rule.command.span, known)
    }
  }
  return [...found.values()].map(({ rule, boxes, of }) => {
    const [first] = boxes
    const lines = exemptionLines(distinctPairs(of), rule, each.interfaceName, config)
    return {
      kind: 'translated',
      direction: 'both',
      packets: boxes,
      packet: 'clear',
      connection: each.connection.name,
      say: `The rule "${rule.command.text}" translates the source of packets from ${first === undefined ? 'there' : flowWords(first)}, and no rule before it exempts them; the crypto map then does not know them.`,
      spans: [rule.command.span],
      steps: [
        { say: 'Exempt the packets of the tunnel from NAT, by a rule in front of the others.', run: configure(lines) },
      ],
    }
  })
}

const PIECES = 256

/** Packets for the peer's networks have to leave by the interface of the crypto map, or into the tunnel interface. */
function routeObstacles(each: AsaConnection, config: AsaConfig): Obstacle[] {
  const { routes, interfaces, learnsRoutes, whole } = config
  const { tunnel, entry, interfaceName, connection } = each
  if (routes.length === 0 || learnsRoutes) return []
  if (tunnel !== undefined) return tunnelRoutes(each, config)
  // The reverse route is made by the entry itself, and a leased default route by nobody that shows.
  if (entry === undefined || entry.reverseRoute || interfaceName === undefined || entry.dynamic !== undefined) return []
  const toInternet = routes.some(
    ({ network, interfaceName: name }) => name === interfaceName && isUnrestricted(network),
  )
  if (!whole && !toInternet) return []
  if (interfaces.some(({ leased }) => leased)) return []
  const strays = boxesOf(each).flatMap((box) => {
    // Of a network on both sides no route tells anything, and none can be made.
    if (intersectRanges(box.local, box.remote) !== undefined) return []
    const way = egressOf(box.remote, interfaces, routes)
    if (way?.interfaceName === interfaceName || diverts(box, interfaceName, config)) return []
    return way === undefined && toInternet ? [] : [{ box, way }]
  })
  const [first] = strays
  if (first === undefined) return []
  const networks = [...new Map(strays.map(({ box }) => [formatRange(box.remote), box.remote])).values()]
  const gateway = routes.find(({ interfaceName: name }) => name === interfaceName)?.command.words[4] ?? '<next hop>'
  const where = first.way === undefined ? 'nowhere' : `by "${first.way.interfaceName}"`
  return [
    {
      kind: 'no-route',
      direction: 'out',
      packets: strays.map(({ box }) => box),
      packet: first.way === undefined ? 'dropped' : 'clear',
      connection: connection.name,
      say: `Packets for ${networks.map(formatRange).join(', ')} are routed ${where}, while the crypto map is on "${interfaceName}".`,
      spans: [first.way?.command.span ?? entry.command.span],
      steps: [
        {
          say: `Route the peer's networks by ${interfaceName}.`,
          run: configure(networks.map((network) => `route ${interfaceName} ${routeTerms(network)} ${gateway}`)),
        },
      ],
    },
  ]
}

/** An exemption that names both networks decides by itself where packets leave, unless it says `route-lookup`. */
function diverts(box: Box, interfaceName: string, { nat }: AsaConfig): boolean {
  const rule = nat.find(({ source, destination }) =>
    source.some((own) => destination.some((far) => intersectBoxes(trafficBetween(own, far), box) !== undefined)),
  )
  return rule?.diverts === true && rule.mapped === interfaceName
}

function tunnelRoutes({ tunnel, connection }: AsaConnection, { routes, whole }: AsaConfig): Obstacle[] {
  const [everything] = connection.children[0]?.remote.value ?? []
  if (tunnel === undefined || everything === undefined || everything.addresses === 'dynamic') return []
  const { addresses } = everything
  const all = trafficBetween(addresses, addresses)
  const into = routes.filter(({ interfaceName }) => interfaceName === tunnel.name)
  const left = subtractBoxes(
    all,
    into.map(({ network }) => trafficBetween(addresses, network)),
    PIECES,
  )
  if ('tooMany' in left || left.boxes.length === 0) return []
  return [
    {
      kind: 'no-route',
      direction: 'out',
      packets: left.boxes,
      ...(whole && into.length === 0 && { total: true as const }),
      packet: 'clear',
      connection: connection.name,
      say:
        into.length === 0
          ? `No route leads into the tunnel interface "${tunnel.name}".`
          : `Only ${into.map(({ network }) => formatRange(network)).join(', ')} is routed into the tunnel interface "${tunnel.name}".`,
      spans: into.length === 0 ? [tunnel.command.span] : into.map(({ command }) => command.span),
      steps: [
        {
          say: `Route the peer's networks into ${tunnel.name}; any address of the tunnel's network is good as the next hop.`,
          run: configure([`route ${tunnel.name} <network> <mask> <address of the peer's tunnel interface>`]),
        },
      ],
    },
  ]
}

/** `10.2.0.0 255.255.255.0` */
function routeTerms(network: AddressRange): string {
  const terms = aclTerms(trafficBetween(network, network)).split(' ')
  return terms[1] === 'host'
    ? `${terms[2]} 255.255.255.255`
    : terms[1] === 'any'
      ? '0.0.0.0 0.0.0.0'
      : `${terms[1]} ${terms[2]}`
}
