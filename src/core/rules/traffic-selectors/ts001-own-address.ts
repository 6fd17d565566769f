import type { Coverage } from '../../negotiation/coverage.ts'
import { mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic } from '../rule.ts'
import { flowsOf, pairEvidence, pairNames, pairText } from '../wording.ts'
import { MATCHING } from './examples.ts'

interface OwnAddress {
  readonly ours: Coverage
  readonly peer: string
  readonly seen: string | null
}

/** The founding case: the peer has no entry for traffic that the gateway itself sends. */
export const ownAddress = diagnostic<OwnAddress>({
  code: 'TS001',
  title: "The gateway's own address is not covered by the peer",
  reads: ['both spds', 'addresses'],
  *check({ simulation, mismatches }) {
    if (simulation === undefined) return
    for (const mismatch of mismatches) {
      if (mismatch.kind !== 'own-address') continue
      const { ours } = mismatch
      const peer = ours.end === simulation.a ? simulation.b : simulation.a
      const flows = flowsOf(mismatch, simulation)
      yield {
        severity: 'error',
        certainty: flows.some((flow) => flow.certainty === 'assumed') ? 'assumed' : 'stated',
        evidence: pairEvidence(ours),
        witness: witness([ours.box]) ?? null,
        flows,
        plans: [{ changes: [{ end: peer.label, change: { kind: 'cover', box: mirrorBox(ours.box) } }] }],
        data: { ours, peer: peer.name, seen: ours.end.vendor.seenWhenRefused },
      }
    }
  },
  explain({ ours, peer, seen }) {
    const name = ours.end.name
    const sign = seen === null ? 'A ping from it is never answered' : `A ping from it says "${seen}" for ever`
    return {
      what: `${name} protects traffic of its own address with ${pairText(ours)}; ${peer} has no entry for it.`,
      why: `What ${name} sends itself has its external address as the source. Only ${pairNames(ours)} match it, and ${name} asks ${peer} to negotiate exactly that pair, for which ${peer} has nothing. ${sign}, while traffic between the networks behind the gateways uses other entries. The same entries decide everything that ${name} sources itself, with any protocol: ping, web-proxy clients, and networks with a NAT relation.`,
    }
  },
  page: {
    text: `A gateway that sends a packet itself uses its external address as the source. ISA Server and Forefront TMG
always protect that traffic: beside the filters between the networks they make filters between the own external address
and each network of the Remote Site. The other end accepts the negotiation only if it has the same pair, that is, if its
own Remote Site (or policy) lists this gateway's external address.

Typical signs: networks reach each other, but a ping from the gateway answers \`Negotiating IP Security.\` for ever;
a web page opens for clients that are routed and not for clients that use the web proxy or are behind a NAT relation.

The fix is at the *other* end: add this gateway's external address to its Remote Site (Addresses tab), or add an entry for
it. Between two ISA Servers both Remote Sites change.`,
    fires: {
      pastes: [
        {
          source: 'lists.txt',
          text: 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB\n\nB1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\nB2 SubnetB < SubnetA\nB4 ISA-B < SubnetA\n',
        },
      ],
    },
    quiet: MATCHING,
  },
})
