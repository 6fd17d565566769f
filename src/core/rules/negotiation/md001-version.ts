import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { versionPlans } from './plans.ts'

export const ikeVersion = negotiationRule({
  code: 'MD001',
  title: 'The IKE versions differ',
  reasons: ['ike-version', 'not-loaded'],
  shows: ({ initiates }) => initiates,
  plans: versionPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} begins with IKEv${outcome.version}, and ${responder.name} has no connection for that version: ${answerText(facts)}.`,
      why: `Set the same version on both ends, IKEv2 where both can. An end without a version begins with IKEv2 and accepts both.`,
    }
  },
  page: {
    text: `A connection that is limited to one version does not exist for the other. The log of strongSwan is the same as for an
unknown address: "no IKE config found".`,
    fires: pair({ connection: 'version = 2' }, { connection: 'version = 1' }),
    quiet: pair(),
  },
})
