import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { rememberedFor } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { coverages } from '../negotiation/coverage.ts'
import type { Flow } from '../negotiation/flow.ts'
import { isUnasked } from '../negotiation/obstructed.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { isUnrestricted } from '../negotiation/spd-lookup.ts'
import { type Box, boxKey, mirrorBox } from '../selectors/box.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import { witness } from '../selectors/packet.ts'
import { bothWays } from './both-ways.ts'
import { type Diagnostic, diagnostic, type Rule } from './rule.ts'

interface ObstacleFacts {
  readonly end: Endpoint
  readonly peer: Endpoint
  readonly obstacle: Obstacle
}

interface ObstacleRule extends Pick<Rule<ObstacleFacts>, 'code' | 'title' | 'page' | 'reasons'> {
  readonly kind: Obstacle['kind']
  readonly why: (facts: ObstacleFacts) => string
}

/** What keeps packets from their entries, one rule for each kind: they differ only in their words. */
export function obstacleRule({ kind, why, ...rule }: ObstacleRule): Diagnostic {
  return diagnostic<ObstacleFacts>({
    ...rule,
    *check({ simulation }) {
      if (simulation === undefined) return
      for (const [end, peer] of bothWays(simulation)) {
        // Of several that keep back all there is, the first stands for what fails.
        let isToldOfAll = false
        for (const obstacle of end.obstacles ?? []) {
          if (obstacle.kind !== kind || obstacle.meant === true) continue
          const failed = failedWith(obstacle, simulation, end).filter((flow) => isHeldUp(flow, end, obstacle))
          const isAll = failed.length === 0 && isAllThereIs(obstacle, end, peer)
          if (failed.length === 0 && !isAll) continue
          const flows = isAll && !isToldOfAll ? failing(simulation) : failed
          isToldOfAll ||= isAll
          const [first] = flows
          const told = narrowedFor(flows, end, obstacle)
          yield {
            severity: 'error',
            certainty: end.partlyRead ? 'assumed' : 'stated',
            evidence: obstacle.spans.map((span) => ({ span, label: end.name })),
            witness: first === undefined ? null : (witness(first.region) ?? null),
            flows,
            plans: [{ changes: [{ end: end.label, change: { kind: 'clear-obstacle', obstacle, told } }] }],
            data: { end, peer, obstacle: { ...obstacle, ...told } },
          }
        }
      }
    },
    explain: (facts) => ({ what: saidOf(facts), why: why(facts) }),
  })
}

/** Of what is switched off both ends may have a rule of the same name. */
function saidOf({ end, obstacle: { say, holds } }: ObstacleFacts): string {
  return holds === undefined ? say : `On ${end.name}, ${say.slice(0, 1).toLowerCase()}${say.slice(1)}`
}

/** It keeps back all that the end has of a tunnel to the peer. */
function isAllThereIs({ holds }: Obstacle, end: Endpoint, peer: Endpoint): boolean {
  if (holds === undefined || holds.entries.every((entry) => !isTunnelTo(entry, peer))) return false
  return coverages(end, peer).size === 0
}

function isTunnelTo({ action, direction, tunnel: { destination } }: SpdEntry, { addresses }: Endpoint): boolean {
  if (action !== 'protect' || direction === 'in' || destination === null) return false
  return addresses.length === 0 || addresses.some(({ value }) => equalRanges(value, destination))
}

function failing({ flows }: Simulation): readonly Flow[] {
  return flows.filter(({ remainder, outcome }) => !remainder && outcome !== 'established' && outcome !== 'unknown')
}

/** Flows that do not get through and have packets in common with an obstacle of an end, in their order. */
function failedWith({ packets }: Obstacle, simulation: Simulation, end: Endpoint): readonly Flow[] {
  const { flowOf, index } = failedOf(simulation, end.label)
  const found = new Set(packets.flatMap((box) => index.overlapping(box).flatMap((hit) => flowOf[hit] ?? [])))
  return [...found].toSorted((a, b) => a - b).flatMap((at) => simulation.flows[at] ?? [])
}

/** The boxes of those flows as an end sees them, each with the position of its flow. */
const failedOf = rememberedFor(
  (label: string) => label,
  (simulation: Simulation, label) => {
    const failed = new Set(failing(simulation))
    const boxes = simulation.flows.flatMap((flow, at) =>
      failed.has(flow) ? flow.region.map((box) => ({ at, box: flow.sender === label ? box : mirrorBox(box) })) : [],
    )
    return { flowOf: boxes.map(({ at }) => at), index: buildBoxIndex(boxes.map(({ box }) => box)) }
  },
)

/** Of an entry for everything that is held against others of the peer, what is in the way of those. */
function narrowedFor(
  flows: readonly Flow[],
  end: Endpoint,
  obstacle: Obstacle,
): ReturnType<NonNullable<Obstacle['narrowed']>> {
  const asked = new Map<string, Box>()
  for (const { sender, out, inbound } of flows) {
    const [own, theirs] = sender === end.label ? [out, inbound] : [inbound, out]
    if (own === null || theirs === null || !isUnrestricted(own) || isUnrestricted(theirs)) return undefined
    for (const box of theirs.selectors) asked.set(boxKey(box), mirrorBox(box))
  }
  return asked.size === 0 ? undefined : obstacle.narrowed?.([...asked.values()])
}

/** It is on its way out or in where the obstacle is; something switched off stops whatever fails. */
function isHeldUp(flow: Flow, end: Endpoint, obstacle: Obstacle): boolean {
  // Whatever else it fails for, these packets are not meant for the tunnel.
  if (isUnasked(obstacle, flow)) return false
  const { direction, connection, kind } = obstacle
  const leaves = flow.sender === end.label
  const entry = leaves ? flow.out : flow.inbound
  if (connection !== null && entry?.negotiated?.connection.name !== connection) return false
  return kind === 'inactive' || direction !== (leaves ? 'in' : 'out')
}
