import type { Negotiation, Report } from '../../src/core/index.ts'

/** What a law compares of a report. */
export interface Outcome {
  readonly verdict: string
  readonly after: string | null
  readonly flows: readonly string[]
  readonly negotiations: readonly string[]
  readonly findings: readonly string[]
}

/** Which label each end has in the report that it is compared with. */
export interface Labels {
  readonly A: string
  readonly B: string
}

/** All that a report says of the tunnel, without places, names of ends, and the order in which it is said. */
export function outcomeOf(report: Report, labels: Labels = { A: 'A', B: 'B' }): Outcome {
  const label = (name: string): string => (name === 'A' ? labels.A : name === 'B' ? labels.B : name)
  const names = new Map(report.ends.flatMap(({ entries }) => entries.map(({ id, name }) => [id, name] as const)))
  // An entry without a name of its own is called by its number, which another entry before it changes.
  const entryOf = (id: string | null | undefined): string =>
    (names.get(id ?? '') ?? 'none').replace(/^[AB]\d+$/, 'some')
  const flows = report.flows.map((flow) =>
    [
      `${flow.source} > ${flow.destination} ${flow.protocol} ${flow.sourcePort} ${flow.destinationPort}`,
      `by ${label(flow.initiator)}`,
      ...['A', 'B'].map((end) => `${label(end)}: ${entryOf(flow.entries[end])}`).sort(),
      `${flow.outcome} ${flow.packet} ${flow.notify} ${flow.certainty}`,
    ].join(', '),
  )
  return {
    verdict: report.verdict,
    after: report.remediation.after?.verdict ?? null,
    flows: flows.sort(),
    negotiations: report.negotiations.map((each) => negotiationText(each, label)).sort(),
    findings: report.diagnostics.map(({ code, severity, certainty }) => `${code} ${severity} ${certainty}`).sort(),
  }
}

/** Nothing in the texts keeps a daemon from loading them. */
export function isLoaded({ diagnostics }: Report): boolean {
  return !diagnostics.some(({ code, severity }) => code === 'PA005' && severity === 'error')
}

function negotiationText(negotiation: Negotiation, label: (name: string) => string): string {
  return JSON.stringify({ ...negotiation, initiator: label(negotiation.initiator) })
}
