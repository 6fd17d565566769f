import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { findMismatches } from '../negotiation/mismatches.ts'
import { type Simulation, simulate } from '../negotiation/simulate.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import type { Finding, Plan } from '../rules/rule.ts'
import { applyChanges, canApply, effectKey } from './apply.ts'

/** A change of an end, which all changes together turn into `after`, and the findings that ask for it. */
export interface AppliedChange {
  readonly change: Change
  readonly before: Endpoint
  readonly after: Endpoint
  readonly for: readonly Finding[]
}

/** A set of changes and the tunnel as it will be with them. */
export interface Treatment {
  readonly applied: readonly AppliedChange[]
  readonly after: Simulation
}

export interface Alternative extends Treatment {
  readonly reason: 'one end' | 'choice'
}

export interface RemedyPlan {
  /** `null` when nothing is to be done, or nothing that was tried helps. */
  readonly treatment: Treatment | null
  readonly alternatives: readonly Alternative[]
}

interface Wanted {
  readonly end: string
  readonly change: Change
  readonly for: readonly Finding[]
}

/** A finding with the ways out that its ends' products can be told. */
interface Case {
  readonly finding: Finding
  readonly plans: readonly Plan[]
}

/** Each trial is a simulation of the whole tunnel, so that many are tried together or not at all. */
const TRIED_SINGLY = 24
/** More alternatives than this help nobody. */
const ALTERNATIVES = 4

const NOTHING: RemedyPlan = { treatment: null, alternatives: [] }

/**
 * The smallest set of changes that works: of each finding the first way out that its end's product can be told, all of
 * them together, without those that turn out not to be needed; and the proof, the simulation run again.
 */
export function planRemedy(simulation: Simulation, findings: readonly Finding[]): RemedyPlan {
  if (simulation.a.spd === undefined || simulation.b.spd === undefined) return NOTHING
  const cases = helpful(
    simulation,
    findings
      .map((finding) => ({ finding, plans: finding.plans.filter((plan) => isPossible(simulation, plan)) }))
      .filter(({ plans }) => plans.length > 0),
  )
  const treatment = smallest(simulation, cases)
  if (treatment === null || !isBetter(treatment.after, simulation)) return NOTHING
  const alternatives: Alternative[] = []
  for (const alternative of otherWays(simulation, cases, treatment)) {
    if (alternatives.push(alternative) === ALTERNATIVES) break
  }
  return { treatment, alternatives }
}

function isPossible({ a, b }: Simulation, { changes }: Plan): boolean {
  return changes.every(({ end, change }) => [a, b].some((each) => each.label === end && canApply(each, change)))
}

/** Of few cases each way out is tried alone, and dropped when it leaves no fewer faults. */
function helpful(simulation: Simulation, cases: readonly Case[]): Case[] {
  if (cases.length > TRIED_SINGLY) return [...cases]
  const before = faults(simulation)
  return cases
    .map(({ finding, plans }) => ({
      finding,
      plans: plans.filter((plan) => {
        const treatment = treat(simulation, wantedBy(simulation, [{ finding, plans: [plan] }]))
        return treatment !== null && faults(treatment.after) < before
      }),
    }))
    .filter(({ plans }) => plans.length > 0)
}

/** The changes of the first way out of each case; what comes to the same is wanted once. */
function wantedBy({ a, b }: Simulation, cases: readonly Case[]): Wanted[] {
  const byEffect = new Map<string, Wanted>()
  for (const { finding, plans } of cases) {
    for (const { end, change } of plans[0]?.changes ?? []) {
      const key = `${end} ${effectKey(end === a.label ? a : b, change)}`
      byEffect.set(key, { change, end, for: [...(byEffect.get(key)?.for ?? []), finding] })
    }
  }
  return [...byEffect.values()]
}

/** All changes made at once; `null` when there is none, or an end cannot be told one. */
function treat(simulation: Simulation, wanted: readonly Wanted[]): Treatment | null {
  const [a, b] = [simulation.a, simulation.b].map((end) => {
    const changes = wanted.filter((each) => each.end === end.label).map(({ change }) => change)
    return changes.length === 0 ? end : applyChanges(end, changes)
  })
  if (a === undefined || b === undefined || wanted.length === 0) return null
  const applied = wanted.map(({ end, change, for: findings }): AppliedChange => {
    const [before, after] = end === simulation.a.label ? [simulation.a, a] : [simulation.b, b]
    return { change, before, after, for: findings }
  })
  return { applied, after: simulate(a, b) }
}

/** Without the changes that can be dropped and nothing gets worse. */
function smallest(simulation: Simulation, cases: readonly Case[]): Treatment | null {
  let wanted = wantedBy(simulation, cases)
  let best = treat(simulation, wanted)
  if (best === null || wanted.length > TRIED_SINGLY) return best
  for (const candidate of wanted.toReversed()) {
    const without = wanted.filter((each) => each !== candidate)
    const tried = treat(simulation, without)
    if (tried === null || faults(tried.after) > faults(best.after)) continue
    wanted = without
    best = tried
  }
  return best
}

function* otherWays(simulation: Simulation, cases: readonly Case[], treatment: Treatment): Generator<Alternative> {
  yield* choices(simulation, cases)
  yield* oneEndOnly(simulation, treatment)
}

/** The other ways out of findings that have several: a person must say whose selectors are right. */
function* choices(simulation: Simulation, cases: readonly Case[]): Generator<Alternative> {
  for (const chosen of cases) {
    for (const plan of chosen.plans.slice(1)) {
      const treatment = smallest(
        simulation,
        cases.map((each) => (each === chosen ? { ...each, plans: [plan] } : each)),
      )
      if (treatment !== null) yield { ...treatment, reason: 'choice' }
    }
  }
}

/** What is reached when only one of the two ends can be changed. */
function* oneEndOnly(simulation: Simulation, { applied }: Treatment): Generator<Alternative> {
  const labels = new Set(applied.map(({ after }) => after.label))
  if (labels.size < 2) return
  for (const label of labels) {
    const wanted = applied
      .filter(({ after }) => after.label === label)
      .map(({ change, for: findings }) => ({ end: label, change, for: findings }))
    const treatment = treat(simulation, wanted)
    if (treatment !== null) yield { ...treatment, reason: 'one end' }
  }
}

/** What is wrong, counted: flows that do not get through from each end, and pairs without an equal. */
function faults(simulation: Simulation): number {
  const failing = simulation.flows.filter(
    (flow) => !flow.remainder && flow.outcome !== 'established' && flow.outcome !== 'unknown',
  )
  return failing.length + findMismatches(simulation.a, simulation.b).length
}

function isBetter(after: Simulation, before: Simulation): boolean {
  return faults(after) < faults(before) || (verdictOf(after.flows) === 'up' && verdictOf(before.flows) !== 'up')
}
