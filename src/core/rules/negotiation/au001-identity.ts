import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { Identity } from '../../model/ike-policy.ts'
import type { Setting } from '../../model/setting.ts'
import type { EvidencePlace } from '../rule.ts'
import { pair } from './examples.ts'
import type { Party } from './failures.ts'
import { expectedBy, identityPlans, misfits, shownBy, showsPattern } from './identity-plans.ts'
import { answerText, negotiationRule, placeOf } from './negotiation-rule.ts'

export const identity = negotiationRule({
  code: 'AU001',
  title: 'An identity is not what the other end expects',
  reasons: ['peer-identity', 'own-identity', 'timeout'],
  shows: ({ remote }) => remote[0]?.id,
  quotes: identityPlaces,
  applies: ({ failure, outcome }) => failure.reason !== 'timeout' || showsPattern(outcome.connection),
  plans: identityPlans,
  explain: (facts) => {
    const { initiator, responder, outcome, parties } = facts
    const told = parties === undefined ? [] : misfits(parties).map((misfit) => `${misfitText(misfit)}. `)
    return {
      what: `The identities of ${initiator.name} and ${responder.name} do not fit for ${outcome.connection.name}. ${told.join('')}${answerText(facts)}.`,
      why: `What one end shows as its own identity must be what the other end expects of its peer, in kind and in spelling; an identity that is not written is the address. The key is not looked at before the identities fit.`,
    }
  },
  page: {
    text: `Each end shows an identity (IDi, IDr) and expects one. Where nothing is written the address counts, which fails as soon as
one end writes a name.`,
    fires: pair({}, { remoteId: 'other.example' }),
    quiet: pair(),
  },
})

/** `A shows 10.0.0.1, its address, and B expects gw-a.example`. */
function misfitText([shows, expects]: readonly [Party, Party]): string {
  const [shown, expected] = [shownBy(shows), expectedBy(expects, shows)]
  const kinds = expected?.text === shown.text && expected.kind !== shown.kind
  const text = ({ kind, text: name }: Identity) =>
    kind === 'certificate' ? 'the name in its certificate' : kinds ? `${name} (${kind})` : name
  const unwritten = shows.connection.local[0]?.id?.origin === 'stated' ? '' : ', since it names no other'
  return `${shows.end.name} shows ${text(shown)}${unwritten}, and ${expects.end.name} expects ${expected === undefined ? 'anybody' : text(expected)}`
}

/** What one end shows, and what the other expects in its place. */
function identityPlaces(parties: readonly [Party, Party]): EvidencePlace[] {
  return misfits(parties).flatMap(([shows, expects]) => [
    ...placeOf(shows.end, shows.connection, shows.connection.local[0]?.id ?? ownAddressOf(shows)),
    ...placeOf(expects.end, expects.connection, expects.connection.remote[0]?.id),
  ])
}

/** Where its text has the address that is its identity. */
function ownAddressOf({ end, host }: Party): Setting<AddressRange> | undefined {
  return end.addresses.find(({ origin, value }) => origin === 'stated' && equalRanges(value, host))
}
