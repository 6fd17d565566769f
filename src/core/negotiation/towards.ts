import { type AddressRange, equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { boxKey } from '../selectors/box.ts'

/**
 * Whether an entry belongs to the tunnel to `peer`: it ends at one of the peer's addresses (inbound: it comes from there
 * or ends here), or does not say. Bypass and discard entries belong to every tunnel; a transport entry, to the host that
 * it names.
 */
export function isTowards(entry: SpdEntry, end: Endpoint, { addresses }: Pick<Endpoint, 'addresses'>): boolean {
  if (entry.action !== 'protect') return true
  if (entry.mode === 'transport' && entry.negotiated === undefined) {
    return entry.selectors.some((box) => isAmong(addresses, box.remote))
  }
  if (entry.negotiated !== undefined && end.meant !== undefined) return end.meant.has(entry.negotiated.connection.name)
  const inbound = entry.direction === 'in' || entry.direction === 'fwd'
  const far = inbound ? entry.tunnel.source : entry.tunnel.destination
  if (far === null) return end.peers.length < 2 || servesPeer(entry, end, addresses)
  return isAmong(addresses, far) || (end.peers.length < 2 && !knowsPeer(end, addresses))
}

/** Asked for each entry, of mostly one address. */
function isAmong(addresses: Endpoint['addresses'], address: AddressRange): boolean {
  for (const { value } of addresses) if (equalRanges(value, address)) return true
  return false
}

/** One of the peer's addresses is among those that the end goes to. */
const knowsPeer = remembered((end: Endpoint, addresses: Endpoint['addresses']): boolean =>
  end.peers.some(({ value }) => isAmong(addresses, value)),
)

/** An inbound entry without a tunnel source goes with the outbound entry for the same packets. */
function servesPeer(entry: SpdEntry, end: Endpoint, addresses: Endpoint['addresses']): boolean {
  const partners = outwardOf(end)
  const [partner] = entry.selectors.flatMap((box) => partners.get(boxKey(box)) ?? [])
  const far = partner?.tunnel.destination
  return far != null && isAmong(addresses, far)
}

/** The first outbound entry of an end for each box, of those that tell where their tunnel goes. */
const outwardOf = rememberedOf((end: Endpoint): ReadonlyMap<string, SpdEntry> => {
  const found = new Map<string, SpdEntry>()
  for (const entry of end.spd ?? []) {
    if (entry.direction !== 'out' || entry.tunnel.destination === null) continue
    for (const box of entry.selectors) if (!found.has(boxKey(box))) found.set(boxKey(box), entry)
  }
  return found
})
