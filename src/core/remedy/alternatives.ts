import { verdictOf } from '../negotiation/verdict.ts'
import { faults } from './faults.ts'
import type { Treatment } from './treatment.ts'

export interface Alternative extends Treatment {
  readonly reason: 'one end' | 'choice'
}

export interface RemedyPlan {
  /** `null` when nothing is to be done, or nothing that was tried helps. */
  readonly treatment: Treatment | null
  readonly alternatives: readonly Alternative[]
  /** There was more than is followed: what is told, or missing, may not be all. */
  readonly cut: boolean
}

/** Nobody chooses what carries nothing, or less than what is recommended; but who can change one end alone takes a part. */
export function isWorthTelling(alternative: Alternative, recommended: Treatment): boolean {
  const { after, reason, applied } = alternative
  const verdict = verdictOf(after.flows)
  if (verdict === 'down') return false
  // What was written wrongly and put right must be changed once more: that is nobody's choice.
  const isDetour = [alternative, recommended].every(corrects) && applied.length > recommended.applied.length
  if (reason === 'choice' && isDetour) return false
  // Where what was not pasted decides, of two ways the one that changes less is as good.
  if (reason === 'choice' && verdict === 'unknown' && applied.length > recommended.applied.length) return false
  return reason === 'one end' || verdict === 'up' || verdictOf(recommended.after.flows) !== 'up'
}

/** Who can change one end alone takes the way that changes just that end, where it leaves no more to be done. */
export function isNoWorse(known: Alternative, other: Alternative): boolean {
  const ends = new Set(other.applied.map(({ after }) => after.label))
  const isThere = known.applied.every(({ after }) => ends.has(after.label))
  return other.reason === 'one end' && isThere && faults(known.after) <= faults(other.after)
}

function corrects({ applied }: Treatment): boolean {
  return applied.some(({ change }) => change.kind === 'correct')
}

/** What leaves less to be done is the better way, whichever was tried first. */
export function bestFirst(treatment: Treatment, alternatives: readonly Alternative[]): Omit<RemedyPlan, 'cut'> {
  const choices = alternatives.filter(({ reason }) => reason === 'choice')
  const [best] = choices.toSorted((a, b) => faults(a.after) - faults(b.after))
  if (best === undefined || faults(best.after) >= faults(treatment.after)) return { treatment, alternatives }
  const others = [...choices.filter((each) => each !== best), { ...treatment, reason: 'choice' as const }]
  return { treatment: best, alternatives: others.filter((each) => isWorthTelling(each, best)) }
}
