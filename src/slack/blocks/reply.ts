import type { KnownBlock } from '@slack/types'
import { type Diagnostic, type Report, renderText, toldReasons } from '../../core/index.ts'
import { outlookParts, stepParts } from './advice.ts'
import { blocksText } from './blocks-text.ts'
import { ACTIONS, button } from './buttons.ts'
import { CELLS, flowsTable } from './flows-table.ts'
import { bold, code, paragraphs, plain, sentence } from './rich-text.ts'
import { shown } from './shown.ts'
import { context, escapeText, header, plainContext, preformatted, type Reply } from './text.ts'
import { tunnelsTable } from './tunnels-table.ts'

/** What a whole message may hold, with room below Slack's 50 blocks and about 13,200 characters. */
const BLOCKS = 48
const MESSAGE = 12_000
/** A table has this much of it in any case, and more where the findings and steps leave it. */
const TABLE = 3_000
const TEXT = 3_900
/** Characters that a block, an element or a cell counts beside its text. */
const FRAME = 4
/** More parts than blocks have no place, and are not made. */
const PARTS = BLOCKS + 1
/** Preformatted messages that one answer may take: a response address is good for five. */
const PIECES = 3
const PIECE = 10_500

export const VERDICTS = {
  up: 'The tunnel comes up',
  partial: 'The tunnel works in part',
  down: 'The tunnel does not come up',
  unknown: 'Not decided',
} as const

/** What a front end puts around an answer. */
interface Surroundings {
  /** `block_id` of the headline, by which the message is known again. */
  readonly mark?: string
  /** Before everything else: what changed since the last answer. */
  readonly opening?: readonly KnownBlock[]
  readonly notes?: readonly KnownBlock[]
  /** Which message was taken for what, in place of the names of the texts. */
  readonly sources?: readonly KnownBlock[]
  readonly buttons?: readonly KnownBlock[]
}

/**
 * The answer: what changed, headline, table of flows, the packet that was asked about, what is wrong, steps for each end, what
 * to check, remarks, and what was read. The whole keeps within what Slack takes.
 */
export function replyBlocks(report: Report, around: Surroundings = {}): Reply {
  const { mark, opening = [], notes = [], sources = [], buttons = [] } = around
  const head = [
    ...opening,
    header(VERDICTS[report.verdict], mark),
    ...paragraphs(sentence(report.summary)).slice(0, 1),
    ...notes,
  ]
  const [mended, others] = findingsOf(report)
  const advice = adviceOf(report)
  const covered = coverage(report, sources.length > 0)
  const foot = [...sources, ...(covered === '' ? [] : [plainContext(covered)]), ...buttons]
  const probed = report.probe === null ? [] : probe(report.probe)
  const room = leftOf({ characters: MESSAGE, blocks: BLOCKS - 1 }, [...head, ...probed, ...foot])
  const cells = Math.min(
    CELLS,
    room.characters,
    Math.max(TABLE, room.characters - sizeOf([mended.parts, advice.parts, others.parts])),
  )
  const table = report.flows.length === 0 ? tunnelsTable(report, cells) : flowsTable(report, cells)
  const shownTable = table === null ? [] : [table]
  const beside = leftOf(room, shownTable)
  const parts = bothFitting(mended, advice, beside)
  const rest = fitting(others, 'remarks', leftOf(beside, parts))
  const blocks = [...head, ...shownTable, ...probed, ...parts, ...rest, ...foot]
  return { text: shown(headline(report).slice(0, TEXT)), blocks }
}

/** Verdict and summary in one line, with nothing that Slack would take for a mark. */
function headline(report: Report): string {
  return escapeText(`${VERDICTS[report.verdict]}. ${report.summary}`)
}

/** The answer as preformatted text (`answerText`), for when Slack refuses the blocks. */
export function preformattedReplies(
  report: Report,
  { mark }: Surroundings = {},
  text: string = answerText(report),
): Reply[] {
  const pieces = ['']
  for (const line of text.split('\n')) {
    if ((pieces.at(-1)?.length ?? 0) + line.length > PIECE) pieces.push('')
    pieces[pieces.length - 1] += `${line.slice(0, PIECE / 2)}\n`
  }
  const posted = pieces.slice(0, PIECES)
  const left = pieces.length - posted.length
  const note = left === 0 ? '' : `\n... ${left} more parts are left out; the full report has them all.`
  return posted.map((piece, index) => ({
    text: shown(headline(report).slice(0, TEXT)),
    blocks: [preformatted(piece.trimEnd() + (index === posted.length - 1 ? note : ''), index === 0 ? mark : undefined)],
  }))
}

