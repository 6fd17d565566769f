import type { LineRoles } from '../../../model/line-roles.ts'
import { alternatives, fitting } from '../../../text/alternatives.ts'
import type { Span } from '../../../text/source-text.ts'
import { indentOf } from '../../../text/words.ts'
import { type FlowingText, lineIndexAt, placeOf, rolesOf, type Understood } from '../../flowing-text.ts'
import { PING_MARKS, PING_ROLES, type PingMark } from './ping-marks.ts'

/** A phrase of a transcript. */
export interface PingPhrase {
  readonly text: string
  readonly span: Span
}

/** What one run of ping printed. */
export interface PingTranscript {
  /** What its first phrase says. */
  readonly begin: PingMark
  /** Whether its command is all that stands in it. */
  isCommand: boolean
  /** How often it says each thing, and where first. */
  readonly counts: Record<PingMark, number>
  readonly firsts: Record<PingMark, PingPhrase | undefined>
}

/** The transcripts in a text, and the role of each line of which every word was understood. */
export interface PingTranscripts {
  readonly transcripts: readonly PingTranscript[]
  readonly roles: LineRoles
}

interface FoundPhrase extends Understood {
  readonly name: PingMark
}

const PHRASE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${alternatives(PING_MARKS.map(([, pattern]) => pattern))})(?!\p{L})`,
  'gimu',
)
const NAMES = PING_MARKS.map(([name]) => name)

/** All transcripts in a text, whatever stands between them, and however it was wrapped. */
export function transcriptsOf(flowing: FlowingText): PingTranscripts {
  const phrases: FoundPhrase[] = []
  for (const match of flowing.text.matchAll(PHRASE)) phrases.push(phraseOf(match))
  const roles = rolesOf(flowing, phrases)
  const transcripts: PingTranscript[] = []
  let last: FoundPhrase | undefined
  for (const phrase of outputIn(phrases, flowing, roles)) {
    const { name, from, to } = phrase
    const current = transcripts.at(-1)
    const transcript = transcriptFor(name, current, last && flowing.text.slice(last.to, from))
    if (transcript !== current) transcripts.push(transcript)
    const { counts, firsts } = transcript
    firsts[name] ??= { text: flowing.text.slice(from, to), span: placeOf(flowing, phrase) }
    counts[name] += 1
    last = phrase
  }
  return { transcripts: transcripts.filter(isTranscript), roles }
}

function phraseOf(match: RegExpExecArray): FoundPhrase {
  const name = fitting(match, NAMES) ?? 'noise'
  const [written] = match
  return { name, role: PING_ROLES[name], from: match.index + indentOf(written), to: match.index + written.length }
}

/**
 * The phrases that a ping printed. One amid other words is somebody's sentence about it, unless the header stands before
 * it on that line, which was run together from many.
 */
function* outputIn(phrases: readonly FoundPhrase[], flowing: FlowingText, roles: LineRoles): Generator<FoundPhrase> {
  const isUnderstood = (index: number) => roles.get(flowing.lines[index]?.number ?? 0) !== undefined
  let headed = -1
  for (const phrase of phrases) {
    const [first, last] = [lineIndexAt(flowing, phrase.from), lineIndexAt(flowing, phrase.to)]
    const whole = isUnderstood(first) && isUnderstood(last)
    if (phrase.name === 'header' && (whole || flowing.text[phrase.to - 1] === ':')) headed = last
    if (whole || first === headed || last === headed) yield phrase
  }
}

/** The transcript that a phrase belongs to, behind what stands between it and the phrase before: a new one, or the current one. */
export function transcriptFor(name: PingMark, current: PingTranscript | undefined, between = ''): PingTranscript {
  if (current !== undefined && !beginsAnew(name, current, between)) {
    current.isCommand = false
    return current
  }
  return { begin: name, isCommand: name === 'command', counts: ofEach(0), firsts: ofEach(undefined) }
}

/** Written out, since each transcript has two of them. */
function ofEach<V>(value: V): Record<PingMark, V> {
  return {
    header: value,
    command: value,
    negotiating: value,
    unreachable: value,
    timedOut: value,
    reply: value,
    tally: value,
    unlike: value,
    noise: value,
  }
}

/** A header comes first in its transcript, or right behind the command. */
function beginsAnew(name: PingMark, { isCommand }: PingTranscript, between: string): boolean {
  if (name === 'command') return true
  if (name === 'header') return !isCommand || hasWords(between)
  return isCommand ? hasWords(between) : isInterrupted(between)
}

/** One unknown line amid the output, such as an answer in another language, does not end it; anything more does. */
function isInterrupted(between: string): boolean {
  if (between === '') return false
  const lines = between.split('\n')
  const unknown = lines.filter(hasWords)
  if (unknown.length === 0) return false
  const blank = lines.slice(1, -1).some((line) => !hasWords(line))
  return unknown.length > 1 || blank || unknown.some((line) => line.trimEnd().endsWith(':'))
}

/** Without header and command, "Request timed out." might be about anything; twice in a row it is a ping. */
export function isTranscript({ counts }: PingTranscript): boolean {
  const answers =
    counts.negotiating + counts.unreachable + counts.timedOut + counts.reply + counts.tally + counts.unlike
  const tells = counts.header + counts.command + counts.negotiating + counts.reply
  return answers + counts.header > 1 || (answers + counts.header === 1 && tells > 0)
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}
