import type { Endpoint } from '../../model/endpoint.ts'
import type { DroppedPackets } from '../../model/spd-entry.ts'
import { installedEntries } from '../../negotiation/installed-sas.ts'
import type { Span } from '../../text/source-text.ts'
import { diagnostic } from '../rule.ts'
import { entryText } from '../wording.ts'
import { gateway, POLICIES, SAS, sa } from './installed-examples.ts'
import { saText } from './sa-text.ts'

/** A count of dropped packets, with what was wrong with them; see `DroppedPackets`. */
interface Drop {
  readonly why: DroppedPackets['why'] | 'late' | 'twice'
  readonly count: number
}

interface Dropped {
  readonly end: string
  /** The SA, or the entry where its product counts by entry. */
  readonly of: string
  readonly way: 'out' | 'in'
  readonly drops: readonly Drop[]
  readonly replayWindow: number | null
}

/** Packets that were dropped on their way through an SA. */
export const dropped = diagnostic<Dropped>({
  code: 'SA007',
  title: 'An SA has dropped packets',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const { data, spans } of [...dropsOfSas(end), ...dropsOfEntries(end)]) {
        const waited = data.drops.every(({ why }) => why === 'no-sa' || (why === 'unsaid' && data.way === 'out'))
        yield {
          severity: waited ? 'info' : 'warning',
          certainty: 'stated',
          evidence: spans.map((span) => ({ span, label: `${end.name}: ${data.of}` })),
          witness: null,
          flows: [],
          plans: [],
          data,
        }
      }
    }
  },
  explain: ({ end, of, way, drops, replayWindow }) => ({
    what: `${end} has dropped packets ${way === 'out' ? 'that it was to send through' : 'of'} ${of}: ${drops.map(({ why, count }) => `${count} ${WORDS[why](replayWindow)}`).join(', ')}.`,
    why: [...new Set(drops.map(({ why }) => REASONS[why === 'unsaid' && way === 'out' ? 'no-sa' : why]))].join(' '),
  }),
  page: {
    text: `\`ip -s xfrm state\` counts under \`stats\` what an SA has dropped: \`replay-window\` what came too late, \`replay\` what came
twice (RFC 4303 3.4.3), \`failed\` what did not pass its integrity check. \`show crypto ipsec sa detail\` of Cisco has a counter for
each reason, \`show crypto ipsec sa\` one for all that was to be sent and one for all that came.`,
    fires: gateway(POLICIES, sa('out') + sa('in', { stats: 'replay-window 3 replay 0 failed 0' })),
    quiet: gateway(POLICIES, SAS + sa('in', { spi: '0xc0000003', stats: 'replay-window 0 replay 0 failed 0' })),
  },
})

const WORDS: Readonly<Record<Drop['why'], (replayWindow: number | null) => string>> = {
  integrity: () => 'whose integrity check failed',
  replay: () => 'that came twice or too late',
  twice: () => 'that came twice',
  late: (window) => `that came too late for its replay window of ${window ?? '?'}`,
  'no-sa': () => 'for which there was no SA',
  'unknown-sa': () => 'with an SPI that it does not have',
  selectors: () => 'that are none of those which the SA is for',
  unsaid: () => 'for a reason that is not printed',
}

const REASONS: Readonly<Record<Drop['why'], string>> = {
  integrity:
    'Packets fail their check where the two ends have different keys or algorithms for this SA, or where something on the way changes them.',
  late: 'They are overtaken on the way, as with priorities for some traffic or several lines; a wider window at this end helps (replay_window of swanctl.conf, replay-window of ipsec.conf).',
  replay:
    'Packets that come twice are copies: of a loop or a mirrored port, or two machines send through one SA. Those that come too late are overtaken on the way.',
  twice: 'Packets that come twice are copies: of a loop or a mirrored port, or two machines send through one SA.',
  'no-sa':
    'That is usual for the first packets, which ask for an SA; if it grows while an SA is there, they are too large or the gateway is out of means.',
  'unknown-sa':
    'The other end sends through an SA that this end has given up, as after a restart: let dead peer detection run on both ends.',
  selectors:
    'The other end puts packets into the tunnel which its selectors do not hold here: the selectors of the two ends differ, or NAT changes addresses there.',
  unsaid: 'The detailed output of the same command has a counter for each reason.',
}

interface Found {
  readonly data: Dropped
  readonly spans: readonly Span[]
}

function dropsOfSas(end: Endpoint): Found[] {
  return (end.sas ?? []).flatMap((sa) => {
    if (sa.dropped === null) return []
    const { forged, replayed, outsideWindow } = sa.dropped
    const all: readonly Drop[] = [
      { why: 'integrity', count: forged },
      { why: 'twice', count: replayed },
      { why: 'late', count: outsideWindow },
    ]
    const drops = all.filter(({ count }) => count > 0)
    if (drops.length === 0) return []
    const { replayWindow, spans } = sa
    return [{ data: { end: end.name, of: saText(sa), way: 'in', drops, replayWindow }, spans: spans.slice(1) }]
  })
}

function dropsOfEntries(end: Endpoint): Found[] {
  return installedEntries(end).flatMap((entry) => {
    const drops = entry.installed?.counted?.dropped ?? []
    if (drops.length === 0) return []
    const way = entry.direction === 'out' ? 'out' : 'in'
    const spans = [...new Map(drops.map(({ span }) => [span.line, span])).values()]
    return [{ data: { end: end.name, of: entryText(entry), way, drops, replayWindow: null }, spans }]
  })
}
