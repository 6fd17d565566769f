import type { Endpoint } from '../model/endpoint.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import type { RemedyPlan } from '../remedy/alternatives.ts'
import type { Treatment } from '../remedy/treatment.ts'
import type { Finding } from '../rules/rule.ts'
import { joinWords } from '../rules/wording.ts'
import { reportAfter, reportAlternative } from './after.ts'
import type { Rows } from './rows.ts'
import type { Remediation, RemediationStep, Remedy } from './schema.ts'
import { stepsFor } from './steps.ts'
import { verdictAfter } from './verdict-after.ts'

/** The steps of a plan in each product's words, and the proof. */
export function reportRemediation(
  { treatment, alternatives }: RemedyPlan,
  ids: ReadonlyMap<Finding, string>,
  rows: Rows,
  simulation: Simulation | undefined,
): Remediation {
  return {
    steps: treatment === null ? [] : stepsOf(treatment, ids),
    after: treatment === null ? null : reportAfter(treatment.after, rows),
    alternatives: alternatives.map((alternative) => {
      const ends = [...new Map(alternative.applied.map(({ after }) => [after.label, after.name]))]
      const after = simulation === undefined ? null : reportAlternative(alternative.after, simulation, rows)
      const verdict = after === null ? verdictOf(alternative.after.flows) : verdictAfter(after)
      const names = joinWords(ends.map(([, name]) => name))
      return {
        ends: ends.map(([label]) => label),
        say:
          alternative.reason === 'one end'
            ? `If only ${names} can be changed, the verdict becomes "${verdict}".`
            : `Or change ${names} instead; which is right, only people can say. The verdict becomes "${verdict}".`,
        steps: stepsOf(alternative, ids),
        after,
      }
    }),
  }
}

/** The steps by the ids of the findings that they are for. */
export function stepsById(steps: readonly RemediationStep[]): Map<string, RemediationStep[]> {
  const found = new Map<string, RemediationStep[]>()
  for (const step of steps) {
    for (const id of new Set(step.for)) {
      const known = found.get(id)
      if (known === undefined) found.set(id, [step])
      else known.push(step)
    }
  }
  return found
}

/** More steps than this of one finding are told by the whole remediation alone: each finding has all that are for it. */
const STEPS = 50
/** A step of more characters that is for more findings is told by the whole remediation alone, too. */
const LONG = 1_000
const MANY = 20
/** So is one that would come to more characters in all of them. */
const REPEATED = 100_000

/** Findings that one step names; what mends everything at once would name all, and the report grow with their square. */
const NAMED = 100

/** The remediation as it is told. */
export function withinNamed({ steps, alternatives, after }: Remediation): Remediation {
  const named = (step: RemediationStep) =>
    step.for.length <= NAMED ? step : { ...step, for: step.for.slice(0, NAMED) }
  return {
    steps: steps.map(named),
    after,
    alternatives: alternatives.map((each) => ({ ...each, steps: each.steps.map(named) })),
  }
}

/** The steps of one finding, end by end. */
export function remediesOf(own: readonly RemediationStep[]): Remedy[] {
  return [...new Set(own.map(({ end }) => end))].map((end) => ({
    end,
    steps: withinBound(own.filter((step) => step.end === end)),
  }))
}

function withinBound(steps: readonly RemediationStep[]): Remedy['steps'] {
  const shared = steps.filter(isShared)
  const [first] = shared
  const all = shared.length < 2 ? steps : steps.filter((step) => step === first || !isShared(step))
  const shown = all.slice(0, STEPS).map((step) => {
    const { say, run, edit } = step
    return step === first ? { say: sharedWords(shared), run: null, edit: null } : { say, run, edit }
  })
  const left = all.length - shown.length
  if (left === 0) return shown
  return [...shown, { say: `${left} more steps follow; the whole remediation has them all.`, run: null, edit: null }]
}

/** A long step for many findings would stand in each of them, and so would all that they hid: the report would grow with their square. */
function isShared(step: RemediationStep): boolean {
  const { length: findings } = step.for
  if (findings >= NAMED && step.hidden.length > 0) return true
  return findings > MANY && (lengthOf(step) > LONG || findings * lengthOf(step) > REPEATED)
}

function sharedWords([first, ...more]: readonly RemediationStep[]): string {
  const findings = first?.for.length ?? 0
  return more.length === 0
    ? `A step for ${findings} findings at once; the whole remediation has it.`
    : `${more.length + 1} steps that are for ${findings} findings or so at once; the whole remediation has them.`
}

/** Asked by each of its findings. */
const lengthOf = rememberedOf(
  ({ say, run, edit }: RemediationStep): number => say.length + (run ?? '').length + JSON.stringify(edit).length,
)

/** End by end, in the order of the ends. */
function stepsOf({ applied }: Treatment, ids: ReadonlyMap<Finding, string>): RemediationStep[] {
  const ends = new Map(applied.map(({ after }) => [after.label, after]))
  const steps = [...ends.keys()].toSorted().flatMap((end) => {
    const own = applied.filter(({ after }) => after.label === end)
    return stepsFor(own).map(({ findings, ...step }) => ({
      ...step,
      end,
      for: [...findings].flatMap((finding) => ids.get(finding) ?? []),
      hidden: hiddenOf([...findings].filter((finding) => !ids.has(finding))),
    }))
  })
  return [...steps, ...[...ends.values()].flatMap((end) => savingSteps(end, steps))]
}

/** What a restart would undo is saved last, when the traffic has been seen to flow. */
function savingSteps({ label, name, vendor }: Endpoint, steps: readonly RemediationStep[]): RemediationStep[] {
  const own = steps.filter(({ end, run }) => end === label && run !== null)
  if (vendor.saveCommand === undefined || own.length === 0) return []
  const say = `Once the traffic flows, save the configuration of ${name}; until then a restart brings the old one back.`
  const ids = [...new Set(own.flatMap((step) => step.for))]
  return [{ say, run: vendor.saveCommand, edit: null, end: label, for: ids, hidden: [] }]
}

/** What has no id is told by its kind, each once. */
function hiddenOf(findings: readonly Finding[]): RemediationStep['hidden'] {
  return [...new Map(findings.map(({ code, title }) => [code, { code, title }])).values()]
}
