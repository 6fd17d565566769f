import { libreswanPair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'

export const postQuantumKey = negotiationRule({
  code: 'AU006',
  title: 'The ends have no post-quantum key in common',
  reasons: ['post-quantum-key'],
  shows: ({ postQuantum }) => postQuantum,
  plans: () => [],
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `For ${outcome.connection.name}, ${initiator.name} and ${responder.name} do not mix the same post-quantum key into the IKE SA: ${answerText(facts)}.`,
      why: `An end that insists on such a key (RFC 8784) refuses one that does not use any, and both must know the same key by the same name; another key of that name fails even where nobody insists. Let both ends use it (Libreswan: ppk=insist and a PPKS entry of ipsec.secrets; swanctl.conf: ppk_id and a section "ppk-..." of secrets with the same id), with the same name and the same key; an end that only proposes one goes on without it where the other does not have it.`,
    }
  },
  page: {
    text: `A post-quantum preshared key (PPK, RFC 8784) is mixed into the keys of the IKE SA beside the usual authentication. The initiator
names one by its identity; the responder looks for that identity among its own.`,
    fires: libreswanPair({ keys: ['ppk=no'] }, { keys: ['ppk=insist'] }),
    quiet: libreswanPair({ keys: ['ppk=no'] }, { keys: ['ppk=yes'] }),
  },
})
