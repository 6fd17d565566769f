import type { AddressRange } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { Stated } from '../../model/setting.ts'
import type { Interface } from './interfaces.ts'
import { addressOf, type IosConfig } from './ios-config.ts'
import type { CryptoMap } from './ipsec.ts'

/** Interfaces that a crypto map is applied to. */
export function appliedTo({ interfaces }: Pick<IosConfig, 'interfaces'>, map: string): readonly Interface[] {
  return byCryptoMap(interfaces).get(map) ?? []
}

const byCryptoMap = rememberedOf((interfaces: IosConfig['interfaces']) =>
  grouped(interfaces.values(), ({ cryptoMap }) => cryptoMap?.value),
)

/** Each entry of a map asks for it. */
const hasPeerOfIpv6 = rememberedOf((map: CryptoMap) =>
  map.entries.some(({ peers }) => peers.some(({ value }) => value.family === 'ipv6')),
)

/** That of the group of HSRP which the map names there ("IPsec VPN High Availability Enhancements"). */
function virtualAddress({ standby, redundancy }: Interface): Stated<AddressRange> | undefined {
  return [...(standby?.values() ?? [])].find(({ name }) => name === redundancy)?.address
}

/** The address from which a crypto map speaks; `undefined` where it is applied to no interface that has one. */
export function ownAddress(config: IosConfig, map: CryptoMap): Stated<AddressRange> | undefined {
  if (map.localAddress !== undefined) return addressOf(config, map.localAddress.value)
  const virtual = appliedTo(config, map.name).find(({ redundancy }) => redundancy !== undefined)
  // Where the group was not pasted, its address is not known.
  if (virtual !== undefined) return virtualAddress(virtual)
  const is6 = hasPeerOfIpv6(map)
  const own = appliedTo(config, map.name).map(({ address, address6 }) => (is6 ? (address6 ?? address) : address))
  return own.find((address) => address !== undefined)
}
