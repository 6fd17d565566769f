import type { AddressRange } from '../../address/address-range.ts'
import { RangeMap } from '../../address/range-map.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { AddressTerm, PacketFilter } from '../../model/spd-entry.ts'
import type { Span } from '../../text/source-text.ts'
import { windows } from './vendor.ts'

/** The end that a list of Windows filters tells of, whichever tool printed them; `undefined`: none is known. */
export function filterFragment(
  name: string | null,
  filters: readonly PacketFilter[] | undefined,
  span: Span,
): EndpointFragment {
  return {
    vendor: windows,
    name,
    label: null,
    addresses: tunnelEnds(filters ?? [], 'in'),
    peers: tunnelEnds(filters ?? [], 'out'),
    filters,
    site: undefined,
    settings: {},
    editor: null,
    span,
  }
}

/** Where the tunnels of one direction end: outbound ones at the peer, inbound ones here. */
function tunnelEnds(filters: readonly PacketFilter[], direction: 'in' | 'out'): Stated<AddressRange>[] {
  const found: Stated<AddressRange>[] = []
  const known = new RangeMap<true>()
  let last: AddressTerm | null = null
  for (const filter of filters) {
    const end = filter.tunnel.destination
    const span = filter.spans.at(0)
    if (end === last || filter.direction !== direction || end === null || end === 'own' || span === undefined) continue
    last = end
    if (known.get(end)) continue
    known.set(end, true)
    found.push(stated(end, span))
  }
  return found
}
