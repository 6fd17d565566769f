import { type AddressRange, formatHost } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type FieldsOf, packetFields } from './packet-fields.ts'
import type { Rows } from './rows.ts'
import type { ReportEnd, ReportEntry, ReportInput } from './schema.ts'

/** One end as the report shows it; `inputs` are the pasted blocks that it was read from. */
export function reportEnd(end: Endpoint, inputs: readonly ReportInput[], rows: Rows): ReportEnd {
  return {
    label: end.label,
    name: end.name,
    vendor: end.vendor.id,
    tunnelAddresses: end.addresses.map(({ value }) => formatHost(value)),
    entries: (end.spd ?? []).map(rows.entry),
    inputs: [...inputs],
  }
}

export function reportEntry(entry: SpdEntry, fieldsOf: FieldsOf): ReportEntry {
  const inbound = entry.direction === 'in' || entry.direction === 'fwd'
  return {
    id: entry.id,
    name: entry.name,
    direction: entry.direction,
    action: entry.action,
    mode: entry.mode,
    ...(inbound ? packetFields(entry.selectors, true) : fieldsOf(entry.selectors)),
    tunnel: [hostOrNull(entry.tunnel.source), hostOrNull(entry.tunnel.destination)],
  }
}

function hostOrNull(address: AddressRange | null): string | null {
  return address === null ? null : formatHost(address)
}
