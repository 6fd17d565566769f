import { verdictOf } from '../negotiation/verdict.ts'
import type { AppliedChange, RemedyPlan, Treatment } from '../remedy/plan-remedy.ts'
import type { Finding } from '../rules/rule.ts'
import { joinWords } from '../rules/wording.ts'
import { reportEnd } from './ends.ts'
import { reportFlows } from './flows.ts'
import type { After, Remediation, RemediationStep, Remedy } from './schema.ts'

/** The steps of a plan in each product's words, and the proof. */
export function reportRemediation(
  { treatment, alternatives }: RemedyPlan,
  ids: ReadonlyMap<Finding, string>,
): Remediation {
  return {
    steps: treatment === null ? [] : stepsOf(treatment, ids),
    after: treatment === null ? null : afterOf(treatment),
    alternatives: alternatives.map((alternative) => {
      const ends = [...new Map(alternative.applied.map(({ after }) => [after.label, after.name]))]
      const verdict = verdictOf(alternative.after.flows)
      const names = joinWords(ends.map(([, name]) => name))
      return {
        ends: ends.map(([label]) => label),
        say:
          alternative.reason === 'one end'
            ? `If only ${names} can be changed, the verdict becomes "${verdict}".`
            : `Or change ${names} instead; which end's selectors are right, only people can say. The verdict becomes "${verdict}".`,
        steps: stepsOf(alternative, ids),
        after: afterOf(alternative),
      }
    }),
  }
}

/** The steps that are for one finding, end by end. */
export function remediesFor(id: string, steps: readonly RemediationStep[]): Remedy[] {
  const own = steps.filter((step) => step.for.includes(id))
  return [...new Set(own.map(({ end }) => end))].map((end) => ({
    end,
    steps: own.filter((step) => step.end === end).map(({ say, run, edit }) => ({ say, run, edit })),
  }))
}

/** One change in its product's words; further edits of the pasted text follow as steps of their own. */
export function stepsFor({
  change,
  before,
  after,
}: Pick<AppliedChange, 'change' | 'before' | 'after'>): Remedy['steps'] {
  const edits = before.editor?.(change, before, after) ?? []
  const words = wordsFor({ change, before, after })
  const steps = words.map((step, index) => ({ ...step, edit: edits[index] ?? null }))
  const more = edits
    .slice(words.length)
    .map((edit) => ({ say: `Change line ${edit.line} of ${edit.source} as well.`, run: null, edit }))
  return [...steps, ...more]
}

function wordsFor({ change, before, after }: Pick<AppliedChange, 'change' | 'before' | 'after'>) {
  const { dialect } = before.vendor
  switch (change.kind) {
    case 'cover':
      return dialect.cover(change, before, after)
    case 'replace':
      return dialect.replace(change, before, after)
    case 'remove':
      return dialect.remove(change, before, after)
    case 'add-direction':
      return dialect['add-direction'](change, before, after)
    case 'retarget':
      return dialect.retarget(change, before, after)
    case 'unmirror':
      return dialect.unmirror(change, before, after)
  }
}

/** End by end, in the order of the ends. */
function stepsOf({ applied }: Treatment, ids: ReadonlyMap<Finding, string>): RemediationStep[] {
  const ordered = applied.toSorted((x, y) => x.after.label.localeCompare(y.after.label))
  return ordered.flatMap((each) =>
    stepsFor(each).map((step) => ({
      ...step,
      end: each.after.label,
      for: [...new Set(each.for.flatMap((finding) => ids.get(finding) ?? []))],
    })),
  )
}

function afterOf({ after }: Treatment): After {
  return {
    verdict: verdictOf(after.flows),
    flows: reportFlows(after, () => []),
    ends: [reportEnd(after.a, []), reportEnd(after.b, [])],
  }
}
