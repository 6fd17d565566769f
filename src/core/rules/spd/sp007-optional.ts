import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { installedEntries } from '../../negotiation/installed-sas.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { gateway, POLICIES, policy, SAS } from '../observed/installed-examples.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf } from '../wording.ts'

interface Optional {
  readonly end: string
  readonly entry: SpdEntry
}

/** Without an SA, packets go on in clear. */
export const optional = diagnostic<Optional>({
  code: 'SP007',
  title: 'A policy lets traffic through without protection',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const entry of optionalEntries(end)) {
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
          witness: null,
          flows: flowsThrough(simulation, entry),
          plans: [],
          data: { end: end.name, entry },
        }
      }
    }
  },
  explain: ({ end, entry }) => ({
    what: `The template of ${entryText(entry)} of ${end} is optional (level use).`,
    why:
      entry.direction === 'out'
        ? 'While there is no SA, these packets leave in clear. Without "level use" they wait for one.'
        : 'Packets for it are accepted in clear, from anybody. Without "level use" only what came out of an SA is let in.',
  }),
  page: {
    text: `\`level use\` makes a template optional: an SA is used when there is one, and packets go in clear when there is none.
IKE daemons set it only for the compression (IPComp) of a bundle, whose ESP stays required. On the ESP or AH of a policy it
takes the protection away.`,
    fires: gateway(policy('out') + policy('fwd') + policy('in', { level: 'use' }), SAS),
    quiet: gateway(POLICIES, SAS),
  },
})

function optionalEntries(end: Endpoint): SpdEntry[] {
  return installedEntries(end).filter(({ installed, action }) => {
    const templates = installed?.templates.filter(({ protocol }) => protocol !== 'comp') ?? []
    return action === 'protect' && templates.length > 0 && templates.every((template) => template.optional)
  })
}
