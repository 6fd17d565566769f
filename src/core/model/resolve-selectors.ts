import type { AddressRange } from '../address/address-range.ts'
import type { Selector } from '../selectors/traffic-selector.ts'
import type { SelectorTemplate } from './ike-policy.ts'

/** The selectors of one side, with the address of the IKE SA in the place of `dynamic`. */
export function resolveSelectors(templates: readonly SelectorTemplate[], host: AddressRange): Selector[] {
  return templates.map(({ addresses, protocol, ports }) => ({
    addresses: addresses === 'dynamic' ? host : addresses,
    protocol,
    ports,
  }))
}
