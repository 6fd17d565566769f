import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { hostsOf } from '../../model/hosts.ts'
import type { NotLoaded } from '../../model/ike-policy.ts'
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
  quotes: (parties, { failure }) => [
    ...parties.flatMap(({ end }) => lostKeys(end).map(({ span }) => ({ span, label: end.name }))),
    ...unfitKeyPlaces(parties, failure.by),
  ],
  // Main mode looks for the key of whom it expects, so that a wrong identity shows as a missing key.
  plans: (parties) => [...keyPlans(parties), ...identityPlans(parties), ...namingPlans(parties)],
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    const [bare, lost] = [bareKeys(facts), lostText(facts)]
    return {
      what: `For ${outcome.connection.name} of ${initiator.name} and ${responder.name} there is no pre-shared key for the two identities${lost}: ${answerText(facts)}.`,
      why: `${lost === '' ? OWNERS : LOST}${byAddress(facts) ? " In main mode IKEv1 looks for the key by the peer's address, before any name is shown (RFC 2409 5.4)." : ''}${beginsByAddress(facts)}${bare}${keysElsewhere(facts)}`,
    }
  },
  page: {
    text: `A key that names its owners is used for nobody else.`,
    fires: pair({}, { keyOwner: 'nobody.example' }),
    quiet: pair(),
  },
})

const OWNERS =
  'A key that names its owners is used for nobody else: let it name the two ends as they show themselves, or nobody.'
const LOST = 'The key itself may be right: what is not taken is how its line is written.'

/** The text may have a key for them, which is not loaded for how it is written. */
function lostKeys({ ike }: Endpoint): readonly NotLoaded[] {
  return (ike?.notLoaded ?? []).filter(({ isKey }) => isKey === true)
}

function lostText({ initiator, responder }: FailedNegotiation): string {
  const lost = [initiator, responder].flatMap((end) =>
    lostKeys(end).map(({ name }) => `${end.name} does not load ${name}`),
  )
  return lost.length === 0 ? '' : `, since ${lost.slice(0, 2).join(', and ')}`
}

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

/** Keys that count elsewhere alone. */
function keysElsewhere({ initiator, responder }: FailedNegotiation): string {
  const words = [
    [initiator, responder],
    [responder, initiator],
  ].flatMap(([end, peer]) => {
    if (end === undefined || peer === undefined) return []
    const { own } = hostsOf(end, peer)
    return (end.ike?.keys ?? []).flatMap(({ onlyAt: [at] = [], onlyIn, span }) =>
      onlyIn !== undefined
        ? [
            ` The key in line ${span.line} of ${span.source} counts in ${onlyIn} alone, where ${end.name} has no tunnel.`,
          ]
        : at === undefined || equalRanges(at, own)
          ? []
          : [
              ` The key in line ${span.line} of ${span.source} counts at ${formatHost(at)} alone, and ${end.name} speaks from ${formatHost(own)}.`,
            ],
    )
  })
  return words.slice(0, 3).join('')
}

/** The key may have an identity, which counts for who answers. */
function beginsByAddress({ initiator, outcome, failure }: FailedNegotiation): string {
  const { name, vendor } = initiator
  if (outcome.version !== 2 || failure.by !== 'initiator' || vendor.daemon?.keyByAddress !== true) return ''
  return ` When it begins, ${name} looks for the key by the address of the peer; an identity beside the key counts when it answers.`
}

function byAddress({ outcome: { version, connection } }: FailedNegotiation): boolean {
  return version === 1 && connection.exchange.value === 'main'
}
