import type { Piece } from '../../flowing-text.ts'
import type { Value } from '../labelled-text.ts'
import type { EventField } from './event-labels.ts'

/** An event in the XML of the event log, as collectors forward it. */
interface XmlEvent extends Piece {
  readonly id: Value
  readonly fields: ReadonlyMap<EventField, Value>
}

interface Draft {
  readonly from: number
  to: number
  id: Value | null
  readonly fields: Map<EventField, Value>
}

/** Elements of the schema of events; any other tag in the text is none of theirs. */
const TAG =
  /<(?<close>\/?)(?:\w{1,20}:)?(?<name>Event|System|Provider|EventID|Version|Level|Task|Opcode|Keywords|Keyword|TimeCreated|EventRecordID|Correlation|Execution|Channel|Computer|Security|EventData|Data|RenderingInfo|Message)(?<attributes>\s[^<>]{0,500})?\/?>/gi
const NAME = /\bName\s{0,9}=\s{0,9}["']([^"'<>]{1,60})["']/i

/**
 * Names of the data, in small letters. Only some are confirmed by published readers (`LocalAddress`, `LocalPort`,
 * `RemoteAddress`, `RemotePort`, `FailureReason`); the others follow the labels of the text.
 */
const FIELDS: ReadonlyMap<string, EventField> = new Map([
  ['localaddress', 'localAddress'],
  ['localnetworkaddress', 'localAddress'],
  ['localaddressmask', 'localMask'],
  ['localmask', 'localMask'],
  ['localport', 'localPort'],
  ['localtunnelendpoint', 'localEnd'],
  ['remoteaddress', 'remoteAddress'],
  ['remotenetworkaddress', 'remoteAddress'],
  ['remoteaddressmask', 'remoteMask'],
  ['remotemask', 'remoteMask'],
  ['remoteport', 'remotePort'],
  ['remotetunnelendpoint', 'remoteEnd'],
  ['protocol', 'protocol'],
  ['mode', 'mode'],
  ['role', 'role'],
  ['failurepoint', 'failurePoint'],
  ['failurereason', 'failureReason'],
])

/** Every event with a number. A text that ends in the middle of one still has what stands before. */
export function xmlEventsOf(text: string): XmlEvent[] {
  const drafts: Draft[] = []
  let draft: Draft | undefined
  for (const match of text.matchAll(TAG)) {
    const name = match.groups?.['name']?.toLowerCase() ?? ''
    const closes = match.groups?.['close'] === '/'
    const to = match.index + match[0].length
    const begins = !closes && (name === 'event' || (name === 'eventid' && draft?.id !== null))
    if (begins) {
      draft = { from: match.index, to, id: null, fields: new Map() }
      drafts.push(draft)
    }
    if (draft === undefined) continue
    draft.to = to
    if (!closes && (name === 'eventid' || name === 'data')) {
      const value = contentAt(text, to)
      const field = FIELDS.get(NAME.exec(match.groups?.['attributes'] ?? '')?.[1]?.toLowerCase() ?? '')
      if (name === 'eventid') draft.id = value
      else if (field !== undefined && !draft.fields.has(field)) draft.fields.set(field, value)
    }
    if (closes && name === 'event') draft = undefined
  }
  return drafts.flatMap(({ id, ...rest }) => (id === null ? [] : [{ id, ...rest }]))
}

/** The text with blanks in the place of these pieces; line breaks stay, and so does every offset. */
export function blankOut(text: string, pieces: readonly Piece[]): string {
  const kept: string[] = []
  let done = 0
  for (const { from, to } of pieces) {
    kept.push(text.slice(done, from), text.slice(from, to).replace(/[^\n]/g, ' '))
    done = to
  }
  return kept.join('') + text.slice(done)
}

/** What stands between a tag and the next one. */
function contentAt(text: string, at: number): Value {
  const end = text.indexOf('<', at)
  const written = text.slice(at, end < 0 ? undefined : end)
  const from = at + written.length - written.trimStart().length
  const value = written.trim()
  return { text: value.replace(/\s+/g, ' '), from, to: from + value.length }
}
