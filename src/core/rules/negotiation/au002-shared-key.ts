import { pair } from './examples.ts'
import type { FailedNegotiation } from './failures.ts'
import { keyPlaces, keyPlans } from './key-plans.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'

export const sharedKey = negotiationRule({
  code: 'AU002',
  title: 'The pre-shared keys differ',
  reasons: ['shared-key'],
  shows: () => undefined,
  quotes: keyPlaces,
  plans: keyPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `The pre-shared keys of ${initiator.name} and ${responder.name} for ${outcome.connection.name} differ: ${answerText(facts)}.`,
      why: `${isLogged(facts) ? 'The log says so.' : 'They are compared by marks, never shown.'} Look for a trailing blank, other quotes, or a key of another peer that fits better. ${outcome.version === 1 ? 'In main mode the peer cannot even decrypt who is there, and says that a payload is malformed. ' : ''}${areTwo(facts) ? 'Where an end has two keys, it proves itself by the local one, and by the remote one the peer does: the local key of each end is the remote key of the other. ' : ''}Set the same new key on both ends.`,
    }
  },
  page: {
    text: `Equal keys get equal marks when both ends are pasted together. Different marks mean different keys.`,
    fires: pair({ secret: 'one example' }, { secret: 'another example' }),
    quiet: pair(),
  },
})

/** An end has one key for itself and another for its peer. */
function areTwo({ initiator, responder }: FailedNegotiation): boolean {
  return [initiator, responder].some(({ ike }) => ike?.keys?.some(({ expects }) => expects !== undefined) === true)
}

/** Nothing of the one end was pasted but what the log of the other says of it. */
function isLogged({ initiator, responder }: FailedNegotiation): boolean {
  return [initiator, responder].some(({ toldByLog }) => toldByLog !== undefined)
}
