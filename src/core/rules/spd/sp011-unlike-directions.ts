import { type Coverage, coverages } from '../../negotiation/coverage.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { type UnlikeHalves, unlikeHalves } from '../../negotiation/unlike-halves.ts'
import { type Box, boxKey, mirrorBox, subtractBoxes } from '../../selectors/box.ts'
import { type Packet, witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { entryText, joinWords, pairsEvidence } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface Unlike extends UnlikeHalves {
  readonly peer: string
  /** Which of the two the other end has, if any. */
  readonly known: 'out' | 'in' | null
}

/** One box without another falls into ten at most: two for each dimension. */
const PIECES = 10

/** A tunnel needs two one-way filters for the same traffic; here one of them is for more, less or other traffic. */
export const unlikeDirections = diagnostic<Unlike>({
  code: 'SP011',
  title: 'The two directions of a tunnel are for different traffic',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      const theirs = coverages(peer, end)
      const has = ({ box }: Coverage) => theirs.has(boxKey(mirrorBox(box)))
      for (const halves of unlikeHalves(end, peer)) {
        const { out, in: inbound } = halves
        const [outKnown, inKnown] = [has(out), has(inbound)]
        const known = outKnown === inKnown ? null : outKnown ? 'out' : 'in'
        const ways = [exchange(inbound, out), exchange(out, inbound)]
        yield {
          severity: 'error',
          certainty: end.partlyRead ? 'assumed' : 'stated',
          evidence: pairsEvidence([out, inbound]),
          witness: lost(out, inbound) ?? null,
          flows: [out.out, inbound.in].flatMap((entry) => (entry === null ? [] : flowsThrough(simulation, entry))),
          // What the other end has as well is likely to be meant.
          plans: known === 'in' ? ways.toReversed() : ways,
          data: { ...halves, peer: peer.name, known },
        }
      }
    }
  },
  explain: ({ out, in: inbound, peer, known }) => {
    const entries = [out.out, inbound.in].flatMap((entry) => (entry === null ? [] : [entryText(entry)]))
    return {
      what: `${out.end.name} has ${joinWords(entries)}, the one outbound and the other inbound, which are not for the same traffic.`,
      why: `Of what only one of them has, packets go one way at most: those that come back match no filter and are dropped, or leave in clear.${known === null ? '' : ` ${peer} has the pair of the ${known === 'out' ? 'outbound' : 'inbound'} one.`}`,
    }
  },
  page: {
    text: `Windows protects a tunnel with two one-way filters, which stand in two lists and are typed twice. Where one has another
mask, network, protocol or port than the other, only what they have in common gets through both ways. The one that is not what the other
end has is exchanged; where the other end has neither, people must say which is right.`,
    fires: dump(
      filter('outbound', '10.1.0.0', '10.2.0.0') + filter('inbound', '10.2.0.0', '10.1.0.0', { mask: '255.255.0.0' }),
    ),
    quiet: dump(PAIR),
  },
})

/** The one gets the traffic of the other. */
function exchange(wrong: Coverage, right: Coverage): Plan {
  return { changes: [{ end: wrong.end.label, change: { kind: 'replace', from: wrong.box, to: right.box } }] }
}

/** A packet that goes one way alone. */
function lost(out: Coverage, inbound: Coverage): Packet | undefined {
  return witness(without(out.box, inbound.box)) ?? witness(without(inbound.box, out.box).map(mirrorBox))
}

function without(box: Box, other: Box): readonly Box[] {
  const left = subtractBoxes(box, [other], PIECES)
  return 'boxes' in left ? left.boxes : []
}
