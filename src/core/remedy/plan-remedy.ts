import type { Change } from '../model/change.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import type { Finding, Plan } from '../rules/rule.ts'
import { type Alternative, bestFirst, isNoWorse, isWorthTelling, type RemedyPlan } from './alternatives.ts'
import { canApply } from './apply.ts'
import { effectKey, NO_EFFECT } from './effect-key.ts'
import { authenticated, faults, isBetter, isProgress, notLoaded } from './faults.ts'
import { grownTogether } from './grown-together.ts'
import { madeAtOnce } from './made-at-once.ts'
import { isFlood } from './room.ts'
import { bySaying } from './shown-before.ts'
import { switchesOn } from './switches-on.ts'
import {
  type Examine,
  entriesOf,
  isTooMuchFor,
  LARGE,
  limited,
  type Treatment,
  type Trials,
  treat,
  type Wanted,
} from './treatment.ts'

/** Findings with the ways out that their ends' products can be told; several findings where one change mends them all. */
interface Case {
  readonly findings: readonly Finding[]
  readonly plans: readonly Plan[]
}

/** Each trial is a simulation of the whole tunnel, so that many are tried together or not at all. */
const TRIED_SINGLY = 24
/** Ways out that are no progress alone are tried beside those of other findings, of each so many. */
const TRIED_BESIDE = 3
/** More alternatives than this help nobody. */
const ALTERNATIVES = 4
/** Other ways are looked for with so many findings, of each so many. */
const CHOICES = 4
/** What shows later is told with so many of the findings that hid it, as many as the report names: each may have hidden each. */
const HIDING = 100
/** What fails at one step hides what would fail at the next; there are not more steps than this. */
const ROUNDS = 10

const NOTHING: RemedyPlan = { treatment: null, alternatives: [], cut: false }

/**
 * The smallest set of changes that works: of each finding the first way out that its end's product can be told, all of
 * them together; what shows once they are made, the same way; without those that turn out not to be needed; and the
 * proof, the simulation run again. It is told also where it only gets further, to a fault that no change is known for.
 */
export function planRemedy(simulation: Simulation, findings: readonly Finding[], examine: Examine): RemedyPlan {
  if ([simulation.a, simulation.b].some(({ spd, ike }) => spd === undefined && ike === undefined)) return NOTHING
  const limits = { passed: false }
  const trials = { ...limited(simulation), examine, shownBefore: bySaying(findings), limits }
  const cases = waysAfforded(simulation, findings, trials)
  // However many ways were tried alone, what shows next is still looked for.
  const rounds = { ...trials, ...limited(simulation) }
  const wanted = wantedInRounds(simulation, cases, rounds)
  // What is recommended is proved, however large it is.
  const whole = smallest(simulation, wanted, rounds) ?? treat(simulation, wanted)
  const cut = limits.passed || (whole === null && isTooMuchFor(simulation, wanted))
  const [instead] = isHelp(whole, simulation) ? [] : choices(simulation, cases, null, trials)
  const treatment = instead ?? whole
  if (treatment === null || !(isProgress(treatment.after, simulation) || isHelp(treatment, simulation)))
    return { ...NOTHING, cut }
  const alternatives: Alternative[] = []
  for (const alternative of otherWays(simulation, cases, treatment, trials)) {
    if (!isWorthTelling(alternative, treatment) || alternatives.some((other) => isNoWorse(other, alternative))) continue
    if (alternatives.push(alternative) === ALTERNATIVES) break
  }
  return { ...bestFirst(treatment, alternatives), cut }
}

function isHelp(treatment: Treatment | null, simulation: Simulation): treatment is Treatment {
  return treatment !== null && isBetter(treatment.after, simulation)
}

/** Of a tunnel that is too large to try them, each finding's first way is the best guess; what becomes of all is proved. */
function waysAfforded(simulation: Simulation, findings: readonly Finding[], trials: Trials): readonly Case[] {
  const possible = possibleWays(simulation, findings)
  const ways = possible.reduce((sum, { plans }) => sum + plans.length, 0)
  return trials.affords(ways) ? helpfulWays(simulation, possible, trials) : possible
}

function possibleWays(simulation: Simulation, findings: readonly Finding[]): Case[] {
  return findings
    .map((finding) => ({ findings: [finding], plans: finding.plans.filter((plan) => isPossible(simulation, plan)) }))
    .filter(({ plans }) => plans.length > 0)
}

/**
 * Of few cases each way out is tried alone, and dropped when it is no progress, nor is beside the others. A finding with a
 * way out that leaves nothing to be done is the only case, and the others hang on it.
 */
