import type { MismatchGroup } from '../../negotiation/mismatches.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { pair } from '../negotiation/examples.ts'
import { modesDiffer } from '../negotiation/md003-mode.ts'
import { answerText, negotiationRule } from '../negotiation/negotiation-rule.ts'
import { selectorPlans } from '../negotiation/plans.ts'
import { carriedFromOneEnd, flowsOf } from '../wording.ts'
import { pairsPlans } from './split-plans.ts'

/** What no comparison of two entries explains: `dynamic`, transport mode with networks, an order that counts. */
export const selectorsRefused = negotiationRule({
  code: 'TS012',
  title: 'The selectors of a child are refused as they stand',
  reasons: ['selectors', 'no-selectors'],
  applies: ({ entries, parties }, { mismatches, simulation }) =>
    (parties === undefined || !modesDiffer(parties)) &&
    !mismatches
      .filter((mismatch) => isTold(mismatch, simulation))
      .flatMap(({ all }) => all)
      .some(({ ours, theirs }) =>
        [ours, ...theirs].some((pair) =>
          [pair.out, pair.in].some((entry) => entry !== null && entries.includes(entry)),
        ),
      ),
  // In transport mode it is that which leaves no selector but the host's.
  shows: (_connection, child) => child?.label ?? (child?.mode.value === 'transport' ? child.mode : child?.remote),
  plans: (parties) => [...selectorPlans(parties), ...pairsPlans(parties)],
  explain: (facts) => {
    const { initiator, responder, outcome, parties } = facts
    const labelled = parties?.find(({ child }) => child?.label !== undefined)
    return {
      what: `${responder.name} has no child that takes what ${initiator.name} proposes for ${outcome.child.name}: ${answerText(facts)}.`,
      why:
        labelled !== undefined
          ? `A security label goes with the selectors in IKEv2, and a child of ${labelled.end.name} has one: the child of the other end must have the same, or neither has any. Not every product has labels in IKEv1.`
          : `${responder.vendor.selectorRule.authority} Local and remote selectors of the two ends must be each other's mirror image. A child without selectors is for the gateway's own address (\`dynamic\`), and so is everything in transport mode.`,
    }
  },
  page: {
    text: `Each child proposes its selectors, and the peer answers with what both have in common. \`dynamic\`, which counts where no
selector is written, is the gateway's own address, and no network.`,
    fires: pair({ child: 'mode = transport' }, { child: 'mode = transport' }),
    quiet: pair(),
  },
})

/** What the other end lacks is told where nobody carries it, what it has otherwise also where one end does. */
function isTold(mismatch: MismatchGroup, simulation: Simulation | undefined): boolean {
  return mismatch.theirs.length > 0 || simulation === undefined || !carriedFromOneEnd(flowsOf(mismatch, simulation))
}