/** The whole answer as plain text, with what stands around it. */
export function answerText(report: Report, { opening = [], notes = [], sources = [] }: Surroundings = {}): string {
  return [blocksText([...opening, ...notes]), renderText(report), blocksText(sources)]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The blocks that tell one thing; they stay together or are left out together. */
type Part = readonly KnownBlock[]

/** The first parts, and of how many they are. */
interface Parts {
  readonly parts: readonly Part[]
  readonly of: number
}

/** What is wrong or has steps, and the remarks, which whoever is on call reads behind the steps. */
function findingsOf({ diagnostics, remediation: { steps } }: Report): [Parts, Parts] {
  const mended = new Set(steps.flatMap((step) => step.for))
  const isFirst = ({ id, severity }: Diagnostic) => severity === 'error' || mended.has(id)
  const first = diagnostics.filter(isFirst)
  const others = diagnostics.filter((diagnostic) => !isFirst(diagnostic))
  const reasons = toldReasons([...first, ...others])
  const partsOf = (some: readonly Diagnostic[]): Parts => ({
    parts: some.slice(0, PARTS).map((diagnostic) => finding(diagnostic, reasons.get(diagnostic.id) ?? '')),
    of: some.length,
  })
  return [partsOf(first), partsOf(others)]
}

function probe({ packet, say }: NonNullable<Report['probe']>): KnownBlock[] {
  return paragraphs([...bold('The packet '), ...code(packet)], sentence(say))
}

/** Pasted lines that one finding shows; the full report shows all. */
const QUOTES = 4

function finding(diagnostic: Diagnostic, reason: string): Part {
  const { id, code: number, title, severity, certainty, what, witness, evidence } = diagnostic
  const quotes = evidence
    .slice(0, QUOTES)
    .map(({ source, line, text }) => `${source}:${line}  ${text.trim().slice(0, 160)}`)
  const more = evidence.length > QUOTES ? [`... and ${evidence.length - QUOTES} more lines`] : []
  const kind = certainty === 'assumed' ? `${severity}, assumed` : severity
  const label = { accessibility_label: `Explain ${number}` }
  return [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `*${id}: ${escapeText(title)}* (${kind})` },
      accessory: button(ACTIONS.explain, 'Explain', number, label),
    },
    ...paragraphs(sentence(what), sentence(reason), witness === null ? [] : [...plain('Packet: '), ...code(witness)]),
    ...(quotes.length === 0 ? [] : [preformatted([...quotes, ...more].join('\n'))]),
  ]
}

/** Steps, what they come to, and checks. */
function adviceOf(report: Report): Parts {
  const { steps } = report.remediation
  const parts = stepParts(report, PARTS)
  const rest = outlookParts(report)
  return { parts: steps.length < PARTS ? [...parts, ...rest] : parts, of: steps.length + rest.length }
}

/** What was read, unless that is told elsewhere (`named`), what of it was not used, and what to paste next. */
function coverage({ ends, otherInputs, unchecked }: Report, named: boolean): string {
  const read = [...ends.flatMap(({ inputs }) => inputs), ...otherInputs].flatMap(({ source, format, lines }) => {
    const left = [...lines.unsupported, ...lines.unrecognised].toSorted((a, b) => a - b)
    const listed = `${left.slice(0, 8).join(', ')}${left.length > 8 ? ` and ${left.length - 8} more` : ''}`
    const not = left.length === 0 ? '' : `, not used: ${left.length === 1 ? 'line' : 'lines'} ${listed}`
    if (format === null && not !== '') return [`${source} (not recognised${not})`]
    return named && not === '' ? [] : [`${source} (${format ?? 'not recognised'}: ${lines.read} lines read${not})`]
  })
  const asks = [...new Set(unchecked.map(({ ask }) => ask))]
  const told = [...new Set(read)].join('; ')
  return [...(told === '' && named ? [] : [`Read: ${told || 'nothing'}.`]), ...asks].join(' ')
}

interface Room {
  readonly characters: number
  readonly blocks: number
}

/** Findings and what to do, each with half of the room at least where both do not fit. */
function bothFitting(findings: Parts, advice: Parts, room: Room): KnownBlock[] {
  const half = { characters: room.characters / 2, blocks: Math.floor(room.blocks / 2) }
  const others = leftOf(room, advice.parts.flat())
  const found = fitting(findings, 'findings', {
    characters: Math.max(half.characters, others.characters),
    blocks: Math.max(half.blocks, others.blocks),
  })
  return [...found, ...fitting(advice, 'steps and checks', leftOf(room, found))]
}

/** As many parts as there is room for; what is left out is said. */
function fitting({ parts, of }: Parts, what: string, room: Room): KnownBlock[] {
  const whole = leftOf(room, parts.flat())
  if (parts.length === of && whole.characters >= 0 && whole.blocks >= 0) return parts.flat()
  const blocks: KnownBlock[] = []
  let rest = leftOf(room, NOTE)
  for (const [index, part] of parts.entries()) {
    rest = leftOf(rest, part)
    if (rest.characters < 0 || rest.blocks < 0) {
      const note = `${of - index} more ${what} are left out; the full report has them all.`
      return [...blocks, context(note)]
    }
    blocks.push(...part)
  }
  return blocks
}

/** What says that something is left out needs room as well. */
const NOTE = [context('x'.repeat(80))]

function leftOf({ characters, blocks }: Room, taken: readonly KnownBlock[]): Room {
  return { characters: characters - sizeOf(taken), blocks: blocks - taken.length }
}

/** What Slack counts is not documented to the letter: all texts wherever they stand, and a little for each frame. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : sizeOf(item)),
    FRAME,
  )
}
