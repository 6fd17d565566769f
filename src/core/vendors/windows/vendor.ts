import type { Endpoint } from '../../model/endpoint.ts'
import { heaviestFirst } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { deriveEntries } from '../generic/derive.ts'
import { siteOfFilters } from '../isa/site-of-filters.ts'
import { isa } from '../isa/vendor.ts'
import { filterSteps } from './filter-steps.ts'
import { policySettings } from './policy-settings.ts'

/** Filters of the Windows IPsec policy agent, where nothing tells which product made them. */
export const windows: Vendor = {
  id: 'windows',
  title: 'Windows IPsec',
  machine: 'Windows',
  entryOrder: heaviestFirst,
  selectorRule: {
    rule: 'exact',
    certainty: 'assumed',
    authority:
      'No document says whether a Windows responder accepts selectors that differ from its filter; that both ends list the same pair is the safe reading.',
  },
  onlyIkev1: true,
  derive: deriveEntries,
  refine,
  protectsOwnAddress: false,
  coversInTransport: true,
  anyProtocolOnly: false,
  seenWhenRefused: 'Negotiating IP Security.',
  ask: '`netsh ipsec dynamic show qmfilter all type=specific`',
  askSettings: '`netsh ipsec static show all`',
  checks: (end) => [
    `On ${end.name}, the firewall must admit the traffic that comes out of the tunnel, and routes must send the remote networks to it (\`route print\`).`,
  ],
  dialect: { ...policySettings, ...filterSteps([]) },
}

/**
 * ISA Server's filters are Windows filters; they must be changed in ISA Server, which makes them anew. It does not make them of
 * the lists of the policy store, where a person has.
 */
function refine(end: Endpoint): Endpoint {
  const site = end.spd?.some(({ list }) => list !== undefined) === true ? undefined : siteOfFilters(end)
  if (site === undefined) return end
  const { dialect: _, ...rest } = end
  return { ...rest, vendor: isaByItsFilters, site }
}

const isaByItsFilters: Vendor = {
  ...isa,
  checks: (end, peer) => [
    `That ${end.name} is an ISA Server is assumed from its filters, which cover its own external address. On a Forefront TMG the steps are the same; if the filters were written by hand, add them with \`netsh ipsec static\` instead.`,
    ...isa.checks(end, peer),
  ],
}
