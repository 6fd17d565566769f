import { boxKey } from '../selectors/box.ts'
import type { Endpoint } from './endpoint.ts'
import { grouped } from './grouped.ts'
import type { Obstacle } from './obstacle.ts'
import { rememberedOf } from './remembered.ts'
import type { SpdEntry } from './spd-entry.ts'

/** What the entries come to of which some are not in force: those that are, and what keeps the others from it. */
export function apartFromHeld(entries: readonly SpdEntry[]): {
  readonly spd: readonly SpdEntry[]
  readonly obstacles: readonly Obstacle[]
} {
  const spd = entries.filter(({ off }) => off === undefined)
  if (spd.length === entries.length) return { spd: entries, obstacles: [] }
  const obstacles: Obstacle[] = []
  for (const [off, held] of grouped(entries, (entry) => entry.off)) {
    if (off === undefined) continue
    const { say, spans, steps, alone } = off
    obstacles.push({
      kind: 'inactive',
      direction: 'both',
      packets: held.flatMap(({ selectors }) => selectors),
      packet: 'clear',
      connection: null,
      holds: { entries: held.map(inForce), alone },
      say,
      spans,
      steps,
    })
  }
  return { spd, obstacles }
}

function inForce({ off: _, ...entry }: SpdEntry): SpdEntry {
  return entry
}

/** The end once none of these stands in the way any more. */
export function withoutObstacles(end: Endpoint, cleared: readonly Obstacle[]): Endpoint {
  if (cleared.length === 0) return end
  const left = { ...end, obstacles: (end.obstacles ?? []).filter((obstacle) => !cleared.includes(obstacle)) }
  const held = cleared.flatMap(({ holds }) => holds ?? [])
  if (held.length === 0) return left
  const kept = held.some(({ alone }) => alone) ? [] : (end.spd ?? [])
  return { ...left, spd: [...kept, ...held.flatMap(({ entries }) => entries)] }
}

/** The end with all that it has configured in force. */
export function allInForce(end: Endpoint): Endpoint {
  return withoutObstacles(
    end,
    (end.obstacles ?? []).filter(({ holds }) => holds !== undefined),
  )
}

/** The keys of what an end protects by entries that are not in force. */
export const heldBoxes = rememberedOf(
  ({ obstacles = [] }: Endpoint): ReadonlySet<string> =>
    new Set(
      obstacles.flatMap(({ holds }) =>
        (holds?.entries ?? []).flatMap(({ action, selectors }) => (action === 'protect' ? selectors.map(boxKey) : [])),
      ),
    ),
)
