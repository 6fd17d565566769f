import type { Endpoint } from '../model/endpoint.ts'
import type { Flow as SimulatedFlow } from '../negotiation/flow.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { type Verdict as SimulatedVerdict, verdictOf } from '../negotiation/verdict.ts'
import type { RemedyPlan } from '../remedy/alternatives.ts'
import { applyChanges } from '../remedy/apply.ts'
import type { Finding } from '../rules/rule.ts'
import type { Packet } from '../selectors/packet.ts'
import { formatPacket } from '../selectors/packet.ts'
import type { Quote } from '../text/excerpt.ts'
import { reportEnd } from './ends.ts'
import { quotePlaces } from './evidence.ts'
import { reportFlows, reportNegotiations } from './flows.ts'
import { reportProbe } from './probe.ts'
import { remediesOf, reportRemediation, stepsById, withinNamed } from './remediation.ts'
import { rowsOnce } from './rows.ts'
import type { Diagnostic, Remedy, Report, ReportInput, SetAside, TunnelRow } from './schema.ts'
import { stepsFor } from './steps.ts'
import { isSeenAlone, summarise } from './summary.ts'
import { CONFIGURATIONS, humanChecks, REMEDY, uncheckedTopics } from './unchecked.ts'

/** All that a report is made of. */
interface ReportParts {
  readonly simulation: Simulation | undefined
  readonly findings: readonly Finding[]
  readonly remedy: RemedyPlan
  readonly tunnels: readonly TunnelRow[]
  /** Which end's texts decide is not known, and the verdict depends on it. */
  readonly undecided: boolean
  /** Pasted blocks by the label of their end; those of no end under `''`. */
  readonly inputs: ReadonlyMap<string, readonly ReportInput[]>
  readonly setAside: readonly SetAside[]
  readonly probe: Packet | undefined
  readonly quote: Quote
}

/** With one end unknown, the way out is told with this many findings. */
const UNPROVED = 20
const SEVERITY = { error: 0, warning: 1, info: 2 } as const

/** Puts the report together: findings get their ids, sentences and quotes; nothing is worked out here. */
export function buildReport(parts: ReportParts): Report {
  const { simulation, remedy } = parts
  const findings = parts.findings.toSorted((x, y) => SEVERITY[x.severity] - SEVERITY[y.severity])
  const ids = idsOf(findings)
  const byFlow = findingsByFlow(findings, ids)
  const rows = rowsOnce()
  const remediation = reportRemediation(remedy, ids, rows, simulation)
  const steps = stepsById(remediation.steps)
  const shown = simulation === undefined ? [] : [simulation.a, simulation.b]
  const verdict: SimulatedVerdict =
    simulation === undefined || parts.undecided ? 'unknown' : verdictOf(simulation.flows)
  const diagnostics = findings.map((finding, at): Diagnostic => {
    const id = ids.get(finding) ?? finding.code
    const planned = remediesOf(steps.get(id) ?? [])
    return {
      id,
      code: finding.code,
      severity: finding.severity,
      certainty: finding.certainty,
      title: finding.title,
      ...finding.explain(),
      witness: finding.witness === null ? null : formatPacket(finding.witness),
      evidence: quotePlaces(finding.evidence, parts.quote),
      remedies: planned.length > 0 || at >= UNPROVED ? planned : unproved(finding, simulation),
    }
  })
  return {
    schemaVersion: 1,
    verdict,
    summary: summarise(simulation, verdict, diagnostics),
    tunnel: simulation === undefined ? null : `${simulation.a.label}-${simulation.b.label}`,
    tunnels: [...parts.tunnels],
    ends: shown.map((end) => reportEnd(end, parts.inputs.get(end.label) ?? [], rows)),
    otherInputs: otherInputs(parts.inputs, shown),
    setAside: [...parts.setAside],
    flows: simulation === undefined ? [] : reportFlows(simulation, rows, (flow) => byFlow.get(flow) ?? []),
    negotiations: simulation === undefined ? [] : reportNegotiations(simulation),
    diagnostics,
    remediation: withinNamed(remediation),
    probe:
      simulation === undefined || parts.probe === undefined ? null : reportProbe(simulation, parts.probe, parts.quote),
    unchecked:
      simulation === undefined
        ? diagnostics.some(isSeenAlone)
          ? [CONFIGURATIONS]
          : []
        : [...uncheckedTopics(simulation), ...(remedy.cut ? [REMEDY] : [])],
    checks: simulation === undefined ? [] : humanChecks(simulation),
  }
}

/** Blocks of no end that is shown; one that tells of several ends is named once. */
function otherInputs(inputs: ReportParts['inputs'], shown: readonly Endpoint[]): ReportInput[] {
  const labels = new Set(shown.map(({ label }) => label))
  const named = new Set(shown.flatMap(({ label }) => inputs.get(label) ?? []))
  const left = [...inputs].flatMap(([label, own]) => (labels.has(label) ? [] : own))
  return [...new Set(left)].filter((input) => !named.has(input))
}

function idsOf(findings: readonly Finding[]): Map<Finding, string> {
  const counts = new Map<string, number>()
  return new Map(
    findings.map((finding) => {
      const count = (counts.get(finding.code) ?? 0) + 1
      counts.set(finding.code, count)
      return [finding, `${finding.code}-${count}`]
    }),
  )
}

function findingsByFlow(findings: readonly Finding[], ids: ReadonlyMap<Finding, string>): Map<SimulatedFlow, string[]> {
  const byFlow = new Map<SimulatedFlow, string[]>()
  for (const finding of findings) {
    for (const flow of finding.flows) {
      const known = byFlow.get(flow)
      if (known === undefined) byFlow.set(flow, [ids.get(finding) ?? finding.code])
      else known.push(ids.get(finding) ?? finding.code)
    }
  }
  return byFlow
}

/** With one end unknown nothing can be proved: the way out is told with the finding, and not recommended. */
function unproved(finding: Finding, simulation: Simulation | undefined): Remedy[] {
  const [plan] = finding.plans
  if (plan === undefined || simulation === undefined) return []
  if (simulation.a.spd !== undefined && simulation.b.spd !== undefined) return []
  return [simulation.a, simulation.b].flatMap((before) => {
    const changes = plan.changes.filter(({ end }) => end === before.label).map(({ change }) => change)
    const after = changes.length === 0 ? undefined : applyChanges(before, changes)
    if (after === undefined) return []
    const steps = stepsFor(changes.map((change) => ({ change, before, after, for: [] })))
    return [{ end: before.label, steps: steps.map(({ say, run, edit }) => ({ say, run, edit })) }]
  })
}
