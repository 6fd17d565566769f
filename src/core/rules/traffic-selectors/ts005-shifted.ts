import { equalRanges } from '../../address/address-range.ts'
import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { type MismatchFacts, mismatchRule, theyTakeOurs, weTakeTheirs } from './mismatch-rule.ts'

/** Same network on one side, another one on the other side: most often a slip of the pen. */
export const shifted = mismatchRule({
  code: 'TS005',
  title: 'The ends name different networks for the same side',
  kind: 'shifted',
  plans: (facts) =>
    theyOwnTheDifference(facts)
      ? [weTakeTheirs(facts), theyTakeOurs(facts)]
      : [theyTakeOurs(facts), weTakeTheirs(facts)],
  explain: ({ ours, mine, others, peer }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}, while ${peer} has ${pairsText(others)}: one side is the same, the other is a different network.`,
    why: `Neither end finds the other's pair among its own, so both negotiations are refused. The end to which the network is local knows which of the two is right; the fix changes the other one.`,
  }),
  page: {
    text: `Both ends agree about one network and name two different ones for the other, such as \`10.2.0.0/24\` and
\`10.2.1.0/24\`. The end behind which that network lies is taken to be right; the alternative is offered as well.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.1.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})

/** The side that differs is local to the other end. */
function theyOwnTheDifference({ ours, theirs }: MismatchFacts): boolean {
  const [other] = theirs
  return other !== undefined && equalRanges(ours.box.local, other.box.remote)
}
