import { rememberedOf } from '../model/remembered.ts'
import { type Flow, isCarried } from './flow.ts'

export type Verdict = 'up' | 'partial' | 'down' | 'unknown'

/**
 * One word for the flows towards this peer that at least one end protects: `up` when each is established from every end
 * that can initiate it, `down` when none is carried from any end, otherwise `partial`. Worked out twice, with every
 * unknown flow taken as failed and as established; where the two differ, it is `unknown`. An end that never begins does
 * not count as one that fails.
 */
export const verdictOf = rememberedOf((flows: readonly Flow[]): Verdict => {
  const outcomes = new Set<Flow['outcome']>()
  for (const flow of flows) if (counts(flow)) outcomes.add(flow.outcome)
  // Two ends that wait for each other carry nothing.
  if (outcomes.size === 0) return flows.some(({ outcome }) => outcome === 'responder-only') ? 'down' : 'unknown'
  const worst = judge([...outcomes])
  const best = judge([...outcomes].map((outcome) => (outcome === 'unknown' ? 'established' : outcome)))
  return worst === best ? worst : 'unknown'
})

/** Whether a flow has a say in the verdict. */
export function counts(flow: Flow): boolean {
  if (flow.remainder || flow.outcome === 'responder-only') return false
  return flow.out?.action === 'protect' || flow.inbound?.action === 'protect'
}

function judge(outcomes: readonly Flow['outcome'][]): 'up' | 'partial' | 'down' {
  if (outcomes.every((outcome) => outcome === 'established')) return 'up'
  return outcomes.some((outcome) => isCarried({ outcome })) ? 'partial' : 'down'
}
