import { type AddressRange, equalRanges, rangeKey } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'

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
  const far = farEndOf(entry)
  if (far === null) return (end.peers.length < 2 && !goesElsewhere(end, addresses)) || servesPeer(entry, end, addresses)
  return isAmong(addresses, far) || !goesByAddress(end, addresses)
}

interface Listed {
  readonly entry: SpdEntry
}

/** Positions of the entries of a list that belong to the tunnel to `peer`, ascending. A hub is asked for each of its peers. */
export function positionsTowards(list: readonly Listed[], end: Endpoint, peer: Endpoint): readonly number[] {
  const isMeant = (at: number) => {
    const listed = list[at]
    return listed !== undefined && isTowards(listed.entry, end, peer)
  }
  if (!goesByAddress(end, peer.addresses)) return [...list.keys()].filter(isMeant)
  const { others, byFarEnd } = partedByFarEnd(list)
  const found = others.filter(isMeant)
  for (const key of new Set(peer.addresses.map(({ value }) => rangeKey(value))))
    for (const at of byFarEnd.get(key) ?? []) found.push(at)
  return found.sort((a, b) => a - b)
}

/** The entries of which the far end of their tunnel alone tells whose they are, by its address, and all others. */
const partedByFarEnd = rememberedOf((list: readonly Listed[]) => {
  const others: number[] = []
  const byFarEnd = new Map<string, number[]>()
  let last: AddressRange | null = null
  let together: number[] = []
  for (const [at, { entry }] of list.entries()) {
    const isTunnel = entry.action === 'protect' && entry.mode !== 'transport' && entry.negotiated === undefined
    const far = isTunnel ? farEndOf(entry) : null
    if (far === null) {
      others.push(at)
      continue
    }
    // Most stand beside others with the same one.
    if (last === null || !equalRanges(far, last)) {
      last = far
      together = byFarEnd.get(rangeKey(far)) ?? []
      byFarEnd.set(rangeKey(far), together)
    }
    together.push(at)
  }
  return { others, byFarEnd }
})

function farEndOf({ direction, tunnel }: SpdEntry): AddressRange | null {
  return direction === 'in' || direction === 'fwd' ? tunnel.source : tunnel.destination
}

/** An end with one peer goes to whatever stands at the other end, where that has none of the addresses that it knows. */
function goesByAddress(end: Endpoint, addresses: Endpoint['addresses']): boolean {
  return end.peers.length >= 2 || knowsPeer(end, addresses)
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

/**
 * Its tunnels tell where they go, and one of them goes elsewhere than to these addresses. Its entries are asked, since an end in a
 * pair has only the peers of this pair.
 */
const goesElsewhere = remembered(
  (end: Endpoint, addresses: Endpoint['addresses']): boolean =>
    goesByAddress(end, addresses) &&
    (end.spd ?? []).some((entry) => isOutward(entry) && !isAmong(addresses, entry.tunnel.destination)),
)

/** An inbound entry without a tunnel source goes with the outbound entry for the same packets, or else for some of them. */
function servesPeer(entry: SpdEntry, { spd = [] }: Endpoint, addresses: Endpoint['addresses']): boolean {
  const { far, index } = outwardIn(spd)
  return entry.selectors.some((box) => {
    const [equal] = index.equalTo(box)
    const partners = equal === undefined ? index.overlapping(box) : [equal]
    return partners.some((at) => far[at] !== undefined && isAmong(addresses, far[at]))
  })
}

type Outward = SpdEntry & { readonly tunnel: { readonly destination: AddressRange } }

/** It goes into a tunnel of which the far end shows. */
function isOutward(entry: SpdEntry): entry is Outward {
  return entry.direction === 'out' && entry.action === 'protect' && entry.tunnel.destination !== null
}

/** What goes out, and to where; the same for each peer of a hub. */
const outwardIn = rememberedOf((spd: readonly SpdEntry[]) => {
  const outward = spd.filter(isOutward)
  return {
    far: outward.flatMap(({ selectors, tunnel }) => selectors.map(() => tunnel.destination)),
    index: buildBoxIndex(outward.flatMap(({ selectors }) => selectors)),
  }
})
