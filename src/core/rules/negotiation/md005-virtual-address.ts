import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { virtualAddressPlans } from './plans.ts'

export const virtualAddress = negotiationRule({
  code: 'MD005',
  title: 'A virtual address is asked for, and there is no pool',
  reasons: ['virtual-address'],
  shows: () => undefined,
  plans: virtualAddressPlans,
  explain: (facts) => {
    const { initiator, responder, outcome } = facts
    return {
      what: `${outcome.connection.name} of ${initiator.name} asks for the virtual address ${outcome.connection.virtualAddresses.join(', ')}, and ${responder.name} has no pool to give one from: ${answerText(facts)}.`,
      why: `A virtual address (\`vips\`) is for a host that joins the network of its peer. Between two gateways nothing needs one; where it is meant, ${responder.name} needs \`pools\` in its connection.`,
    }
  },
  page: {
    text: `The initiator asks for an address by configuration payload (RFC 7296 2.19), and the responder answers
INTERNAL_ADDRESS_FAILURE when it has none. The IKE SA stays up without a child.`,
    fires: pair({ connection: 'version = 2\n    vips = 0.0.0.0' }),
    quiet: pair(),
  },
})
