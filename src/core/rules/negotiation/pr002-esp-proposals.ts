import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { childProposalPlans } from './proposal-plans.ts'

export const espProposals = negotiationRule({
  code: 'PR002',
  title: 'The ends have no ESP or AH proposal in common',
  reasons: ['child-proposals'],
  shows: (_connection, child) => child?.proposals,
  plans: childProposalPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `The IKE SA comes up, and then ${responder.name} accepts none of the ESP or AH proposals of ${outcome.child.name}, which ${initiator.name} offers: ${answerText(facts)}.`,
      why: `Encryption with its key size and integrity must be the same on both ends; AES-GCM goes without an integrity algorithm and fits no AES-CBC. Give both ends one proposal that is the same.`,
    }
  },
  page: {
    text: `The child SA (phase 2) needs an ESP or AH proposal that both ends have. The IKE SA is up by then, so a status that shows it
proves nothing about the child.`,
    fires: pair({ child: 'esp_proposals = aes256-sha256' }, { child: 'esp_proposals = aes128-sha256' }),
    quiet: pair(),
  },
})
