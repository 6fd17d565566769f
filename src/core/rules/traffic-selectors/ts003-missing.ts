import type { Flow } from '../../negotiation/flow.ts'
import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { mismatchRule, theyTakeOurs, withOneProtocol } from './mismatch-rule.ts'

/** One end protects traffic for which the other has nothing. */
export const missing = mismatchRule({
  code: 'TS003',
  title: 'The other end has no entry for this traffic',
  kind: 'missing',
  plans: (facts) => [theyTakeOurs(facts), ...withOneProtocol(facts, theyTakeOurs(facts))],
  explain: ({ ours, mine, peer, flows }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}; ${peer} has no entry ${answers(flows) ? 'that protects' : 'for'} that traffic.`,
    why: answers(flows)
      ? `What ${ours.end.name} proposes comes up. Packets of the other direction do not go into it: an entry of ${peer} that protects nothing takes them.`
      : `${ours.end.name} proposes these selectors and ${peer} finds nothing of its own to answer with, so the negotiation fails and the packets are dropped. In the other direction ${peer} sends them in clear, and ${ours.end.name} drops what should have been protected.`,
  }),
  page: {
    text: `Each selector pair of one end needs its mirror image at the other end: local and remote exchanged. Here the mirror
image is missing altogether. The fix adds it; whether that traffic should be in the tunnel at all is for people to say.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24', '10.3.0.0/24'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})

/** An entry that only passes or drops packets may answer as one that protects them. */
function answers(flows: readonly Flow[]): boolean {
  return flows.some(({ outcome }) => outcome === 'established' || outcome === 'narrowed')
}
