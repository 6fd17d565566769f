import type { Change, ChangeKind } from '../model/change.ts'
import type { Endpoint, TextEdit } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { DialectStep } from '../model/vendor.ts'
import { applyChanges, correctedEnd } from '../remedy/apply.ts'
import type { AppliedChange } from '../remedy/treatment.ts'
import type { Finding } from '../rules/rule.ts'
import { boxKey } from '../selectors/box.ts'
import type { Remedy } from './schema.ts'

/** A step with the findings that it is for. */
type StepFor = Remedy['steps'][number] & { readonly findings: ReadonlySet<Finding> }

interface Draft {
  say: string
  readonly run: string | null
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
  const edits = editsOf(before, after, applied)
  const made = new Map<TextEdit, Draft>()
  const steps: Draft[] = []
  for (const each of applied) {
    const alone = editsAlone(each, applied)
    const open = edits.filter((edit) => !made.has(edit))
    const equal = open.filter((edit) => alone.some((own) => isSame(own, edit) && own.insert === edit.insert))
    const own = equal.length > 0 ? equal : open.filter((edit) => alone.some((its) => isSame(its, edit))).slice(0, 1)
    const shared = edits.find((edit) => made.has(edit) && alone.some((its) => isSame(its, edit)))
    for (const words of wordsFor(each.change, before, after)) {
      const known = steps.find(({ say }) => say === words.say)
      const joined = own.length > 0 || shared === undefined ? known : (known ?? made.get(shared))
      if (joined === undefined) add({ ...words, edit: null, findings: new Set(each.for) }, own.shift())
      else {
        if (joined.say !== words.say) joined.say = `${joined.say}\n${words.say}`
        for (const finding of each.for) joined.findings.add(finding)
      }
    }
    for (const edit of own) addLine(edit, each.for)
  }
  const findings = applied.flatMap((each) => each.for)
  for (const edit of edits) if (!made.has(edit)) addLine(edit, findings)
  return steps

  function add(step: Draft, edit: TextEdit | undefined) {
    steps.push(step)
    if (edit === undefined) return
    step.edit = edit
    made.set(edit, step)
  }

  function addLine(edit: TextEdit, found: readonly Finding[]) {
    const say = `On ${before.name}, change line ${edit.line} of ${edit.source} as well.`
    add({ say, run: null, edit: null, findings: new Set(found) }, edit)
  }
}

/** What all changes together come to in the text. Text that is put right is the text that further changes are made in. */
function editsOf(before: Endpoint, after: Endpoint, applied: readonly Pick<AppliedChange, 'change'>[]): TextEdit[] {
  const correct = correctionIn(applied)
  const start = correct === undefined ? before : correctedEnd(before, correct)
  return [...(correct?.edits ?? []), ...(start.editor?.(start, after) ?? [])]
}

/** What the change would be in the text if it were made alone, or alone in a text that is put right. */
function editsAlone({ change, before }: AppliedChange, all: readonly AppliedChange[]): readonly TextEdit[] {
  if (change.kind === 'correct') return change.edits
  const correct = correctionIn(all)
  const whole = correct === undefined ? before : correctedEnd(before, correct)
  const start = partTouched(whole, change)
  const after = start.editor === null ? undefined : applyChanges(start, [change])
  return after === undefined ? [] : (start.editor?.(start, after) ?? [])
}

/** Of more entries than this only those are taken that a change is about. */
const MANY = 1000

/** An end whose list of entries is edited, with those that a change is about, and those that tell how new ones are made. */
function partTouched(end: Endpoint, change: Change): Endpoint {
  if (end.ike !== undefined || end.site !== undefined || end.spd === undefined || end.spd.length <= MANY) return end
  const { byId, byBox, models } = entriesOf(end.spd)
  switch (change.kind) {
    case 'cover':
      return { ...end, spd: models }
    case 'replace':
      return { ...end, spd: byBox.get(boxKey(change.from)) ?? [] }
    case 'remove':
    case 'add-direction':
    case 'unmirror':
      return { ...end, spd: [...new Set([...(byId.get(change.entry) ?? []), ...models])] }
    default:
      return end
  }
}

const entriesOf = rememberedOf((spd: readonly SpdEntry[]) => {
  const boxes = spd.flatMap((entry) => entry.selectors.map((box) => ({ key: boxKey(box), entry })))
  return {
    byId: grouped(spd, ({ id }) => id),
    // Whether there are such tells how many entries a new pair has, the highest number what they are called.
    models: [
      ...spd.filter(({ direction }) => direction === 'fwd').slice(0, 1),
      ...spd.slice(0, 1).map(() => highest(spd)),
    ],
    byBox: new Map([...grouped(boxes, ({ key }) => key)].map(([key, all]) => [key, all.map(({ entry }) => entry)])),
  }
})

function highest(spd: readonly SpdEntry[]): SpdEntry {
  const number = ({ id }: SpdEntry) => Number(id.split('#')[1] ?? 0)
  return spd.reduce((most, entry) => (number(entry) > number(most) ? entry : most))
}

function correctionIn(applied: readonly Pick<AppliedChange, 'change'>[]): Change<'correct'> | undefined {
  return applied.flatMap(({ change }) => (change.kind === 'correct' ? [change] : [])).at(-1)
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.source === b.source && a.line === b.line && a.remove === b.remove
}

function wordsFor<K extends ChangeKind>(change: Change<K>, before: Endpoint, after: Endpoint): readonly DialectStep[] {
  return (before.dialect ?? before.vendor.dialect)[change.kind](change, before, after)
}
