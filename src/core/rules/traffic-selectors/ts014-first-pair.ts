import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Certainty, Flow } from '../../negotiation/flow.ts'
import { flowsThrough, type Simulation } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import { wayFrom } from '../both-ways.ts'
import { childrenUp } from '../negotiation/children-up.ts'
import { pair } from '../negotiation/examples.ts'
import { hostOf, type Party } from '../negotiation/failures.ts'
import { versionPlans } from '../negotiation/plans.ts'
import { diagnostic } from '../rule.ts'
import { evidenceOf } from '../wording.ts'
import { ownPairsPlans } from './split-plans.ts'

interface FirstPair {
  readonly initiator: Endpoint
  readonly name: string
  readonly pairs: number
}

/** A child of IKEv1 that comes up, by an end that begins; of the other one only its entries may be known. */
interface ListUp {
  readonly entry: SpdEntry
  readonly certainty: Certainty
  readonly parties: readonly [Party, ...Party[]]
}

function* listsUp(simulation: Simulation): Generator<ListUp> {
  for (const { outcome, entry, ike, parties } of childrenUp(simulation))
    if (outcome.version === 1) yield { entry, certainty: ike.certainty, parties }
  for (const { outcome, entry, response, initiator } of simulation.quickModes) {
    const { negotiated } = entry
    if (outcome !== null || response?.kind !== 'accepted' || negotiated === undefined) continue
    if (negotiated.connection.initiates.value !== 1) continue
    const [end, peer] = wayFrom(simulation, initiator)
    yield { entry, certainty: 'assumed', parties: [{ end, host: hostOf(end, peer), ...negotiated }] }
  }
}

/** Also where the other end has an entry of its own for each pair, and so carries those that it begins itself. */
function isLeftOut({ outcome, inbound }: Flow): boolean {
  return outcome === 'narrowed' || (outcome === 'uncovered' && inbound !== null)
}

/** Quick mode has one pair of identities (RFC 2409 5.5), and a child with lists would need several. */
export const firstPairOnly = diagnostic<FirstPair>({
  code: 'TS014',
  title: 'IKEv1 carries only the first pair of a list',
  *check({ simulation }) {
    if (simulation === undefined) return
    const told = new Set<string>()
    for (const { entry, certainty, parties } of listsUp(simulation)) {
      const [first] = parties
      const initiator = first.end
      const flows = flowsThrough(simulation, entry).filter(
        (flow) => flow.initiator === initiator.label && isLeftOut(flow) && !flow.remainder,
      )
      const pairs = (first.child?.local.value.length ?? 0) * (first.child?.remote.value.length ?? 0)
      const key = parties
        .map(({ end, child }) => `${end.label} ${child?.name}`)
        .toSorted()
        .join()
      if (pairs < 2 || flows.length === 0 || told.has(key)) continue
      told.add(key)
      yield {
        severity: 'error',
        certainty,
        evidence: evidenceOf(entry, `${initiator.name}: ${entry.name}`),
        witness: witness(entry.selectors.slice(1)) ?? null,
        flows,
        plans: [...(parties.length > 1 ? versionPlans(parties) : []), ...ownPairsPlans(first)],
        data: { initiator, name: first.child?.name ?? entry.name, pairs },
      }
    }
  },
  explain: ({ initiator, name, pairs }) => ({
    what: `${name} of ${initiator.name} lists ${pairs} pairs of networks, and the tunnel comes up for the first pair alone.`,
    why: `In IKEv1 a quick mode names one network on each side (RFC 2409 5.5), and the first of each list goes out, whatever packet brought the tunnel up. Use IKEv2 on both ends, which names whole lists, where both know it, or make a child of its own for each pair.`,
  }),
  page: {
    text: `The status says "established", and only the first network of each list is reachable. IKEv2 has no such limit
(RFC 7296 2.9).`,
    fires: pair(
      { connection: 'version = 1', nets: ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] },
      { connection: 'version = 1', nets: ['10.2.0.0/24', '10.1.0.0/24, 10.3.0.0/24'] },
    ),
    quiet: pair(
      { nets: ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] },
      { nets: ['10.2.0.0/24', '10.1.0.0/24, 10.3.0.0/24'] },
    ),
  },
})
