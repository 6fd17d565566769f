import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import {
  areOfOneRange,
  howRangesAreKept,
  mismatchRule,
  theyTakeOurs,
  theyWidenToOurs,
  weTakeTheirs,
} from './mismatch-rule.ts'

/** One end's selectors contain the other's. */
export const wider = mismatchRule({
  code: 'TS004',
  title: 'One end protects a wider range than the other',
  kind: 'wider',
  plans: (facts) => {
    if (facts.theirs.length === 1) return [theyTakeOurs(facts), weTakeTheirs(facts)]
    return facts.all.every(areOfOneRange) ? [theyWidenToOurs(facts), weTakeTheirs(facts)] : [weTakeTheirs(facts)]
  },
  explain: ({ ours, all, mine, others, peer, authority }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}, which is wider than ${pairsText(others)} of ${peer}.`,
    why: `The two ends must name the same pair. ${authority} The narrower end can be widened to what the other already names, which protects no less than before; or the wider end narrowed, after which the rest of its range is no longer protected. The end to which the network is local knows which is right.${others.length > mine.length && all.every(areOfOneRange) ? howRangesAreKept(others) : ''}`,
  }),
  page: {
    text: `Both ends mean the same traffic, but one writes a larger range: \`10.1.0.0/16\` here, \`10.1.0.0/24\` there. A responder
that wants exact selectors refuses the other's proposal in both directions.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/16'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})
