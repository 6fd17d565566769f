import type { Flow } from '../../negotiation/flow.ts'
import { pair } from './examples.ts'
import { negotiationRule } from './negotiation-rule.ts'
import { addressPlans } from './plans.ts'

export const noPeerAddress = negotiationRule({
  code: 'AD004',
  title: 'An end does not know where its peer is',
  reasons: ['no-peer-address'],
  shows: ({ remoteAddresses }) => remoteAddresses,
  plans: addressPlans,
  severity: ({ flows }) => (isCarried(flows) ? 'warning' : 'error'),
  // An end that only answers is meant so, unless it is told to begin, or nobody else can.
  applies: ({ outcome, entries }, { simulation }) =>
    !outcome.child.waits || !isCarried(entries.flatMap((entry) => simulation?.byEntry.get(entry) ?? [])),
  explain: ({ initiator, responder, outcome }) => ({
    what: `${outcome.connection.name} of ${initiator.name} names no single address of ${responder.name}, so that ${initiator.name} cannot begin: it waits until ${responder.name} does.`,
    why: `A connection for any address, a network or a range can only answer. That is right for peers whose address changes; where the peer has a fixed address, name it, and the tunnel comes up from both ends.`,
  }),
  page: {
    text: `An end whose \`remote_addrs\` is not written, %any, a network or a range is a responder only. Traffic from its side does not
bring the tunnel up. That is a fault where the end is told to begin, or where the other end cannot begin either.`,
    fires: pair({ peer: '%any', child: 'start_action = trap' }),
    quiet: pair({ peer: '%any' }),
  },
})

function isCarried(flows: readonly Flow[]): boolean {
  return flows.some(({ outcome }) => outcome === 'established' || outcome === 'narrowed')
}
