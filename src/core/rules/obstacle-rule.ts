import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import { rememberedFor } from '../model/remembered.ts'
import type { Flow } from '../negotiation/flow.ts'
import { isUnasked } from '../negotiation/obstructed.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { mirrorBox } from '../selectors/box.ts'
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
    reads: ['spd'],
    *check({ simulation }) {
      if (simulation === undefined) return
      for (const [end, peer] of bothWays(simulation)) {
        for (const obstacle of end.obstacles ?? []) {
          if (obstacle.kind !== kind || obstacle.meant === true) continue
          const flows = failedWith(obstacle, simulation, end).filter((flow) => isHeldUp(flow, end, obstacle))
          const [first] = flows
          if (first === undefined && !isLooseEnd(obstacle, peer)) continue
          yield {
            severity: 'error',
            certainty: end.partlyRead ? 'assumed' : 'stated',
            evidence: obstacle.spans.map((span) => ({ span, label: end.name })),
            witness: first === undefined ? null : (witness(first.region) ?? null),
            flows,
            plans: [{ changes: [{ end: end.label, change: { kind: 'clear-obstacle', obstacle } }] }],
            data: { end, peer, obstacle },
          }
        }
      }
    },
    explain: (facts) => ({ what: facts.obstacle.say, why: why(facts) }),
  })
}

/** Of a peer that nobody knows there are flows for what is in force alone. */
function isLooseEnd({ holds }: Obstacle, peer: Endpoint): boolean {
  return peer.spd === undefined && holds !== undefined && holds.entries.some(({ action }) => action === 'protect')
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
  ({ flows }: Simulation, label) => {
    const boxes = flows.flatMap(({ remainder, outcome, sender, region }, at) =>
      remainder || outcome === 'established' || outcome === 'unknown'
        ? []
        : region.map((box) => ({ at, box: sender === label ? box : mirrorBox(box) })),
    )
    return { flowOf: boxes.map(({ at }) => at), index: buildBoxIndex(boxes.map(({ box }) => box)) }
  },
)

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
