import type { Flow, Negotiation, Report } from '../../src/core/index.ts'

/** What a law compares of a report: everything that is said of the tunnel, without places, names and order. */
export interface Outcome {
  readonly verdict: string
  readonly after: string | null
  readonly flows: readonly string[]
  readonly negotiations: readonly string[]
  readonly findings: readonly string[]
}

export interface View {
  /** The label that stands for the end that is A in the other report. */
  readonly labels?: { readonly A: string; readonly B: string }
  /** Names of connections and children, where they count. */
  readonly names?: boolean
  /** Findings of these families are left out. */
  readonly without?: readonly string[]
}

export function outcomeOf(
  report: Report,
  { labels = { A: 'A', B: 'B' }, names = true, without = [] }: View = {},
): Outcome {
  const label = (name: string): string => (name === 'A' ? labels.A : name === 'B' ? labels.B : name)
  const entryNames = new Map(report.ends.flatMap(({ entries }) => entries.map(({ id, name }) => [id, name] as const)))
  const entryOf = (flow: Flow, end: string): string => {
    const id = flow.entries[end]
    if (id == null) return 'none'
    return names ? (entryNames.get(id) ?? id).replace(/^[AB](?=\d+$)/, '') : 'some'
  }
  const flows = report.flows.map((flow) =>
    [
      `${flow.source} > ${flow.destination} ${flow.protocol} ${flow.sourcePort} ${flow.destinationPort}`,
      `by ${label(flow.initiator)}`,
      ...Object.keys(flow.entries)
        .map((end) => `${label(end)}: ${entryOf(flow, end)}`)
        .sort(),
      `${flow.outcome} ${flow.packet} ${flow.notify} ${flow.certainty}`,
    ].join(', '),
  )
  return {
    verdict: report.verdict,
    after: report.remediation.after?.verdict ?? null,
    flows: flows.sort(),
    negotiations: report.negotiations.map((negotiation) => negotiationText(negotiation, label, names)).sort(),
    findings: report.diagnostics
      .filter(({ code }) => !without.includes(code.slice(0, 2)))
      .map(({ code, severity, certainty }) => `${code} ${severity} ${certainty}`)
      .sort(),
  }
}

function negotiationText(negotiation: Negotiation, label: (name: string) => string, names: boolean): string {
  const { initiator, connection, child, responder, ...rest } = negotiation
  return JSON.stringify({
    initiator: label(initiator),
    ...(names ? { connection, child, responder } : { responder: responder !== null }),
    ...rest,
  })
}
