import { formatHost } from '../../address/address-range.ts'
import { areMirrored } from '../../model/ends/own-peers.ts'
import { diagnostic, type Explanation, type PasteFacts } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'
import { joinWords } from '../wording.ts'

type Tunnels = Open | { readonly onlyDown: string; readonly among: number }

interface Open {
  /** The two protect the same, seen from either side. */
  readonly areMirrored: boolean
  /** By what a status shows of them: to be up, not to be up, and nothing. */
  readonly up: readonly string[]
  readonly down: readonly string[]
  readonly untold: readonly string[]
}

/** The pastes hold several tunnels, and none was chosen, or the only one that is not up. */
export const whichTunnel = diagnostic<Tunnels>({
  code: 'PA007',
  title: 'The pastes hold several tunnels',
  *check({ paste: { tunnels, onlyDown } }) {
    const found = { certainty: 'stated', evidence: [], witness: null, flows: [], plans: [] } as const
    if (onlyDown !== null) {
      const { a, b, among } = onlyDown
      yield { ...found, severity: 'info', data: { onlyDown: `${a.name} to ${b.name}`, among } }
    }
    if (tunnels.length < 2) return
    const isDown = ({ shown }: (typeof tunnels)[number]) => shown?.isUp === false
    const spans = tunnels.filter(isDown).flatMap(({ shown }) => shown?.ike?.spans.slice(0, 1) ?? [])
    yield {
      ...found,
      evidence: spans.slice(0, 4).map((span) => ({ span, label: 'not up' })),
      severity: 'warning',
      data: {
        areMirrored: tunnels.length === 2 && tunnels.every(({ end: { ike } }) => ike !== undefined && areMirrored(ike)),
        up: tunnels.filter(({ shown }) => shown?.isUp === true).map(nameOf),
        down: tunnels.filter(isDown).map((tunnel) => `${nameOf(tunnel)}${stateOf(tunnel)}`),
        untold: tunnels.filter(({ shown }) => shown === null).map(nameOf),
      },
    }
  },
  explain: (data) => ('onlyDown' in data ? ofDown(data) : ofOpen(data)),
  page: {
    text: `A hub has a tunnel to each branch. The tunnels are listed with what is known of each; the one to look at is chosen by
the peer's address, or by pasting that peer's end. Where a status shows all to be up but one, the answer is about that one;\nwhere it shows more of them not to be up, these are named first.`,
    fires: dump(
      PAIR +
        filter('outbound', '10.1.0.0', '10.3.0.0', { tunnel: '192.0.2.9' }) +
        filter('inbound', '10.3.0.0', '10.1.0.0'),
    ),
    quiet: dump(PAIR),
  },
})

function nameOf({ end, peer }: PasteFacts['tunnels'][number]): string {
  return `${end.name} to ${formatHost(peer)}`
}

function stateOf({ shown }: PasteFacts['tunnels'][number]): string {
  return shown?.ike ? ` (${shown.ike.state})` : ''
}

function ofDown({ onlyDown, among }: { readonly onlyDown: string; readonly among: number }): Explanation {
  return {
    what: `Of the ${among} tunnels in the pastes, ${onlyDown} is the only one that is not shown to be up: the answer is about it.`,
    why: `For another one, say its peer's address (\`--tunnel 198.51.100.7\` on the command line).`,
  }
}

function ofOpen({ up, down, untold, areMirrored: alike }: Open): Explanation {
  const count = up.length + down.length + untold.length
  const groups = [
    ['Not shown to be up', down],
    ['Shown to be up', up],
    ['Without a status', untold],
  ] as const
  const shown = groups.flatMap(([title, rows]) => (rows.length > 0 ? [`${title}: ${listed(rows)}.`] : []))
  return {
    what: `There are ${count} tunnels in the pastes${untold.length === count ? `: ${listed(untold)}.` : `. ${shown.join(' ')}`}`,
    why: `One answer is about one tunnel. Say which by the peer's address (\`--tunnel 198.51.100.7\` on the command line), or paste that peer's end as well.${alike ? ' These two protect the same networks, seen from either side: if they are two gateways in one text, put a line with a name and a colon above each, such as `HQ:` and `Branch:`, or paste each by itself.' : ''}`,
  }
}

/** What is said of each of a hundred tunnels, nobody reads. */
const LISTED = 20

function listed(rows: readonly string[]): string {
  return rows.length > LISTED ? `${rows.slice(0, LISTED).join(', ')} and ${rows.length - LISTED} more` : joinWords(rows)
}
