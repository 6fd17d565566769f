import { type AddressRange, equalRanges, formatRange } from '../../address/address-range.ts'
import type { AddressTerm, PacketFilter } from '../spd-entry.ts'

/**
 * Whose filters are these? The tunnel addresses that can be the owner's, best first: one when the filters prove it, two
 * when either end could have them, none when no tunnel destination is concrete.
 *
 * What proves it: a direction, stated or told by "my address" (an inbound tunnel ends at its owner); that a filter is for packets between
 * "my address" and the other one; with several peers, the one address that
 * every pair of filters ends at in one direction; or a filter from the tunnel address X to the tunnel's far end Y without
 * one from Y to X, since a gateway protects its own traffic before it knows of the other's. The last one proves nothing of
 * an address that is known to be another end's (`others`).
 */
export function ownAddressCandidates(
  filters: readonly PacketFilter[],
  others: readonly AddressRange[],
): AddressRange[] {
  const tunnels = filters.filter((filter) => isRange(filter.tunnel.destination))
  const inbound = tunnels.filter((filter) => directionOf(filter) === 'in')
  if (inbound.length > 0) return distinct(inbound.map((filter) => filter.tunnel.destination))
  const destinations = distinct(tunnels.map((filter) => filter.tunnel.destination))
  if (destinations.length < 2) return []
  const outbound = new Set(
    distinct(tunnels.filter((filter) => directionOf(filter) === 'out').map((filter) => filter.tunnel.destination)).map(
      formatRange,
    ),
  )
  const beside = new Set(filters.flatMap(oppositeOwn).map(formatRange))
  const possible = destinations.filter((address) => {
    const written = formatRange(address)
    return !outbound.has(written) && !beside.has(written) && endsEveryPair(address, tunnels)
  })
  if (possible.length < 2) return possible
  const initiators = possible.filter(
    (address) => protectsOnly(address, tunnels) && !others.some((other) => equalRanges(other, address)),
  )
  return initiators.length === 1 ? initiators : possible.slice(0, 2).toReversed()
}

/** As stated, or as the keyword "my address" tells: it is the source of what goes out. */
function directionOf(filter: PacketFilter): PacketFilter['direction'] {
  if (filter.direction !== null || filter.mirrored) return filter.direction
  if (filter.source === 'own') return 'out'
  return filter.destination === 'own' ? 'in' : null
}

/** What stands at the other side of the keyword "my address". */
function oppositeOwn({ source, destination }: PacketFilter): AddressRange[] {
  return [source, destination].filter((_, at) => [destination, source][at] === 'own').filter(isRange)
}

/** Of each filter and the filter of the way back, where there is one, one ends at this address. */
function endsEveryPair(address: AddressRange, filters: readonly PacketFilter[]): boolean {
  const own = formatRange(address)
  const all = new Set(filters.map(way))
  const endsHere = new Set(filters.filter((filter) => term(filter.tunnel.destination) === own).map(way))
  return filters.every((filter) => {
    const back = wayBack(filter)
    return term(filter.tunnel.destination) === own || endsHere.has(back) || !all.has(back)
  })
}

/** It sends from itself into the tunnel to another address, and that address does not do the same. */
function protectsOnly(address: AddressRange, filters: readonly PacketFilter[]): boolean {
  const own = formatRange(address)
  const far = new Set(
    filters
      .filter((filter) => term(filter.source) === own && term(filter.tunnel.destination) !== own)
      .map((filter) => term(filter.tunnel.destination)),
  )
  if (far.size === 0) return false
  return !filters.some((filter) => far.has(term(filter.source)) && term(filter.tunnel.destination) === own)
}

function way(filter: PacketFilter): string {
  return `${term(filter.source)} ${term(filter.destination)} ${filter.protocol.from} ${filter.sourcePort.from} ${filter.destinationPort.from}`
}

function wayBack(filter: PacketFilter): string {
  return `${term(filter.destination)} ${term(filter.source)} ${filter.protocol.from} ${filter.destinationPort.from} ${filter.sourcePort.from}`
}

function term(address: AddressTerm | null): string {
  return isRange(address) ? formatRange(address) : String(address)
}

function isRange(address: AddressTerm | null): address is AddressRange {
  return address !== null && address !== 'own'
}

function distinct(addresses: readonly (AddressTerm | null)[]): AddressRange[] {
  const found = new Map<string, AddressRange>()
  for (const address of addresses) if (isRange(address)) found.set(formatRange(address), address)
  return [...found.values()]
}
