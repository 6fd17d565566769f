import { formatHost } from '../../address/address-range.ts'
import { coverages } from '../../negotiation/coverage.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { description, MATCHING } from './examples.ts'
import { isOwnAddress, listsItself } from './lists-itself.ts'

interface ListsItself {
  readonly end: string
  readonly own: string
  readonly site: string
  readonly peer: string | null
}

/** The mistake with the founding case's way out: it is the other gateway's address that belongs into the list. */
export const ownAddressListed = diagnostic<ListsItself>({
  code: 'TS017',
  title: 'A Remote Site lists its own gateway',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      if (!listsItself(end)) continue
      const pairs = [...coverages(end, peer).values()].filter(({ box }) => isOwnAddress(end, box.remote))
      const entries = pairs.flatMap((pair) => [pair.out, pair.in].flatMap((entry) => entry ?? []))
      const [entry] = entries
      const [box] = entry?.selectors ?? []
      if (entry === undefined || box === undefined) continue
      const listed = end.site?.remotes.filter(({ value }) => isOwnAddress(end, value)) ?? []
      yield {
        severity: 'error',
        certainty: 'stated',
        evidence: listed.flatMap((remote) =>
          remote.origin === 'stated' ? [{ span: remote.span, label: `${end.name}: remote networks` }] : [],
        ),
        witness: null,
        flows: [...new Set(entries.flatMap((each) => flowsThrough(simulation, each)))],
        plans: [{ changes: [{ end: end.label, change: { kind: 'remove', entry: entry.id, box } }] }],
        data: {
          end: end.name,
          own: formatHost(box.remote),
          site: end.site?.name == null ? 'The Remote Site' : `The Remote Site "${end.site.name}"`,
          peer: end.peers[0] === undefined ? null : formatHost(end.peers[0].value),
        },
      }
    }
  },
  explain: ({ end, own, site, peer }) => ({
    what: `${site} on ${end} lists ${own}, which is ${end} itself.`,
    why: `A Remote Site holds what is behind the other gateway, and beside that the external address of the other gateway${peer === null ? '' : `, ${peer}`}, where that protects what it sends itself. With its own address in it, ${end} sends what its networks have for ${own} into the tunnel, and the other end has nothing for that.`,
  }),
  page: {
    text: `Each end has to list the external address of the *other* gateway (TS001). Whoever lists the own one instead has filters
that no other end can match, and the ping from the gateway still says "Negotiating IP Security.".`,
    fires: description(
      { locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '203.0.113.1'] },
      { locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24', '198.51.100.7'] },
    ),
    quiet: MATCHING,
  },
})
