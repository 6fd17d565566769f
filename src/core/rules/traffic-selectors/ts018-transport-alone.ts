import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Flow } from '../../negotiation/flow.ts'
import { boxKey, mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { dump, filter, PAIR, pairOfPeer } from '../spd/examples.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'

interface TransportAlone {
  readonly end: Endpoint
  readonly peer: Endpoint
  readonly entries: readonly SpdEntry[]
}

/** Of ends that show their entries alone: a daemon's connection in transport mode is negotiated, and fails for a reason. */
export const transportAlone = diagnostic<TransportAlone>({
  code: 'TS018',
  title: 'Transport mode between the gateways is missing at the other end',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      if (peer.spd === undefined) continue
      for (const { entries, flows } of aloneIn(simulation.flows, end.label)) {
        const [first] = flows
        yield {
          severity: 'error',
          certainty: flows.some(({ certainty }) => certainty === 'assumed') ? 'assumed' : 'stated',
          evidence: entries.flatMap((entry) => evidenceOf(entry, `${end.name}: ${entryText(entry)}`)),
          witness: first === undefined ? null : (witness(first.region) ?? null),
          flows,
          plans: [
            {
              changes: (entries[0]?.selectors ?? []).map((box) => ({
                end: peer.label,
                change: { kind: 'cover', box: mirrorBox(box), mode: 'transport' },
              })),
            },
          ],
          data: { end, peer, entries },
        }
      }
    }
  },
  explain: ({ end, peer, entries }) => ({
    what: `${end.name} protects ${joinWords(entries.map(entryText))} in transport mode; ${peer.name} has nothing for it.`,
    why: `These are packets between the two gateways themselves, such as a ping of one from the other. ${end.name} asks ${peer.name} for transport mode, and gets no answer that it can take. The tunnel does not need it: where nothing that the gateways say to each other is to be protected, take it away at ${end.name} instead.`,
  }),
  page: {
    text: `A rule in transport mode is for packets from one gateway to the other, and the networks behind them are none of its business. Both
ends need it, or neither: at the end that has it alone these packets are dropped, while the tunnel beside it works. The step adds it at the other
end, since nothing is to be protected less than before; whether it is wanted at all is for people to say.`,
    fires: {
      pastes: [
        ...dump(
          PAIR +
            filter('outbound', '203.0.113.1', '198.51.100.7', { tunnel: 'none', mask: '255.255.255.255' }) +
            filter('inbound', '198.51.100.7', '203.0.113.1', { tunnel: 'none', mask: '255.255.255.255' }),
        ).pastes,
        ...pairOfPeer().pastes,
      ],
    },
    quiet: { pastes: [...dump(PAIR).pastes, ...pairOfPeer().pastes] },
  },
})

interface Alone {
  readonly entries: SpdEntry[]
  readonly flows: Flow[]
}

/** The entries of an end in transport mode that have none at the other one, those for the same packets together, with their flows. */
function aloneIn(flows: readonly Flow[], label: string): Iterable<Alone> {
  const found = new Map<string, Alone>()
  for (const flow of flows) {
    const [own, other] = flow.sender === label ? [flow.out, flow.inbound] : [flow.inbound, flow.out]
    if (own === null || other !== null || flow.remainder || !isTransport(own)) continue
    const key = own.selectors.map(boxKey).join(' ')
    const known = found.get(key) ?? { entries: [], flows: [] }
    if (!known.entries.includes(own)) known.entries.push(own)
    known.flows.push(flow)
    found.set(key, known)
  }
  return found.values()
}

function isTransport({ action, mode, negotiated }: SpdEntry): boolean {
  return action === 'protect' && mode === 'transport' && negotiated === undefined
}
