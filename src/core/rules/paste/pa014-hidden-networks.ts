import { formatRange } from '../../address/address-range.ts'
import { hiddenNetworksOf, hidesBothAlike, hidesNetworks } from '../../model/hidden-networks.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { description } from '../traffic-selectors/examples.ts'
import { fewOf } from '../wording.ts'

interface HiddenNetworks {
  readonly end: string
  readonly networks: readonly string[]
  /** Names of entries of which both sides are written alike. */
  readonly alike: readonly string[]
}

/** So many are shown with their places. */
const SHOWN = 6

/** Somebody wrote `10.x.x.0/24` in the place of a network that nobody is to see. */
export const hiddenNetworks = diagnostic<HiddenNetworks>({
  code: 'PA014',
  title: 'Networks are hidden',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [{ name, spd = [] }] of bothWays(simulation)) {
      const hiding = spd.filter(hidesNetworks)
      if (hiding.length === 0) continue
      const spans = new Map(hiding.flatMap((entry) => entry.spans).map((span) => [`${span.source} ${span.line}`, span]))
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: [...spans.values()].slice(0, SHOWN).map((span) => ({ span, label: 'hidden' })),
        witness: null,
        flows: [],
        plans: [],
        data: {
          end: name,
          networks: [...new Set(hiding.flatMap(hiddenNetworksOf).map(formatRange))],
          alike: [...new Set(hiding.filter(hidesBothAlike).map((entry) => entry.name))],
        },
      }
    }
  },
  explain: ({ end, networks, alike }) => ({
    what: `The text of ${end} hides parts of ${networks.length === 1 ? 'a network' : 'networks'}: ${fewOf(networks)}.${alike.length === 0 ? '' : ` Both sides of ${fewOf(alike)} are written alike, though they are two networks.`}`,
    why: 'What is written alike at either end is taken for one network, and all else for others; whether two of them are the same, or one lies in the other, nobody can tell. Paste the real ones, or put a made-up network of the same length in the place of each, the same for the same one at both ends.',
  }),
  page: {
    text: `An address in which letters, stars or words stand for numbers (\`192.168.x.0/24\`, \`10.XX.XX.XX/16\`, \`<branch-lan>/24\`) is
taken as a name: equal to what is written alike, and to nothing else. What rests on it is assumed. Addresses of gateways that are hidden
so are names as well. To hide networks and still have them compared, replace each by a made-up one of the same length, the same
one at both ends, and everywhere.`,
    fires: description(
      { vendor: 'other', locals: ['192.168.x.0/24'], remotes: ['10.x.x.0/24'] },
      { vendor: 'other', locals: ['10.x.x.0/24'], remotes: ['192.168.x.0/24'] },
    ),
    quiet: description(
      { vendor: 'other', locals: ['192.168.1.0/24'], remotes: ['10.2.3.0/24'] },
      { vendor: 'other', locals: ['10.2.3.0/24'], remotes: ['192.168.1.0/24'] },
    ),
  },
})
