import { type AddressRange, prefixLength, toPrefixes, wholeFamily } from '../../address/address-range.ts'
import { contains, fromRanges } from '../../address/address-set.ts'
import { isProblem } from '../../address/parse-address.ts'
import { rememberedFor } from '../../model/remembered.ts'
import { subnetOf } from './addresses.ts'
import { type ObjectCommands, quoted } from './commands.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, hasTable, objectsIn, textOf } from './configuration.ts'
import { byRange } from './meeting.ts'
import type { Tunnel } from './tunnels.ts'
import { subnetWords } from './words.ts'

/** A static route that is in use. */
export interface Route {
  readonly object: ConfigObject
  readonly to: AddressRange
  /** `null`: into a black hole. */
  readonly device: string | null
  /** Its device is a zone or the whole of SD-WAN, whose members decide. */
  readonly isSdwan: boolean
  readonly distance: number
}

/** All routes of a vdom, and those of some networks. */
interface Routes {
  /** In their order, those that have an address in common with a range. */
  readonly meeting: (range: AddressRange) => readonly Route[]
}

/**
 * What the paste tells of the routes of a vdom; `null` where it does not tell all: none pasted, a protocol finds more, or
 * policy routes come before them.
 */
export const routesOf = rememberedFor(
  (vdom: string | null) => JSON.stringify(vdom),
  (config: Configuration, vdom): Routes | null => {
    const all = pastedRoutes(config, vdom)
    return all && { meeting: byRange(all, ({ to }) => to) }
  },
)

function pastedRoutes(config: Configuration, vdom: string | null): readonly Route[] | null {
  if (!hasTable(config, 'router static', vdom) && !hasTable(config, 'router static6', vdom)) return null
  if (hasRoutingProtocol(config, vdom) || objectsIn(config, 'router policy', vdom).length > 0) return null
  const objects = ['router static', 'router static6'].flatMap((table) => objectsIn(config, table, vdom))
  const routes: Route[] = []
  for (const object of objects) {
    if (textOf(object, 'status') === 'disable') continue
    const read = routesIn(config, object)
    if (read === null) return null
    for (const route of read) routes.push(route)
  }
  return routes
}

/** `set dst` is 0.0.0.0/0 where it is not written; `dstaddr` names an address object. `null`: it cannot be told. */
function routesIn(config: Configuration, object: ConfigObject): Route[] | null {
  const family = object.table === 'router static6' ? 'ipv6' : 'ipv4'
  const named = textOf(object, 'dstaddr')
  const zone = textOf(object, 'sdwan-zone')
  const sdwan = zone !== undefined || [textOf(object, 'sdwan'), textOf(object, 'virtual-wan-link')].includes('enable')
  const hole = textOf(object, 'blackhole') === 'enable'
  const device = hole ? null : (zone ?? textOf(object, 'device') ?? null)
  const distance = Number(textOf(object, 'distance') ?? 10)
  if (object.values.has('internet-service') || object.values.has('internet-service-custom')) return []
  const common = { object, device, isSdwan: sdwan || device === 'virtual-wan-link', distance }
  if (named !== undefined) {
    const { ranges, missing, opaque } = config.book.resolve(named, object.vdom, family)
    if (missing.length + opaque.length > 0) return null
    return ranges.map((to) => ({ ...common, to }))
  }
  const to = subnetOf(object.values.get('dst'), family)
  return isProblem(to) ? null : [{ ...common, to }]
}

/** A neighbour or an area may tell of any network. */
function hasRoutingProtocol(config: Configuration, vdom: string | null): boolean {
  return ['bgp', 'ospf', 'ospf6', 'rip', 'ripng', 'isis'].some((protocol) =>
    objectsIn(config, `router ${protocol}`, vdom).some(({ nested }) =>
      nested.some(({ table }) =>
        /^(?:neighbor|neighbor-group|neighbor-range|network|area|interface|ospf-interface|isis-interface)$/.test(table),
      ),
    ),
  )
}

/** Whether routes lead into a tunnel: to its interface, or to SD-WAN where that has it as a member. */
export function leadsInto(config: Configuration, { device, isSdwan }: Route, tunnel: Tunnel): boolean {
  if (device === tunnel.phase1.name) return true
  return isSdwan && sdwanMembers(config, tunnel.phase1.vdom)?.has(tunnel.phase1.name) !== false
}

/** The interfaces of SD-WAN; `undefined` where that was not pasted. */
export const sdwanMembers = rememberedFor(
  (vdom: string | null) => JSON.stringify(vdom),
  (config: Configuration, vdom): ReadonlySet<string> | undefined => {
    const objects = ['system sdwan', 'system virtual-wan-link'].flatMap((table) => objectsIn(config, table, vdom))
    if (objects.length === 0) return undefined
    const members = objects.flatMap(({ nested }) => nested.filter(({ table }) => table === 'members'))
    return new Set(members.flatMap((member) => textOf(member, 'interface') ?? []))
  },
)

/** Static routes into a tunnel for networks that no pasted route leads there. */
export function routeCommands(
  config: Configuration | null,
  tunnel: Tunnel | null,
  device: string,
  ranges: readonly AddressRange[],
): ObjectCommands[] {
  const isLed = (range: AddressRange) => {
    if (config === null || tunnel === null) return false
    const near = routesOf(config, tunnel.phase1.vdom)?.meeting(range) ?? []
    const into = near.filter((route) => leadsInto(config, route, tunnel))
    return contains(fromRanges(into.map(({ to }) => to)), range)
  }
  const open = ranges.filter((range) => !isWhole(range) && !isLed(range))
  return open.flatMap(toPrefixes).map((prefix) => ({
    table: prefix.family === 'ipv6' ? 'router static6' : 'router static',
    name: null,
    lines: [`set dst ${subnetWords(prefix)}`, `set device ${quoted(device)}`],
  }))
}

function isWhole(range: AddressRange): boolean {
  return range.family !== 'name' && prefixLength(range) === 0 && range.to === wholeFamily(range.family).to
}
