import type { Endpoint } from '../../model/endpoint.ts'
import { isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import { libreswanPair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'
import { evidenceOf } from '../wording.ts'

interface Twice {
  readonly initiator: Endpoint
  readonly outcome: NegotiationOutcome
}

/** A daemon that keeps one child for a pair of networks takes no second one; see `endsAtSameNetworks`. */
export const sameNetworks = diagnostic<Twice>({
  code: 'TS016',
  title: 'Two children have the same networks',
  reasons: ['same-networks'],
  reads: ['both spds'],
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b, quickModes } = simulation
    for (const { outcome, entry } of quickModes) {
      const further = outcome?.further ?? null
      if (outcome === null || further === null || !isFailure(further) || further.reason !== 'same-networks') continue
      const initiator = outcome.initiator === a.label ? a : b
      yield {
        severity: 'warning',
        certainty: further.certainty,
        evidence: evidenceOf(entry, `${initiator.name}: ${entry.name}`),
        witness: witness(entry.selectors) ?? null,
        flows: flowsThrough(simulation, entry),
        plans: [],
        data: { initiator, outcome },
      }
    }
  },
  explain: ({ initiator, outcome: { child, connection } }) => ({
    what: `${child.name} of ${initiator.name} comes to the same pair of networks as a child of ${connection.name} that is up before it.`,
    why: `${initiator.name} has no place for a second child with the same networks. When it has brought it up it gives the whole IKE SA up, tells the other end nothing, and begins again with the first child alone: children between the two stay away, and the other end keeps what nobody answers. Name each network once.`,
  }),
  page: {
    text: `A network that stands twice in \`leftsubnets\` or \`rightsubnets\` makes two connections of Libreswan with one and the same pair
of networks. Its log says "cannot install eroute -- it is in use for", and the tunnel begins anew.`,
    fires: libreswanPair({ keys: ['leftsubnets={10.3.0.0/24 10.3.0.0/24}'] }, { keys: ['rightsubnets={10.3.0.0/24}'] }),
    quiet: libreswanPair({ keys: ['leftsubnets={10.3.0.0/24}'] }, { keys: ['rightsubnets={10.3.0.0/24}'] }),
  },
})
