import { formatHost } from '../../address/address-range.ts'
import { areMirrored } from '../../model/ends/own-peers.ts'
import { diagnostic, type Explanation } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'
import { joinWords } from '../wording.ts'

type Tunnels = Open | { readonly down: string; readonly among: number }

interface Open {
  /** The two protect the same, seen from either side. */
  readonly areMirrored: boolean
  readonly rows: readonly string[]
}

/** The pastes hold several tunnels, and none was chosen, or the only one that is not up. */
export const whichTunnel = diagnostic<Tunnels>({
  code: 'PA007',
  title: 'The pastes hold several tunnels',
  *check({ paste: { tunnels, onlyDown } }) {
    const found = { certainty: 'stated', evidence: [], witness: null, flows: [], plans: [] } as const
    if (onlyDown !== null) {
      const { a, b, among } = onlyDown
      yield { ...found, severity: 'info', data: { down: `${a.name} to ${b.name}`, among } }
    }
    if (tunnels.length < 2) return
    yield {
      ...found,
      severity: 'warning',
      data: {
        areMirrored: tunnels.length === 2 && tunnels.every(({ end: { ike } }) => ike !== undefined && areMirrored(ike)),
        rows: tunnels.map(({ end, peer }) => `${end.name} to ${formatHost(peer)}`),
      },
    }
  },
  explain: (data) => ('down' in data ? ofDown(data) : ofOpen(data)),
  page: {
    text: `A hub has a tunnel to each branch. The tunnels are listed with what is known of each; the one to look at is chosen by
the peer's address, or by pasting that peer's end. Where a status shows all to be up but one, the answer is about that one.`,
    fires: dump(
      PAIR +
        filter('outbound', '10.1.0.0', '10.3.0.0', { tunnel: '192.0.2.9' }) +
        filter('inbound', '10.3.0.0', '10.1.0.0'),
    ),
    quiet: dump(PAIR),
  },
})

function ofDown({ down, among }: { readonly down: string; readonly among: number }): Explanation {
  return {
    what: `Of the ${among} tunnels in the pastes, ${down} is the only one that is not shown to be up: the answer is about it.`,
    why: `For another one, say its peer's address (\`--tunnel 198.51.100.7\` on the command line).`,
  }
}

function ofOpen({ rows, areMirrored: alike }: Open): Explanation {
  return {
    what: `There are ${rows.length} tunnels in the pastes: ${rows.length > 20 ? `${rows.slice(0, 20).join(', ')} and ${rows.length - 20} more` : joinWords(rows)}.`,
    why: `One answer is about one tunnel. Say which by the peer's address (\`--tunnel 198.51.100.7\` on the command line), or paste that peer's end as well.${alike ? ' These two protect the same networks, seen from either side: if they are two gateways in one text, put a line with a name and a colon above each, such as `HQ:` and `Branch:`, or paste each by itself.' : ''}`,
  }
}
