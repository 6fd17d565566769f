import { namesOf, pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { howRangesAreKept, mismatchRule, theyTakeOurs, weTakeTheirs } from './mismatch-rule.ts'

/** One end has in one pair what the other has in several. */
export const split = mismatchRule({
  code: 'TS007',
  title: 'A range is split into prefixes that the other end has as one',
  kind: 'split',
  plans: (facts) => [weTakeTheirs(facts), theyTakeOurs(facts)],
  explain: ({ ours, theirs, peer }) => ({
    what: `${ours.end.name} has one pair, ${pairsText([ours])}; ${peer} has the same traffic in ${theirs.length} pairs: ${theirs.length > 6 ? `${namesOf(theirs.slice(0, 1))} and ${theirs.length - 1} more` : namesOf(theirs)}.`,
    why: `Neither end finds the other's pair among its own. Name the same pairs at both ends.${howRangesAreKept([ours, ...theirs])}`,
  }),
  page: {
    text: `The traffic is the same, its cutting is not. This happens when ISA Server is given a range that is not one block,
such as \`10.1.0.0-10.1.1.127\`, and the other end lists prefixes differently.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/23'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24', '10.1.1.0/24'] },
    ),
    quiet: MATCHING,
  },
})
