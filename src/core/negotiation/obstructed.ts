import { type AddressRange, equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { meantOf } from '../model/meant-connections.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, intersectBoxes, subtractBoxes } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import { type Packet, packetInBox } from '../selectors/packet.ts'
import type { Flow } from './flow.ts'
import { isUnrestricted } from './spd-lookup.ts'

/** A part of a region, and what stands in its way. */
interface Part {
  readonly region: readonly Box[]
  readonly obstacle: Obstacle | null
}

/** The obstacles of an end in one direction. */
export interface Obstacles {
  readonly all: readonly { readonly obstacle: Obstacle; readonly box: Box }[]
  readonly index: BoxIndex
}

/** Remainders of more pieces than this are given as the whole. */
const PIECES = 256

/** Those that stand on the way out of an end, or into it, with a search tree over their packets. */
export function obstaclesOf({ obstacles = [] }: Endpoint, direction: 'out' | 'in'): Obstacles {
  const all = obstacles
    .filter((obstacle) => obstacle.meant !== true && obstacle.holds === undefined && isOnWay(obstacle, direction))
    .flatMap((obstacle) => obstacle.packets.map((box) => ({ obstacle, box })))
  return { all, index: buildBoxIndex(all.map(({ box }) => box)) }
}

function isOnWay(obstacle: Obstacle, direction: 'out' | 'in'): boolean {
  return obstacle.direction === direction || obstacle.direction === 'both'
}

/** The first obstacle that is meant so for a packet, as the end sees it. */
export function meantFor(
  { obstacles = [] }: Endpoint,
  direction: 'out' | 'in',
  entry: SpdEntry | null,
  packet: Packet,
): Obstacle | undefined {
  return obstacles.find(
    (obstacle) =>
      obstacle.meant === true &&
      isOnWay(obstacle, direction) &&
      concerns(obstacle, entry) &&
      obstacle.packets.some((box) => packetInBox(packet, box)),
  )
}

/** A region, as the owner of the obstacles sees it, cut along them; of several the first one counts. */
export function partsOf(region: readonly Box[], entry: SpdEntry | null, { all, index }: Obstacles): Part[] {
  if (all.length === 0) return [{ region, obstacle: null }]
  const parts: Part[] = []
  let left = region
  const hits = new Set(region.flatMap((box) => [...index.overlapping(box)]))
  for (const hit of [...hits].toSorted((a, b) => a - b)) {
    const found = all[hit]
    if (found === undefined || !concerns(found.obstacle, entry)) continue
    const common = left.flatMap((box) => intersectBoxes(box, found.box) ?? [])
    if (common.length === 0) continue
    parts.push({ region: common, obstacle: found.obstacle })
    left = left.flatMap((box) => without(box, found.box))
  }
  return left.length === 0 ? joined(parts) : [{ region: left, obstacle: null }, ...joined(parts)]
}

function concerns({ connection }: Obstacle, entry: SpdEntry | null): boolean {
  return connection === null || entry?.negotiated?.connection.name === connection
}

/** The pieces of one obstacle are one part. */
function joined(parts: readonly Part[]): Part[] {
  const found = new Map<Obstacle | null, Part>()
  for (const part of parts) {
    const known = found.get(part.obstacle)
    found.set(part.obstacle, known === undefined ? part : { ...known, region: [...known.region, ...part.region] })
  }
  return [...found.values()]
}

function without(box: Box, taken: Box): readonly Box[] {
  const pieces = subtractBoxes(box, [taken], PIECES)
  return 'tooMany' in pieces ? [box] : pieces.boxes
}

/** Whether every connection of an end that is meant for the other one is switched off. */
export const isInactive = rememberedOf((end: Endpoint): boolean => {
  const { obstacles = [] } = end
  const off = new Set(
    obstacles.flatMap(({ kind, connection, holds }) =>
      kind === 'inactive' && holds === undefined ? [connection] : [],
    ),
  )
  if (off.size === 0) return false
  const connections = meantOf(end)
  return connections.length > 0 && connections.every(({ name }) => off.has(name) || off.has(null))
})

/**
 * Whether an obstacle keeps back only packets that nobody wants in the tunnel. Between two entries for everything, routes and rules
 * say what is to go through it at all (unless there are none); and what the peer protects between the two gateways alone is never
 * routed into a tunnel between these gateways.
 */
export function isUnasked({ kind, total }: Obstacle, { out, inbound }: Pick<Flow, 'out' | 'inbound'>): boolean {
  if (kind !== 'no-route' && kind !== 'not-admitted') return false
  if (out === null || inbound === null || !isUnrestricted(out)) return false
  return (total !== true && isUnrestricted(inbound)) || (kind === 'no-route' && isBetweenGateways(inbound))
}

function isBetweenGateways({ selectors, tunnel: { source, destination } }: SpdEntry): boolean {
  const ends = [source, destination].flatMap((end) => end ?? [])
  const isEnd = (range: AddressRange) => ends.some((end) => equalRanges(end, range))
  return selectors.every(({ local, remote }) => isEnd(local) && isEnd(remote))
}
