import { pair } from '../negotiation/examples.ts'
import { modesDiffer } from '../negotiation/md003-mode.ts'
import { answerText, negotiationRule } from '../negotiation/negotiation-rule.ts'
import { selectorPlans } from '../negotiation/plans.ts'

/** What no comparison of two entries explains: `dynamic`, transport mode with networks, an order that counts. */
export const selectorsRefused = negotiationRule({
  code: 'TS012',
  title: 'The selectors of a child are refused as they stand',
  reasons: ['selectors', 'no-selectors'],
  applies: ({ entries, parties }, { mismatches }) =>
    (parties === undefined || !modesDiffer(parties)) &&
    !mismatches
      .flatMap(({ all }) => all)
      .some(({ ours, theirs }) =>
        [ours, ...theirs].some((pair) =>
          [pair.out, pair.in].some((entry) => entry !== null && entries.includes(entry)),
        ),
      ),
  shows: (_connection, child) => child?.remote,
  plans: selectorPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `What ${initiator.name} proposes for ${outcome.child.name} has nothing in common with a child of ${responder.name}: ${answerText(facts)}.`,
      why: `Local and remote selectors of the two ends must be each other's mirror image. A child without selectors is for the gateway's own address (\`dynamic\`), and so is everything in transport mode.`,
    }
  },
  page: {
    text: `Each child proposes its selectors, and the peer answers with what both have in common. \`dynamic\`, which counts where no
selector is written, is the gateway's own address, and no network.`,
    fires: pair({ child: 'mode = transport' }, { child: 'mode = transport' }),
    quiet: pair(),
  },
})
