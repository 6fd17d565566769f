import { libreswanPair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { compressionPlans } from './plans.ts'

export const compression = negotiationRule({
  code: 'PR005',
  title: 'One end wants compression, the other does not',
  reasons: ['compression'],
  shows: (_connection, child) => child?.compression,
  plans: compressionPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} proposes ${outcome.child.name} with compression (IPComp), and ${responder.name} does not compress: ${answerText(facts)}.`,
      why: `In IKEv1 compression stands in the proposal beside the ciphers (RFC 2407 4.4.5), so that the whole proposal is refused with it. From ${responder.name} the tunnel may still come up, since without compression it proposes less. Compression gains little with traffic that is encrypted or compressed already: switch it off.`,
    }
  },
  page: {
    text: `IPComp (RFC 3173) compresses packets before they are encrypted. In IKEv2 it is an offer that the peer may leave unanswered
(RFC 7296 2.22). In IKEv1 it is part of the proposal: an end that insists on it gets no tunnel from one that does not have it.`,
    fires: libreswanPair({ keys: ['ikev2=no', 'compress=yes'] }, { keys: ['ikev2=no'] }),
    quiet: libreswanPair({ keys: ['ikev2=no', 'compress=yes'] }, { keys: ['ikev2=no', 'compress=yes'] }),
  },
})
