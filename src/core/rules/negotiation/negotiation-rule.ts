import type { Endpoint } from '../../model/endpoint.ts'
import type { Reason } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import type { Setting } from '../../model/setting.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { type Failure, isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import type { Span } from '../../text/source-text.ts'
import { type Diagnostic, diagnostic, type EvidencePlace, type Explanation, type Rule } from '../rule.ts'

/** A negotiation that fails, with both ends. */
export interface FailedNegotiation {
  readonly initiator: Endpoint
  readonly responder: Endpoint
  readonly outcome: NegotiationOutcome
  readonly failure: Failure
  /** All entries that it keeps from coming up. */
  readonly entries: readonly SpdEntry[]
}

interface NegotiationRule extends Pick<Rule<FailedNegotiation>, 'code' | 'title' | 'page'> {
  readonly reasons: readonly Reason[]
  /** The setting that decides, of a connection and its child; the same is shown of both ends. */
  readonly shows: (connection: IkeConnection, child: ChildConfig | undefined) => Setting<unknown> | undefined
  readonly explain: (facts: FailedNegotiation) => Explanation
}

/** The rules that differ only in why a negotiation fails, in what decides it and in their words. */
export function negotiationRule({ reasons, shows, explain, ...rule }: NegotiationRule): Diagnostic {
  return diagnostic<FailedNegotiation>({
    ...rule,
    reads: ['both spds'],
    explain,
    *check({ simulation }) {
      if (simulation === undefined) return
      for (const facts of failures(simulation)) {
        const { failure, outcome, initiator, responder, entries } = facts
        if (!reasons.includes(failure.reason)) continue
        const flows = [...new Set(entries.flatMap((entry) => simulation.byEntry.get(entry) ?? []))]
        yield {
          severity: 'error',
          certainty: failure.certainty,
          evidence: [
            ...place(initiator, outcome.connection, shows(outcome.connection, outcome.child)),
            ...(responder.ike?.connections ?? [])
              .slice(0, 4)
              .flatMap((connection) => place(responder, connection, shows(connection, connection.children[0]))),
          ],
          witness: witness(entries[0]?.selectors ?? []) ?? null,
          flows,
          plans: [],
          data: facts,
        }
      }
    },
  })
}

/**
 * Each cause once, in the words of the end that meets it first: an IKE SA that does not come up fails for all children of
 * its connection, and most often whoever begins.
 */
function failures({ a, b, quickModes }: Simulation): FailedNegotiation[] {
  const found = new Map<string, FailedNegotiation>()
  for (const { outcome, entry } of quickModes) {
    if (outcome === null) continue
    const [initiator, responder] = outcome.initiator === a.label ? [a, b] : [b, a]
    const { ike, childSa } = outcome
    const failure = isFailure(ike) ? ike : childSa !== null && isFailure(childSa) ? childSa : undefined
    if (failure === undefined) continue
    const known = found.get(failure.reason)
    if (known === undefined) found.set(failure.reason, { initiator, responder, outcome, failure, entries: [entry] })
    else found.set(failure.reason, { ...known, entries: [...known.entries, entry] })
  }
  return [...found.values()]
}

function place(end: Endpoint, connection: IkeConnection, setting: Setting<unknown> | undefined): EvidencePlace[] {
  const span: Span = setting?.origin === 'stated' ? setting.span : connection.span
  const label =
    setting?.origin === 'default'
      ? `${end.name}: the default (${setting.authority})`
      : `${end.name}: ${connection.name}`
  return [{ span, label }]
}

/** `B answers NO_PROPOSAL_CHOSEN`, or that nothing is sent. */
export function answerText({ failure, initiator, responder }: FailedNegotiation): string {
  const finder = failure.by === 'responder' ? responder.name : initiator.name
  return failure.notify === null ? `${finder} gives up and sends no error` : `${finder} answers ${failure.notify}`
}
