import { excerpt, printable } from '../text/excerpt.ts'
import { flowRows } from './flow-rows.ts'
import type { After, Diagnostic, Flow, RemediationStep, Report, ReportEnd, ReportInput } from './schema.ts'
import { stepPurpose } from './step-purpose.ts'
import { toldReasons } from './told-reasons.ts'
import { verdictAfter } from './verdict-after.ts'

/** How to mark words; the command line hands in colours, Slack and tests hand in nothing. */
export interface TextStyle {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly good: (text: string) => string
}

const plain = (text: string) => text
const PLAIN: TextStyle = { strong: plain, faint: plain, bad: plain, warn: plain, good: plain }

/** Flows and excerpts beyond these numbers are counted, not shown. */
const FLOWS = 200
const EXCERPTS = 6
const CHANGES = 6

/** The report as plain text: verdict, flows, findings with excerpts, steps, the flows after them, and what to ask next. */
export function renderText(report: Report, style: TextStyle = PLAIN): string {
  const { remediation, ends } = report
  const reasons = toldReasons(report.diagnostics)
  return [
    `${verdictMark(report.verdict, style)}  ${printable(report.summary)}`,
    ...part('Traffic', flowLines(report.flows, ends, style), style),
    ...report.diagnostics.map((diagnostic) => `\n${findingText(diagnostic, reasons.get(diagnostic.id), style)}`),
    ...part('What to change', stepLines(remediation.steps, ends, style), style),
    ...(remediation.after === null ? [] : afterPart(remediation.after, style)),
    ...part(
      'Otherwise',
      remediation.alternatives.flatMap(({ say, steps }) => [...indented(say), ...changeLines(steps)]),
      style,
    ),
    ...(report.probe === null ? [] : part(`The packet ${report.probe.packet}`, indented(report.probe.say), style)),
    ...part(
      'To check, which no paste shows',
      report.checks.flatMap(({ say }) => indented(say)),
      style,
    ),
    ...part('What to paste next', [...new Set(report.unchecked.flatMap(({ ask }) => indented(ask)))], style),
    ...part(
      'Other tunnels',
      report.tunnels.length < 2
        ? []
        : report.tunnels.flatMap(({ id, name, verdict }) => indented(`${id}  ${name}: ${verdict}`)),
      style,
    ),
    ...part('What was read', inputLines([...ends.flatMap(({ inputs }) => inputs), ...report.otherInputs]), style),
  ].join('\n')
}

function part(title: string, lines: readonly string[], style: TextStyle): string[] {
  return lines.length === 0 ? [] : ['', style.strong(printable(title)), ...lines]
}

function verdictMark(verdict: Report['verdict'], style: TextStyle): string {
  const mark = verdict === 'up' ? style.good : verdict === 'unknown' ? style.warn : style.bad
  return mark(verdict.toUpperCase())
}

function afterPart(after: After, style: TextStyle): string[] {
  const title = `After that the simulation says ${verdictAfter(after)}`
  return ['', style.strong(printable(title)), ...flowLines(after.flows, after.ends, style)]
}

/** A table: traffic, entries of both ends, who begins, what becomes of it. */
function flowLines(flows: readonly Flow[], ends: readonly ReportEnd[], style: TextStyle): string[] {
  const all = flowRows(flows, ends)
  const rows = all
    .slice(0, FLOWS)
    .map(({ flow, entries }) => [
      `${flow.source} > ${flow.destination}${flow.protocol === 'any' ? '' : ` ${flow.protocol}${flow.destinationPort === null ? '' : `/${flow.destinationPort}`}`}`,
      entries,
      `by ${flow.initiator}`,
      outcomeText(flow),
    ])
  const widths = [0, 1, 2].map((column) => Math.min(60, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))))
  const lines = rows.map((row, index) => {
    const [traffic = '', entries = '', by = '', outcome = ''] = row.map((cell, column) =>
      printable(cell).padEnd(widths[column] ?? 0),
    )
    const mark = all[index]?.flow.outcome === 'established' ? style.good : style.bad
    return `  ${traffic}  ${entries}  ${by}  ${mark(outcome)}`
  })
  return all.length > FLOWS ? [...lines, `  and ${all.length - FLOWS} more flows; --json has them all`] : lines
}

