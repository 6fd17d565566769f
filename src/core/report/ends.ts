import { formatHost } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Rows } from './rows.ts'
import type { ReportEnd, ReportInput } from './schema.ts'

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
