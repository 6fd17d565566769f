import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { NegotiationObservation } from '../../../model/observation.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, lineIndexAt, placeOf, rolesOf } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import type { EventField } from './event-labels.ts'
import { EVENT_HINT, type EventRecord, eventsOf } from './event-records.ts'
import { boxOf, failurePointOf, hostOf, isMaskMissing, reasonOf, roleOf, written } from './event-values.ts'
import { tellPlainEvents } from './plain-events.ts'

/**
 * What the Windows security log says about negotiations: events 541 to 547 of Windows 2000 to 2003 and 4650 to 4655, 5451
 * to 5453 of later ones. The templates are known from the message tables of Windows; no filled-in sample is published. So
 * labels count, not line breaks, since forwarders flatten events into one line.
 */
export const securityEvents: Format = {
  id: 'windows/security-events',
  title: 'Windows security events about IPsec',
  command: 'Event Viewer > Windows Logs > Security > the event (such as 547 or 4654) > Copy',
  hint: EVENT_HINT,
  recognise,
  read,
}

const WHOLE =
  'Paste the whole event: open it in Event Viewer, press "Copy", and paste what it copied, to the last line of the description.'

const textEvents = foundOnce((flowing) => plainReading(flowing) ?? eventsOf(flowing.text))

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const { flowing, found } = textEvents.recognising(lines)
  if ('anchors' in found) return found.anchors
  const starts = found.events.map(({ from }) => lineIndexAt(flowing, from))
  return [...new Set(starts)].map((index) => lines[index]?.number ?? 1)
}

function read(block: Block): Reading {
  const { flowing, found } = textEvents.reading(block.lines)
  if ('anchors' in found) return found.reading
  const observations: NegotiationObservation[] = []
  const problems: ReadingProblem[] = []
  for (const event of found.events) {
    const observation = observe(event, flowing, problems)
    if (observation !== null) observations.push(observation)
  }
  return { endpoints: [], observations, roles: rolesOf(flowing, found.understood), problems }
}

/** Of events that stand there as they are copied, what each one says is read at once: its fields are not kept until all are found. */
function plainReading(flowing: FlowingText): { readonly anchors: readonly Anchor[]; readonly reading: Reading } | null {
  const anchors: Anchor[] = []
  const observations: NegotiationObservation[] = []
  const problems: ReadingProblem[] = []
  const roles = tellPlainEvents(flowing.lines, (event) => {
    anchors.push(flowing.lines[lineIndexAt(flowing, event.from)]?.number ?? 1)
    const observation = observe(event, flowing, problems)
    if (observation !== null) observations.push(observation)
  })
  return roles && { anchors, reading: { endpoints: [], observations, roles, problems } }
}

function observe(event: EventRecord, flowing: FlowingText, problems: ReadingProblem[]): NegotiationObservation | null {
  const { id, template } = event
  const add = (kind: ReadingProblem['kind'], field: EventField | null, say: string): void => {
    const value = (field === null ? undefined : event.fields.get(field)) ?? event.title
    problems.push({ kind, span: placeOf(flowing, value), say, instead: WHOLE })
  }
  const refuse = (field: EventField, problem: string): void =>
    add('invalid', field, `The ${NAMES[field]} of event ${id} cannot be used: ${problem}`)
  const phase = phaseOf(event)
  if (phase === null && written(event, 'mode') !== '') {
    refuse('mode', `"${written(event, 'mode')}" is neither main mode nor quick mode.`)
    return null
  }
  const reason = template.result === 'failed' ? reasonOf(event) : null
  const missing = missingFrom(event, phase, reason)
  if (missing.length > 0) add('cut', null, `Event ${id} is not whole: it lacks its ${missing.join(', ')}.`)
  if (phase === null) return null
  const quick = phase === 'quick'
  const local = hostOf(event, quick || event.fields.has('localEnd') ? 'localEnd' : 'localAddress', refuse)
  const remote =
    hostOf(event, 'remoteEnd', refuse) ??
    hostOf(event, 'peer', refuse) ??
    (quick ? null : hostOf(event, 'remoteAddress', refuse))
  return {
    kind: 'negotiation',
    event: id,
    phase,
    result: template.result,
    box: quick ? boxOf(event, { local, peer: remote }, refuse) : null,
    localAddress: local,
    peerAddress: remote,
    role: roleOf(event),
    failurePoint: failurePointOf(event),
    reason,
    attribute: attributeOf(event),
    spans: spansOf(event, flowing),
  }
}

const QUICK = /quick|^data protection/i
const MAIN = /main|^key exchange/i

/** The sentence tells it, or the mode. */
function phaseOf({ template, fields }: EventRecord): NegotiationObservation['phase'] | null {
  if (template.phase !== null) return template.phase
  const mode = fields.get('mode')?.text ?? ''
  if (QUICK.test(mode)) return 'quick'
  return MAIN.test(mode) ? 'main' : null
}

/** What every whole event of its kind has. Main mode is told by addresses that may be missing. */
function missingFrom(
  event: EventRecord,
  phase: NegotiationObservation['phase'] | null,
  reason: string | null,
): string[] {
  const has = (field: EventField): boolean => event.fields.has(field)
  const missing: EventField[] = phase === null ? ['mode'] : []
  if (phase === 'quick') {
    for (const field of ['localAddress', 'remoteAddress', 'protocol'] as const) if (!has(field)) missing.push(field)
    for (const field of ['localMask', 'remoteMask'] as const) if (isMaskMissing(event, field)) missing.push(field)
  }
  if (event.id === '546') {
    for (const field of ['attribute', 'expected', 'received'] as const) if (!has(field)) missing.push(field)
  } else if (event.template.result === 'failed' && reason === null) missing.push('failureReason')
  return missing.map((field) => NAMES[field])
}

function attributeOf(event: EventRecord): NegotiationObservation['attribute'] {
  const name = written(event, 'attribute')
  const [expected, received] = [written(event, 'expected'), written(event, 'received')]
  return name === '' || expected === '' || received === '' ? null : { name, expected, received }
}

/** What a finding is about comes first. */
const EVIDENCE: readonly EventField[] = ['failureReason', 'attribute', 'localAddress', 'remoteAddress', 'remoteEnd']

function spansOf({ title, fields }: EventRecord, flowing: FlowingText): NegotiationObservation['spans'] {
  const spans = [placeOf(flowing, title)]
  for (const field of EVIDENCE) {
    const value = fields.get(field)
    if (value !== undefined && value.text !== '') spans.push(placeOf(flowing, value))
  }
  return spans
}

const NAMES: Readonly<Record<EventField, string>> = {
  mode: 'mode',
  localAddress: 'local address',
  localMask: 'local mask',
  localPort: 'local port',
  localEnd: 'local gateway address',
  remoteAddress: 'remote address',
  remoteMask: 'remote mask',
  remotePort: 'remote port',
  remoteEnd: 'remote gateway address',
  peer: 'peer address',
  protocol: 'protocol',
  role: 'role',
  failurePoint: 'failure point',
  failureReason: 'failure reason',
  attribute: 'attribute',
  expected: 'expected value',
  received: 'received value',
}
