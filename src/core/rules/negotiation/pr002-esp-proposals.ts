import type { IkeVersion } from '../../model/ike-policy.ts'
import { joinWords } from '../wording.ts'
import { pair } from './examples.ts'
import type { Party } from './failures.ts'
import { nearestText } from './nearest-proposals.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { childProposalPlans } from './proposal-plans.ts'
import { unreadableCipher, unsaidAlgorithms, untakenAlgorithms } from './unsaid-algorithms.ts'

export const espProposals = negotiationRule({
  code: 'PR002',
  title: 'The ends have no ESP or AH proposal in common',
  reasons: ['child-proposals', 'no-proposals', 'unreadable-proposal'],
  shows: (_connection, child) => child?.proposals,
  plans: childProposalPlans,
  explain: (facts) => {
    const { initiator, responder, outcome, failure, parties } = facts
    const nearest = nearestText(parties, ({ child }) => child?.proposals.value ?? [])
    const unusable = parties && unusableText(parties, outcome.version)
    const unreadable = failure.reason === 'unreadable-proposal' ? parties && unreadableText(parties) : undefined
    return {
      what:
        failure.reason === 'no-proposals'
          ? `The IKE SA comes up, and then ${initiator.name} has no ESP or AH proposal of ${outcome.child.name} that it could offer: ${answerText(facts)}.`
          : failure.reason === 'unreadable-proposal'
            ? `The IKE SA comes up, and then ${responder.name} refuses all ESP or AH proposals of ${outcome.child.name} that ${initiator.name} offers, at the first that it cannot read: ${answerText(facts)}.`
            : `The IKE SA comes up, and then ${responder.name} accepts none of the ESP or AH proposals of ${outcome.child.name}, which ${initiator.name} offers: ${answerText(facts)}.${nearest}`,
      why: `${unreadable ?? unusable ?? 'Encryption with its key size and integrity must be the same on both ends; AES-GCM goes without an integrity algorithm and fits no AES-CBC.'} Give both ends one proposal that is the same.`,
    }
  },
  page: {
    text: `The child SA (phase 2) needs an ESP or AH proposal that both ends have. The IKE SA is up by then, so a status that shows it
proves nothing about the child.`,
    fires: pair({ child: 'esp_proposals = aes256-sha256' }, { child: 'esp_proposals = aes128-sha256' }),
    quiet: pair(),
  },
})

/** What stands behind a cipher that the responder does not know is good for nothing. */
function unreadableText([initiator, responder]: readonly [Party, Party]): string {
  const { name, vendor } = responder.end
  const cipher = unreadableCipher(initiator, responder)
  return `${vendor.title} on ${name} does not know the cipher ${cipher}, and in IKEv1 refuses with it whatever stands behind it, also what both ends have.`
}

/** What the ends have written and cannot use with each other, though it may be the same. */
function unusableText(parties: readonly [Party, Party], version: IkeVersion): string | undefined {
  const unsaid = namesOf(parties, unsaidAlgorithms)
  const [initiator, responder] = parties
  const untaken = namesOf([responder], (party) => untakenAlgorithms(party, initiator))
  const why = version === 1 ? 'IKEv1 has no number for' : 'The system has no ESP with'
  const sentences = [
    ...(unsaid === undefined ? [] : [`${why} ${unsaid.algorithms}, so that ${unsaid.ends} cannot use it.`]),
    ...(untaken === undefined
      ? []
      : [
          `${untaken.algorithms} has a number for private use alone, which two strongSwan agree on where both say what they are (\`send_vendor_id = yes\` in strongswan.conf).`,
        ]),
  ]
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

function namesOf(parties: readonly Party[], find: (party: Party) => readonly string[]) {
  const found = parties.map((party) => ({ name: party.end.name, algorithms: find(party) }))
  const algorithms = [...new Set(found.flatMap((each) => each.algorithms))]
  if (algorithms.length === 0) return undefined
  const ends = found.filter((each) => each.algorithms.length > 0).map(({ name }) => name)
  return { algorithms: joinWords(algorithms), ends: joinWords(ends) }
}
