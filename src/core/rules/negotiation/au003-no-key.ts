import { pair } from './examples.ts'
import type { FailedNegotiation } from './failures.ts'
import { identityPlans, namingPlans } from './identity-plans.ts'
import { keyPlans, unfitKeyPlaces } from './key-plans.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'

export const noKey = negotiationRule({
  code: 'AU003',
  title: 'There is no pre-shared key for these identities',
  reasons: ['no-shared-key'],
  shows: () => undefined,
  quotes: (parties, { failure }) => unfitKeyPlaces(parties, failure.by),
  // Main mode looks for the key of whom it expects, so that a wrong identity shows as a missing key.
  plans: (parties) => [...keyPlans(parties), ...identityPlans(parties), ...namingPlans(parties)],
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    const bare = bareKeys(facts)
    return {
      what: `For ${outcome.connection.name} of ${initiator.name} and ${responder.name} there is no pre-shared key for the two identities: ${answerText(facts)}.`,
      why: `A key that names its owners is used for nobody else: let it name the two ends as they show themselves, or nobody.${byAddress(facts) ? " In main mode IKEv1 looks for the key by the peer's address, before any name is shown (RFC 2409 5.4)." : ''}${bare}`,
    }
  },
  page: {
    text: `A key that names its owners is used for nobody else.`,
    fires: pair({}, { keyOwner: 'nobody.example' }),
    quiet: pair(),
  },
})

/** Keys that their product does not load for how they are written. */
function bareKeys({ initiator, responder }: FailedNegotiation): string {
  const untaken = [initiator, responder].flatMap(({ name, ike, vendor }) =>
    vendor.takesBareKeys === false
      ? (ike?.keys ?? []).flatMap(({ bare, span }) =>
          bare === true ? [`line ${span.line} of ${span.source} of ${name}`] : [],
        )
      : [],
  )
  if (untaken.length === 0) return ''
  return ` The key in ${untaken.slice(0, 3).join(', ')} stands there without quotes, and is not loaded ("PSK data malformed"): put it between double quotes.`
}

function byAddress({ outcome: { version, connection } }: FailedNegotiation): boolean {
  return version === 1 && connection.exchange.value === 'main'
}
