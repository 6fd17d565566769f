import { containsRange, equalRanges, rangeKey, sizeOf, toPrefixes } from '../../address/address-range.ts'
import { type ObjectCommands, quoted } from './commands.ts'
import type { Route } from './routes.ts'
import { subnetWords } from './words.ts'

/** Of two routes that lead to a network the longer prefix counts, then the smaller distance (FortiOS administration guide, "Static routing"). */
export function comesBefore(one: Route, other: Route): boolean {
  const [size, rest] = [sizeOf(one.to), sizeOf(other.to)]
  return size < rest || (size === rest && one.distance < other.distance)
}

/** The distance of a black hole that is there for when the tunnel is down. */
const LAST = 254

/**
 * The route of a tunnel made to come before one that leads elsewhere: behind a black hole for the same network nothing else is lost, so
 * that it goes to the end; of another route the distance is undercut, by a route for its very network where that is a part. Nothing
 * where it cannot be, since it has the smallest distance.
 */
export function firstRoute(into: readonly Route[], other: Route, device: string): ObjectCommands[] {
  const { table, name } = other.object
  const same = into.find(({ to }) => equalRanges(to, other.to))
  if (other.device === null && same !== undefined && same.distance < LAST)
    return [{ table, name, lines: [`set distance ${LAST}`] }]
  if (other.distance <= 1) return []
  const distance = `set distance ${other.distance - 1}`
  if (same !== undefined) return [{ table, name: same.object.name, lines: [distance] }]
  return toPrefixes(other.to).map((prefix) => ({
    table,
    name: null,
    lines: [
      `set dst ${subnetWords(prefix)}`,
      `set device ${quoted(device)}`,
      ...(other.distance > 10 ? [] : [distance]),
    ],
  }))
}

/** Those that come before each route into the tunnel for some of a network, each network once. */
export function outranking(near: readonly Route[], into: readonly Route[]): Route[] {
  const own = new Set(into)
  const elsewhere = near.filter((route) => !own.has(route))
  const before = elsewhere.filter(
    (route) =>
      into.some((own) => containsRange(own.to, route.to) && comesBefore(route, own)) &&
      !into.some((own) => containsRange(own.to, route.to) && comesBefore(own, route)),
  )
  return [...new Map(before.map((route) => [rangeKey(route.to), route])).values()]
}
