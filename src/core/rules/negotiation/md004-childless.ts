import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { childlessPlans } from './plans.ts'

export const childless = negotiationRule({
  code: 'MD004',
  title: 'One end insists on an IKE SA without a child',
  reasons: ['childless'],
  shows: (connection) => connection.childless,
  plans: childlessPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} and ${responder.name} do not agree whether the IKE SA of ${outcome.connection.name} comes up without a child: ${answerText(facts)}.`,
      why: `An initiation without a child (RFC 6023) is an extension that both ends must allow; an end that forces it takes a child in IKE_AUTH for a mistake. Allow it on both ends, and force it on neither.`,
    }
  },
  page: {
    text: `IKE_AUTH normally carries the first child SA. With \`childless = force\` it must not, with \`never\` it must.`,
    fires: pair({}, { connection: 'version = 2\n    childless = force' }),
    quiet: pair({}, { connection: 'version = 2\n    childless = allow' }),
  },
})
