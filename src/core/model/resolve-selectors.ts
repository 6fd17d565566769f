import type { AddressRange } from '../address/address-range.ts'
import type { Selector, SelectorSides } from '../selectors/traffic-selector.ts'
import type { Hosts } from './ike-daemon.ts'
import type { ChildConfig, SelectorTemplate } from './ike-policy.ts'

/** The selectors of one side, with the address of the IKE SA in the place of `dynamic`. */
export function resolveSelectors(templates: readonly SelectorTemplate[], host: AddressRange): Selector[] {
  return templates.map(({ addresses, protocol, ports }) => ({
    addresses: addresses === 'dynamic' ? host : addresses,
    protocol,
    ports,
  }))
}

/** The selectors of a child as they are configured, between these two hosts. */
export function selectorSides({ local, remote }: ChildConfig, { own, peer }: Hosts): SelectorSides {
  return { local: resolveSelectors(local.value, own), remote: resolveSelectors(remote.value, peer) }
}
