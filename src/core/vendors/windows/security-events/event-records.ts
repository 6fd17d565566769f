import type { LineRole } from '../../../model/format.ts'
import type { Understood } from '../../flowing-text.ts'
import { type Part, partsOf, type Value } from '../labelled-text.ts'
import { type EventField, type EventLabel, type EventMark, eventVocabulary } from './event-labels.ts'
import { type EventTemplate, SENTENCE, templateOf, templateOfId } from './event-templates.ts'
import { blankOut, xmlEventsOf } from './event-xml.ts'

/** One event as it is written, before its values are read. */
export interface EventRecord {
  readonly id: string
  readonly template: EventTemplate
  readonly fields: ReadonlyMap<EventField, Value>
  /** The first sentence, or the event id where there is none. */
  readonly title: Value
  /** Where it begins, with its header. */
  readonly from: number
}

/** An event that is being read. */
export interface EventDraft {
  from: number
  id: Value | null
  sentence: Value | null
  side: 'local' | 'remote' | null
  hasCertificates: boolean
  /** Words that are no part of the header stand behind it. */
  broken: boolean
  readonly fields: Map<EventField, Value>
  readonly understood: Understood[]
}

const SIDED = {
  address: { local: 'localAddress', remote: 'remoteAddress' },
  mask: { local: 'localMask', remote: 'remoteMask' },
  port: { local: 'localPort', remote: 'remotePort' },
  end: { local: 'localEnd', remote: 'remoteEnd' },
} as const

/** What every text with an event holds. */
export const EVENT_HINT = new RegExp(`${SENTENCE}|<EventID\\b|Event\\s{0,9}ID\\b`, 'i')
const HEADER_LINE = /^[^:\n]{1,40}:|^[\s>]*$/

/** All events in a text, in its order, and the pieces that were understood. Equal events are not merged. */
export function eventsOf(text: string): {
  readonly events: readonly EventRecord[]
  readonly understood: readonly Understood[]
} {
  const raw = xmlEventsOf(text).filter(({ id }) => templateOfId(id.text) !== undefined)
  const drafts = draftsOf(withoutMarksOfMail(blankOut(text, raw)))
  const events: EventRecord[] = []
  const understood: Understood[] = []
  for (const draft of drafts) {
    const event = finish(draft)
    if (event === null) continue
    events.push(event)
    for (const piece of draft.understood) understood.push(piece)
  }
  for (const { id, fields, from, to } of raw) {
    const template = templateOfId(id.text)
    if (template === undefined) continue
    understood.push({ from, to, role: 'read' })
    events.push({ id: id.text, template, fields, title: id, from })
  }
  const inOrder = events.toSorted((a, b) => a.from - b.from)
  return {
    events: inOrder.filter((event, index) => !isCopy(event, inOrder[index - 1], text)),
    understood: understood.toSorted((a, b) => a.from - b.from),
  }
}

/** Event Viewer copies an event as text and then once more as XML. */
function isCopy(event: EventRecord, before: EventRecord | undefined, text: string): boolean {
  return before?.id === event.id && /Event Xml:\s*$/i.test(text.slice(Math.max(0, event.from - 40), event.from))
}

/** Mail quotes with `>` and may double every line. What stays keeps its offset. */
function withoutMarksOfMail(text: string): string {
  const unquoted = text.replace(/^[ \t]*>[> \t]*/gm, (mark) => ' '.repeat(mark.length))
  return unquoted.replace(/\n(?=[ \t]*\n)/g, ' ')
}

function draftsOf(text: string): EventDraft[] {
  const drafts: EventDraft[] = []
  let draft: EventDraft | undefined
  for (const part of partsOf(text, eventVocabulary)) {
    const isHeader = part.kind === 'pair' && (part.key === 'header' || part.key === 'eventId')
    const isSentence = part.kind === 'mark' && part.name === 'sentence'
    if ((isHeader && hasBody(draft)) || (isSentence && (hasBody(draft) || draft?.broken))) draft = undefined
    if (isHeader && draft?.broken) draft = undefined
    if (draft === undefined) {
      if (!isHeader && !isSentence) continue
      draft = newDraft(part.from)
      drafts.push(draft)
    }
    const role = take(draft, part, text)
    if (role !== null) draft.understood.push({ from: part.from, to: part.to, role })
  }
  return drafts
}

export function newDraft(from: number): EventDraft {
  return {
    from,
    id: null,
    sentence: null,
    side: null,
    hasCertificates: false,
    broken: false,
    fields: new Map(),
    understood: [],
  }
}

export function hasBody(draft: EventDraft | undefined): boolean {
  return draft !== undefined && (draft.sentence !== null || draft.fields.size > 0)
}

/** Adds a part to an event; its role, or `null` when it says nothing here. */
function take(draft: EventDraft, part: Part<EventLabel, EventMark>, text: string): LineRole | null {
  if (part.kind === 'pair') return takePair(draft, part.key, part.value)
  if (part.kind === 'rest' && !hasBody(draft) && !HEADER_LINE.test(part.text)) draft.broken = true
  if (part.kind !== 'mark') return null
  if (part.name === 'sentence') {
    draft.sentence = part
    return 'read'
  }
  if (part.name === 'roleMark') {
    if (!draft.fields.has('role')) draft.fields.set('role', part)
    return 'read'
  }
  if (part.name === 'local' || part.name === 'remote') draft.side = part.name
  if (part.name === 'group') {
    draft.side = null
    draft.hasCertificates ||= /certificate/i.test(text.slice(part.from, part.to))
  }
  return 'irrelevant'
}

/** Adds a field to an event; its role, or `null` when it belongs to none. */
export function takePair(draft: EventDraft, key: EventLabel, value: Value): LineRole | null {
  if (key === 'header' || key === 'other') return 'irrelevant'
  if (key === 'eventId') {
    draft.id ??= value
    return 'read'
  }
  if (key === 'address' || key === 'mask' || key === 'port' || key === 'end') {
    return draft.side === null ? null : put(draft, SIDED[key][draft.side], value)
  }
  return put(draft, key, value)
}

/** A label that comes again belongs to something else. */
function put(draft: EventDraft, field: EventField, value: Value): LineRole | null {
  if (draft.fields.has(field)) return null
  draft.fields.set(field, value)
  return 'read'
}

/** An event needs its sentence or a known id, and something more: a sentence alone is quoted in many a mail. */
export function finish(draft: EventDraft): EventRecord | null {
  const { id, sentence, fields, from } = draft
  const template = sentence === null ? templateOfId(id?.text ?? '') : templateOf(sentence.text)
  const title = sentence ?? id
  if (template === undefined || title === null || (fields.size === 0 && (id === null || sentence === null))) return null
  return { id: idOf(draft, template), template, fields, title, from }
}

/** The header's number where it fits the sentence; else the number that the sentence and the mode belong to. */
function idOf({ id, fields, hasCertificates }: EventDraft, { ids }: EventTemplate): string {
  const stated = ids.find((each) => each === id?.text)
  if (stated !== undefined) return stated
  if (ids.includes('543') && /main/i.test(fields.get('mode')?.text ?? '')) return '543'
  if (ids.includes('4652') && hasCertificates) return '4652'
  return ids[0] ?? ''
}
