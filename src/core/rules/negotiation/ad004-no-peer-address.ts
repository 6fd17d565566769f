import { pair } from './examples.ts'
import { negotiationRule } from './negotiation-rule.ts'
import { addressPlans } from './plans.ts'

export const noPeerAddress = negotiationRule({
  code: 'AD004',
  title: 'An end does not know where its peer is',
  reasons: ['no-peer-address'],
  shows: ({ remoteAddresses }) => remoteAddresses,
  plans: addressPlans,
  severity: ({ flows }) =>
    flows.some((flow) => flow.outcome === 'established' || flow.outcome === 'narrowed') ? 'info' : 'error',
  explain: ({ initiator, responder, outcome }) => ({
    what: `${outcome.connection.name} of ${initiator.name} names no single address of ${responder.name}, so that ${initiator.name} cannot begin: it waits until ${responder.name} does.`,
    why: `A connection for any address, a network or a range can only answer. That is right for peers whose address changes; where the peer has a fixed address, name it, and the tunnel comes up from both ends.`,
  }),
  page: {
    text: `An end whose \`remote_addrs\` is not written, %any, a network or a range is a responder only. Traffic from its side does not
bring the tunnel up.`,
    fires: pair({ peer: '%any' }),
    quiet: pair(),
  },
})
