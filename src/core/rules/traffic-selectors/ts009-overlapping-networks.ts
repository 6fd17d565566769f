import { equalRanges, formatHost, intersectRanges, isUnrestricted } from '../../address/address-range.ts'
import { type Coverage, coverages } from '../../negotiation/coverage.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { pairsEvidence, pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { isOwnAddress, listsItself } from './lists-itself.ts'

interface Overlapping {
  readonly pair: Coverage
  readonly common: string
}

/** The same addresses on both sides of the tunnel. */
export const overlappingNetworks = diagnostic<Overlapping>({
  code: 'TS009',
  title: 'Local and remote networks overlap',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      for (const pair of coverages(end, peer).values()) {
        const common = intersectRanges(pair.box.local, pair.box.remote)
        // TS017 tells of the own gateway among the remote networks.
        if (listsItself(end) && isOwnAddress(end, pair.box.remote)) continue
        if (common === undefined || isUnrestricted(pair.box.local) || isUnrestricted(pair.box.remote)) continue
        yield {
          severity: equalRanges(pair.box.local, pair.box.remote) ? 'error' : 'warning',
          certainty: 'stated',
          evidence: pairsEvidence([pair]),
          witness: null,
          flows: [],
          plans: [],
          data: { pair, common: formatHost(common) },
        }
      }
    }
  },
  explain: ({ pair, common }) => ({
    what: `${pair.end.name} has ${common} on both sides of the tunnel: ${pairsText([pair])}.`,
    why: `A host of the local network finds these addresses on its own link and never sends to the gateway, so traffic to them does not enter the tunnel. ${
      equalRanges(pair.box.local, pair.box.remote)
        ? 'Renumber one side, or translate both networks before the tunnel (one to one, each to a network of its own), and let the selectors of both ends name the translated networks.'
        : 'That does no harm where the wider network stands for all the sites and these addresses are on one side alone; else renumber one side, or translate its addresses before the tunnel.'
    }`,
  }),
  page: {
    text: `The same addresses are local and remote. Hosts ask for them on their own link and the gateway never sees the packets.
There is no change of filters that mends this: one side must be renumbered or translated. The same network on both sides is an
error; a wider one that holds the other side's may stand for all the sites, and then does no harm.`,
    fires: description({ vendor: 'other', locals: ['10.0.0.0/16'], remotes: ['10.0.5.0/24'] }),
    quiet: MATCHING,
  },
})