function outcomeText({ outcome, packet, seen, certainty, diagnostics }: Flow): string {
  const shown = Object.values(seen).find((text) => text !== null)
  const notes = [
    ...(shown == null ? [] : [`"${shown}"`]),
    ...(certainty === 'assumed' ? ['assumed'] : []),
    ...diagnostics,
  ]
  return `${outcome}, packet ${packet}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}

function findingText(
  { id, title, severity, certainty, what, witness, evidence }: Diagnostic,
  reason: string | undefined,
  style: TextStyle,
): string {
  const mark = severity === 'error' ? style.bad : severity === 'warning' ? style.warn : style.faint
  const more = evidence.length - EXCERPTS
  return [
    `${mark(`${severity} ${id}`)}  ${style.strong(printable(title))}${certainty === 'assumed' ? ' (assumed)' : ''}`,
    ...indented(what),
    ...(reason === undefined ? [] : indented(reason)),
    ...(witness === null ? [] : indented(`Packet: ${witness}`)),
    ...evidence.slice(0, EXCERPTS).flatMap((place) =>
      excerpt(place)
        .split('\n')
        .map((line) => style.faint(`    ${line}`)),
    ),
    ...(more > 0 ? [style.faint(`    and ${more} more places`)] : []),
  ].join('\n')
}

function stepLines(steps: readonly RemediationStep[], ends: readonly ReportEnd[], style: TextStyle): string[] {
  return steps.flatMap((step, index) => {
    const { end } = step
    const { findings, hidden } = stepPurpose(step)
    const name = ends.find(({ label }) => label === end)?.name ?? end
    return [
      `  ${index + 1}. ${style.strong(printable(`On ${name}`))} (${findings})`,
      ...hidden.flatMap((sentence) => indented(sentence, '     ')),
      ...indented(step.say, '     '),
      ...doneBy(step),
    ]
  })
}

/** The commands of a step, and what it is in the pasted text. */
function doneBy({ run, edit }: RemediationStep): string[] {
  return [
    ...(run === null ? [] : indented(run, '       $ ')),
    ...(edit === null
      ? []
      : [
          printable(`     In ${edit.source}, line ${edit.line}:`),
          ...(edit.remove === null ? [] : indented(edit.remove, '       - ')),
          ...indented(edit.insert, '       + '),
        ]),
  ]
}

/** What another way changes. */
function changeLines(steps: readonly RemediationStep[]): string[] {
  const more = steps.length - CHANGES
  const shown = steps
    .slice(0, CHANGES)
    .flatMap((step) => [...indented(`- ${step.say}`.replaceAll('\n', '\n  '), '    '), ...doneBy(step)])
  return more > 0 ? [...shown, `    and ${more} more changes; --json has them all`] : shown
}

function inputLines(inputs: readonly ReportInput[]): string[] {
  const lines = inputs.map(({ source, format, lines: { read, irrelevant, unsupported, unrecognised } }) => {
    const left = [
      ...(unsupported.length === 0 ? [] : [`not supported: ${unsupported.slice(0, 10).join(', ')}`]),
      ...(unrecognised.length === 0 ? [] : [`not understood: ${unrecognised.slice(0, 10).join(', ')}`]),
    ]
    return `  ${printable(source)}: ${format ?? 'not recognised'}, ${read} lines read, ${irrelevant} irrelevant${left.length === 0 ? '' : `, ${left.join('; ')}`}`
  })
  return [...new Set(lines)]
}

/** Each line, without what would steer a terminal. */
function indented(text: string, indent = '  '): string[] {
  return text.split('\n').map((line) => indent + printable(line))
}
