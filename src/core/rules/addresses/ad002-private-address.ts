import { type AddressRange, formatHost, isPrivate } from '../../address/address-range.ts'
import { natAddressOf } from '../../model/hosts.ts'
import { meantOf } from '../../model/meant-connections.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { MATCHING } from '../traffic-selectors/examples.ts'

interface PrivateAddress {
  readonly end: string
  readonly address: AddressRange
  readonly peer: AddressRange
  /** The address at which the peer meets it, where the negotiation of both ends is known. */
  readonly met: AddressRange | undefined
  /** At how many of the two ends NAT traversal is switched off. */
  readonly off: number
  readonly other: string
  /** It has settings of IKE, by which it can speak NAT traversal. */
  readonly negotiates: boolean
}

/** A private own tunnel address with a public peer: there must be NAT between them, and then NAT traversal. */
export const privateAddress = diagnostic<PrivateAddress>({
  code: 'AD002',
  title: 'A private tunnel address with a public peer',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, other] of bothWays(simulation)) {
      const [own] = end.addresses
      const [peer] = end.peers
      if (own === undefined || peer === undefined || peer.value.family === 'name') continue
      if (!isPrivate(own.value) || isPrivate(peer.value)) continue
      const met = natAddressOf(end, other)
      const switchedOff = [end, other].flatMap((each) => {
        const off = meantOf(each).find(({ natTraversal }) => natTraversal?.off !== undefined)?.natTraversal?.off
        return off === undefined ? [] : [{ span: off, label: each.name }]
      })
      yield {
        severity: met === undefined || switchedOff.length === 2 ? 'warning' : 'info',
        certainty: 'assumed',
        evidence: [
          ...(own.origin === 'stated' ? [{ span: own.span, label: `${end.name}: own tunnel address` }] : []),
          ...switchedOff,
        ],
        witness: null,
        flows: [],
        plans: [],
        data: {
          ...{ end: end.name, address: own.value, peer: peer.value, met, off: switchedOff.length, other: other.name },
          negotiates: end.ike !== undefined,
        },
      }
    }
  },
  explain: ({ end, address, peer, met, off, other, negotiates }) => ({
    what: `${end} has the private tunnel address ${formatHost(address)}, and its peer ${formatHost(peer)} is public.${met === undefined ? '' : ` ${other} meets it at ${formatHost(met)}, so there is a NAT in front of ${end}.`}`,
    why:
      met !== undefined
        ? `${TRAVERSAL[off]} ${end} can begin where the NAT lets UDP 500 and 4500 out; ${other} can begin only where the NAT passes them on to ${formatHost(address)}. An identity that is not written is the private address, not ${formatHost(met)}.`
        : `A packet from a private address reaches a public one only through NAT, which changes the address that the peer sees. IPsec tunnel mode then needs NAT traversal (RFC 3947) at both ends, and identities that are not the addresses.${negotiates ? '' : ' ISA Server supports NAT traversal for L2TP, not for IPsec tunnel mode: give the gateway a public address.'}`,
  }),
  page: {
    text: `RFC 1918, RFC 6598, link-local and RFC 4193 addresses do not travel over the internet. A tunnel from such an address
to a public peer passes a NAT device, and plain ESP does not.`,
    fires: { pastes: [{ source: 'tunnel.yaml', text: privateDescription() }] },
    quiet: MATCHING,
  },
})

const TRAVERSAL = [
  'Both ends speak NAT traversal (RFC 3947; in IKEv2 RFC 7296 2.23), and negotiate and carry the packets on UDP port 4500.',
  'NAT traversal (RFC 3947) is on at one end alone, so that the packets of the tunnel leave as ESP.',
  'NAT traversal (RFC 3947) is switched off at both ends, so that the packets of the tunnel leave as ESP: the NAT must give one address for one, and nothing on the way may filter protocol 50.',
]

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
