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
 * The filter that is being read, for a tool that prints `Label    : value`, one or several of them on a line. It is the same object for all
 * filters of a text, since nothing of it is kept.
 */
export interface PlainRecord {
  readonly fields: Readonly<Record<FilterKey, PlainField>>
  readonly all: readonly PlainField[]
  /** In the order in which a finding quotes them. */
  readonly evidence: readonly PlainField[]
  readonly labelled: ReadonlyMap<string, LabelledField>
  /** The labels of the last filter's lines, one after the other: the next one mostly has the same. */
  readonly layout: LabelledPart[]
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

/** A label on a line, and the one behind its value. */
interface LabelledPart {
  /** With the colon and the blanks before it; of the first one, with those that the line begins with. */
  readonly front: string
  readonly known: LabelledField
  readonly next: LabelledPart | null
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
  for (let at = 0, field = record.all[0]; field !== undefined; field = record.all[++at]) field.line = null
  record.taken = 0
}

/**
 * The last field of a line of which each word belongs to a field that the record has not got yet; `null` for any other line, of
 * which nothing is taken.
 */
export function takeLine(line: SourceLine, record: PlainRecord): PlainField | null {
  const { layout, taken } = record
  const usual = layout[taken]
  // Of a line of a long text, `startsWith` takes three times as long.
  const isUsual = usual !== undefined && line.text.indexOf(usual.front) === 0
  const field = (isUsual ? takePart(line, 0, usual, record) : null) ?? takeUnusual(line, record)
  if (field !== null) record.taken += 1
  return field
}

function takeUnusual(line: SourceLine, record: PlainRecord): PlainField | null {
  const { text } = line
  const part = text.length > LONGEST ? null : partAt(text, indentOf(text), record)
  if (part === null) return null
  const whole = { ...part, front: text.slice(0, text.indexOf(':') + 1) }
  record.layout[record.taken] = whole
  return takePart(line, 0, whole, record)
}

/** The label that begins at an index, with those behind its value where a value is one word; `null` also where one comes twice. */
function partAt(text: string, at: number, record: PlainRecord): LabelledPart | null {
  const colon = text.indexOf(':', at)
  if (colon <= at) return null
  let end = colon
  while (text.charCodeAt(end - 1) === BLANK) end--
  const known = record.labelled.get(text.slice(at, end))
  if (known === undefined) return null
  const blank = text.indexOf(' ', indentOf(text, colon + 1))
  const next = blank < 0 ? null : partAt(text, indentOf(text, blank), record)
  for (let later = next; later !== null; later = later.next) if (later.known.field === known.field) return null
  return { front: text.slice(at, colon + 1), known, next }
}

function takePart(line: SourceLine, at: number, part: LabelledPart, record: PlainRecord): PlainField | null {
  const { text } = line
  const { front, next } = part
  const { field, shape } = part.known
  const from = indentOf(text, at + front.length)
  const end = next === null ? text.length : text.indexOf(next.front, from)
  if (end <= from || field.line !== null || text.length > LONGEST) return null
  let to = end
  while (isBlank(text.charCodeAt(to - 1))) to--
  // What stands behind the last value might belong to it.
  if (next === null && to < end) return null
  if (shape !== null && !isOf(shape, text, from, to, record.anywhere)) return null
  const last = next === null ? field : takePart(line, end, next, record)
  // Of these nothing is read, so that they may come twice.
  if (last === null || field === record.fields.other) return last
  field.line = line
  field.from = from
  field.to = to
  return last
}

const BLANK = ' '.charCodeAt(0)
/** A value in a longer line might be cut off elsewhere. */
const LONGEST = 200

function isOf(shape: RegExp | 'text', text: string, from: number, to: number, anywhere: RegExp): boolean {
  if (shape === 'text') return isPlainText(text.slice(from, to), anywhere)
  shape.lastIndex = from
  return shape.test(text) && shape.lastIndex === to
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
  const own = isOwn ? fields.source : null
  let first = own === null ? null : placeOf(own)
  for (let at = 0; at < evidence.length; at++) {
    const field = evidence[at]
    if (field === undefined || field === own || field.line === null) continue
    const place = placeOf(field)
    // Two are quoted, and a list that is written down whole has no room for more.
    if (first !== null && place !== null) return [first, place]
    first = place
  }
  return first === null ? [] : [first]
}

function placeOf({ line, from, to }: PlainField): Span | null {
  return line === null ? null : spanAt(line, from, to - from)
}
