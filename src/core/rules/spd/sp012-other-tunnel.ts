import { formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { flowsThrough, type Simulation } from '../../negotiation/simulate.ts'
import { entriesMeeting } from '../../negotiation/spd-lookup.ts'
import { isTowards } from '../../negotiation/towards.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic, type Example } from '../rule.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'
import { dump, filter } from './examples.ts'

interface OtherTunnel {
  readonly sender: Endpoint
  readonly receiver: Endpoint
  /** Of the receiver, which waits for packets that go elsewhere. */
  readonly waiting: SpdEntry
  readonly takers: readonly SpdEntry[]
}

/** So many are named. */
const NAMED = 4

/** What the receiver protects goes into a tunnel to another peer at the sender, as where the sites of two branches overlap. */
export const otherTunnel = diagnostic<OtherTunnel>({
  code: 'SP012',
  title: 'Another tunnel takes packets of this one',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b } = simulation
    const told = new Set<SpdEntry>()
    for (const flow of simulation.flows) {
      const { inbound: waiting } = flow
      if (flow.packet !== 'unknown' || flow.outcome !== 'no-policy' || waiting === null || told.has(waiting)) continue
      const [sender, receiver] = flow.sender === a.label ? [a, b] : [b, a]
      const meeting = flow.region.flatMap((box) => entriesMeeting(sender, receiver, box) ?? [])
      const outward = [...new Set(meeting)].filter(({ direction }) => direction === 'out' || direction === 'both')
      const [own, takers] = [
        outward.filter((entry) => isTowards(entry, sender, receiver)),
        outward.filter((entry) => entry.action === 'protect' && !isTowards(entry, sender, receiver)),
      ]
      if (takers.length === 0 || own.some((entry) => isShadowed(entry, simulation))) continue
      told.add(waiting)
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: [
          ...takers.flatMap((each) => evidenceOf(each, `${sender.name}: ${each.name}`)),
          ...evidenceOf(waiting, `${receiver.name}: ${waiting.name}`),
        ],
        witness: witness(flow.region) ?? null,
        flows: [flow],
        plans: [],
        data: { sender, receiver, waiting, takers },
      }
    }
  },
  explain: ({ sender, receiver, waiting, takers }) => ({
    what: `${sender.name} sends packets that ${receiver.name} expects by ${entryText(waiting)} into another tunnel, by ${someText(takers)}.`,
    why: `No two tunnels of a gateway can carry the same packets: the more specific filter takes them, or in a crypto map the entry with the lower number. Take the addresses out of the site that does not have them: where they are behind ${receiver.name}, out of the other tunnel of ${sender.name}; else out of what ${receiver.name} protects. Where the wider network stands for all sites, nothing is to be done.`,
  }),
  page: {
    text: `The sites of two branches overlap at a hub. Windows looks up the more specific filter first, so packets that one branch
has among its networks go to the other one.`,
    fires: hubAndBranch('10.2.8.0'),
    quiet: hubAndBranch('10.3.8.0'),
  },
})

/** A hub with a tunnel to 198.51.100.7 for 10.2.0.0/16 and one for a network of another branch, and the end of the first one. */
function hubAndBranch(network: string): Example {
  const wide = { mask: '255.255.0.0' }
  const hub = [
    filter('outbound', '10.1.0.0', '10.2.0.0', wide),
    filter('inbound', '10.2.0.0', '10.1.0.0', wide),
    filter('outbound', '10.1.0.0', network, { tunnel: '192.0.2.33' }),
    filter('inbound', network, '10.1.0.0'),
  ]
  const branch = [
    filter('outbound', '10.2.0.0', '10.1.0.0', { ...wide, tunnel: '203.0.113.1' }),
    filter('inbound', '10.1.0.0', '10.2.0.0', { ...wide, tunnel: '198.51.100.7' }),
  ]
  const [{ pastes: ofHub }, { pastes: ofBranch }] = [dump(hub.join('')), dump(branch.join(''))]
  return { pastes: [...ofHub, ...ofBranch.map(({ text }) => ({ source: 'b.txt', text }))] }
}

/** None of its packets is left to it, which SP002 tells. */
function isShadowed(entry: SpdEntry, simulation: Simulation): boolean {
  const flows = flowsThrough(simulation, entry)
  return entry.action === 'protect' && flows.length > 0 && flows.every(({ remainder }) => remainder)
}

function someText(entries: readonly SpdEntry[]): string {
  const more = entries.length - NAMED
  const texts = entries.slice(0, NAMED).map((entry) => {
    const { destination } = entry.tunnel
    return `${entryText(entry)}${destination === null ? '' : ` to ${formatHost(destination)}`}`
  })
  return joinWords(more > 0 ? [...texts, `${more} more`] : texts)
}
