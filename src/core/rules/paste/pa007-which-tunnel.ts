import { formatHost } from '../../address/address-range.ts'
import { areMirrored } from '../../model/ends/own-peers.ts'
import { diagnostic } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'
import { joinWords } from '../wording.ts'

interface Tunnels {
  /** The two protect the same, seen from either side. */
  readonly areMirrored: boolean
  readonly rows: readonly string[]
}

/** The pastes hold several tunnels and none was chosen. */
export const whichTunnel = diagnostic<Tunnels>({
  code: 'PA007',
  title: 'The pastes hold several tunnels',
  reads: ['paste'],
  *check({ paste: { tunnels } }) {
    if (tunnels.length < 2) return
    yield {
      severity: 'warning',
      certainty: 'stated',
      evidence: [],
      witness: null,
      flows: [],
      plans: [],
      data: {
        areMirrored: tunnels.length === 2 && tunnels.every(({ end: { ike } }) => ike !== undefined && areMirrored(ike)),
        rows: tunnels.map(({ end, peer }) => `${end.name} to ${formatHost(peer)}`),
      },
    }
  },
  explain: ({ rows, areMirrored: alike }) => ({
    what: `There are ${rows.length} tunnels in the pastes: ${rows.length > 20 ? `${rows.slice(0, 20).join(', ')} and ${rows.length - 20} more` : joinWords(rows)}.`,
    why: `One answer is about one tunnel. Say which by the peer's address (\`--tunnel 198.51.100.7\` on the command line), or paste that peer's end as well.${alike ? ' These two protect the same networks, seen from either side: if they are two gateways in one text, put a line with a name and a colon above each, such as `HQ:` and `Branch:`, or paste each by itself.' : ''}`,
  }),
  page: {
    text: `A hub has a tunnel to each branch. The tunnels are listed with what is known of each; the one to look at is chosen by
the peer's address, or by pasting that peer's end.`,
    fires: dump(
      PAIR +
        filter('outbound', '10.1.0.0', '10.3.0.0', { tunnel: '192.0.2.9' }) +
        filter('inbound', '10.3.0.0', '10.1.0.0'),
    ),
    quiet: dump(PAIR),
  },
})
