import { type AddressRange, formatHost, isPrivate } from '../../address/address-range.ts'
import { diagnostic } from '../rule.ts'
import { MATCHING } from '../traffic-selectors/examples.ts'

interface PrivateAddress {
  readonly end: string
  readonly address: AddressRange
  readonly peer: AddressRange
}

/** A private own tunnel address with a public peer: there must be NAT between them, and then NAT traversal. */
export const privateAddress = diagnostic<PrivateAddress>({
  code: 'AD002',
  title: 'A private tunnel address without NAT traversal',
  reads: ['addresses'],
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      const [own] = end.addresses
      const [peer] = end.peers
      if (own === undefined || peer === undefined || own.value.family === 'name' || peer.value.family === 'name')
        continue
      if (!isPrivate(own.value) || isPrivate(peer.value)) continue
      yield {
        severity: 'warning',
        certainty: 'assumed',
        evidence: own.origin === 'stated' ? [{ span: own.span, label: `${end.name}: own tunnel address` }] : [],
        witness: null,
        flows: [],
        plans: [],
        data: { end: end.name, address: own.value, peer: peer.value },
      }
    }
  },
  explain: ({ end, address, peer }) => ({
    what: `${end} has the private tunnel address ${formatHost(address)}, and its peer ${formatHost(peer)} is public.`,
    why: 'A packet from a private address reaches a public one only through NAT, which changes the address that the peer sees. IPsec tunnel mode then needs NAT traversal (RFC 3947) at both ends, and identities that are not the addresses. ISA Server supports NAT traversal for L2TP, not for IPsec tunnel mode: give the gateway a public address.',
  }),
  page: {
    text: `RFC 1918, RFC 6598, link-local and RFC 4193 addresses do not travel over the internet. A tunnel from such an address
to a public peer passes a NAT device, and plain ESP does not.`,
    fires: { pastes: [{ source: 'tunnel.yaml', text: privateDescription() }] },
    quiet: MATCHING,
  },
})

function privateDescription(): string {
  return `ends:
  A:
    name: ISA-A
    vendor: isa
    external_address: 192.168.7.2
    local_networks: [10.1.0.0/24]
    remote_site: [10.2.0.0/24, 198.51.100.7]
  B:
    name: ISA-B
    vendor: isa
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/24]
    remote_site: [10.1.0.0/24, 192.168.7.2]
`
}
