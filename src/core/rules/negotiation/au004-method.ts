import type { EvidencePlace } from '../rule.ts'
import { pair } from './examples.ts'
import type { Party } from './failures.ts'
import { methodPlans } from './identity-plans.ts'
import { answerText, negotiationRule, placeOf } from './negotiation-rule.ts'

export const authenticationMethod = negotiationRule({
  code: 'AU004',
  title: 'The authentication methods differ',
  reasons: ['authentication-method'],
  shows: ({ local }) => local[0]?.method,
  quotes: methodPlaces,
  plans: methodPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} and ${responder.name} want different ways of authentication for ${outcome.connection.name}: ${answerText(facts)}.`,
      why: `What one end uses (\`local\`) must be what the other end expects (\`remote\`): a pre-shared key on both sides, or certificates on both; where both sign, also a kind of key and a hash in common.`,
    }
  },
  page: {
    text: `In IKEv2 each end authenticates by a method of its own; the other end must expect that very one.`,
    fires: pair({}, { remoteMethod: 'pubkey' }),
    quiet: pair(),
  },
})

/** How one end proves who it is, and how the other expects it to. */
function methodPlaces([initiator, responder]: readonly [Party, Party]): EvidencePlace[] {
  const pairs = [
    [initiator, responder],
    [responder, initiator],
  ] as const
  return pairs.flatMap(([shows, expects]) => {
    const [used, wanted] = [shows.connection.local[0]?.method, expects.connection.remote[0]?.method]
    if (used?.value === wanted?.value) return []
    return [...placeOf(shows.end, shows.connection, used), ...placeOf(expects.end, expects.connection, wanted)]
  })
}
