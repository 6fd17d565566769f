import { formatHost } from '../../address/address-range.ts'
import { heldBoxes } from '../../model/held-entries.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { coverages } from '../../negotiation/coverage.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { isTurned, turnedFor } from '../../negotiation/turned.ts'
import { unlikeHalves } from '../../negotiation/unlike-halves.ts'
import { boxKey, mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf, pairsEvidence } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface OneDirection {
  readonly end: string
  readonly entry: SpdEntry
  readonly missing: 'out' | 'in'
  /** What is there for the way back, and goes out. */
  readonly turned: SpdEntry | undefined
}

const NO_WAY_BACK =
  'What comes back through the tunnel matches no filter and is dropped; when the other end begins, its proposal finds no match.'

/** A tunnel needs two one-way filters; here one of them is missing. */
export const oneDirection = diagnostic<OneDirection>({
  code: 'SP001',
  title: 'One direction of a filter pair is missing',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      // SP011 tells of these.
      const apart = new Set(unlikeHalves(end, peer).flatMap((halves) => [halves.out, halves.in]))
      for (const pair of coverages(end, peer).values()) {
        const entry = pair.out ?? pair.in
        if ((pair.out !== null && pair.in !== null) || entry === null || apart.has(pair)) continue
        // MD006 tells of what is there and switched off.
        if (heldBoxes(end).has(boxKey(pair.box)) || isTurned(end, peer, pair.box)) continue
        const missing = pair.out === null ? 'out' : 'in'
        const turned = missing === 'in' ? turnedFor(end, peer, pair.box) : undefined
        yield {
          severity: 'error',
          // What was cut off, or not understood, may hold it.
          certainty: end.partlyRead ? 'assumed' : 'stated',
          evidence: [
            ...pairsEvidence([pair]),
            ...(turned === undefined ? [] : evidenceOf(turned, `${end.name}: ${entryText(turned)}`)),
          ],
          witness: witness([missing === 'out' ? pair.box : mirrorBox(pair.box)]) ?? null,
          flows: flowsThrough(simulation, entry),
          plans: [
            {
              changes: [
                {
                  end: end.label,
                  change: {
                    kind: 'add-direction',
                    entry: entry.id,
                    direction: missing,
                    box: pair.box,
                    ...(turned && { turns: turned.id }),
                  },
                },
              ],
            },
          ],
          data: { end: end.name, entry, missing, turned },
        }
      }
    }
  },
  explain: ({ end, entry, missing, turned }) => {
    const goal = turned?.tunnel.destination
    if (turned !== undefined && goal != null)
      return {
        what: `${end} has no inbound filter for ${entryText(entry)}: the tunnel of ${entryText(turned)} ends at ${formatHost(goal)}, and what comes in must end at ${end} itself.`,
        why: `So both filters are for what goes out. ${NO_WAY_BACK}`,
      }
    const [there, absent] = missing === 'in' ? ['outbound', 'inbound'] : ['inbound', 'outbound']
    return {
      what: `${end} has the ${there} filter ${entryText(entry)} without an ${absent} one for the same traffic.`,
      why:
        missing === 'in'
          ? NO_WAY_BACK
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