function helpfulWays(simulation: Simulation, cases: readonly Case[], trials: Trials): readonly Case[] {
  if (cases.length > TRIED_SINGLY) return cases
  const tried = cases.map((each) => ({ ...each, ways: helpful(simulation, each, trials) }))
  const whole = tried.find(({ ways }) => ways[0]?.left === 0)
  if (whole !== undefined) {
    const others = cases.flatMap((each) => each.findings).filter((finding) => !whole.findings.includes(finding))
    return [{ findings: [...whole.findings, ...others], plans: whole.ways.map(({ plan }) => plan) }]
  }
  const alone = tried.map(({ findings, plans, ways }) => {
    const helping = ways.map(({ plan }) => plan)
    return { findings, plans: helping, left: plans.filter((plan) => !helping.includes(plan)) }
  })
  return alone
    .map((each) => {
      const others = alone.filter((other) => other !== each)
      const beside = helpfulBeside(simulation, { ...each, plans: each.left }, others, trials)
      return { findings: each.findings, plans: [...each.plans, ...beside] }
    })
    .filter(({ plans }) => plans.length > 0)
}

/** Those that are progress once the others are made: a further child needs a group that the first does without. */
function helpfulBeside(
  simulation: Simulation,
  { findings, plans }: Case,
  others: readonly Case[],
  { treat }: Trials,
): Plan[] {
  const tried = plans.slice(0, TRIED_BESIDE)
  const without = tried.length === 0 ? null : treat(simulation, wantedBy(simulation, others))
  if (without === null) return []
  return tried.filter((plan) => {
    const treatment = treat(simulation, wantedBy(simulation, [{ findings, plans: [plan] }, ...others]))
    return treatment !== null && isProgress(treatment.after, without.after)
  })
}

/**
 * Those that are progress. What leaves less to be done comes first, and of equal ones what gets further, to an IKE SA; else they
 * stay in their order.
 */
function helpful(
  simulation: Simulation,
  { findings, plans }: Case,
  { treat }: Trials,
): { readonly plan: Plan; readonly left: number }[] {
  return plans
    .flatMap((plan) => {
      const treatment = treat(simulation, wantedBy(simulation, [{ findings, plans: [plan] }]))
      const helps = treatment !== null && (switchesOn(plan) || isProgress(treatment.after, simulation))
      return helps ? [{ plan, left: faults(treatment.after), authenticated: authenticated(treatment.after) }] : []
    })
    .toSorted((a, b) => a.left - b.left || b.authenticated - a.authenticated)
}

function isPossible({ a, b }: Simulation, { changes }: Plan): boolean {
  return changes.every(({ end, change }) => [a, b].some((each) => each.label === end && canApply(each, change)))
}

/**
 * A daemon's policy shows its next fault when the one before is mended, and an entry may bring others that the peer lacks,
 * so that the rules are asked again. What is wanted for a fault that was hidden is for it and the findings that hid it.
 */
function wantedInRounds(simulation: Simulation, first: readonly Case[], trials: Trials): Wanted[] {
  let wanted: Wanted[] = []
  let current = simulation
  let cases = first
  const known = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = together(current, cases, trials).filter(({ end, change }) => {
      const effect = effectKey(end === current.a.label ? current.a : current.b, change)
      const key = `${end} ${effect}`
      // What was made in a round before has no effect any more.
      return (round === 0 || effect !== NO_EFFECT) && !known.has(key) && known.add(key)
    })
    const flood = round > 0 && isFlood(fresh.length, entriesOf(simulation))
    if (flood) trials.limits.passed = true
    if (flood || fresh.length === 0) break
    const hiding = first.flatMap((each) => each.findings).slice(0, HIDING)
    const shown = round === 0 ? fresh : fresh.map((each) => shownLater(each, hiding, trials))
    wanted = madeAtOnce(simulation, wanted, shown)
    const treatment = trials.treat(simulation, wanted)
    if (treatment === null) break
    current = treatment.after
    if (faults(current) === 0) break
    cases = waysAfforded(current, trials.examine(current), trials)
  }
  return wanted
}

/** A finding that showed at first keeps its own name; one that did not has none, and stands behind those that hid it. */
function shownLater(wanted: Wanted, hiding: readonly Finding[], { shownBefore }: Trials): Wanted {
  const findings = wanted.for.map((finding) => shownBefore(finding) ?? finding)
  const hidden = wanted.for.some((finding) => shownBefore(finding) === undefined)
  return { ...wanted, for: [...new Set(hidden ? [...hiding, ...findings] : findings)] }
}

/**
 * The first way out of each case, all at once; of ways that do not go together the first alone. Text that is not loaded is put
 * right before anything else, one fault on top of the other: until then nobody knows what it lacks.
 */
