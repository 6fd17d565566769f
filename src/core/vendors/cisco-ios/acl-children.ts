import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import { childOf, type Pair } from '../cisco/pairs-of-list.ts'
import type { ChildSettings, GatewayHosts } from './children.ts'

/** A child for each of the pairs, of one connection. */
export function aclChildren(pairs: readonly Pair[], settings: ChildSettings, hosts: GatewayHosts): ChildConfig[] {
  const tunnel =
    settings.mode.value === 'tunnel' ? settings : { ...settings, mode: { ...settings.mode, value: 'tunnel' } as const }
  return pairs.map((pair) => {
    const own = settings === tunnel || isBetweenGateways(pair, hosts) ? settings : tunnel
    return childOf(pair, own)
  })
}

/**
 * Transport mode is for packets between the two gateways themselves; for others IOS negotiates tunnel mode (Cisco IOS
 * Security Command Reference, "mode (IPSec)").
 */
function isBetweenGateways({ local, remote }: Pair, { own, peer }: GatewayHosts): boolean {
  return isHost(local.value[0], own) && isHost(remote.value[0], peer)
}

function isHost(side: SelectorTemplate | undefined, host: AddressRange | undefined): boolean {
  if (side === undefined) return false
  const { addresses } = side
  return (
    addresses === 'dynamic' || (host === undefined ? addresses.from === addresses.to : equalRanges(addresses, host))
  )
}
