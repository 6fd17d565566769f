import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { mismatchRule, theyTakeOurs, weTakeTheirs } from './mismatch-rule.ts'

/** The pairs have a part in common and neither contains the other. */
export const overlap = mismatchRule({
  code: 'TS011',
  title: 'The ranges of the ends overlap without being equal',
  kind: 'overlap',
  plans: (facts) => (facts.theirs.length === 1 ? [theyTakeOurs(facts), weTakeTheirs(facts)] : [weTakeTheirs(facts)]),
  explain: ({ ours, mine, others, peer, authority }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}; ${peer} has ${pairsText(others)}: they have a part in common, and neither contains the other.`,
    why: `Neither end finds the other's pair among its own. ${authority}`,
  }),
  page: {
    text: `Each end names some traffic that the other does not: \`10.1.0.0/23\` to \`10.2.0.0/24\` here, \`10.1.0.0/24\` to
\`10.2.0.0/23\` there. People must say which is right; both ways are offered.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/23'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/23'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})
