import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface Contradiction {
  readonly end: string
  readonly entry: SpdEntry
  readonly tunnel: string
}

/** A filter that says outbound and ends its tunnel here, or says inbound and ends it elsewhere. */
export const direction = diagnostic<Contradiction>({
  code: 'SP005',
  title: 'The direction contradicts the tunnel destination',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      const isOwn = (entry: SpdEntry) =>
        end.addresses.some(
          ({ value }) => entry.tunnel.destination !== null && equalRanges(value, entry.tunnel.destination),
        )
      for (const entry of end.spd ?? []) {
        if (entry.tunnel.destination === null || entry.spans.length === 0 || entry.direction === 'both') continue
        if (isOwn(entry) === (entry.direction !== 'out')) continue
        yield {
          severity: 'error',
          certainty: 'stated',
          evidence: evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
          witness: null,
          flows: flowsThrough(simulation, entry),
          plans: [],
          data: { end: end.name, entry, tunnel: formatHost(entry.tunnel.destination) },
        }
      }
    }
  },
  explain: ({ end, entry, tunnel }) => ({
    what: `${entryText(entry)} of ${end} is ${entry.direction === 'in' ? 'inbound' : 'outbound'}, but its tunnel ends at ${tunnel}, which is ${entry.direction === 'in' ? 'not an own address' : 'an own address'}.`,
    why: 'The tunnel of an outbound filter ends at the peer, that of an inbound filter at this gateway. Give each rule the right tunnel end.',
  }),
  page: {
    text: `An outbound tunnel filter ends at the peer, an inbound one at the gateway itself. Where the two contradict each
other, the rule that holds the filter has the wrong tunnel end.`,
    fires: dump(PAIR + filter('outbound', '10.1.1.0', '10.2.0.0', { tunnel: '203.0.113.1' })),
    quiet: dump(PAIR),
  },
})
