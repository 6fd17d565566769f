import type { Flow } from '../../../src/core/negotiation/flow.ts'
import { findMismatches, groupMismatches } from '../../../src/core/negotiation/mismatches.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import type { Diagnostic, Example, Finding, PasteFacts, RuleContext } from '../../../src/core/rules/rule.ts'
import { formatPacket } from '../../../src/core/selectors/packet.ts'
import { endsOf } from '../remedy/two-ends.ts'

/** Of pastes that leave nothing open. */
export const NO_FACTS: PasteFacts = {
  unreadable: [],
  question: null,
  tunnels: [],
  onlyDown: null,
  sameEnd: [],
  meant: [],
  ownPeers: [],
  unresolved: [],
  takesLogged: null,
  probe: null,
}

/** What a rule finds between the two ends that texts tell of. */
export function factsOf(rule: Diagnostic, example: Example): Finding[] {
  const { a, b } = endsOf(example)
  return factsBetween(rule, simulate(a, b))
}

export function factsBetween(rule: Diagnostic, simulation: NonNullable<RuleContext['simulation']>): Finding[] {
  const mismatches = groupMismatches(findMismatches(simulation.a, simulation.b))
  const found = [...rule.check({ simulation, mismatches, blocks: [], observations: [], secrets: [], paste: NO_FACTS })]
  return sound(found, simulation.flows)
}

/** The findings, of which each is about flows that there are, and has ways out that are lists of changes, and lines with words. */
export function sound(found: readonly Finding[], known: readonly Flow[] = []): Finding[] {
  for (const { code, flows, plans, evidence } of found) {
    if (!flows.every((flow) => known.includes(flow))) throw new Error(`${code} tells of flows that there are not.`)
    if (!plans.every(({ changes }) => Array.isArray(changes))) throw new Error(`${code} has a way out without changes.`)
    if (!evidence.every(({ span, label }) => span.line > 0 && label !== ''))
      throw new Error(`${code} shows a line that there is not.`)
  }
  return [...found]
}

/** `error stated, 10.1.0.1 -> 10.2.0.1 icmp`. */
export function gistOf({ severity, certainty, witness }: Finding): string {
  return `${severity} ${certainty}, ${witness === null ? 'no packet' : formatPacket(witness)}`
}

/** Lines with their labels: `a.txt 4 A: ...`. */
export function placesOf({ evidence }: Finding): string[] {
  return evidence.map(({ span, label }) => `${span.source} ${span.line} ${label}`)
}

/** Of each way out the changes, with the ends at which they are made: `B cover`. */
export function waysOf({ plans }: Finding): string[] {
  return plans.map(({ changes }) => changes.map(({ end, change }) => `${end} ${change.kind}`).join(', '))
}
