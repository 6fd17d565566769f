import { heldBoxes } from '../../model/held-entries.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { coverages } from '../../negotiation/coverage.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { unlikeHalves } from '../../negotiation/unlike-halves.ts'
import { boxKey, mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { entryText, pairsEvidence } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface OneDirection {
  readonly end: string
  readonly entry: SpdEntry
  readonly missing: 'out' | 'in'
}

/** A tunnel needs two one-way filters; here one of them is missing. */
export const oneDirection = diagnostic<OneDirection>({
  code: 'SP001',
  title: 'One direction of a filter pair is missing',
  reads: ['spd'],
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      // SP011 tells of these.
      const apart = new Set(unlikeHalves(end, peer).flatMap((halves) => [halves.out, halves.in]))
      for (const pair of coverages(end, peer).values()) {
        const entry = pair.out ?? pair.in
        if ((pair.out !== null && pair.in !== null) || entry === null || apart.has(pair)) continue
        // MD006 tells of what is there and switched off.
        if (heldBoxes(end).has(boxKey(pair.box))) continue
        const missing = pair.out === null ? 'out' : 'in'
        yield {
          severity: 'error',
          // What was cut off, or not understood, may hold it.
          certainty: end.partlyRead ? 'assumed' : 'stated',
          evidence: pairsEvidence([pair]),
          witness: witness([missing === 'out' ? pair.box : mirrorBox(pair.box)]) ?? null,
          flows: flowsThrough(simulation, entry),
          plans: [
            {
              changes: [
                {
                  end: end.label,
                  change: { kind: 'add-direction', entry: entry.id, direction: missing, box: pair.box },
                },
              ],
            },
          ],
          data: { end: end.name, entry, missing },
        }
      }
    }
  },
  explain: ({ end, entry, missing }) => {
    const [there, absent] = missing === 'in' ? ['outbound', 'inbound'] : ['inbound', 'outbound']
    return {
      what: `${end} has the ${there} filter ${entryText(entry)} without an ${absent} one for the same traffic.`,
      why:
        missing === 'in'
          ? 'What comes back through the tunnel matches no filter and is dropped; when the other end begins, its proposal finds no match.'
          : 'What this end sends matches no filter, leaves in clear, and the other end drops it.',
    }
  },
  page: {
    text: `Windows protects a tunnel with two one-way filters, each in a rule of its own: out to the peer's address, in to the
own address. With one of them missing, traffic flows one way at most.`,
    fires: dump(filter('outbound', '10.1.0.0', '10.2.0.0')),
    quiet: dump(PAIR),
  },
})
