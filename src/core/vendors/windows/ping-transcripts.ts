import type { LineRole } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import { alternatives, fitting } from '../../text/alternatives.ts'
import { indentOf, singleBlanks } from '../../text/words.ts'
import { type FlowingText, lineIndexAt, rolesOf, type Understood } from '../isa/flowing-text.ts'
import { PING_MARKS, type PingMark } from './ping-marks.ts'

/** A phrase of a transcript. */
export interface PingPhrase extends Understood {
  readonly name: PingMark
  readonly text: string
}

/** What one run of ping printed, in the order of the text. */
export type PingTranscript = readonly PingPhrase[]

const PHRASE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${alternatives(PING_MARKS.map(([, pattern]) => pattern))})(?!\p{L})`,
  'gimu',
)
const NAMES = PING_MARKS.map(([name]) => name)
const ROLES: Readonly<Record<PingMark, LineRole>> = {
  header: 'read',
  command: 'irrelevant',
  negotiating: 'read',
  unreachable: 'read',
  timedOut: 'read',
  reply: 'read',
  tally: 'read',
  unlike: 'unsupported',
  noise: 'irrelevant',
}

/** All transcripts in a text, and the role of each line of which every word was understood. */
export function transcriptsOf(flowing: FlowingText): {
  readonly transcripts: readonly PingTranscript[]
  readonly roles: LineRoles
} {
  const phrases: PingPhrase[] = []
  for (const match of flowing.text.matchAll(PHRASE)) phrases.push(phraseOf(match))
  const roles = rolesOf(flowing, phrases)
  const transcripts: PingPhrase[][] = []
  let last: PingPhrase | undefined
  for (const phrase of outputIn(phrases, flowing, roles)) {
    const current = transcripts.at(-1)
    const between = last === undefined ? '' : flowing.text.slice(last.to, phrase.from)
    if (current === undefined || beginsAnew(phrase, current, between)) transcripts.push([phrase])
    else current.push(phrase)
    last = phrase
  }
  return { transcripts: transcripts.filter(isTranscript), roles }
}

function phraseOf(match: RegExpExecArray): PingPhrase {
  const name = fitting(match, NAMES) ?? 'noise'
  const [written] = match
  const from = match.index + indentOf(written)
  return { name, role: ROLES[name], text: singleBlanks(written.trim()), from, to: match.index + written.length }
}

/**
 * The phrases that a ping printed. One amid other words is somebody's sentence about it, unless the header stands before
 * it on that line, which was run together from many.
 */
function* outputIn(phrases: readonly PingPhrase[], flowing: FlowingText, roles: LineRoles): Generator<PingPhrase> {
  const isUnderstood = (index: number) => roles.get(flowing.lines[index]?.number ?? 0) !== undefined
  let headed = -1
  for (const phrase of phrases) {
    const [first, last] = [lineIndexAt(flowing, phrase.from), lineIndexAt(flowing, phrase.to)]
    const whole = isUnderstood(first) && isUnderstood(last)
    if (phrase.name === 'header' && (whole || phrase.text.endsWith(':'))) headed = last
    if (whole || first === headed || last === headed) yield phrase
  }
}

/** A header comes first in its transcript, or right behind the command. */
function beginsAnew(phrase: PingPhrase, current: PingTranscript, between: string): boolean {
  if (phrase.name === 'command') return true
  const onlyCommand = current.every(({ name }) => name === 'command')
  if (phrase.name === 'header') return !onlyCommand || hasWords(between)
  return onlyCommand ? hasWords(between) : isInterrupted(between)
}

/** One unknown line amid the output, such as an answer in another language, does not end it; anything more does. */
function isInterrupted(between: string): boolean {
  const lines = between.split('\n')
  const unknown = lines.filter(hasWords)
  if (unknown.length === 0) return false
  const blank = lines.slice(1, -1).some((line) => !hasWords(line))
  return unknown.length > 1 || blank || unknown.some((line) => line.trimEnd().endsWith(':'))
}

/** Without header and command, "Request timed out." might be about anything; twice in a row it is a ping. */
function isTranscript(transcript: PingTranscript): boolean {
  const answers = transcript.filter(({ name, role }) => role === 'read' || name === 'unlike')
  if (answers.length === 0) return false
  return (
    answers.length > 1 ||
    transcript.some(({ name }) => name === 'header' || name === 'command' || name === 'negotiating' || name === 'reply')
  )
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}
