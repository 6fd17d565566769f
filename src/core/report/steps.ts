import type { Change, ChangeKind } from '../model/change.ts'
import type { Endpoint, TextEdit } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import type { DialectStep } from '../model/vendor.ts'
import { correctedEnd, writtenAfter } from '../remedy/apply.ts'
import type { AppliedChange } from '../remedy/treatment.ts'
import type { Finding } from '../rules/rule.ts'
import { partsTouched } from './part-touched.ts'
import type { Remedy } from './schema.ts'

/** A step with the findings that it is for. */
type StepFor = Remedy['steps'][number] & { readonly findings: ReadonlySet<Finding> }

interface Draft {
  say: string
  readonly run: Set<string>
  edit: TextEdit | null
  readonly findings: Set<Finding>
}

/**
 * All changes of one end, each in its product's words, with what they come to in the pasted text. Where that is one edit
 * for several changes, they are one step; further edits of a change follow it.
 */
export function stepsFor(applied: readonly AppliedChange[]): StepFor[] {
  const [first] = applied
  if (first === undefined) return []
  const { before, after } = first
  const correct = applied.flatMap(({ change }) => (change.kind === 'correct' ? [change] : [])).at(-1)
  // Text that is put right is the text that further changes are made in.
  const start = correct === undefined ? before : correctedEnd(before, correct)
  const edits = [...(correct?.edits ?? []), ...(start.editor?.(start, after) ?? [])]
  const partTouched = partsTouched(
    start,
    applied.map(({ change }) => change),
  )
  const near = byPlace(edits)
  const made = new Map<TextEdit, Draft>()
  const steps: Draft[] = []
  const saying = new Map<string, Draft>()
  for (const each of applied) {
    const alone = editsAlone(each.change, partTouched)
    const its = near(alone)
    const open = its.filter((edit) => !made.has(edit))
    const equal = open.filter((edit) => alone.some((own) => isSamePlace(own, edit) && own.insert === edit.insert))
    const own = equal.length > 0 ? equal : open.slice(0, 1)
    const shared = its.find((edit) => made.has(edit))
    for (const words of wordsFor(each.change, before, after)) {
      const known = saying.get(words.say)
      const joined = own.length > 0 || shared === undefined ? known : (known ?? made.get(shared))
      const run = words.run === null ? [] : [words.run]
      if (joined === undefined)
        add({ say: words.say, run: new Set(run), edit: null, findings: new Set(each.for) }, own.shift())
      else {
        if (joined.say !== words.say) reword(joined, `${joined.say}\n${words.say}`)
        for (const each of run) joined.run.add(each)
        for (const finding of each.for) joined.findings.add(finding)
      }
    }
    for (const edit of own) addLine(edit, new Set(each.for))
  }
  const findings = new Set(applied.flatMap((each) => each.for))
  for (const edit of edits) if (!made.has(edit)) addLine(edit, findings)
  return steps.map((step) => ({ ...step, run: step.run.size === 0 ? null : [...step.run].join('\n') }))

  function add(step: Draft, edit: TextEdit | undefined) {
    steps.push(step)
    if (!saying.has(step.say)) saying.set(step.say, step)
    if (edit === undefined) return
    step.edit = edit
    made.set(edit, step)
  }

  function reword(step: Draft, say: string) {
    if (saying.get(step.say) === step) saying.delete(step.say)
    step.say = say
    if (!saying.has(say)) saying.set(say, step)
  }

  function addLine(edit: TextEdit, found: Set<Finding>) {
    const say = `On ${before.name}, change line ${edit.line} of ${edit.source} as well.`
    add({ say, run: new Set(), edit: null, findings: found }, edit)
  }
}

/** What the change would be in the text if it were made alone. */
function editsAlone(change: Change, partTouched: (change: Change) => Endpoint): readonly TextEdit[] {
  if (change.kind === 'correct') return change.edits
  const start = partTouched(change)
  const after = start.editor === null ? undefined : writtenAfter(start, [change])
  return after === undefined ? [] : (start.editor?.(start, after) ?? [])
}

/** Finds the edits, in their order, that are made where some others are. */
function byPlace(edits: readonly TextEdit[]): (others: readonly TextEdit[]) => readonly TextEdit[] {
  const lines = grouped(edits.entries(), ([, { source, line }]) => `${line} ${source}`)
  return (others) => {
    const found = new Map<number, TextEdit>()
    for (const other of others) {
      for (const [at, edit] of lines.get(`${other.line} ${other.source}`) ?? [])
        if (isSamePlace(edit, other)) found.set(at, edit)
    }
    return [...found].toSorted(([a], [b]) => a - b).map(([, edit]) => edit)
  }
}

function isSamePlace(a: TextEdit, b: TextEdit): boolean {
  return a.source === b.source && a.line === b.line && a.remove === b.remove
}

function wordsFor<K extends ChangeKind>(change: Change<K>, before: Endpoint, after: Endpoint): readonly DialectStep[] {
  return (before.dialect ?? before.vendor.dialect)[change.kind](change, before, after)
}
