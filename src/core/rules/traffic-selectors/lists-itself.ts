import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'

/** Whether the remote networks of an end that protects its own address by itself name just that address. */
export function listsItself({ site, vendor, addresses }: Endpoint): boolean {
  if (!vendor.protectsOwnAddress || site === undefined) return false
  return site.remotes.some((remote) => addresses.some(({ value }) => equalRanges(value, remote.value)))
}

export function isOwnAddress({ addresses }: Endpoint, range: AddressRange): boolean {
  return addresses.some(({ value }) => equalRanges(value, range))
}
