import { type AddressRange, equalRanges, formatHost, isPrivate } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { natAddressOf } from '../../model/hosts.ts'
import { meantOf } from '../../model/meant-connections.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { MATCHING } from '../traffic-selectors/examples.ts'
import { joinWords } from '../wording.ts'

interface WrongPeer {
  readonly end: Endpoint
  readonly peer: Endpoint
  readonly tunnel: AddressRange
  /** The other end's gateway has that address too, and its tunnel begins at another one. */
  readonly spare: boolean
}

/** One end's tunnel goes to an address that the other end does not have. */
export const wrongPeer = diagnostic<WrongPeer>({
  code: 'AD001',
  title: "The tunnel address is not the peer's",
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      const [target] = end.peers
      const [own] = peer.addresses
      if (target === undefined || own === undefined || peer.spd === undefined) continue
      if (end.peers.some(({ value }) => peer.addresses.some((address) => equalRanges(address.value, value)))) continue
      if (natAddressOf(peer, end) !== undefined) continue
      const spare = peer.spareAddresses?.find(({ value }) => equalRanges(value, target.value))
      yield {
        severity: 'error',
        certainty: 'stated',
        evidence: [
          ...(target.origin === 'stated'
            ? [{ span: target.span, label: `${end.name}: tunnel to ${formatHost(target.value)}` }]
            : []),
          ...(spare?.origin === 'stated' ? [{ span: spare.span, label: `${peer.name}: further address` }] : []),
          ...(own.origin === 'stated'
            ? [{ span: own.span, label: `${peer.name}: own address ${formatHost(own.value)}` }]
            : []),
        ],
        witness: null,
        flows: simulation.flows,
        // Nobody reaches a private address from a public one; which address is right, a NAT in front of it tells.
        plans: [
          ...(spare === undefined ? [] : beginsThere(peer, target.value)),
          ...(isPrivate(own.value) && !isPrivate(target.value)
            ? []
            : [
                {
                  changes: [
                    { end: end.label, change: { kind: 'retarget', from: target.value, to: own.value } as const },
                  ],
                },
              ]),
        ],
        data: { end, peer, tunnel: target.value, spare: spare !== undefined },
      }
    }
  },
  explain: ({ end, peer, tunnel, spare }) => ({
    what: `${end.name} sends its tunnel to ${formatHost(tunnel)}, ${spare ? `which ${peer.name} has too, but its tunnel begins at` : `but ${peer.name} has`} ${joinWords(peer.addresses.map(({ value }) => formatHost(value)))}.`,
    why: `${end.name} negotiates with an address where ${peer.name} does not answer, and what comes from ${peer.name} is from an address that ${end.name} does not know.`,
  }),
  page: {
    text: `Each end must name the other's tunnel address. With a network load balancing array that is the virtual address; with
NAT in front of a gateway it is the public one.`,
    fires: {
      pastes: [
        { source: 'a.txt', end: 'A', text: summary('203.0.113.1', '198.51.100.9', '10.1.0.0', '10.2.0.0') },
        { source: 'b.txt', end: 'B', text: summary('198.51.100.7', '203.0.113.1', '10.2.0.0', '10.1.0.0') },
      ],
    },
    quiet: MATCHING,
  },
})

/** The connections for the other end begin at the address where that looks for them. */
function beginsThere(peer: Endpoint, address: AddressRange): Plan[] {
  const changes = meantOf(peer).map(({ name }) => ({
    end: peer.label,
    change: { kind: 'own-addresses', connection: name, addresses: [address] } as const,
  }))
  return changes.length === 0 ? [] : [{ changes }]
}

function summary(own: string, peer: string, local: string, remote: string): string {
  return `Local Tunnel Endpoint: ${own}
Remote Tunnel Endpoint: ${peer}

IKE Phase I Parameters:
    Mode: Main mode
    Encryption: 3DES
    Integrity: SHA1

Remote Network 'Branch' IP Subnets:
    Subnet: ${remote}/255.255.255.0

Routable Local IP Addresses:
    Subnet: ${local}/255.255.255.0
`
}
