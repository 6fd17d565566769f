import type { KnownBlock, RichTextBlock, TableBlock } from '@slack/types'
import { type Diagnostic, type Flow, type Report, renderText } from '../../core/index.ts'

/** One message: blocks and the text that old clients and notifications show. */
export interface Reply {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Limits of Slack with some room: rows of a table, characters of its cells, of a section, of a whole message. */
const ROWS = 60
const CELLS = 9_000
const SECTION = 2_900
const MESSAGE = 12_500
const FALLBACK = 3_900

const VERDICTS = {
  up: 'The tunnel comes up',
  partial: 'The tunnel works in part',
  down: 'The tunnel does not come up',
  unknown: 'Not decided',
} as const

/** The answer: headline, table of flows, findings, steps for each end, what to check, and what was read. */
export function replyBlocks(report: Report): Reply {
  const head: KnownBlock[] = [header(VERDICTS[report.verdict]), section(escapeText(report.summary))]
  const table = flowsTable(report)
  const body = [
    ...report.diagnostics.map(finding),
    ...steps(report),
    ...list(
      'To check, which no paste shows',
      report.checks.map(({ say }) => say),
    ),
  ]
  const foot = context(coverage(report))
  const blocks = fitting([...head, ...(table === null ? [] : [table])], body, foot)
  return { text: `${VERDICTS[report.verdict]}. ${report.summary}`.slice(0, FALLBACK), blocks }
}

/** The answer as preformatted text, for when Slack refuses the blocks; in as many messages as it takes, at most four. */
export function preformattedReplies(report: Report): Reply[] {
  const pieces: string[] = []
  let piece = ''
  for (const line of renderText(report).split('\n')) {
    if (piece.length + line.length > 11_000) {
      pieces.push(piece)
      piece = ''
    }
    piece += `${line.slice(0, 5_000)}\n`
  }
  pieces.push(piece)
  const shown = pieces.slice(0, 3)
  const left = pieces.length - shown.length
  const note = left === 0 ? '' : `\n... ${left} more parts are left out; the command line shows them all.`
  return shown.map((text, index) => ({
    text: report.summary.slice(0, FALLBACK),
    blocks: [preformatted(text.trimEnd() + (index === shown.length - 1 ? note : '') || ' ')],
  }))
}

export function section(text: string): KnownBlock {
  const short = text.length > SECTION ? `${text.slice(0, SECTION - 40)} ... (shortened)` : text
  return { type: 'section', text: { type: 'mrkdwn', text: short || ' ' } }
}

export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: text.slice(0, 150) } }
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: text.slice(0, SECTION) || ' ' }] }
}

export function preformatted(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text || ' ' }] }],
  }
}

