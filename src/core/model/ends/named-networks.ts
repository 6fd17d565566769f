import { type AddressRange, formatRange } from '../../address/address-range.ts'
import type { EndpointFragment } from '../endpoint.ts'
import { rememberedOf } from '../remembered.ts'

/** The networks and hosts that a text protects, on either side, in its order. */
export const namedNetworks = rememberedOf(({ site, filters = [], ike }: EndpointFragment): ReadonlySet<string> => {
  const ranges: AddressRange[] = [...(site?.locals ?? []), ...(site?.remotes ?? [])].map(({ value }) => value)
  for (const { source, destination } of filters)
    for (const each of [source, destination]) if (each !== 'own') ranges.push(each)
  for (const { children } of ike?.connections ?? [])
    for (const { local, remote } of children)
      for (const { addresses } of [...local.value, ...remote.value]) if (addresses !== 'dynamic') ranges.push(addresses)
  return new Set(ranges.map(formatRange))
})
