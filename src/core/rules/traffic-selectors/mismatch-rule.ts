import type { Flow } from '../../negotiation/flow.ts'
import type { Mismatch, MismatchKind } from '../../negotiation/mismatches.ts'
import { mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { type Diagnostic, diagnostic, type Explanation, type Plan, type Rule } from '../rule.ts'
import { carriedFromOneEnd, flowsOf, pairEvidence } from '../wording.ts'

/** A mismatch with both ends at hand. */
export interface MismatchFacts extends Mismatch {
  readonly peer: string
  readonly peerLabel: string
  readonly authority: string
  readonly flows: readonly Flow[]
}

interface MismatchRule extends Pick<Rule<MismatchFacts>, 'code' | 'title' | 'page'> {
  readonly kind: MismatchKind
  readonly plans: (facts: MismatchFacts) => readonly Plan[]
  readonly explain: (facts: MismatchFacts) => Explanation
}

/**
 * The rules that differ only in the kind of mismatch, their way out and their words. A mismatch that one end can still
 * bring up belongs to TS010, which names that end.
 */
export function mismatchRule({ kind, plans, ...rule }: MismatchRule): Diagnostic {
  return diagnostic<MismatchFacts>({
    ...rule,
    reads: ['both spds'],
    *check({ simulation, mismatches }) {
      if (simulation === undefined) return
      for (const mismatch of mismatches) {
        if (mismatch.kind !== kind) continue
        const { ours, theirs } = mismatch
        const peer = ours.end === simulation.a ? simulation.b : simulation.a
        const flows = flowsOf(mismatch, simulation)
        if (carriedFromOneEnd(flows)) continue
        const facts: MismatchFacts = {
          ...mismatch,
          peer: peer.name,
          peerLabel: peer.label,
          authority: peer.vendor.selectorRule.authority,
          flows,
        }
        yield {
          severity: 'error',
          certainty: flows.some((flow) => flow.certainty === 'assumed') ? 'assumed' : 'stated',
          evidence: [...pairEvidence(ours), ...theirs.slice(0, 8).flatMap(pairEvidence)],
          witness: witness(flows.find((flow) => flow.packet !== 'encrypted')?.region ?? [ours.box]) ?? null,
          flows,
          plans: plans(facts),
          data: facts,
        }
      }
    },
  })
}

/** The other end takes our selectors: its first pair becomes ours, any further ones go. */
export function theyTakeOurs({ ours, theirs, peerLabel }: MismatchFacts): Plan {
  const [first, ...more] = theirs
  if (first === undefined) {
    return { changes: [{ end: peerLabel, change: { kind: 'cover', box: mirrorBox(ours.box) } }] }
  }
  return {
    changes: [
      { end: peerLabel, change: { kind: 'replace', from: first.box, to: mirrorBox(ours.box) } },
      ...more.flatMap(({ out, in: inbound, box }) =>
        [out, inbound].flatMap((entry) =>
          entry === null ? [] : [{ end: peerLabel, change: { kind: 'remove' as const, entry: entry.id, box } }],
        ),
      ),
    ],
  }
}

/** Our end takes their selectors: our pair becomes their first, the others are added. */
export function weTakeTheirs({ ours, theirs }: MismatchFacts): Plan {
  const [first, ...more] = theirs
  if (first === undefined) return { changes: [] }
  const end = ours.end.label
  return {
    changes: [
      { end, change: { kind: 'replace', from: ours.box, to: mirrorBox(first.box) } },
      ...more.map(({ box }) => ({ end, change: { kind: 'cover' as const, box: mirrorBox(box) } })),
    ],
  }
}
