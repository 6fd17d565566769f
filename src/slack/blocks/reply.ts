import type { KnownBlock } from '@slack/types'
import { type Diagnostic, type Report, renderText } from '../../core/index.ts'
import { flowsTable } from './flows-table.ts'
import { context, escapeText, header, preformatted, type Reply, sections } from './text.ts'

/** What a whole message may hold, with room below Slack's 50 blocks and about 13,200 characters. */
const BLOCKS = 42
const MESSAGE = 12_000
const TEXT = 3_900
/** Preformatted messages that one answer may take: a response address is good for five. */
const PIECES = 3
const PIECE = 10_500

const VERDICTS = {
  up: 'The tunnel comes up',
  partial: 'The tunnel works in part',
  down: 'The tunnel does not come up',
  unknown: 'Not decided',
} as const

/**
 * The answer: headline, table of flows, findings, steps for each end, what to check, and what was read. `notes` are the
 * front end's own blocks and `last` its buttons; the whole keeps within what Slack takes.
 */
export function replyBlocks(
  report: Report,
  notes: readonly KnownBlock[] = [],
  last: readonly KnownBlock[] = [],
): Reply {
  const table = flowsTable(report)
  const head = [
    header(VERDICTS[report.verdict]),
    ...sections(escapeText(report.summary)).slice(0, 1),
    ...notes,
    ...(table === null ? [] : [table]),
  ]
  const parts = [...report.diagnostics.map(finding), ...steps(report), ...checks(report)]
  const foot = [context(coverage(report)), ...last]
  return { text: `${VERDICTS[report.verdict]}. ${report.summary}`.slice(0, TEXT), blocks: fitting(head, parts, foot) }
}

/** The answer as preformatted text, for when Slack refuses the blocks. */
export function preformattedReplies(report: Report): Reply[] {
  const pieces = ['']
  for (const line of renderText(report).split('\n')) {
    if ((pieces.at(-1)?.length ?? 0) + line.length > PIECE) pieces.push('')
    pieces[pieces.length - 1] += `${line.slice(0, PIECE / 2)}\n`
  }
  const shown = pieces.slice(0, PIECES)
  const left = pieces.length - shown.length
  const note = left === 0 ? '' : `\n... ${left} more parts are left out; the command line shows them all.`
  return shown.map((text, index) => ({
    text: report.summary.slice(0, TEXT),
    blocks: [preformatted(text.trimEnd() + (index === shown.length - 1 ? note : ''))],
  }))
}

/** The blocks that tell one thing; they stay together or are left out together. */
type Part = readonly KnownBlock[]

/** Pasted lines that one finding shows; the command line shows all. */
const QUOTES = 4

function finding({ id, title, severity, certainty, what, why, witness, evidence }: Diagnostic): Part {
  const packet = witness === null ? '' : `\n_Packet:_ \`${escapeText(witness)}\``
  const quotes = evidence
    .slice(0, QUOTES)
    .map(({ source, line, text }) => `${source}:${line}  ${text.trim().slice(0, 160)}`)
  const more = evidence.length > QUOTES ? [`... and ${evidence.length - QUOTES} more lines`] : []
  const kind = certainty === 'assumed' ? `${severity}, assumed` : severity
  return [
    ...sections(`*${id}: ${escapeText(title)}* (${kind})\n${escapeText(what)}\n${escapeText(why)}${packet}`),
    ...(quotes.length === 0 ? [] : [preformatted([...quotes, ...more].join('\n'))]),
  ]
}

function steps({ remediation, ends }: Report): Part[] {
  const parts = remediation.steps.map(({ end, say, run }, index): Part => {
    const name = ends.find(({ label }) => label === end)?.name ?? end
    const [instruction = '', ...lines] = say.split('\n')
    return [
      ...sections(`*Step ${index + 1}, on ${escapeText(name)}*\n${escapeText(instruction)}`),
      ...(lines.length > 0 ? [preformatted(lines.join('\n'))] : []),
      ...(run === null ? [] : [preformatted(run)]),
    ]
  })
  if (remediation.after === null) return parts
  return [...parts, sections(`With these steps the simulation says: *${remediation.after.verdict}*.`)]
}

function checks(report: Report): Part[] {
  const items = report.checks.map(({ say }) => `• ${escapeText(say)}`)
  return items.length === 0 ? [] : [sections(`*To check, which no paste shows*\n${items.join('\n')}`)]
}

function coverage({ ends, otherInputs, unchecked }: Report): string {
  const read = [...ends.flatMap(({ inputs }) => inputs), ...otherInputs].map(({ source, format, lines }) => {
    const left = [...lines.unsupported, ...lines.unrecognised].toSorted((a, b) => a - b)
    const listed = `${left.slice(0, 8).join(', ')}${left.length > 8 ? ` and ${left.length - 8} more` : ''}`
    const not = left.length === 0 ? '' : `, not used: line ${listed}`
    return `${escapeText(source)} (${format ?? 'not recognised'}: ${lines.read} lines read${not})`
  })
  const asks = [...new Set(unchecked.map(({ ask }) => escapeText(ask)))]
  return [`Read: ${[...new Set(read)].join('; ') || 'nothing'}.`, ...asks].join(' ')
}

/** As many parts as one message takes; what is left out is said. */
function fitting(head: readonly KnownBlock[], parts: readonly Part[], foot: readonly KnownBlock[]): KnownBlock[] {
  const blocks = [...head]
  let size = sizeOf([...head, ...foot])
  for (const [index, part] of parts.entries()) {
    size += sizeOf(part)
    if (size > MESSAGE || blocks.length + part.length + foot.length > BLOCKS) {
      blocks.push(
        context(`${parts.length - index} more parts of the answer are left out; the command line shows them all.`),
      )
      break
    }
    blocks.push(...part)
  }
  return [...blocks, ...foot]
}

/** What Slack counts is not documented to the letter; all text of the blocks with their frame is more than that. */
function sizeOf(blocks: readonly KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + JSON.stringify(block).length, 0)
}
