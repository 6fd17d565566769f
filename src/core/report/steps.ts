import type { Change, ChangeKind } from '../model/change.ts'
import type { Endpoint, TextEdit } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import type { DialectStep } from '../model/vendor.ts'
import { correctedEnd, writtenAfter } from '../remedy/apply.ts'
import type { AppliedChange } from '../remedy/treatment.ts'
import type { Finding } from '../rules/rule.ts'
import { joinWords } from '../rules/wording.ts'
import { partsTouched } from './part-touched.ts'
import type { Remedy } from './schema.ts'

/** A step with the findings that it is for. */
type StepFor = Remedy['steps'][number] & { readonly findings: ReadonlySet<Finding> }

/** What is said, of one place or of several. */
interface Line {
  readonly frame: readonly [before: string, behind: string] | string
  readonly places: string[]
}

interface Draft {
  readonly lines: Line[]
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
  const elsewhere = byText(edits)
  const made = new Map<TextEdit, Draft>()
  const steps: Draft[] = []
  const saying = new Map<string, Draft>()
  for (const each of applied) {
    const alone = editsAlone(each.change, partTouched)
    const placed = near(alone)
    const its = placed.length > 0 ? placed : elsewhere(alone)
    const open = its.filter((edit) => !made.has(edit))
    const equal = open.filter((edit) => alone.some((own) => isSamePlace(own, edit) && own.insert === edit.insert))
    const own = equal.length > 0 ? equal : open.slice(0, 1)
    const shared = its.find((edit) => made.has(edit))
    for (const words of wordsFor(each.change, before, after)) {
      const known = saying.get(words.say)
      const joined = own.length > 0 || shared === undefined ? known : (known ?? made.get(shared))
      const run = words.run === null ? [] : [words.run]
      if (joined === undefined)
        add({ lines: [lineOf(words)], run: new Set(run), edit: null, findings: new Set(each.for) }, own.shift())
      else {
        if (joined !== known) addWords(joined, words)
        for (const each of run) joined.run.add(each)
        for (const finding of each.for) joined.findings.add(finding)
      }
    }
    for (const edit of own) addLine(edit, new Set(each.for))
  }
  const findings = new Set(applied.flatMap((each) => each.for))
  for (const edit of edits) if (!made.has(edit)) addLine(edit, findings)
  return steps.map(({ lines, edit, findings: its, run }) => ({
    say: lines.map(textOf).join('\n'),
    run: run.size === 0 ? null : [...run].join('\n'),
    edit,
    findings: its,
  }))

  function add(step: Draft, edit: TextEdit | undefined) {
    steps.push(step)
    const say = step.lines.map(textOf).join('\n')
    if (!saying.has(say)) saying.set(say, step)
    if (edit === undefined) return
    step.edit = edit
    made.set(edit, step)
  }

  /** What says more than one thing is no longer found by the first. */
  function addWords(step: Draft, words: DialectStep) {
    const say = step.lines.map(textOf).join('\n')
    if (saying.get(say) === step) saying.delete(say)
    const line = lineOf(words)
    const same = step.lines.find(({ frame }) => line.places.length > 0 && String(frame) === String(line.frame))
    if (same === undefined) step.lines.push(line)
    else same.places.push(...line.places)
  }

  function addLine(edit: TextEdit, found: Set<Finding>) {
    const say = `On ${before.name}, change line ${edit.line} of ${edit.source} as well.`
    add({ lines: [lineOf({ say, run: null })], run: new Set(), edit: null, findings: found }, edit)
  }
}

function lineOf({ say, place }: DialectStep): Line {
  const [before, behind] = place === undefined ? [] : say.split(place)
  return place === undefined || before === undefined || behind === undefined
    ? { frame: say, places: [] }
    : { frame: [before, behind], places: [place] }
}

/** More places than this are counted: the edits, or the commands, name them all. */
const PLACES = 6

function textOf({ frame, places }: Line): string {
  if (typeof frame === 'string') return frame
  const more = places.length - PLACES
  return frame.join(joinWords(more > 1 ? [...places.slice(0, PLACES), `${more} more`] : places))
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

/** Finds the edits that write the same line at another place: what all want alike stands where all have it from. */
function byText(edits: readonly TextEdit[]): (others: readonly TextEdit[]) => readonly TextEdit[] {
  const texts = grouped(edits, ({ insert }) => insert.trim())
  return (others) => others.flatMap(({ insert }) => (insert.trim() === '' ? [] : (texts.get(insert.trim()) ?? [])))
}

function isSamePlace(a: TextEdit, b: TextEdit): boolean {
  return a.source === b.source && a.line === b.line && a.remove === b.remove
}

function wordsFor<K extends ChangeKind>(change: Change<K>, before: Endpoint, after: Endpoint): readonly DialectStep[] {
  return (before.dialect ?? before.vendor.dialect)[change.kind](change, before, after)
}
