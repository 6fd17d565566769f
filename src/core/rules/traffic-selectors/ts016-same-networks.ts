import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { type Failure, isFailure } from '../../negotiation/ike/outcome.ts'
import { flowsThrough, type Simulation } from '../../negotiation/simulate.ts'
import { equalBoxes } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { wayFrom } from '../both-ways.ts'
import { libreswanPair } from '../negotiation/examples.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { eachLineOnce, evidenceOf, joinWords } from '../wording.ts'

/** The children of one connection, and the entries that they are made of. */
interface Twice {
  readonly initiator: Endpoint
  readonly connection: string
  readonly children: readonly { readonly failure: Failure; readonly name: string; readonly entry: SpdEntry }[]
  /** Others protect all that these do; else the answer of the other end makes them alike. */
  readonly areCopies: boolean
}

/** A daemon that keeps one child for a pair of networks takes no second one; see `endsAtSameNetworks`. */
export const sameNetworks = diagnostic<Twice>({
  code: 'TS016',
  title: 'Two children have the same networks',
  reasons: ['same-networks'],
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const twice of foundTwice(simulation)) {
      const { initiator, children, areCopies } = twice
      const entries = children.map(({ entry }) => entry)
      yield {
        severity: 'warning',
        certainty: children.some(({ failure }) => failure.certainty === 'assumed') ? 'assumed' : 'stated',
        evidence: eachLineOnce(entries.flatMap((entry) => evidenceOf(entry, initiator.name))),
        witness: witness(entries.flatMap(({ selectors }) => selectors)) ?? null,
        flows: [...new Set(entries.flatMap((entry) => flowsThrough(simulation, entry)))],
        plans: areCopies ? [leaveOut(initiator, entries)] : [],
        data: twice,
      }
    }
  },
  explain: ({ initiator, connection, children, areCopies }) => ({
    what: `${namesOf(children)} of ${initiator.name} ${children.length === 1 ? 'comes' : 'come'} to the same networks as a child of ${connection} that is up before.`,
    why: `${initiator.name} has no place for a second child with the same networks. When it has brought it up it gives the whole IKE SA up, tells the other end nothing, and begins again with the first child alone: children between the two stay away, and the other end keeps what nobody answers. ${areCopies ? 'Name each network once.' : 'Of the children that the other end answers with the same networks, keep one.'}`,
  }),
  page: {
    text: `A network that stands twice in \`leftsubnets\` or \`rightsubnets\` makes two connections of Libreswan with one and the same pair
of networks. Its log says "cannot install eroute -- it is in use for", and the tunnel begins anew.`,
    fires: libreswanPair({ keys: ['leftsubnets={10.3.0.0/24 10.3.0.0/24}'] }, { keys: ['rightsubnets={10.3.0.0/24}'] }),
    quiet: libreswanPair({ keys: ['leftsubnets={10.3.0.0/24}'] }, { keys: ['rightsubnets={10.3.0.0/24}'] }),
  },
})

function foundTwice(simulation: Simulation): Iterable<Twice> {
  const found = new Map<string, Twice>()
  for (const { outcome, entry } of simulation.quickModes) {
    if (outcome === null) continue
    const { further } = outcome
    if (!isFailure(further) || further.reason !== 'same-networks') continue
    const [initiator] = wayFrom(simulation, outcome.initiator)
    const connection = outcome.connection.name
    const areCopies = (initiator.spd ?? []).some((other) => other !== entry && hasAllOf(other, entry))
    const key = `${initiator.label} ${areCopies} ${connection}`
    const child = { failure: further, name: outcome.child.name, entry }
    const known = found.get(key)?.children ?? []
    found.set(key, { initiator, connection, children: [...known, child], areCopies })
  }
  return found.values()
}

function hasAllOf(other: SpdEntry, { selectors, action, direction }: SpdEntry): boolean {
  const alike = other.action === action && other.direction === direction
  return alike && selectors.every((box) => other.selectors.some((each) => equalBoxes(each, box)))
}

/** Nothing is protected less. */
function leaveOut({ label: end }: Endpoint, entries: readonly SpdEntry[]): Plan {
  return {
    changes: entries.flatMap(({ id: entry, selectors }) =>
      selectors.map((box) => ({ end, change: { kind: 'remove', entry, box } }) as const),
    ),
  }
}

/** More names than this are counted. */
const NAMES = 4

function namesOf(children: Twice['children']): string {
  const names = children.slice(0, NAMES).map(({ name }) => name)
  const more = children.length - names.length
  return joinWords(more > 0 ? [...names, `${more} more`] : names)
}
