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

/** What is said, of one place, or of what is entered, or of several. */
interface Line {
  /** What stands before these words and behind them. */
  readonly frame: readonly string[]
  readonly words: Set<string>
  /** Of more words than this the rest is counted. */
  readonly most: number
}

interface Draft {
  /** By which it is found to say the same. */
  readonly key: string
  /** By their frames. */
  readonly lines: Map<string, Line>
  readonly run: Set<string>
  readonly edit: TextEdit | null
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
      const known = saying.get(keyOf(words))
      const joined = own.length > 0 || shared === undefined ? known : (known ?? made.get(shared))
      if (joined === undefined) add(words, new Set(each.for), own.shift())
      else {
        // What says more than one thing is no longer found by the first.
        if (joined !== known && saying.get(joined.key) === joined) saying.delete(joined.key)
        addWords(joined, words)
        if (words.run !== null) joined.run.add(words.run)
        for (const finding of each.for) joined.findings.add(finding)
      }
    }
    for (const edit of own) addLine(edit, new Set(each.for))
  }
  const findings = new Set(applied.flatMap((each) => each.for))
  for (const edit of edits) if (!made.has(edit)) addLine(edit, findings)
  return steps.map(({ lines, edit, findings: its, run }) => ({
    say: [...lines.values()].map(textOf).join('\n'),
    run: run.size === 0 ? null : [...run].join('\n'),
    edit,
    findings: its,
  }))

  function add(words: DialectStep, found: Set<Finding>, edit: TextEdit | undefined) {
    const key = keyOf(words)
    const step = {
      key,
      lines: new Map<string, Line>(),
      run: new Set(words.run === null ? [] : [words.run]),
      edit: edit ?? null,
      findings: found,
    }
    addWords(step, words)
    steps.push(step)
    if (!saying.has(key)) saying.set(key, step)
    if (edit !== undefined) made.set(edit, step)
  }

  function addLine(edit: TextEdit, found: Set<Finding>) {
    const say = `On ${before.name}, change line ${edit.line} of ${edit.source} as well.`
    add({ say, run: null }, found, edit)
  }
}

/** What is said twice is said once. */
function addWords({ lines }: Draft, words: DialectStep): void {
  const line = lineOf(words)
  const key = line.frame.join('\n')
  const same = lines.get(key)
  if (same === undefined) lines.set(key, line)
  else for (const each of line.words) same.words.add(each)
}

/** More places than this are counted: the edits, or the commands, name them all. */
const PLACES = 6

function lineOf({ say, place, entered }: DialectStep): Line {
  const words = entered?.words ?? place
  const behind = entered?.behind ?? ''
  const found = words === undefined ? -1 : say.indexOf(behind + words)
  const at = found < 0 ? found : found + behind.length
  if (words === undefined || at < 0) return { frame: [say], words: new Set(), most: 0 }
  const frame = [say.slice(0, at), say.slice(at + words.length)]
  return { frame, words: new Set([words]), most: entered === undefined ? PLACES : Number.POSITIVE_INFINITY }
}

/** Who enters one thing enters all that belongs there, and is told so once. */
function keyOf(words: DialectStep): string {
  return words.entered === undefined ? words.say : lineOf(words).frame.join('\n')
}

function textOf({ frame, words, most }: Line): string {
  const [more, listed] = [words.size - most, [...words]]
  return frame.join(joinWords(more > 1 ? [...listed.slice(0, most), `${more} more`] : listed))
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