/** Slack reads `&`, `<` and `>` as its own marks. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function flowsTable({ flows, ends, remediation }: Report): TableBlock | null {
  if (flows.length === 0) return null
  const rows = [['Flow', `Entries ${ends.map(({ label }) => label).join(' / ')}`, 'Now', 'After the fix']]
  let size = 100
  for (const flow of flows) {
    const later =
      remediation.after === null
        ? 'unchanged'
        : outcome(remediation.after.flows.find((other) => sameTraffic(other, flow)))
    const row = [
      `${flow.source} → ${flow.destination}${service(flow)} (by ${flow.initiator})`,
      entryNames(flow, ends),
      outcome(flow),
      later,
    ]
    size += row.join('').length
    if (rows.length >= ROWS || size > CELLS) {
      rows.push([`${flows.length - rows.length + 1} more flows`, 'left out', 'see the command line', '-'])
      break
    }
    rows.push(row)
  }
  return {
    type: 'table',
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text: text || '-' }))),
    column_settings: [{ is_wrapped: true }, {}, { is_wrapped: true }, {}],
  }
}

function sameTraffic(a: Flow, b: Flow): boolean {
  return (
    a.source === b.source && a.destination === b.destination && a.protocol === b.protocol && a.initiator === b.initiator
  )
}

function outcome(flow: Flow | undefined): string {
  if (flow === undefined) return 'no such flow'
  const seen = Object.values(flow.seen).find((text) => text !== null)
  return `${flow.outcome}, ${flow.packet}${seen == null ? '' : `: "${seen}"`}`
}

function entryNames({ entries }: Flow, ends: Report['ends']): string {
  return ends
    .map(({ label, entries: known }) => known.find(({ id }) => id === entries[label])?.name ?? 'none')
    .join(' / ')
}

function service({ protocol, destinationPort }: Flow): string {
  if (protocol === 'any') return ''
  return ` ${protocol}${destinationPort === null ? '' : `/${destinationPort}`}`
}

function finding(diagnostic: Diagnostic): KnownBlock {
  const quotes = diagnostic.evidence
    .slice(0, 4)
    .map(({ source, line, text }) => `${source}:${line}  ${text.trim().slice(0, 160)}`)
  const quoted = quotes.length === 0 ? '' : `\n\`\`\`${escapeText(quotes.join('\n'))}\`\`\``
  const witness = diagnostic.witness === null ? '' : `\n_Packet:_ \`${escapeText(diagnostic.witness)}\``
  const left = diagnostic.evidence.length > 4 ? `\n(${diagnostic.evidence.length - 4} more lines)` : ''
  const certainty = diagnostic.certainty === 'assumed' ? ', assumed' : ''
  return section(
    `*${diagnostic.id}: ${escapeText(diagnostic.title)}* (${diagnostic.severity}${certainty})\n${escapeText(diagnostic.what)}\n${escapeText(diagnostic.why)}${witness}${quoted}${left}`,
  )
}

function steps({ remediation, ends }: Report): KnownBlock[] {
  const blocks: KnownBlock[] = []
  for (const [index, { end, say, run }] of remediation.steps.entries()) {
    const name = ends.find(({ label }) => label === end)?.name ?? end
    const [instruction = '', ...lines] = say.split('\n')
    blocks.push(section(`*Step ${index + 1}, on ${escapeText(name)}*\n${escapeText(instruction)}`))
    if (lines.length > 0) blocks.push(preformatted(lines.join('\n')))
    if (run !== null) blocks.push(preformatted(run))
  }
  if (remediation.after !== null)
    blocks.push(section(`With these steps the simulation says: *${remediation.after.verdict}*.`))
  return blocks
}

function list(title: string, items: readonly string[]): KnownBlock[] {
  return items.length === 0 ? [] : [section(`*${title}*\n${items.map((item) => `• ${escapeText(item)}`).join('\n')}`)]
}

function coverage({ ends, otherInputs, unchecked }: Report): string {
  const inputs = [...ends.flatMap(({ inputs: own }) => own), ...otherInputs]
  const read = inputs.map(({ source, format, lines }) => {
    const left =
      lines.unrecognised.length === 0 ? '' : `, not understood: line ${lines.unrecognised.slice(0, 8).join(', ')}`
    return `${escapeText(source)} (${format ?? 'not recognised'}: ${lines.read} lines read${left})`
  })
  const asks = [...new Set(unchecked.map(({ ask }) => escapeText(ask)))]
  return [`Read: ${[...new Set(read)].join('; ') || 'nothing'}.`, ...asks].join(' ')
}

/** As many blocks as one message takes; what is left out is said. */
function fitting(head: KnownBlock[], body: readonly KnownBlock[], foot: KnownBlock): KnownBlock[] {
  const blocks = [...head]
  let size = [...head, foot].reduce((sum, block) => sum + sizeOf(block), 200)
  for (const [index, block] of body.entries()) {
    size += sizeOf(block)
    if (size > MESSAGE || blocks.length >= 44) {
      blocks.push(
        context(`${body.length - index} more parts of the answer are left out; the command line shows them all.`),
      )
      break
    }
    blocks.push(block)
  }
  return [...blocks, foot]
}

function sizeOf(block: KnownBlock): number {
  return JSON.stringify(block).length
}
