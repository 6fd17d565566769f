import type { AddressRange } from '../../../address/address-range.ts'
import { isProblem, parseAddress } from '../../../address/parse-address.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { LineRoles } from '../../../model/line-roles.ts'
import type { PingObservation } from '../../../model/observation.ts'
import type { SourceLine, Span } from '../../../text/source-text.ts'
import { singleBlanks } from '../../../text/words.ts'
import type { FlowingText } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import { type PingPhrase, type PingTranscript, transcriptsOf } from './ping-transcripts.ts'
import { tellPlainTranscripts } from './plain-ping.ts'

const HINT =
  /ping|обмен|negotiating|verhandelt|négociation|negociando|согласование|unreachable|erreichbar|joindre|inaccesible|недоступ|(?:bytes|octets|time|ttl|zeit|temps|tiempo|байт|время)\s*[=<]|timed\s*out|überschreitung|délai|agotado|превышен|request\s*timeout|no\s*answer|bytes\s*from|packets\s*transmitted|expired|icmp\s*echo|success\s*rate|general\s*failure|hardware\s*error|specified/iu

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

const WHOLE = 'Paste the whole output of `ping -n 10 <address>`, from the line "Pinging" to the statistics.'

/** What the transcripts of a text say, and where they begin. */
interface PingReading {
  readonly anchors: readonly Anchor[]
  readonly reading: Reading
}

const pings = foundOnce((flowing) => plainReading(flowing.lines) ?? readingOf(flowing))

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  return pings.recognising(lines).found.anchors
}

function read(block: Block): Reading {
  return pings.reading(block.lines).found.reading
}

/** Of a transcript that stands there as it was printed, what it says is read at once, and nothing else of it is kept. */
function plainReading(lines: readonly SourceLine[]): PingReading | null {
  const reader = new PingReader(lines)
  const roles = tellPlainTranscripts(lines, (transcript) => reader.take(transcript))
  return roles && reader.end(roles)
}

function readingOf(flowing: FlowingText): PingReading {
  const reader = new PingReader(flowing.lines)
  const { transcripts, roles } = transcriptsOf(flowing)
  for (const transcript of transcripts) reader.take(transcript)
  return reader.end(roles)
}

/** Takes the transcripts of a text one after the other. */
class PingReader {
  readonly #lines: readonly SourceLine[]
  readonly #anchors: number[] = []
  readonly #observations: PingObservation[] = []
  readonly #problems: (ReadingProblem | Unanswered)[] = []
  readonly #commands: Span[] = []
  #unanswered: Unanswered | null = null

  constructor(lines: readonly SourceLine[]) {
    this.#lines = lines
  }

