import { pair } from './examples.ts'
import type { Party } from './failures.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { tunnelModePlans } from './plans.ts'

export const encapsulationMode = negotiationRule({
  code: 'MD003',
  title: 'Transport mode meets tunnel mode',
  reasons: ['mode', 'selectors'],
  applies: ({ failure, parties }) => failure.reason === 'mode' || (parties !== undefined && modesDiffer(parties)),
  shows: (_connection, child) => child?.mode,
  plans: tunnelModePlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${initiator.name} wants ${outcome.child.mode.value} mode for ${outcome.child.name}, and ${responder.name} has no child in that mode for the traffic: ${answerText(facts)}.`,
      why: `${outcome.version === 1 ? 'The mode is part of the proposal, and both ends must name the same (RFC 2407 4.5)' : 'An initiator that wants transport mode asks for it, and stays in tunnel mode where the peer does not agree, or gives up (RFC 7296 1.3.1)'}. Tunnel mode protects the addresses too and carries networks; transport mode is for traffic between the two gateways alone.`,
    }
  },
  page: {
    text: `Transport mode protects packets between the two gateways, tunnel mode those of the networks behind them. In IKEv2 a
responder that does not want transport mode makes it a tunnel (RFC 7296 1.3.1); in IKEv1 it refuses.`,
    fires: pair(
      { connection: 'version = 1', child: 'mode = transport', nets: ['192.0.2.1', '192.0.2.2'] },
      { connection: 'version = 1', nets: ['192.0.2.2', '192.0.2.1'] },
    ),
    quiet: pair({ child: 'mode = tunnel' }),
  },
})

/** A responder of IKEv1 looks only among its children of the same mode, and speaks of the selectors. */
export function modesDiffer([initiator, responder]: readonly [Party, Party]): boolean {
  const modes = [initiator.child?.mode.value, responder.child?.mode.value]
  return initiator.connection.initiates.value === 1 && modes.includes('tunnel') && modes.includes('transport')
}
