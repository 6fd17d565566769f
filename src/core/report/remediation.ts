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

/** Changes of one end, each in its product's words, with what they come to in the pasted text. */
export function stepsFor(
  applied: readonly Pick<AppliedChange, 'change' | 'before' | 'after'>[],
): (Remedy['steps'][number] & { readonly of: number })[] {
  const [first] = applied
  const last = applied.at(-1)
  if (first === undefined || last === undefined) return []
  // The edits are made for all changes at once, since each of them refers to the text as it was pasted.
  const edits = first.before.editor?.(first.before, last.after) ?? []
  const steps = applied.flatMap((each, of) => wordsFor(each).map((words) => ({ ...words, of })))
  const more = edits
    .slice(steps.length)
    .map((edit) => ({ say: `Change line ${edit.line} of ${edit.source} as well.`, run: null, edit, of: 0 }))
  return [...steps.map((step, index) => ({ ...step, edit: edits[index] ?? null })), ...more]
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
  const ends = [...new Set(applied.map(({ after }) => after.label))].toSorted()
  return ends.flatMap((end) => {
    const own = applied.filter(({ after }) => after.label === end)
    return stepsFor(own).map(({ of, ...step }) => ({
      ...step,
      end,
      for: [...new Set(own[of]?.for.flatMap((finding) => ids.get(finding) ?? []))],
    }))
  })
}

function afterOf({ after }: Treatment): After {
  return {
    verdict: verdictOf(after.flows),
    flows: reportFlows(after, () => []),
    ends: [reportEnd(after.a, []), reportEnd(after.b, [])],
  }
}
