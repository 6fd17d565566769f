import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { findMismatches } from '../negotiation/mismatches.ts'
import { type Simulation, simulate } from '../negotiation/simulate.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import type { Finding, Plan } from '../rules/rule.ts'
import { applyChange, changeKey } from './apply.ts'

/** A change with the ends before and after it, and the findings that ask for it. */
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

/** More changes than this are not tried one by one for being superfluous. */
const TRIED_SINGLY = 24
/** More alternatives than this help nobody. */
const ALTERNATIVES = 4

/**
 * The smallest set of changes that works: of each finding the first way out that its end's product can be told, all of
 * them together, without those that turn out not to be needed; and the proof, the simulation run again.
 */
export function planRemedy(simulation: Simulation, findings: readonly Finding[]): RemedyPlan {
  if (simulation.a.spd === undefined || simulation.b.spd === undefined) return { treatment: null, alternatives: [] }
  const open = findings.filter((finding) => finding.plans.length > 0)
  const chosen = open.map((finding) => ({ finding, plans: finding.plans.filter((plan) => works(simulation, plan)) }))
  const first = chosen.flatMap(({ finding, plans: [plan] }) => (plan === undefined ? [] : [{ finding, plan }]))
  const treatment = smallest(simulation, first)
  if (treatment === null || !isBetter(treatment.after, simulation)) return { treatment: null, alternatives: [] }
  return {
    treatment,
    alternatives: [...choices(simulation, chosen), ...oneEndOnly(simulation, treatment)].slice(0, ALTERNATIVES),
  }
}

/** Applies changes in their order, and keeps those that change something; `null` when an end cannot be told one. */
export function treat(simulation: Simulation, wanted: readonly Wanted[]): Treatment | null {
  const ends = new Map([simulation.a, simulation.b].map((end) => [end.label, end]))
  const applied: AppliedChange[] = []
  for (const { end, change, for: findings } of wanted) {
    const before = ends.get(end)
    const after = before && applyChange(before, change)
    if (before === undefined || after === undefined) return null
    const last = applied.findLastIndex((other) => other.after.label === end)
    const known = applied[last]
    if (isSame(before, after)) {
      if (known !== undefined) applied[last] = { ...known, for: [...new Set([...known.for, ...findings])] }
      continue
    }
    ends.set(end, after)
    applied.push({ change, before, after, for: findings })
  }
  const [a, b] = [ends.get(simulation.a.label), ends.get(simulation.b.label)]
  return a === undefined || b === undefined ? null : { applied, after: simulate(a, b) }
}

/** A plan works when its changes can be made and leave fewer faults. */
function works(simulation: Simulation, plan: Plan): boolean {
  const treatment = treat(
    simulation,
    plan.changes.map((each) => ({ ...each, for: [] })),
  )
  return treatment !== null && treatment.applied.length > 0 && faults(treatment.after) < faults(simulation)
}

function smallest(
  simulation: Simulation,
  chosen: readonly { readonly finding: Finding; readonly plan: Plan }[],
): Treatment | null {
  const byKey = new Map<string, Wanted>()
  for (const { finding, plan } of chosen) {
    for (const { end, change } of plan.changes) {
      const key = `${end} ${changeKey(change)}`
      byKey.set(key, { end, change, for: [...(byKey.get(key)?.for ?? []), finding] })
    }
  }
  let wanted = [...byKey.values()]
  let best = treat(simulation, wanted)
  if (best === null || best.applied.length === 0) return null
  if (wanted.length > TRIED_SINGLY) return best
  for (const candidate of wanted.toReversed()) {
    const without = wanted.filter((each) => each !== candidate)
    const tried = treat(simulation, without)
    if (tried === null || faults(tried.after) > faults(best.after) || tried.applied.length >= best.applied.length)
      continue
    wanted = without
    best = tried
  }
  return best
}

/** The other ways out of findings that have several: a person must say whose selectors are right. */
function choices(
  simulation: Simulation,
  chosen: readonly { readonly finding: Finding; readonly plans: readonly Plan[] }[],
): Alternative[] {
  return chosen.flatMap(({ finding, plans }) =>
    plans.slice(1).flatMap((plan) => {
      const others = chosen.flatMap((other) =>
        other.finding === finding || other.plans[0] === undefined
          ? []
          : [{ finding: other.finding, plan: other.plans[0] }],
      )
      const treatment = smallest(simulation, [{ finding, plan }, ...others])
      return treatment === null ? [] : [{ ...treatment, reason: 'choice' as const }]
    }),
  )
}

/** What is reached when only one of the two ends can be changed. */
function oneEndOnly(simulation: Simulation, { applied }: Treatment): Alternative[] {
  const labels = new Set(applied.map(({ after }) => after.label))
  if (labels.size < 2) return []
  return [...labels].flatMap((label) => {
    const wanted = applied
      .filter(({ after }) => after.label === label)
      .map(({ change, for: findings }) => ({ end: label, change, for: findings }))
    const treatment = treat(simulation, wanted)
    return treatment === null ? [] : [{ ...treatment, reason: 'one end' as const }]
  })
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

function isSame(before: Endpoint, after: Endpoint): boolean {
  const text = (end: Endpoint) =>
    [
      ...(end.spd ?? []).flatMap((entry) => [
        entry.id,
        changeKeyOf(entry.selectors),
        entry.direction,
        changeKeyOf(entry.tunnel),
      ]),
      changeKeyOf(end.peers.map(({ value }) => value)),
    ].join(' ')
  return before === after || text(before) === text(after)
}

function changeKeyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
}
