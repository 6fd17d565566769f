import type { LineRole } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { indentOf, isBlank, singleBlanks } from '../../../text/words.ts'
import { squeeze } from '../vocabulary.ts'
import { ENDING_LABELS, EVENT_GROUPS, type EventLabel, eventVocabulary } from './event-labels.ts'
import { type EventDraft, type EventRecord, finish, hasBody, newDraft, takePair } from './event-records.ts'
import { SENTENCE } from './event-templates.ts'

/** What a line is by the words before its colon: a field with a value of some shape, or a heading. */
type Label = Field | Heading

interface Heading {
  readonly kind: 'heading'
  readonly side: EventDraft['side']
  readonly hasCertificates: boolean
}

interface Field {
  readonly kind: 'field'
  readonly key: EventLabel
  readonly shape: RegExp
}

const LABELS = labels()
const SENTENCE_LINE = new RegExp(`^(?:${SENTENCE})$`, 'i')

/** Of those that end a free text, so that none goes on over a line with one of them. */
function labels(): ReadonlyMap<string, Label> {
  const found = new Map<string, Label>()
  for (const label of ENDING_LABELS) {
    const known = eventVocabulary.labels.get(label)
    if (known === undefined || known.value === 'text' || !/^[A-Za-z ]+$/.test(label)) continue
    const field = { kind: 'field', key: known.key, shape: known.value } as const
    for (const spelling of [label, squeeze(label)]) found.set(spelling, field)
  }
  for (const heading of ['Local Endpoint', 'Remote Endpoint', ...EVENT_GROUPS]) {
    const side = heading === 'Local Endpoint' ? 'local' : heading === 'Remote Endpoint' ? 'remote' : null
    found.set(heading, { kind: 'heading', side, hasCertificates: /certificate/i.test(heading) })
  }
  return found
}

/**
 * Tells of each event in a text of which each line is a sentence, a heading, or one field with its whole value, and gives the roles of
 * its lines; `null` where a line is something else, and what was told is not to be used. `eventsOf` finds the same events, wherever
 * labels stand.
 */
export function tellPlainEvents(lines: readonly SourceLine[], tell: (event: EventRecord) => void): LineRoles | null {
  const roles = new LineRoles(lines)
  const reader = new PlainEventReader(tell)
  let start = 0
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const { number, text } = line
    const role = reader.take(text, start)
    if (role === null) return null
    roles.set(number, role)
    start += text.length + 1
  }
  return reader.end() ? roles : null
}

/** A field of which nothing but its value stands on the line, from the 0-based index `at` on; its label begins at `from`. */
interface PlainFieldLine {
  readonly kind: 'field'
  readonly key: EventLabel
  readonly from: number
  readonly at: number
}

type PlainLine =
  | PlainFieldLine
  | Heading
  | { readonly kind: 'sentence'; readonly from: number }
  | { readonly kind: 'blank' }

/** `undefined` where it is none of these. */
function plainLine(text: string): PlainLine | undefined {
  const from = indentOf(text)
  if (from === text.length) return { kind: 'blank' }
  if (text.length > LONGEST || isBlank(text.charCodeAt(text.length - 1))) return undefined
  const colon = text.indexOf(':', from)
  if (colon < 0) return SENTENCE_LINE.test(text.slice(from)) ? { kind: 'sentence', from } : undefined
  const label = labelOf(text.slice(from, colon))
  if (label?.kind !== 'field') return colon + 1 === text.length ? label : undefined
  const { key, shape } = label
  let at = colon + 1
  while (text[at] === '\t' || text[at] === ' ') at++
  const line = { kind: 'field', key, from, at } as const
  // What stands below "Description:" is the sentence.
  if (key === 'header' && at === text.length) return line
  shape.lastIndex = at
  if (text[at] === ':' || !shape.test(text) || shape.lastIndex < text.length) return undefined
  // "Key Exchange" may go on with "Mode" on the next line.
  return key === 'mode' && /^(?:key|data)/i.test(text.slice(at)) ? undefined : line
}

function labelOf(written: string): Label | undefined {
  const known = LABELS.get(written)
  if (known !== undefined) return known
  // The mask of the local endpoint is written otherwise than that of the remote one.
  const label = /^[A-Za-z ]+$/.test(written) ? LABELS.get(squeeze(written)) : undefined
  return label?.kind === 'field' ? label : undefined
}

/** A longer line is none that is printed. */
const LONGEST = 200
/** Of the lines of a log so many are kept at most. */
const MOST_LINES = 1000

class PlainEventReader {
  readonly #tell: (event: EventRecord) => void
  readonly #lines = new Map<string, PlainLine>()
  #draft: EventDraft | null = null

  constructor(tell: (event: EventRecord) => void) {
    this.#tell = tell
  }

  /** What becomes of a line that begins at an offset of the text; `null` where it is not plain. */
  take(text: string, start: number): LineRole | null {
    const line = this.#lines.get(text) ?? this.#lineOf(text)
    if (line === undefined) return null
    if (line.kind === 'blank') return 'irrelevant'
    if (line.kind === 'sentence') return this.#takeSentence(text, line.from, start)
    if (line.kind === 'field') return this.#takeField(line, text, start)
    if (this.#draft === null) return null
    this.#draft.side = line.side
    this.#draft.hasCertificates ||= line.hasCertificates
    return 'irrelevant'
  }

  /** What a line is; kept for the next one that is the same, since most lines of a log are. */
  #lineOf(text: string): PlainLine | undefined {
    const line = plainLine(text)
    if (line !== undefined && this.#lines.size < MOST_LINES) this.#lines.set(text, line)
    return line
  }

  #takeSentence(text: string, from: number, start: number): LineRole | null {
    const draft = this.#open(start + from)
    if (draft === null) return null
    draft.sentence = { text: singleBlanks(text.slice(from)), from: start + from, to: start + text.length }
    return 'read'
  }

  #takeField({ key, from, at }: PlainFieldLine, text: string, start: number): LineRole | null {
    const isHeader = key === 'header' || key === 'eventId'
    const draft = isHeader ? this.#open(start + from) : this.#draft
    if (draft === null) return null
    if (key === 'header' || key === 'other') return 'irrelevant'
    const value = { text: singleBlanks(text.slice(at)), from: start + at, to: start + text.length }
    return takePair(draft, key, value)
  }

  /** The event that a header or a sentence belongs to: a new one below the body of another. */
  #open(from: number): EventDraft | null {
    if (hasBody(this.#draft ?? undefined) && !this.end()) return null
    this.#draft ??= newDraft(from)
    return this.#draft
  }

  /** Ends the event where one has begun; `false` where it is none. */
  end(): boolean {
    const event = this.#draft === null ? null : finish(this.#draft)
    if (this.#draft !== null && event === null) return false
    if (event !== null) this.#tell(event)
    this.#draft = null
    return true
  }
}
