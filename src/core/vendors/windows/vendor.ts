import { formatHost, formatRange } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entriesWithBox } from '../../model/entries-with-boxes.ts'
import { entryById } from '../../model/entry-by-id.ts'
import { heaviestFirst } from '../../model/entry-order.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { EntryDirection, SpdEntry } from '../../model/spd-entry.ts'
import type { Dialect, Vendor } from '../../model/vendor.ts'
import { type Box, describeService, mirrorBox } from '../../selectors/box.ts'
import { deriveEntries } from '../generic/derive.ts'
import { siteOfFilters } from '../isa/site-of-filters.ts'
import { isa } from '../isa/vendor.ts'
import { addFilter, deleteFilter, type FilterCommand } from './filter-commands.ts'
import { quotable } from './netsh-names.ts'
import { policySettings } from './policy-settings.ts'

/** Filters of the Windows IPsec policy agent, where nothing tells which product made them. */
export const windows: Vendor = {
  id: 'windows',
  title: 'Windows IPsec',
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
  anyProtocolOnly: false,
  seenWhenRefused: 'Negotiating IP Security.',
  ask: '`netsh ipsec dynamic show qmfilter all type=specific`',
  askSettings: '`netsh ipsec static show all`',
  checks: (end) => [
    `On ${end.name}, the firewall must admit the traffic that comes out of the tunnel, and routes must send the remote networks to it (\`route print\`).`,
  ],
  dialect: dialect(),
}

/** ISA Server's filters are Windows filters; they must be changed in ISA Server, which makes them anew. */
function refine(end: Endpoint): Endpoint {
  const site = siteOfFilters(end)
  return site === undefined ? end : { ...end, vendor: isaByItsFilters, site }
}

const isaByItsFilters: Vendor = {
  ...isa,
  checks: (end, peer) => [
    `That ${end.name} is an ISA Server is assumed from its filters, which cover its own external address. On a Forefront TMG the steps are the same; if the filters were written by hand, add them with \`netsh ipsec static\` instead.`,
    ...isa.checks(end, peer),
  ],
}

function dialect(): Dialect {
  return {
    ...policySettings,
    cover: ({ box }, before) => [
      {
        say: `On ${before.name}, add a filter for ${between(box)} to the filter list of the outbound tunnel rule, and one for the way back to that of the inbound rule. Tunnel filters are not mirrored.`,
        run: WAYS.map((way) => inList(addFilter, before, way, box)).join('\n'),
      },
    ],
    replace: ({ from, to }, before) => {
      const own = entriesWithBox(before.spd, from)
      const ways = WAYS.filter((way) => own.length === 0 || own.some(({ direction }) => goes(direction, way)))
      const [only, ...more] = ways
      const lists =
        only === undefined || more.length > 0
          ? 'in the lists of both tunnel rules'
          : `in the list of the ${only}bound tunnel rule`
      return [
        {
          say: `On ${before.name}, replace the filters for ${between(from)} by filters for ${between(to)}, ${lists}.`,
          run: [...removals(before, own, ways, from), ...ways.map((way) => inList(addFilter, before, way, to))].join(
            '\n',
          ),
        },
      ]
    },
    remove: ({ entry, box }, before) => {
      return [
        {
          say: `On ${before.name}, delete the filter ${entryName(before, entry)} (${between(box)}).`,
          run: removal(entryById(before.spd, entry), box),
        },
      ]
    },
    'add-direction': ({ entry, direction, box }, before) => {
      const way = direction === 'in' ? 'in' : 'out'
      return [
        {
          say: `On ${before.name}, add the ${way}bound counterpart of ${entryName(before, entry)} to the filter list of the ${way}bound tunnel rule.`,
          run: inList(addFilter, before, way, box),
        },
      ]
    },
    retarget: ({ from, to }, before) => [
      {
        say: `On ${before.name}, set the tunnel destination of the outbound rule from ${formatHost(from)} to ${formatHost(to)}.`,
        run: `netsh ipsec static set rule name="<outbound rule>" policy="<policy>" tunnel=${formatHost(to)}`,
      },
    ],
    unmirror: ({ entry, box }, before) => [
      {
        say: `On ${before.name}, replace the mirrored filter ${entryName(before, entry)} by two that are not mirrored, one for each tunnel rule.`,
        run: [
          removal(entryById(before.spd, entry), box),
          ...WAYS.map((way) => inList(addFilter, before, way, box)),
        ].join('\n'),
      },
    ],
  }
}

const WAYS = ['out', 'in'] as const
type Way = (typeof WAYS)[number]

function goes(direction: EntryDirection, way: Way): boolean {
  return direction === way || direction === 'both'
}

/** A command for the filter of a box that goes this way. */
function inList(command: FilterCommand, end: Endpoint, way: Way, box: Box): string {
  return command(listOf(end, way) ?? `<${way}bound list>`, way === 'out' ? box : mirrorBox(box))
}

/** The commands that delete the filters of a box: one for a filter that is mirrored, else one for each way. */
function removals(end: Endpoint, own: readonly SpdEntry[], ways: readonly Way[], box: Box): string[] {
  const mirrored = own.filter(({ direction }) => direction === 'both')
  if (mirrored.length > 0) return mirrored.map((entry) => removal(entry, box))
  return ways.map((way) => inList(deleteFilter, end, way, box))
}

function removal(entry: SpdEntry | undefined, box: Box): string {
  const list = quotable(entry?.list) ?? '<its filter list>'
  return deleteFilter(list, entry?.direction === 'in' ? mirrorBox(box) : box, entry?.direction === 'both')
}

/** The list of the tunnel's filters that go this way, where the text shows one alone. */
function listOf({ spd = NONE }: Endpoint, way: Way): string | undefined {
  const [name, ...more] = listsOf(spd)[way]
  return more.length > 0 ? undefined : quotable(name)
}

const NONE: readonly SpdEntry[] = []

/** The names of the lists of each way; each step asks for them. */
const listsOf = rememberedOf((spd: readonly SpdEntry[]): Readonly<Record<Way, ReadonlySet<string>>> => {
  const found = { out: new Set<string>(), in: new Set<string>() }
  for (const { action, direction, list } of spd) {
    if (action === 'protect' && list !== undefined && (direction === 'out' || direction === 'in'))
      found[direction].add(list)
  }
  return found
})

function entryName(end: Endpoint, id: string): string {
  return entryById(end.spd, id)?.name ?? id
}

function between(box: Box): string {
  return `${formatRange(box.local)} <> ${formatRange(box.remote)}${describeService(box)}`
}