  take(transcript: PingTranscript): void {
    const span = beginOf(transcript)
    if (span.line !== this.#anchors.at(-1)) this.#anchors.push(span.line)
    if (this.#unanswered !== null) this.#unanswered.next = span
    this.#unanswered = null
    const observation = observe(transcript, this.#problems)
    if (observation !== null) this.#observations.push(observation)
    else {
      this.#unanswered = { kind: 'unanswered', span, next: undefined }
      this.#problems.push(this.#unanswered)
    }
    const { header, command } = transcript.firsts
    if (header === undefined && command !== undefined) this.#commands.push(command.span)
  }

  /** `roles`: what became of the lines of all of them. */
  end(roles: LineRoles): PingReading {
    const problems = this.#problems.map((problem) =>
      problem.kind === 'unanswered' ? withoutAnswer(problem, this.#lines, roles) : problem,
    )
    for (const { line } of this.#commands) roles.set(line, 'read')
    return { anchors: this.#anchors, reading: { endpoints: [], observations: this.#observations, roles, problems } }
  }
}

/** A transcript without an answer that counts, and where the next one begins. */
interface Unanswered {
  readonly kind: 'unanswered'
  readonly span: Span
  next: Span | undefined
}

/** The counts of a transcript; `null` when it has no answer that counts, from which nothing would follow. */
function observe(transcript: PingTranscript, problems: (ReadingProblem | Unanswered)[]): PingObservation | null {
  const { counts, firsts } = transcript
  const { negotiating } = counts
  const tally = tallyOf(firsts.tally)
  const unreachable = counts.unreachable + tally.unreachable
  const timedOut = Math.max(counts.timedOut, tally.sent - tally.received - unreachable)
  const replies = Math.max(counts.reply, tally.received)
  if (negotiating + timedOut + unreachable + replies === 0) return null
  const target = targetOf(transcript, problems)
  const spans: Span[] = []
  for (const phrase of [
    firsts.header ?? firsts.command,
    firsts.negotiating,
    firsts.timedOut,
    firsts.unreachable,
    firsts.reply,
    firsts.tally,
  ]) {
    if (phrase !== undefined) spans.push(phrase.span)
  }
  const timedOutSays = timedOut === counts.timedOut ? saidOfEach(firsts.timedOut) : null
  return { kind: 'ping', target, negotiating, timedOut, timedOutSays, unreachable, replies, spans }
}

/** Without the number of the echo. */
function saidOfEach(phrase: PingPhrase | undefined): string | null {
  return phrase === undefined ? null : singleBlanks(phrase.text).replace(/ for icmp_seq\b.*/i, '')
}

interface Tally {
  readonly sent: number
  readonly received: number
  /** Marks `U` of Cisco. */
  readonly unreachable: number
}

/** Only Windows says when an echo is lost; elsewhere the closing count tells, on Cisco's boxes received before sent. */
function tallyOf(phrase: PingPhrase | undefined): Tally {
  if (phrase === undefined) return NO_TALLY
  const [, of, all] = /\((\d+)\/(\d+)\)/.exec(phrase.text) ?? []
  if (all !== undefined) {
    const marks = /^[.!?U]+/i.exec(phrase.text)?.[0] ?? ''
    return { sent: Number(all), received: Number(of), unreachable: marks.split('U').length - 1 }
  }
  const [sent, received] = phrase.text.split(',', 2).map((part) => Number(/\d+/.exec(part)?.[0] ?? 0))
  return { sent: sent ?? 0, received: received ?? 0, unreachable: 0 }
}

const NO_TALLY: Tally = { sent: 0, received: 0, unreachable: 0 }

const IN_BRACKETS = /[[(]([\da-f:.]+)[\])]/i
const ADDRESS = /^(?:\d+(?:\.\d+)+|[\da-f]*:[\da-f:.]+)$/i
/** Options whose value is an address that is not the target. */
const OWN_ADDRESS = /\s-[SIjk]\s+\S+/g

/** It stands in the header, else in the command. A host name alone has no address. */
function targetOf({ firsts }: PingTranscript, problems: (ReadingProblem | Unanswered)[]): AddressRange | null {
  const phrase = firsts.header ?? firsts.command
  if (phrase === undefined) return null
  const written = addressIn(singleBlanks(phrase === firsts.header ? phrase.text : phrase.text.replace(OWN_ADDRESS, '')))
  if (written === undefined) return null
  const target = parseAddress(written)
  if (!isProblem(target)) return target
  problems.push({
    kind: 'invalid',
    span: phrase.span,
    say: `The target of this ping cannot be used: ${target.problem}`,
    instead: WHOLE,
  })
  return null
}

function addressIn(text: string): string | undefined {
  const bracketed = IN_BRACKETS.exec(text)?.[1]
  if (bracketed !== undefined) return bracketed
  for (const word of text.split(' ')) {
    const bare = word.endsWith(',') || (word.endsWith(':') && !word.endsWith('::')) ? word.slice(0, -1) : word
    if (ADDRESS.test(bare)) return bare
  }
  return undefined
}

function withoutAnswer({ span, next }: Unanswered, lines: readonly SourceLine[], roles: LineRoles): ReadingProblem {
  const first = lines[0]?.number ?? 1
  const below = lines.slice(span.line - first, next === undefined ? lines.length : lastBefore(next) + 1 - first)
  const unknown = below.some(
    ({ number, text }) => text.trim() !== '' && (roles.get(number) ?? 'unsupported') === 'unsupported',
  )
  const say = unknown
    ? 'Under this ping stands no answer that is known here, so nothing follows from it.'
    : 'The text ends before the first answer of this ping, so nothing follows from it.'
  return { kind: unknown ? 'unsupported' : 'cut', span, say, instead: WHOLE }
}

/** The line on which the text before a place ends. */
function lastBefore({ line, column }: Span): number {
  return column > 1 ? line : line - 1
}

function beginOf({ begin, firsts }: PingTranscript): Span {
  return firsts[begin]?.span ?? { source: '', line: 1, column: 1, length: 0 }
}
