import { formatHost } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import { isComplete } from '../../negotiation/installed-sas.ts'
import { diagnostic } from '../rule.ts'
import { joinWords } from '../wording.ts'
import { gateway, POLICIES, SAS, sa } from './installed-examples.ts'
import { saText } from './sa-text.ts'

interface Duplicates {
  readonly end: string
  readonly sas: readonly SecurityAssociation[]
}

/** More SAs for the same packets in the same direction than a rekey explains. */
export const duplicateSas = diagnostic<Duplicates>({
  code: 'SA006',
  title: 'There are several SAs for the same packets',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const sas of sameSas(end.sas ?? [])) {
        yield {
          severity: sas.length > 2 ? 'warning' : 'info',
          certainty: 'stated',
          evidence: sas.flatMap(({ spans }) =>
            spans.slice(1, 2).map((span) => ({ span, label: `${end.name}: an SA` })),
          ),
          witness: null,
          flows: [],
          plans: [],
          data: { end: end.name, sas },
        }
      }
    }
  },
  explain: ({ end, sas }) => ({
    what: `${end} has ${sas.length} SAs for the same packets: ${joinWords(sas.slice(0, 4).map(saText))}${sas.length > 4 ? ` and ${sas.length - 4} more` : ''}.`,
    why:
      sas.length === 2
        ? 'Two are normal for the moments of a rekey, until the old one is deleted. If both stay, each end sends through another one, or both ends have brought the tunnel up at the same time.'
        : 'The kernel sends through one of them, and the other end may have deleted just that one. They pile up when both ends bring the tunnel up at once, when a peer does not delete what was rekeyed, or when one end loses its state and negotiates anew. Let one end only initiate, and watch the log for deletes that are not answered.',
  }),
  page: {
    text: `A tunnel has one SA for each direction, and two for the moments of a rekey. More of them with the same addresses,
\`reqid\`, mark and interface number are for the same packets.`,
    fires: gateway(POLICIES, SAS + sa('out', { spi: '0xc0000003' }) + sa('out', { spi: '0xc0000004' })),
    quiet: gateway(POLICIES, SAS),
  },
})

/** SAs that nothing tells apart but their SPI. In transport mode the selectors do; without a reqid, nothing ties them together. */
function sameSas(sas: readonly SecurityAssociation[]): SecurityAssociation[][] {
  const told = sas.filter((sa) => isComplete(sa) && sa.protocol !== 'comp' && sa.reqid !== null && sa.reqid !== 0)
  const groups = grouped(told, (sa) => {
    const { interfaceId, mark } = sa.scope
    return [
      ...[sa.source, sa.destination].map(formatHost),
      sa.protocol,
      sa.mode,
      sa.reqid,
      interfaceId,
      mark?.value,
      mark?.mask,
      ...(sa.selectors === null ? [] : [formatHost(sa.selectors.local), formatHost(sa.selectors.remote)]),
    ].join(' ')
  })
  return [...groups.values()].filter((same) => same.length > 1)
}
