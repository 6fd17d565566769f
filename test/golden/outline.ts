import type { Flow, Report } from '../../src/core/index.ts'

/** What matters of a report, short enough to be checked by hand. */
export function outline(report: Report): string {
  const { remediation, probe } = report
  const lines = [
    `verdict: ${report.verdict}`,
    '',
    'ends',
    ...report.ends.map(
      (end) => `  ${end.label} ${end.name}, ${end.vendor}, ${end.tunnelAddresses.join(' ') || 'no address'}`,
    ),
    '',
    'lines',
    ...report.ends.flatMap((end) => end.inputs.map((input) => `  ${end.label} ${linesOf(input)}`)),
    '',
    'flows',
    ...report.flows.map(flowLine),
    '',
    'findings',
    ...report.diagnostics.map((each) =>
      `  ${each.id} ${each.severity} ${each.certainty} ${each.witness ?? ''}`.trimEnd(),
    ),
    ...(remediation.steps.length === 0 ? [] : ['', 'steps']),
    ...remediation.steps.map((step) => `  ${step.end} ${step.for.join(' ')}: ${step.say.split('\n').join('\n      ')}`),
    ...(remediation.after === null ? [] : ['', `after: ${remediation.after.verdict}`]),
    ...(remediation.after?.flows ?? []).map(flowLine),
    ...(remediation.alternatives.length === 0 ? [] : ['', 'alternatives']),
    ...remediation.alternatives.map((each) => `  ${each.ends.join(' ')}: ${each.after?.verdict}`),
    ...(probe === null ? [] : ['', `probe ${probe.packet}: ${probe.outcome}`]),
    ...(probe?.legs ?? []).map(
      (leg) => `  ${leg.end} ${leg.entry ?? 'none'} ${leg.action ?? 'no action'} ${leg.packet}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function flowLine(flow: Flow): string {
  const entries = Object.values(flow.entries).map((entry) => entry ?? 'none')
  const service =
    flow.protocol === 'any' ? '' : ` ${flow.protocol} ${flow.sourcePort ?? '*'}>${flow.destinationPort ?? '*'}`
  return `  ${flow.source} > ${flow.destination}${service} by ${flow.initiator}: ${entries.join(' / ')} ${flow.outcome}, ${flow.packet}, ${flow.certainty} ${flow.diagnostics.join(' ')}`.trimEnd()
}

function linesOf(input: Report['ends'][number]['inputs'][number]): string {
  const { read, irrelevant, unsupported, unrecognised } = input.lines
  const left = [
    ...(unsupported.length === 0 ? [] : [`unsupported ${unsupported.join(' ')}`]),
    ...(unrecognised.length === 0 ? [] : [`unrecognised ${unrecognised.join(' ')}`]),
  ]
  return `${input.source} ${input.format}: ${[`${read} read`, `${irrelevant} irrelevant`, ...left].join(', ')}`
}
