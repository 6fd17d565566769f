import type { Endpoint } from '../../model/endpoint.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import { linesOf, type Setting } from '../../model/setting.ts'
import type { Flow } from '../../negotiation/flow.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { isUnrestricted } from '../../negotiation/spd-lookup.ts'
import { witness } from '../../selectors/packet.ts'
import type { Span } from '../../text/source-text.ts'
import {
  type Diagnostic,
  diagnostic,
  type EvidencePlace,
  type Explanation,
  type Fact,
  type Plan,
  type Rule,
  type RuleContext,
} from '../rule.ts'
import { type FailedNegotiation, failures, type Party } from './failures.ts'

interface NegotiationRule extends Pick<Rule<FailedNegotiation>, 'code' | 'title' | 'page'> {
  readonly reasons: readonly Reason[]
  /** Of failures that have one of these reasons, those that are this rule's; all where it does not say. */
  readonly applies?: (facts: FailedNegotiation, context: RuleContext) => boolean
  /** The setting that decides, of a connection and its child; the same is shown of both ends. */
  readonly shows: (connection: IkeConnection, child: ChildConfig | undefined) => Setting<unknown> | undefined
  /** The lines to show in the place of that, where the ends are at fault with different settings. */
  readonly quotes?: (parties: readonly [Party, Party], facts: FailedNegotiation) => readonly EvidencePlace[]
  /** Ways out, the preferred one first. */
  readonly plans: (parties: readonly [Party, Party], facts: FailedNegotiation) => readonly Plan[]
  /** An error where it does not say. */
  readonly severity?: (fact: Pick<Fact<FailedNegotiation>, 'flows' | 'data'>) => Fact<FailedNegotiation>['severity']
  readonly explain: (facts: FailedNegotiation) => Explanation
}

/** The rules that differ only in why a negotiation fails, in what decides it, in their ways out and in their words. */
export function negotiationRule({
  reasons,
  applies,
  shows,
  quotes,
  plans,
  severity,
  explain,
  ...rule
}: NegotiationRule): Diagnostic {
  return diagnostic<FailedNegotiation>({
    ...rule,
    reasons,
    explain,
    *check(context) {
      const { simulation } = context
      if (simulation === undefined) return
      for (const facts of failures(simulation)) {
        const { failure, outcome, initiator, responder, entries, parties } = facts
        if (!reasons.includes(failure.reason) || applies?.(facts, context) === false) continue
        const flows = [...new Set(entries.flatMap((entry) => flowsThrough(simulation, entry)))]
        const met = parties?.[1]
        const told = parties === undefined ? [] : (quotes?.(parties, facts) ?? [])
        const shown = [
          ...placeOf(initiator, outcome.connection, shows(outcome.connection, outcome.child)),
          ...(met === undefined
            ? []
            : placeOf(responder, met.connection, shows(met.connection, met.child ?? met.connection.children[0]))),
        ]
        yield {
          severity: severity?.({ flows, data: facts }) ?? 'error',
          certainty: failure.certainty,
          evidence: told.length > 0 ? told : shown,
          witness: witness(lostTraffic(flows) ?? entries[0]?.selectors ?? []) ?? null,
          flows,
          plans: parties === undefined ? [] : plans(parties, facts),
          data: facts,
        }
      }
    },
  })
}

/** Of entries for everything, the packets that the tunnel is there for. */
function lostTraffic(flows: readonly Flow[]): Flow['region'] | undefined {
  const own = flows.filter(({ remainder, out }) => !remainder && out !== null && isUnrestricted(out))
  return (own.find(({ outcome }) => outcome !== 'responder-only') ?? own[0])?.region
}

/** Where a setting stands; the head of the connection, where it is not written. */
export function placeOf(
  end: Endpoint,
  connection: IkeConnection,
  setting: Setting<unknown> | undefined,
): EvidencePlace[] {
  const stated = setting === undefined ? [] : linesOf(setting)
  const spans: readonly Span[] = stated.length > 0 ? stated : [connection.span]
  const label =
    setting?.origin === 'default'
      ? `${end.name}: the default (${setting.authority})`
      : `${end.name}: ${connection.name}`
  return spans.map((span) => ({ span, label }))
}

/** `B answers NO_PROPOSAL_CHOSEN`, or that nothing is sent. */
export function answerText({ failure, initiator, responder }: FailedNegotiation): string {
  const finder = failure.by === 'responder' ? responder.name : initiator.name
  return failure.notify === null ? `${finder} gives up and sends no error` : `${finder} answers ${failure.notify}`
}
