import type { Change, ChangeKind } from '../model/change.ts'
import type { Endpoint, TextEdit } from '../model/endpoint.ts'
import type { DialectStep } from '../model/vendor.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import { applyChanges } from '../remedy/apply.ts'
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
            : `Or change ${names} instead; which is right, only people can say. The verdict becomes "${verdict}".`,
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

/** A step with the findings that it is for. */
type StepFor = Remedy['steps'][number] & { readonly findings: ReadonlySet<Finding> }

/** All changes of one end, each in its product's words, with what they come to in the pasted text. */
export function stepsFor(applied: readonly AppliedChange[]): StepFor[] {
  const [first] = applied
  if (first === undefined) return []
  const { before, after } = first
  const left = editsOf(before, after, applied)
  const steps = new Map<string, StepFor & { readonly findings: Set<Finding> }>()
  for (const each of applied) {
    const own = takeOwn(left, each)
    for (const step of wordsFor(each.change, before, after)) {
      const known = steps.get(step.say)
      if (known === undefined) steps.set(step.say, { ...step, edit: own.shift() ?? null, findings: new Set(each.for) })
      else for (const finding of each.for) known.findings.add(finding)
    }
    for (const edit of own) addEdit(edit, each.for)
  }
  for (const edit of left)
    addEdit(
      edit,
      applied.flatMap((each) => each.for),
    )
  return [...steps.values()]

  function addEdit(edit: TextEdit, findings: readonly Finding[]) {
    const say = `On ${before.name}, change line ${edit.line} of ${edit.source} as well.`
    const key = `${say} ${edit.remove} ${edit.insert}`
    steps.set(key, { say, run: null, edit, findings: new Set(findings) })
  }
}

/** What all changes together come to in the text. Text that is put right is the text that further changes are made in. */
function editsOf(before: Endpoint, after: Endpoint, applied: readonly AppliedChange[]): TextEdit[] {
  const correct = applied.flatMap(({ change }) => (change.kind === 'correct' ? [change] : [])).at(-1)
  const start = correct === undefined ? before : { ...before, ...correct.corrected }
  const edits = start.editor?.(start, after) ?? []
  return correct === undefined ? [...edits] : [correct.edit, ...edits]
}

/** Takes out of all edits those that the change would make alone. */
function takeOwn(edits: TextEdit[], { change, before }: AppliedChange): TextEdit[] {
  const alone = applyChanges(before, [change])
  if (alone === undefined) return []
  const places = new Set(editsOf(before, alone, [{ change, before, after: alone, for: [] }]).map(placeOf))
  const own = edits.filter((edit) => places.has(placeOf(edit)))
  for (const edit of own) edits.splice(edits.indexOf(edit), 1)
  return own
}

function placeOf({ source, line, remove }: TextEdit): string {
  return `${source} ${line} ${remove ?? ''}`
}

function wordsFor<K extends ChangeKind>(change: Change<K>, before: Endpoint, after: Endpoint): readonly DialectStep[] {
  return before.vendor.dialect[change.kind](change, before, after)
}

/** End by end, in the order of the ends. */
function stepsOf({ applied }: Treatment, ids: ReadonlyMap<Finding, string>): RemediationStep[] {
  const ends = [...new Set(applied.map(({ after }) => after.label))].toSorted()
  return ends.flatMap((end) => {
    const own = applied.filter(({ after }) => after.label === end)
    return stepsFor(own).map(({ findings, ...step }) => ({
      ...step,
      end,
      for: [...findings].flatMap((finding) => ids.get(finding) ?? []),
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
