import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { mainModePlans } from './plans.ts'

export const exchangeMode = negotiationRule({
  code: 'MD002',
  title: 'The peer does not take main or aggressive mode',
  reasons: ['exchange-mode', 'aggressive-psk'],
  shows: ({ exchange }) => exchange,
  plans: mainModePlans,
  explain: (facts) => {
    const { initiator, responder, outcome, failure } = facts
    const begins = `${initiator.name} begins in ${outcome.connection.exchange.value} mode`
    return failure.reason === 'aggressive-psk'
      ? {
          what: `${begins} with a pre-shared key, which ${responder.name} refuses to anybody: ${answerText(facts)}.`,
          why: `In aggressive mode anybody can try keys offline. strongSwan refuses it with a pre-shared key unless its strongswan.conf says otherwise, a Cisco where it is disabled. Use main mode, or better IKEv2, on both ends.`,
        }
      : {
          what: `${begins}, which ${responder.name} does not take: ${answerText(facts)}.`,
          why: `Both ends must use the same exchange. Use main mode, or better IKEv2, on both ends.`,
        }
  },
  page: {
    text: `IKEv1 knows main mode and aggressive mode. The initiator chooses, and the responder must have a connection for it.`,
    fires: pair({ connection: 'version = 1\n    aggressive = yes' }, { connection: 'version = 1' }),
    quiet: pair(),
  },
})
