import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { mainModePlans } from './plans.ts'

export const exchangeMode = negotiationRule({
  code: 'MD002',
  title: 'Main and aggressive mode do not go together',
  reasons: ['exchange-mode', 'aggressive-psk'],
  shows: ({ exchange }) => exchange,
  plans: mainModePlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} begins in ${outcome.connection.exchange.value} mode, which ${responder.name} does not take: ${answerText(facts)}.`,
      why: `Both ends must use the same exchange. strongSwan refuses aggressive mode with a pre-shared key by default, since it lets anybody try keys offline. Use main mode, or better IKEv2, on both ends.`,
    }
  },
  page: {
    text: `IKEv1 knows main mode and aggressive mode. The initiator chooses, and the responder must have a connection for it.`,
    fires: pair({ connection: 'version = 1\n    aggressive = yes' }, { connection: 'version = 1' }),
    quiet: pair(),
  },
})
