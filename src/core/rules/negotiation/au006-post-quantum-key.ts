import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { EvidencePlace } from '../rule.ts'
import { joinWords } from '../wording.ts'
import { libreswanPair } from './examples.ts'
import type { FailedNegotiation, Party } from './failures.ts'
import { answerText, negotiationRule, placeOf } from './negotiation-rule.ts'
import { postQuantumKeysOf, postQuantumPlans } from './post-quantum-plans.ts'

export const postQuantumKey = negotiationRule({
  code: 'AU006',
  title: 'The ends have no post-quantum key in common',
  reasons: ['post-quantum-key'],
  shows: ({ postQuantum }) => postQuantum,
  quotes: (parties) => parties.flatMap(placesOf),
  plans: postQuantumPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `For ${outcome.connection.name}, ${initiator.name} and ${responder.name} do not mix the same post-quantum key into the IKE SA${causeText(facts)}: ${answerText(facts)}.`,
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

/** More keys than this are not named. */
const NAMED = 3

function placesOf(party: Party): EvidencePlace[] {
  const keys = postQuantumKeysOf(party).slice(0, NAMED)
  return [
    ...placeOf(party.end, party.connection, party.connection.postQuantum),
    ...keys.map(({ span }) => ({ span, label: party.end.name })),
  ]
}

/** What of it the texts tell: who uses none, whose keys have other names, and that those of one name differ. */
function causeText({ parties }: FailedNegotiation): string {
  if (parties === undefined) return ''
  const [first, second] = parties
  for (const [one, other] of [parties, [second, first] as const]) {
    const isUnused = (one.connection.postQuantum?.value ?? 'never') === 'never'
    if (isUnused) return `, since ${one.end.name} uses none and ${other.end.name} insists on one`
    if (one.end.ike?.postQuantumKeys?.length === 0) return `, since ${one.end.name} has none`
  }
  const { postQuantum, postQuantumIds } = first.connection
  if (postQuantum?.value === 'answer' || postQuantumIds?.length === 0)
    return `, since ${first.end.name} names none when it begins`
  const [mine, theirs] = [postQuantumKeysOf(first), postQuantumKeysOf(second)]
  if (mine.length === 0 || theirs.length === 0) return ''
  const names = new Set(theirs.flatMap(({ ids }) => ids))
  const common = mine.flatMap(({ ids }) => ids).filter((id) => names.has(id))
  // Of several keys with one name, which counts is the daemon's matter.
  const known = new Set([UNKNOWN_SECRET, ...mine.map(({ mark }) => mark)])
  if (theirs.some(({ mark }) => known.has(mark))) return ''
  if (common.length > 0) return `, since the keys with the name ${namesText(common)} differ`
  return `, since ${first.end.name} has a key with the name ${namesText(mine.flatMap(({ ids }) => ids))}, and ${second.end.name} one with ${namesText([...names])}`
}

function namesText(ids: readonly string[]): string {
  return joinWords([...new Set(ids)].slice(0, NAMED).map((id) => `"${id}"`))
}
