import { type Report, renderText, stepPurpose } from '../../core/index.ts'

/** A file of text in UTF-8. */
export interface ReportFile {
  readonly filename: string
  readonly bytes: Uint8Array
}

/** The whole report for people (Markdown) and for programs (JSON). */
export function reportFiles(report: Report): ReportFile[] {
  const encoder = new TextEncoder()
  return [
    { filename: 'ipsec-report.md', bytes: encoder.encode(reportMarkdown(report)) },
    { filename: 'ipsec-report.json', bytes: encoder.encode(`${JSON.stringify(report, null, 2)}\n`) },
  ]
}

/** Findings and steps as Markdown; the tables and the account of what was read as they stand on the command line. */
function reportMarkdown(report: Report): string {
  const { diagnostics, remediation, ends } = report
  const nameOf = (label: string) => ends.find((end) => end.label === label)?.name ?? label
  return [
    `# IPsec report: ${report.verdict}`,
    report.summary,
    ...diagnostics.flatMap(({ id, title, severity, certainty, what, why, witness, evidence }) => [
      `## ${id}: ${title}`,
      `${severity}${certainty === 'assumed' ? ', assumed' : ''}${witness === null ? '' : `; packet: \`${witness}\``}`,
      what,
      why,
      ...(evidence.length === 0
        ? []
        : [fenced(evidence.map(({ source, line, text }) => `${source}:${line}  ${text}`))]),
    ]),
    ...(remediation.steps.length === 0 ? [] : ['## What to change']),
    ...remediation.steps.flatMap((step, at) => {
      const { findings, hidden } = stepPurpose(step)
      return [
        `${at + 1}. On ${nameOf(step.end)} (for ${findings}): ${step.say}`,
        ...hidden,
        ...(step.run === null ? [] : [fenced(step.run.split('\n'))]),
      ]
    }),
    '## The whole answer as text',
    fenced(renderText(report).split('\n')),
    '',
  ].join('\n\n')
}

/** A fence longer than any that stands in the text. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
