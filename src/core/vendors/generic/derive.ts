import { type AddressRange, equalRanges, mixFamilies } from '../../address/address-range.ts'
import type { Site } from '../../model/endpoint.ts'
import type { DerivedEntry } from '../../model/vendor.ts'
import { trafficBetween } from '../../selectors/box.ts'

/**
 * Each local network with each remote one, both ways: what the lists of a description say, and nothing else. Only the
 * pair of the two gateways themselves is left out, since IKE and ESP travel between them outside the tunnel.
 */
export function deriveEntries(
  site: Site,
  own: AddressRange | null,
  peer: AddressRange | null,
): readonly DerivedEntry[] {
  return site.remotes.flatMap((remote) =>
    site.locals
      .filter((local) => !mixFamilies(local.value, remote.value))
      .filter((local) => !isSame(local.value, own) || !isSame(remote.value, peer))
      .flatMap((local) => tunnelPair(local.value, remote.value, own, peer)),
  )
}

function isSame(range: AddressRange, gateway: AddressRange | null): boolean {
  return gateway !== null && equalRanges(range, gateway)
}

/** An outbound and an inbound tunnel entry for the same packets. */
export function tunnelPair(
  local: AddressRange,
  remote: AddressRange,
  own: AddressRange | null,
  peer: AddressRange | null,
): [DerivedEntry, DerivedEntry] {
  const entry = { action: 'protect', mode: 'tunnel', selectors: [trafficBetween(local, remote)] } as const
  return [
    { ...entry, direction: 'out', tunnel: { source: own, destination: peer } },
    { ...entry, direction: 'in', tunnel: { source: peer, destination: own } },
  ]
}
