import { equalRanges, formatHost } from '../../address/address-range.ts'
import { trafficBetween } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { description } from './examples.ts'

interface PeerAddress {
  readonly end: string
  readonly peer: string
  readonly site: string
}

/** Seen from one end alone: its Remote Site lacks the peer's external address, which another ISA Server would need. */
export const peerAddress = diagnostic<PeerAddress>({
  code: 'TS002',
  title: "The peer's external address is missing from the Remote Site",
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, other] of bothWays(simulation)) {
      const { site, vendor } = end
      if (other.spd !== undefined || !vendor.protectsOwnAddress || site === undefined) continue
      const [[peer], [network]] = [end.peers, site.locals]
      if (peer === undefined || network === undefined) continue
      if (site.remotes.some(({ value }) => equalRanges(value, peer.value))) continue
      const box = trafficBetween(network.value, peer.value)
      yield {
        severity: 'warning',
        certainty: 'assumed',
        evidence: site.remotes
          .flatMap((remote) => (remote.origin === 'stated' ? [remote.span] : []))
          .slice(0, 4)
          .map((span) => ({ span, label: `${end.name}: remote networks` })),
        witness: witness([trafficBetween(peer.value, network.value)]) ?? null,
        flows: [],
        plans: [{ changes: [{ end: end.label, change: { kind: 'cover', box } }] }],
        data: { end: end.name, peer: formatHost(peer.value), site: site.name ?? 'The Remote Site' },
      }
    }
  },
  explain: ({ end, peer, site }) => ({
    what: `${site} on ${end} does not list the peer's external address ${peer}.`,
    why: `If the other end is an ISA Server or a Forefront TMG, it protects what it sends itself, from ${peer}, and ${end} has no filter for that: such a negotiation is never answered. If the other end has no entries for its own address, leave this as it is: clear traffic to ${peer} that works now would stop. Paste the other end to know.`,
  }),
  page: {
    text: `Only one end was pasted. Its Remote Site lists networks, but not the peer's external address. Whether that is a
fault depends on the other end: an ISA Server or Forefront TMG always has filters for its own external address, most
other gateways have none. The rule therefore warns and asks for the other end; with both ends pasted, TS001 decides.`,
    fires: description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] }),
    quiet: description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '198.51.100.7'] }),
  },
})
