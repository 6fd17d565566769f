import { type AddressRange, equalRanges, mixFamilies, toPrefixes } from '../../address/address-range.ts'
import type { Site } from '../../model/endpoint.ts'
import type { DerivedEntry } from '../../model/vendor.ts'
import { tunnelPair } from '../generic/derive.ts'

/**
 * The filters that ISA Server makes of a Remote Site: for each remote network, one with each routable local network and
 * one with the own external address, except the pair of the two external addresses; each as an outbound and an inbound
 * one-way filter, after splitting ranges into prefixes. Where the remote network is the peer's external address, the
 * filter from it stands first, as in the lists that people know (A5 `ISA-B > SubnetA`, A6 `ISA-B < SubnetA`).
 */
export function deriveFilters(
  site: Site,
  own: AddressRange | null,
  peer: AddressRange | null,
): readonly DerivedEntry[] {
  const networks = site.locals.flatMap((local) => toPrefixes(local.value))
  const listed = own === null || networks.some((range) => equalRanges(range, own))
  const locals = listed ? networks : [...networks, own]
  const entries: DerivedEntry[] = []
  for (const remote of site.remotes.flatMap((network) => toPrefixes(network.value))) {
    const fromPeer = peer !== null && equalRanges(remote, peer)
    for (const local of locals) {
      const betweenGateways = fromPeer && own !== null && equalRanges(local, own)
      if (betweenGateways || mixFamilies(local, remote)) continue
      const [out, inbound] = tunnelPair(local, remote, own, peer)
      entries.push(...(fromPeer ? [inbound, out] : [out, inbound]))
    }
  }
  return entries
}
