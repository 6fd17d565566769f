import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import type { PingObservation } from '../../model/observation.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { type FlowingText, lineIndexAt, placeOf } from '../isa/flowing-text.ts'
import { foundOnce } from './found-once.ts'
import type { PingMark } from './ping-marks.ts'
import { type PingPhrase, type PingTranscript, transcriptsOf } from './ping-transcripts.ts'

const HINT =
  /ping|обмен|negotiating|verhandelt|согласование|unreachable|erreichbar|недоступ|(?:bytes|time|ttl|zeit|байт|время)\s*[=<]|timed\s*out|überschreitung|превышен|request\s*timeout|no\s*answer|bytes\s*from|packets\s*transmitted|expired|general\s*failure|hardware\s*error|specified/iu

/**
 * What ping printed, on Windows or elsewhere. "Negotiating IP Security." has one line for each echo, without an address;
 * so a transcript counts also where its header is missing.
 */
export const ping: Format = {
  id: 'windows/ping',
  title: 'Output of ping',
  command: 'ping -n 10 <address behind the other end>',
  hint: HINT,
  recognise,
  read,
}

const ANSWERS = ['negotiating', 'timedOut', 'unreachable', 'reply'] as const
const WHOLE = 'Paste the whole output of `ping -n 10 <address>`, from the line "Pinging" to the statistics.'

const pings = foundOnce(transcriptsOf)

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const { flowing, found } = pings.recognising(lines)
  const { transcripts } = found
  return [...new Set(transcripts.flatMap(([first]) => (first === undefined ? [] : [lineOf(first, flowing)])))]
}

function read(block: Block): Reading {
  const { flowing, found } = pings.reading(block.lines)
  const { transcripts, roles } = found
  const observations: PingObservation[] = []
  const problems: ReadingProblem[] = []
  for (const [index, transcript] of transcripts.entries()) {
    const observation = observe(transcript, flowing, problems)
    if (observation !== null) observations.push(observation)
    else
      problems.push(
        withoutAnswer(transcript, (transcripts[index + 1]?.[0]?.from ?? flowing.text.length + 1) - 1, flowing, roles),
      )
    for (const phrase of targetPhrase(transcript)) {
      if (phrase.name === 'command') roles.set(lineOf(phrase, flowing), 'read')
    }
  }
  return { endpoints: [], observations, roles, problems }
}

/** The counts of a transcript; `null` when it has no answer that counts, from which nothing would follow. */
function observe(transcript: PingTranscript, flowing: FlowingText, problems: ReadingProblem[]): PingObservation | null {
  const count = (name: PingMark): number => transcript.filter((phrase) => phrase.name === name).length
  const tally = tallyOf(transcript)
  const unreachable = count('unreachable')
  const negotiating = count('negotiating')
  const timedOut = Math.max(count('timedOut'), tally.sent - tally.received - unreachable)
  const replies = Math.max(count('reply'), tally.received)
  if (negotiating + timedOut + unreachable + replies === 0) return null
  const evidence = [
    ...targetPhrase(transcript),
    ...ANSWERS.flatMap((name) => transcript.find((phrase) => phrase.name === name) ?? []),
    ...transcript.filter(({ name }) => name === 'tally').slice(0, 1),
  ]
  const target = targetOf(transcript, flowing, problems)
  const spans = evidence.map((phrase) => placeOf(flowing, phrase))
  return { kind: 'ping', target, negotiating, timedOut, unreachable, replies, spans }
}

/** Only Windows says when an echo is lost; elsewhere the closing count tells. */
function tallyOf(transcript: PingTranscript): { readonly sent: number; readonly received: number } {
  const text = transcript.find(({ name }) => name === 'tally')?.text ?? ''
  const [sent, received] = text.split(',', 2).map((part) => Number(/\d+/.exec(part)?.[0] ?? 0))
  return { sent: sent ?? 0, received: received ?? 0 }
}

/** Where the target stands: in the header, else in the command. */
function targetPhrase(transcript: PingTranscript): PingPhrase[] {
  const phrase = transcript.find(({ name }) => name === 'header') ?? transcript.find(({ name }) => name === 'command')
  return phrase === undefined ? [] : [phrase]
}

const IN_BRACKETS = /[[(]([\da-f:.]+)[\])]/i
const ADDRESS = /^(?:\d+(?:\.\d+)+|[\da-f]*:[\da-f:.]+)$/i
/** Options whose value is an address that is not the target. */
const OWN_ADDRESS = /\s-[SIjk]\s+\S+/g

/** A host name alone has no address. */
function targetOf(transcript: PingTranscript, flowing: FlowingText, problems: ReadingProblem[]): AddressRange | null {
  const [phrase] = targetPhrase(transcript)
  const text = phrase?.name === 'command' ? phrase.text.replace(OWN_ADDRESS, '') : (phrase?.text ?? '')
  const words = text.split(' ').map((word) => word.replace(/(?<!:):$/, ''))
  const written = IN_BRACKETS.exec(text)?.[1] ?? words.find((word) => ADDRESS.test(word))
  if (phrase === undefined || written === undefined) return null
  const target = parseAddress(written)
  if (!isProblem(target)) return target
  problems.push({
    kind: 'invalid',
    span: placeOf(flowing, phrase),
    say: `The target of this ping cannot be used: ${target.problem}`,
    instead: WHOLE,
  })
  return null
}

function withoutAnswer(
  transcript: PingTranscript,
  end: number,
  flowing: FlowingText,
  roles: LineRoles,
): ReadingProblem {
  const start = transcript[0] ?? { from: 0, to: 0 }
  const below = flowing.lines.slice(lineIndexAt(flowing, start.from), lineIndexAt(flowing, end) + 1)
  const unknown = below.some(
    ({ number, text }) => text.trim() !== '' && (roles.get(number) ?? 'unsupported') === 'unsupported',
  )
  const say = unknown
    ? 'Under this ping stands no answer that is known here, so nothing follows from it.'
    : 'The text ends before the first answer of this ping, so nothing follows from it.'
  return { kind: unknown ? 'unsupported' : 'cut', span: placeOf(flowing, start), say, instead: WHOLE }
}

function lineOf(phrase: PingPhrase, flowing: FlowingText): number {
  return flowing.lines[lineIndexAt(flowing, phrase.from)]?.number ?? 1
}