function together(simulation: Simulation, cases: readonly Case[], { treat, affords }: Trials): Wanted[] {
  const refused = cases.find(({ plans: [first] }) => first?.changes.some(({ change }) => change.kind === 'correct'))
  if (refused !== undefined) return wantedBy(simulation, [refused])
  // The same holds of what is switched off.
  const off = cases.filter(({ plans: [first] }) => first !== undefined && switchesOn(first))
  if (off.length > 0) return wantedBy(simulation, off)
  const all = wantedBy(simulation, cases)
  if (cases.length === 1 || cases.length > TRIED_SINGLY || !affords(2)) return all
  const alone = wantedBy(simulation, cases.slice(0, 1))
  const [joint, single] = [treat(simulation, all), treat(simulation, alone)]
  if (joint === null || single === null) return joint === null ? alone : all
  return faults(joint.after) <= faults(single.after) ? all : alone
}

/** The changes of the first way out of each case; what comes to the same is wanted once. */
function wantedBy(simulation: Simulation, cases: readonly Case[]): Wanted[] {
  const { a, b } = simulation
  const byEffect = new Map<string, { change: Change; readonly end: string; readonly for: Finding[] }>()
  for (const { findings, plans } of cases) {
    for (const { end, change } of plans[0]?.changes ?? []) {
      const key = `${end} ${effectKey(end === a.label ? a : b, change)}`
      const known = byEffect.get(key)
      if (known === undefined) byEffect.set(key, { change, end, for: [...findings] })
      else {
        known.change = change
        for (const finding of findings) known.for.push(finding)
      }
    }
  }
  return grownTogether(simulation, [...byEffect.values()])
}

/** Without the changes that can be dropped and all gets as far; what was put right is not left out again. */
function smallest(simulation: Simulation, all: readonly Wanted[], trials: Trials): Treatment | null {
  let wanted = all
  let best = trials.treat(simulation, wanted)
  if (best === null || wanted.length > TRIED_SINGLY) return best
  for (const candidate of wanted.toReversed()) {
    const without = wanted.filter((each) => each !== candidate)
    const tried = trials.treat(simulation, without)
    if (tried === null || faults(tried.after) > faults(best.after) || isProgress(best.after, tried.after)) continue
    if (notLoaded(tried.after) > notLoaded(best.after)) continue
    wanted = without
    best = tried
  }
  return best
}

function* otherWays(
  simulation: Simulation,
  cases: readonly Case[],
  treatment: Treatment,
  trials: Trials,
): Generator<Alternative> {
  yield* choices(simulation, cases, treatment, trials)
  yield* oneEndOnly(simulation, treatment)
}

/**
 * The other ways out of findings that have several: a person must say whose selectors or identity is right. Ways that
 * change the same things at the same ends are one. `null`: the first ways lead nowhere.
 */
function* choices(
  simulation: Simulation,
  cases: readonly Case[],
  treatment: Treatment | null,
  trials: Trials,
): Generator<Alternative> {
  const told = new Set(treatment === null ? [] : [kindsOf(treatment)])
  // Counted only where there is something to compare: in a large tunnel it takes long.
  const least = () => (treatment === null ? Number.POSITIVE_INFINITY : faults(treatment.after))
  for (const chosen of cases.slice(0, CHOICES)) {
    for (const plan of chosen.plans.slice(1, 1 + CHOICES)) {
      const others = cases.map((each) => (each === chosen ? { ...each, plans: [plan] } : each))
      const alternative = smallest(simulation, wantedInRounds(simulation, others, trials), trials)
      if (!isHelp(alternative, simulation)) continue
      if (told.has(kindsOf(alternative)) && faults(alternative.after) >= least()) continue
      told.add(kindsOf(alternative))
      yield { ...alternative, reason: 'choice' }
    }
  }
}

function kindsOf({ applied }: Treatment): string {
  const what = applied.map(({ after, change }) => `${after.label} ${subjectOf(change)}`)
  return [...new Set(what)].toSorted().join(', ')
}

function subjectOf({ kind }: Change): string {
  return ['cover', 'replace', 'remove', 'child-selectors'].includes(kind) ? 'selectors' : kind
}

/** What is reached when only one of the two ends can be changed; of large tunnels nobody waits for that. */
function* oneEndOnly(simulation: Simulation, { applied }: Treatment): Generator<Alternative> {
  const labels = new Set(applied.map(({ after }) => after.label))
  if (labels.size < 2 || entriesOf(simulation) > LARGE) return
  for (const label of labels) {
    const wanted = applied
      .filter(({ after }) => after.label === label)
      .map(({ change, for: findings }) => ({ end: label, change, for: findings }))
    const treatment = treat(simulation, wanted)
    if (isHelp(treatment, simulation)) yield { ...treatment, reason: 'one end' }
  }
}
