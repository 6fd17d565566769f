import { pair } from './examples.ts'
import { answerText, negotiationRule } from './negotiation-rule.ts'
import { virtualAddressPlans } from './plans.ts'

export const virtualAddress = negotiationRule({
  code: 'MD005',
  title: 'The ends do not agree on a virtual address',
  reasons: ['virtual-address', 'no-address-request'],
  shows: () => undefined,
  plans: virtualAddressPlans,
  explain: (facts) => {
    const { initiator, responder, outcome, failure } = facts
    if (failure.reason === 'no-address-request') {
      return {
        what: `${responder.name} has a pool of virtual addresses for whoever comes to it as ${initiator.name} does, and ${outcome.connection.name} of ${initiator.name} asks for none: ${answerText(facts)}.`,
        why: `strongSwan with \`pools\` in a connection gives nobody a child who asks for no address (RFC 7296 2.19). Let ${initiator.name} ask for one; between two gateways, which need none, take \`pools\` out of the connection of ${responder.name} instead.`,
      }
    }
    return {
      what: `${outcome.connection.name} of ${initiator.name} asks for the virtual address ${outcome.connection.virtualAddresses.join(', ')}, and ${responder.name} has no pool to give such a one from: ${answerText(facts)}.`,
      why: `A virtual address (strongSwan: \`vips\`; Libreswan: \`leftmodecfgclient\`) is for a host that joins the network of its peer. Between two gateways nothing needs one; where it is meant, ${responder.name} needs a pool in its connection (strongSwan: \`pools\`; Libreswan: \`rightaddresspool\`).`,
    }
  },
  page: {
    text: `The initiator asks for an address by configuration payload (RFC 7296 2.19), and the responder answers
INTERNAL_ADDRESS_FAILURE when it has none. A strongSwan that has a pool for its peer answers FAILED_CP_REQUIRED to who asks for no
address. The IKE SA stays up without a child.`,
    fires: pair({ connection: 'version = 2\n    vips = 0.0.0.0' }),
    quiet: pair(),
  },
})
