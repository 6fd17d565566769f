import { isFailure } from '../../negotiation/ike/outcome.ts'
import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { groupPlans } from './proposal-plans.ts'

export const perfectForwardSecrecy = negotiationRule({
  code: 'PR003',
  title: 'The PFS group of the child differs or is one-sided',
  reasons: ['pfs', 'first-group'],
  shows: (_connection, child) => child?.proposals,
  plans: (parties, { outcome: { ike } }) => groupPlans(parties, isFailure(ike) ? null : ike.proposal.ke),
  explain: (facts) => {
    const { initiator, responder, outcome, failure } = facts
    if (failure.reason === 'first-group') {
      return {
        what: `${outcome.child.name} has a Diffie-Hellman group in common between ${initiator.name} and ${responder.name}, but not the one that ${initiator.name} names first: ${answerText(facts)}.`,
        why: `The key exchange is sent along with the first group of the proposal (RFC 7296 1.3). ${
          failure.notify === 'INVALID_KE_PAYLOAD'
            ? `${responder.name} asks for another one with INVALID_KE_PAYLOAD, and ${initiator.name} does not begin again`
            : `${responder.name} does not ask for another one with INVALID_KE_PAYLOAD; it refuses`
        }. Name the group that both have first.`,
      }
    }
    return {
      what: `The ciphers of ${outcome.child.name} agree between ${initiator.name} and ${responder.name}, the Diffie-Hellman group does not: ${answerText(facts)}.`,
      why: `With PFS both ends must name the same group for the child, without it neither may. ${outcome.version === 1 ? 'Every quick mode needs that.' : 'The first child does without (RFC 7296 1.2); further ones and rekeys fail.'}`,
    }
  },
  page: {
    text: `Perfect forward secrecy gives the child a key exchange of its own. IKEv1 compares its group at once (RFC 2409 5.5); IKEv2
has none in the first child (RFC 7296 1.2), so there the fault shows hours later, at the first rekey.`,
    fires: pair(
      { connection: 'version = 1', child: 'esp_proposals = aes256-sha256-modp2048' },
      { connection: 'version = 1', child: 'esp_proposals = aes256-sha256' },
    ),
    quiet: pair(),
  },
})
