import type { AuthRound } from '../../model/ike-policy.ts'
import type { EvidencePlace } from '../rule.ts'
import { pair } from './examples.ts'
import type { FailedNegotiation, Party } from './failures.ts'
import { methodPlans } from './identity-plans.ts'
import { answerText, negotiationRule, placeOf } from './negotiation-rule.ts'

export const authenticationMethod = negotiationRule({
  code: 'AU004',
  title: 'The authentication methods differ',
  reasons: ['authentication-method'],
  shows: ({ local }) => local[0]?.method,
  quotes: methodPlaces,
  plans: methodPlans,
  severity: ({ data: { parties } }) => (parties !== undefined && asksFromTheWrongEnd(parties) ? 'warning' : 'error'),
  explain: (facts) => {
    const { initiator, responder, outcome, parties } = facts
    return {
      what: `${initiator.name} and ${responder.name} want different ways of authentication for ${outcome.connection.name}: ${answerText(facts)}.`,
      why:
        demandText(parties) ??
        (outcome.version === 2 ? userText(parties) : undefined) ??
        (parties && roundsText(parties)) ??
        `What one end uses (\`local\`) must be what the other end expects (\`remote\`): a pre-shared key on both sides, or certificates on both; where both sign, also a kind of key and a hash in common.`,
    }
  },
  page: {
    text: `In IKEv2 each end authenticates by a method of its own; the other end must expect that very one.`,
    fires: pair({}, { remoteMethod: 'pubkey' }),
    quiet: pair(),
  },
})

function demandText(parties: FailedNegotiation['parties']): string | undefined {
  for (const { end, connection } of parties ?? []) {
    const demands = connection.remote[0]?.demands
    if (demands === undefined) continue
    return `${end.name} wants "${demands.value}" of its peer, which a certificate or EAP can show and a pre-shared key cannot, so that nobody fits. Delete that line where the key is meant.`
  }
  return undefined
}

/** XAuth is an extension of IKEv1 alone (draft-beaulieu-ike-xauth). */
function userText(parties: FailedNegotiation['parties']): string | undefined {
  const named = parties?.find(({ connection: { local, remote } }) => [...local, ...remote].some(isUser))
  return (
    named &&
    `${named.end.name} has a user with a password (XAuth), which there is in IKEv1 alone. In IKEv2 each end proves itself by a key or a signature, and a user by EAP.`
  )
}

function isUser({ method }: AuthRound): boolean {
  return method.value === 'xauth'
}

/** How one end proves who it is, and how the other expects it to. */
function methodPlaces([initiator, responder]: readonly [Party, Party]): EvidencePlace[] {
  const pairs = [
    [initiator, responder],
    [responder, initiator],
  ] as const
  return pairs.flatMap(([shows, expects]) => {
    const [used, wanted] = [shows.connection.local, expects.connection.remote]
    return Array.from({ length: Math.max(used.length, wanted.length) }).flatMap((_, at) => {
      const [mine, theirs] = [used[at]?.method, wanted[at]?.method]
      const demands = wanted[at]?.demands
      if (demands !== undefined) return placeOf(expects.end, expects.connection, demands)
      if (mine?.value === theirs?.value) return []
      // Of a round that is not there, there is no line.
      return [
        ...(mine === undefined ? [] : placeOf(shows.end, shows.connection, mine)),
        ...(theirs === undefined ? [] : placeOf(expects.end, expects.connection, theirs)),
      ]
    })
  })
}

/** Who asks for a user begins, and its peer would name one if it began itself. */
function asksFromTheWrongEnd([initiator, responder]: readonly [Party, Party]): boolean {
  return initiator.connection.remote.some(isUser) && responder.connection.local.some(isUser)
}

/** One end has a round of authentication that the other does not know of. */
function roundsText([first, second]: readonly [Party, Party]): string | undefined {
  if (asksFromTheWrongEnd([first, second])) {
    return `${first.end.name} asks for a user with a password (XAuth), and ${second.end.name} has one. It is for the end that names the user to begin: let ${second.end.name} bring the tunnel up.`
  }
  for (const [shows, expects] of [
    [first, second],
    [second, first],
  ] as const) {
    const [used, wanted] = [shows.connection.local, expects.connection.remote]
    if (used.length === wanted.length) continue
    const [more, fewer] = used.length > wanted.length ? [shows.end, expects.end] : [expects.end, shows.end]
    const extra = (used.length > wanted.length ? used : wanted)[Math.min(used.length, wanted.length)]?.method.value
    const what =
      extra === 'xauth'
        ? 'a user with a password (XAuth) behind the first authentication'
        : `a second round of authentication (${extra})`
    return `${more.name} has ${what} for ${shows.end.name}, and ${fewer.name} has not. Both ends must have the same rounds: write it at ${fewer.name} as well, or take it out at ${more.name} where no user is to be asked.`
  }
  return undefined
}
