import type { Endpoint } from '../model/endpoint.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Flow } from '../negotiation/flow.ts'
import { intersectBoxes, mirrorBox } from '../selectors/box.ts'
import { witness } from '../selectors/packet.ts'
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
      const { a, b } = simulation
      for (const [end, peer] of [
        [a, b],
        [b, a],
      ] as const) {
        for (const obstacle of end.obstacles ?? []) {
          if (obstacle.kind !== kind) continue
          const flows = simulation.flows.filter((flow) => isHeldUp(flow, end, obstacle))
          if (flows.length === 0) continue
          yield {
            severity: 'error',
            certainty: end.partlyRead ? 'assumed' : 'stated',
            evidence: obstacle.spans.map((span) => ({ span, label: end.name })),
            witness: witness(flows[0]?.region ?? []) ?? null,
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

/** Packets that the obstacle stops at this end, on their way out or in; of something switched off, whatever fails. */
function isHeldUp(flow: Flow, end: Endpoint, { direction, packets, connection, kind }: Obstacle): boolean {
  if (flow.remainder || flow.outcome === 'established' || flow.outcome === 'unknown') return false
  const leaves = flow.sender === end.label
  const entry = leaves ? flow.out : flow.inbound
  if (connection !== null && entry?.negotiated?.connection.name !== connection) return false
  if (kind !== 'inactive' && direction === (leaves ? 'in' : 'out')) return false
  return flow.region.some((box) =>
    packets.some((own) => intersectBoxes(leaves ? box : mirrorBox(box), own) !== undefined),
  )
}
