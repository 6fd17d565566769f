import { libreswanPair } from './examples.ts'
import { methodPlans } from './identity-plans.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'

export const ownKey = negotiationRule({
  code: 'AU005',
  title: 'An end is to sign and has no key to sign with',
  reasons: ['own-key'],
  shows: ({ local }) => local[0]?.method,
  plans: methodPlans,
  explain: (facts) => {
    const { initiator, responder, outcome, failure, parties } = facts
    const [end, connection] =
      failure.by === 'responder' && parties !== undefined
        ? [responder, parties[1].connection]
        : [initiator, outcome.connection]
    return {
      what: `${connection.name} of ${end.name} is to prove itself by a signature, and names neither a certificate nor a raw key for its own side: ${answerText(facts)}.`,
      why: `A signature needs a private key, which is found by the certificate or the public key that is named for the own side. Name it, or let both ends use a pre-shared key.`,
    }
  },
  page: {
    text: `An end that authenticates by signature must know which of its private keys to use: by its certificate, or by its raw public
key. Where nothing is written about authentication at all, some products take a signature for granted, and a pre-shared key that
is there is not used.`,
    fires: libreswanPair({ authby: null }, { authby: null, keys: ['rightcert=gw-b'] }),
    quiet: libreswanPair(),
  },
})
