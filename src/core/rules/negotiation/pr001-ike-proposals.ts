import { pair } from './examples.ts'
import { nearestText } from './nearest-proposals.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { ikeProposalPlans } from './proposal-plans.ts'

export const ikeProposals = negotiationRule({
  code: 'PR001',
  title: 'The ends have no IKE proposal in common',
  reasons: ['ike-proposals'],
  shows: ({ proposals }) => proposals,
  plans: ikeProposalPlans,
  explain: (facts) => {
    const { initiator, responder, outcome, parties, failure } = facts
    if (failure.by === 'initiator') {
      return {
        what: `When ${initiator.name} brings up ${outcome.connection.name}, ${responder.name} takes an IKE proposal that ${initiator.name} has with another pseudo-random function: ${answerText(facts)}.`,
        why: `IKEv1 names one hash, for integrity and for the pseudo-random function. strongSwan sends that of the integrity, and refuses an answer with it where another function is written. Leave the function out of the proposal, or name the one of its hash.`,
      }
    }
    const nearest = nearestText(parties, ({ connection }) => connection.proposals.value)
    return {
      what: `When ${initiator.name} brings up ${outcome.connection.name}, nothing that it offers for IKE is accepted by ${responder.name}: ${answerText(facts)}.${nearest}`,
      why: `One proposal must fit whole: encryption with its key size, integrity, pseudo-random function and Diffie-Hellman group. IKEv2 tries another group by itself; IKEv1 does not, and strongSwan offers only the first algorithm of each kind there. Give both ends one proposal that is the same.`,
    }
  },
  page: {
    text: `The IKE SA (phase 1) needs one proposal that both ends have. A single difference, a key size or a group, is enough to
refuse all of it. A list that is not written is the default of the product and its release, which the other product need
not share.`,
    fires: pair(
      { connection: 'proposals = aes256-sha256-modp2048' },
      { connection: 'proposals = aes128-sha256-modp2048' },
    ),
    quiet: pair(),
  },
})
