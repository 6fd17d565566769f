import { type Noted, note } from '../../flowing-text.ts'
import { type ConsoleMark, consoleMarks } from '../console-marks.ts'
import { type FilterKey, filterLabels, netdiagLabels } from '../filter-labels.ts'
import { type FilterPair, FilterRecords } from '../filter-records.ts'
import { type Pair, type Part, partsOf, type Value } from '../labelled-text.ts'
import { GAP, type Label, type Marks, spellingPattern, vocabularyOf } from '../vocabulary.ts'

type NetdiagKey = FilterKey | 'filterId' | 'computer'
type NetdiagMark = ConsoleMark | 'test' | 'count' | 'unassigned' | 'note' | 'nameless'
type NetdiagPart = Part<NetdiagKey, NetdiagMark>
type NetdiagPair = Pair<NetdiagKey>

/** A filter begins at its `Filter Id`; its name stands on the line above. */
interface NetdiagFilter {
  readonly name: string | null
  readonly records: FilterRecords
}

/** The IPsec test of one run. */
export interface NetdiagRun {
  readonly filters: NetdiagFilter[]
  readonly errors: Value[]
  /** What was understood, in the order of the text. */
  readonly understood: Noted[]
  /** The test's heading with its result. */
  heading: Value | null
  count: (Value & { readonly number: number }) | null
  /** Says that no policy is assigned. */
  unassigned: Value | null
  computer: string | null
  /** The last field of the test. */
  last: FilterPair | null
}

const RESULT = `(?:${GAP}(?:passed|failed|skipped)(?!\\w))?`
const DOTS = String.raw`[ \t]*(?:\.${GAP}){3,80}:?`

const labels: readonly Label<NetdiagKey>[] = [
  ...filterLabels,
  ...netdiagLabels,
  { key: 'filterId', spellings: ['Filter Id'], value: /\{?[\da-f-]{1,40}\}?/ },
  { key: 'other', spellings: ['Policy Id'], value: /\{?[\da-f-]{1,40}\}?/ },
  {
    key: 'other',
    spellings: ['IPSec Policy Active', 'Local IPSec Policy Active', 'Domain IPSec Policy Active'],
    value: 'text',
  },
  {
    key: 'other',
    spellings: ['IP Security Policy Path', 'Service status is', 'Service startup is'],
    value: 'text',
  },
  { key: 'computer', spellings: ['Computer Name'], value: /[\w-]{1,63}/ },
]

const marks: Marks<NetdiagMark> = [
  ['test', new RegExp(`(?:ip${GAP}security${GAP}|(?:[\\w/()-]{1,30}[ \\t]+){1,4})test${DOTS}${RESULT}`)],
  ['count', new RegExp(`there${GAP}(?:is|are)${GAP}(?:\\d{1,9}|no)${GAP}filters?(?!\\w)`)],
  [
    'unassigned',
    new RegExp(
      `(?:ipsec${GAP}(?:policy${GAP})?service${GAP}is${GAP}\\w{1,20},${GAP}but${GAP})?no${GAP}policy${GAP}is${GAP}(?:assigned|active)(?:${GAP}or${GAP}(?:assigned|active))?`,
    ),
  ],
  // It would be taken for an error that says that there is no filter.
  ['nameless', new RegExp(String.raw`^[ \t]{0,99}no${GAP}name(?=[ \t]{0,99}\n?[ \t]{0,99}filter${GAP}id(?!\w))`)],
  ['note', new RegExp(`note:[^\\n]{0,300}|${spellingPattern('The command completed successfully')}`)],
  ...consoleMarks,
]

export const netdiagVocabulary = vocabularyOf<NetdiagKey, NetdiagMark>(labels, marks)
const TEST = new RegExp(`ip${GAP}security${GAP}test${DOTS}`, 'i')

/** Everything but the IPsec test is irrelevant. A text without a heading of that test is all of it, unless it is known better. */
export function netdiagRunOf(text: string, beginsInside = !TEST.test(text)): NetdiagRun {
  const run: NetdiagRun = {
    filters: [],
    errors: [],
    understood: [],
    heading: null,
    count: null,
    unassigned: null,
    computer: null,
    last: null,
  }
  let inside = beginsInside
  let above: NetdiagPart | null = null
  for (const part of partsOf(text, netdiagVocabulary)) {
    if (part.kind === 'mark' && part.name === 'test') inside = TEST.test(part.text)
    if (part.kind === 'mark') takeMark(part, run)
    else if (part.kind === 'blank') run.filters.at(-1)?.records.pause()
    else if (part.kind === 'pair' && part.key === 'computer') {
      run.computer ??= part.value.text
      note(part, 'read', run.understood)
    } else if (!inside) note(part, 'irrelevant', run.understood)
    else if (part.kind === 'pair') takePair(part, above, run)
    if (part.kind !== 'blank') above = inside ? part : null
  }
  return run
}

function takeMark(mark: Extract<NetdiagPart, { kind: 'mark' }>, run: NetdiagRun): void {
  const { name, ...value } = mark
  const isHeading = name === 'test' && TEST.test(mark.text)
  const answers = isHeading || name === 'count' || name === 'unassigned' || name === 'error'
  note(mark, answers ? 'read' : 'irrelevant', run.understood)
  if (isHeading) run.heading = value
  else if (name === 'count') run.count = { ...value, number: Number(/\d+/.exec(mark.text)?.[0] ?? 0) }
  else if (name === 'unassigned') run.unassigned = value
  else if (name === 'error') run.errors.push(value)
}

function takePair(pair: NetdiagPair, above: NetdiagPart | null, run: NetdiagRun): void {
  if (pair.key === 'filterId') {
    if (above?.kind === 'rest') note(above, 'read', run.understood)
    const name = above?.kind === 'rest' ? above.text.replace(/^[>|\s]+/, '') : ''
    run.filters.push({ name: /^(?:|no name)$/i.test(name) ? null : name, records: new FilterRecords() })
  }
  const isFilterField = isField(pair)
  note(pair, isFilterField ? 'read' : 'irrelevant', run.understood)
  if (!isFilterField) return
  if (run.filters.length === 0) run.filters.push({ name: null, records: new FilterRecords() })
  run.filters.at(-1)?.records.add(pair)
  run.last = pair
}

function isField(pair: NetdiagPair): pair is FilterPair {
  return pair.key !== 'filterId' && pair.key !== 'computer' && pair.key !== 'other'
}
