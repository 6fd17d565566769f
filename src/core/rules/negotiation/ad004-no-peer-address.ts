import { isCarried } from '../../negotiation/flow.ts'
import { pair } from './examples.ts'
import type { FailedNegotiation } from './failures.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { nobodyBegins } from './nobody-begins.ts'
import { addressPlans, waitingPlans } from './plans.ts'

export const noPeerAddress = negotiationRule({
  code: 'AD004',
  title: 'An end does not know where its peer is',
  reasons: ['no-peer-address', 'own-trap'],
  shows: ({ remoteAddresses }) => remoteAddresses,
  plans: (parties, { failure }) => [
    ...(failure.reason === 'own-trap' ? waitingPlans(parties) : []),
    ...addressPlans(parties),
  ],
  severity: ({ flows }) => (flows.some(isCarried) ? 'warning' : 'error'),
  // An end that only answers is meant so, unless it is told to begin, or nobody else can.
  applies: ({ failure, outcome, entries }, { simulation }) =>
    failure.reason === 'own-trap' ||
    !outcome.child.waits ||
    (simulation !== undefined && nobodyBegins(simulation, outcome, entries)),
  explain: (facts) => (facts.failure.reason === 'own-trap' ? trapped(facts) : waiting(facts)),
  page: {
    text: `An end whose \`remote_addrs\` is not written, %any, a network or a range is a responder only. Traffic from its side does not
bring the tunnel up. That is a fault where the end is told to begin, or where the other end cannot begin either. In Libreswan, the
trap of such a connection (\`auto=ondemand\`) holds the route that the answer to its peer would need: TS_UNACCEPTABLE.`,
    fires: pair({ peer: '%any', child: 'start_action = trap' }),
    quiet: pair({ peer: '%any' }),
  },
})

function waiting({ initiator, responder, outcome }: FailedNegotiation) {
  return {
    what: `${outcome.connection.name} of ${initiator.name} names no single address of ${responder.name}, so that ${initiator.name} cannot begin: it waits until ${responder.name} does.`,
    why: `A connection for any address, a network or a range can only answer. That is right for peers whose address changes; where the peer has a fixed address, name it, and the tunnel comes up from both ends.`,
  }
}

function trapped(facts: FailedNegotiation) {
  const { responder, parties } = facts
  const name = parties?.[1].connection.name ?? 'its connection'
  return {
    what: `${name} of ${responder.name} is for any peer and catches packets for it, though it cannot begin: that trap is in the way when a peer begins. ${answerText(facts)}.`,
    why: `Each peer gets a copy of the connection, which wants the same route as the trap. Let the connection wait for its peer, or name the peer’s address.`,
  }
}
