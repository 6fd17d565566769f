import { type AddressRange, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import type { SaTemplate, SpdEntry } from '../../model/spd-entry.ts'
import { mainTemplate, type SaDifference, saUse } from '../../negotiation/installed-sas.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'
import { gateway, POLICIES, SAS, sa as saText } from './installed-examples.ts'

interface NotUsed {
  readonly end: string
  readonly entry: SpdEntry
  readonly sa: SecurityAssociation
  readonly differences: readonly SaDifference[]
}

/** An SA is there, and the policy for its packets asks for another one. */
export const saNotUsed = diagnostic<NotUsed>({
  code: 'SA004',
  title: 'The SA does not fit the policy',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const { entry, sa, differences: found } of unfitting(end)) {
        yield {
          severity: 'error',
          certainty: 'stated',
          evidence: [
            ...evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
            ...sa.spans.slice(0, 2).map((span) => ({ span, label: 'the SA that is there' })),
          ],
          witness: null,
          flows: flowsThrough(simulation, entry),
          plans: [],
          data: { end: end.name, entry, sa, differences: found },
        }
      }
    }
  },
  explain: ({ end, entry, sa, differences: found }) => ({
    what: `${entryText(entry)} of ${end} cannot use the SA that is there for it: ${joinWords(found.map((kind) => inWords(kind, entry, sa)))}.`,
    why: 'The kernel uses an SA only where all of these are as the policy says. It takes the SA for that of another tunnel and asks for a new one, or drops what came in through it. What installs the two must give them the same values.',
  }),
  page: {
    text: `A policy names the SA that it wants by its template: addresses, protocol, mode and \`reqid\`, and both must be for the
same mark and interface number (\`if_id\`). Where one of them differs the SA is there, seems fine, and is never used.`,
    fires: gateway(POLICIES, saText('out', { reqid: 2 }) + saText('in')),
    quiet: gateway(POLICIES, SAS),
  },
})

/** What is routed on comes in through the same SAs as what is for the gateway itself. */
function unfitting(end: Endpoint): Omit<NotUsed, 'end'>[] {
  const { entries, isServed, almost } = saUse(end)
  return entries.flatMap((entry) => {
    const found = entry.direction === 'fwd' || isServed(entry) ? undefined : almost(entry)
    return found === undefined ? [] : [{ entry, ...found }]
  })
}

function inWords(kind: SaDifference, entry: SpdEntry, sa: SecurityAssociation): string {
  const template = mainTemplate(entry)
  const values: Readonly<Record<SaDifference, readonly [string, string]>> = {
    addresses: [pair(entry.tunnel.source, entry.tunnel.destination), pair(sa.source, sa.destination)],
    reqid: [String(template?.reqid), String(sa.reqid)],
    mode: [String(template?.mode), String(sa.mode)],
    'interface number': [hex(entry.installed?.scope.interfaceId), hex(sa.scope.interfaceId)],
    mark: [hex(entry.installed?.scope.mark?.value), hex(sa.scope.mark?.value)],
    SPI: [spi(template), hex(sa.spi)],
  }
  const [wanted, found] = values[kind]
  return `it asks for the ${kind} ${wanted}, the SA has ${found}`
}

function pair(source: AddressRange | null, destination: AddressRange | null): string {
  return [source, destination].map((end) => (end === null ? 'any' : formatHost(end))).join(' > ')
}

function spi(template: SaTemplate | undefined): string {
  return hex(template?.spi)
}

function hex(value: number | null | undefined): string {
  return value == null ? 'none' : `0x${value.toString(16)}`
}
