import type { SpdEntry } from '../../model/spd-entry.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface Mirrored {
  readonly end: string
  readonly entry: SpdEntry
}

/** Windows tunnel filters must not be mirrored: the mirror image would go into the same tunnel end. */
export const mirroredTunnel = diagnostic<Mirrored>({
  code: 'SP004',
  title: 'A tunnel filter is mirrored',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const entry of end.spd ?? []) {
        const [box] = entry.selectors
        // What a daemon negotiates goes both ways by itself.
        if (entry.direction !== 'both' || entry.mode !== 'tunnel' || entry.negotiated !== undefined) continue
        if (box === undefined || entry.spans.length === 0) continue
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
          witness: null,
          flows: flowsThrough(simulation, entry),
          plans: [{ changes: [{ end: end.label, change: { kind: 'unmirror', entry: entry.id, box } }] }],
          data: { end: end.name, entry },
        }
      }
    }
  },
  explain: ({ end, entry }) => ({
    what: `${entryText(entry)} of ${end} is a tunnel filter with "Mirrored: yes".`,
    why: 'A mirrored filter also covers the way back, but with the same tunnel end: packets from the peer would have to end where they came from. A Windows tunnel needs two filters that are not mirrored, each in a rule with its own tunnel end.',
  }),
  page: {
    text: `Windows documents that a tunnel is made of two filter lists, outbound and inbound, with the Mirrored box cleared,
because each direction has its own tunnel end.`,
    fires: dump(filter('outbound', '10.1.0.0', '10.2.0.0', { mirrored: true })),
    quiet: dump(PAIR),
  },
})
