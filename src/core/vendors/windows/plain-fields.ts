import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { indentOf, isBlank } from '../../text/words.ts'
import type { FilterKey } from './filter-labels.ts'
import { EVIDENCE } from './read-filter.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Where the value of a field stands: on a line, from one 0-based index up to another. `line` is `null` where there is none. */
export interface PlainField {
  line: SourceLine | null
  from: number
  to: number
}

/**
 * The filter that is being read, for a tool that prints `Label    : value` on lines of their own. It is the same object for all
 * filters of a text, since nothing of it is kept.
 */
export interface PlainRecord {
  readonly fields: Readonly<Record<FilterKey, PlainField>>
  readonly all: readonly PlainField[]
  /** In the order in which a finding quotes them. */
  readonly evidence: readonly PlainField[]
  readonly labelled: ReadonlyMap<string, LabelledField>
  /** The labels of the last filter's lines, one after the other: the next one mostly has the same. */
  readonly layout: LabelledLine[]
  /** How many lines of the filter were taken. */
  taken: number
  /** The first mark or label in a text. */
  readonly anywhere: RegExp
}

interface LabelledField {
  readonly field: PlainField
  /** What its value looks like; `null` where it shows when it is read. */
  readonly shape: RegExp | 'text' | null
}

interface LabelledLine {
  /** With the colon and the blanks before it. */
  readonly front: string
  readonly known: LabelledField
}

/** With the labels of some fields by the keys of a vocabulary; a line with another one is none of its own. */
export function emptyRecord<K extends string, M extends string>(
  vocabulary: Vocabulary<K, M>,
  keys: ReadonlyMap<string, FilterKey>,
): PlainRecord {
  const fields = {
    name: noField(),
    source: noField(),
    destination: noField(),
    mask: noField(),
    sourceMask: noField(),
    destinationMask: noField(),
    protocol: noField(),
    sourcePort: noField(),
    destinationPort: noField(),
    mirrored: noField(),
    tunnelSource: noField(),
    tunnelDestination: noField(),
    direction: noField(),
    weight: noField(),
    inboundAction: noField(),
    outboundAction: noField(),
    flags: noField(),
    tunnelFilter: noField(),
    other: noField(),
  }
  const labelled = new Map<string, LabelledField>()
  for (const [label, { key, value }] of vocabulary.labels) {
    const own = keys.get(key)
    if (own === undefined) continue
    labelled.set(label, { field: fields[own], shape: own === 'other' || own === 'name' ? value : null })
  }
  const evidence = EVIDENCE.map((key) => fields[key])
  const { anywhere } = vocabulary
  return { fields, all: Object.values(fields), evidence, labelled, layout: [], taken: 0, anywhere }
}

function noField(): PlainField {
  return { line: null, from: 0, to: 0 }
}

export function clear(record: PlainRecord): void {
  for (const field of record.all) field.line = null
  record.taken = 0
}

/** The field that is a whole line, with its value, and that the record has not got yet; `null` for any other line. */
export function takeLine(line: SourceLine, record: PlainRecord): PlainField | null {
  const { text } = line
  const labelled = frontOf(text, record)
  if (labelled === undefined || labelled.known.field.line !== null) return null
  const { field, shape } = labelled.known
  const from = indentOf(text, labelled.front.length)
  const to = text.length
  if (from === to || to > LONGEST || isBlank(text.charCodeAt(to - 1))) return null
  if (shape !== null && !isOf(shape, text, from, record.anywhere)) return null
  record.taken += 1
  // Of these nothing is read, so that they may come twice.
  if (field === record.fields.other) return field
  field.line = line
  field.from = from
  field.to = to
  return field
}

function frontOf(text: string, { labelled, layout, taken }: PlainRecord): LabelledLine | undefined {
  const usual = layout[taken]
  if (usual !== undefined && text.startsWith(usual.front)) return usual
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  let end = colon
  while (text.charCodeAt(end - 1) === BLANK) end--
  const known = labelled.get(text.slice(0, end))
  if (known === undefined) return undefined
  const line = { front: text.slice(0, colon + 1), known }
  layout[taken] = line
  return line
}

const BLANK = ' '.charCodeAt(0)
/** A value in a longer line might be cut off elsewhere. */
const LONGEST = 200

function isOf(shape: RegExp | 'text', text: string, from: number, anywhere: RegExp): boolean {
  if (shape === 'text') return isPlainText(text.slice(from), anywhere)
  shape.lastIndex = from
  return shape.test(text) && shape.lastIndex === text.length
}

/** Words without anything that means something where it stands, or that a block could begin or end at. */
export function isPlainText(text: string, anywhere: RegExp): boolean {
  anywhere.lastIndex = 0
  return WORDS.test(text) && !TELLING.test(text) && !anywhere.test(text)
}

const WORDS = /^[^\s:\\()[\]<>|&"']+(?: [^\s:\\()[\]<>|&"']+)*$/
const TELLING = /ipsec|security|name/i

/** What is written in a field; empty where there is none. */
export function writtenIn({ line, from, to }: PlainField): string {
  return line === null ? '' : line.text.slice(from, to)
}

/** The places that a finding quotes, that of the source first where `isOwn`. */
export function evidenceIn({ evidence, fields }: PlainRecord, isOwn: boolean): Span[] {
  const spans: Span[] = []
  if (isOwn) addPlace(fields.source, spans)
  for (const field of evidence) if (!isOwn || field !== fields.source) addPlace(field, spans)
  // A copy has no room for more, and these are most of what is kept.
  return spans.slice()
}

function addPlace({ line, from, to }: PlainField, spans: Span[]): void {
  if (line !== null) spans.push(spanAt(line, from, to - from))
}
