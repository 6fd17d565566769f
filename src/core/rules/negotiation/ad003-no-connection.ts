import { isFailure } from '../../negotiation/ike/outcome.ts'
import { pair } from './examples.ts'
import { showsPattern } from './identity-plans.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { addressPlans } from './plans.ts'

export const noConnection = negotiationRule({
  code: 'AD003',
  title: "No connection for the peer's address",
  reasons: ['no-connection', 'timeout', 'not-oriented'],
  shows: ({ remoteAddresses }) => remoteAddresses,
  // That a whole text is refused is told by itself, and is why there is none.
  applies: ({ failure, outcome, responder: { ike } }) =>
    (failure.reason !== 'timeout' || !showsPattern(outcome.connection)) &&
    (ike === undefined || ike.connections.length > 0 || ike.notLoaded.length === 0),
  plans: addressPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    if (isFailure(outcome.ike) && outcome.ike.reason === 'not-oriented') {
      return {
        what: `Neither side of ${outcome.connection.name} of ${initiator.name} has an address of ${initiator.name}, so that it neither begins nor answers.`,
        why: `Which side of a connection is the own one is told by the addresses of the host alone: write its own address there.`,
      }
    }
    return {
      what: `${responder.name} has no connection for the addresses that ${initiator.name} uses with ${outcome.connection.name}: ${answerText(facts)}.`,
      why: `The responder looks for a connection by the two addresses before anything else. What it names as its peer must hold the address from which the packets come, and what it has as its own the one that they are sent to.`,
    }
  },
  page: {
    text: `Peer lookup is by address. Where nothing fits, strongSwan says "no IKE config found" and NO_PROPOSAL_CHOSEN, in clear.`,
    fires: pair({}, { peer: '203.0.113.9' }),
    quiet: pair(),
  },
})
