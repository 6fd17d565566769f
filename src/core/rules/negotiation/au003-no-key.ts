import { pair } from './examples.ts'
import { identityPlans, namingPlans } from './identity-plans.ts'
import { keyPlans, unfitKeyPlaces } from './key-plans.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'

export const noKey = negotiationRule({
  code: 'AU003',
  title: 'There is no pre-shared key for these identities',
  reasons: ['no-shared-key'],
  shows: () => undefined,
  quotes: unfitKeyPlaces,
  // Main mode looks for the key of whom it expects, so that a wrong identity shows as a missing key.
  plans: (parties) => [...keyPlans(parties), ...identityPlans(parties), ...namingPlans(parties)],
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `For ${outcome.connection.name} of ${initiator.name} and ${responder.name} there is no pre-shared key for the two identities: ${answerText(facts)}.`,
      why: `A secret with identities (\`id-*\`) is used only if one of them is the own or the peer’s identity. Add the identity, or leave the identities of the secret out.`,
    }
  },
  page: {
    text: `A key that names its owners is used for nobody else.`,
    fires: pair({}, { keyOwner: 'nobody.example' }),
    quiet: pair(),
  },
})
