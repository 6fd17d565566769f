import type { SecurityAssociation } from '../../model/security-association.ts'
import { diagnostic } from '../rule.ts'
import { gateway, POLICIES, SAS, sa } from './installed-examples.ts'
import { saText } from './sa-text.ts'

interface Dropped {
  readonly end: string
  readonly sa: SecurityAssociation
  readonly outsideWindow: number
  readonly replayed: number
  readonly forged: number
}

/** Packets that came in through an SA and were dropped there. */
export const dropped = diagnostic<Dropped>({
  code: 'SA007',
  title: 'An SA has dropped packets',
  reads: ['spd'],
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const sa of end.sas ?? []) {
        if (sa.dropped === null || Object.values(sa.dropped).every((count) => count === 0)) continue
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: sa.spans.slice(1).map((span) => ({ span, label: `${end.name}: the SA` })),
          witness: null,
          flows: [],
          plans: [],
          data: { end: end.name, sa, ...sa.dropped },
        }
      }
    }
  },
  explain: ({ end, sa, outsideWindow, replayed, forged }) => ({
    what: `${end} has dropped packets of ${saText(sa)}: ${[
      ...(forged > 0 ? [`${forged} whose integrity check failed`] : []),
      ...(replayed > 0 ? [`${replayed} that came twice`] : []),
      ...(outsideWindow > 0
        ? [`${outsideWindow} that came too late for its replay window of ${sa.replayWindow ?? '?'}`]
        : []),
    ].join(', ')}.`,
    why: [
      ...(forged > 0
        ? [
            'Packets fail their check where the two ends have different keys or algorithms for this SA, or where something on the way changes them.',
          ]
        : []),
      ...(outsideWindow > 0
        ? [
            'They are overtaken on the way, as with priorities for some traffic or several lines; a wider window at this end helps (replay_window of swanctl.conf, replay-window of ipsec.conf).',
          ]
        : []),
      ...(replayed > 0
        ? ['Packets that come twice are copies: of a loop or a mirrored port, or two machines send through one SA.']
        : []),
    ].join(' '),
  }),
  page: {
    text: `\`ip -s xfrm state\` counts under \`stats\` what an SA has dropped: \`replay-window\` what came too late, \`replay\` what came
twice (RFC 4303 3.4.3), \`failed\` what did not pass its integrity check.`,
    fires: gateway(POLICIES, sa('out') + sa('in', { stats: 'replay-window 3 replay 0 failed 0' })),
    quiet: gateway(POLICIES, SAS + sa('in', { spi: '0xc0000003', stats: 'replay-window 0 replay 0 failed 0' })),
  },
})
