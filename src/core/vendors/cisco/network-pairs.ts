import { type AddressRange, mixFamilies } from '../../address/address-range.ts'
import { added } from './added.ts'

/** Each source with each destination, but none of IPv4 with one of IPv6; a name may stand for either. */
export function networkPairs(
  sources: readonly AddressRange[],
  destinations: readonly AddressRange[],
): readonly (readonly [AddressRange, AddressRange])[] {
  let pairs: (readonly [AddressRange, AddressRange])[] = []
  for (const source of sources)
    for (const destination of destinations) {
      if (!mixFamilies(source, destination)) pairs = added(pairs, [source, destination])
    }
  return pairs
}
