import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Pair, pairsOfList } from '../cisco/pairs-of-list.ts'
import type { Acl } from './access-lists.ts'
import type { ChildSettings, GatewayHosts } from './children.ts'

/** The pairs of an access list, for all entries that name it. */
export const pairsOfAcl = rememberedOf(({ name, lines }: Acl) => pairsOfList(name, lines, ({ span }) => span))

/** A child for each of the pairs, of one connection. */
export function aclChildren(pairs: readonly Pair[], settings: ChildSettings, hosts: GatewayHosts): ChildConfig[] {
  const tunnel =
    settings.mode.value === 'tunnel' ? settings : { ...settings, mode: { ...settings.mode, value: 'tunnel' } as const }
  return pairs.map((pair) => {
    const { name, span, local, remote, except } = pair
    const own = settings === tunnel || isBetweenGateways(pair, hosts) ? settings : tunnel
    return except === undefined ? { name, span, local, remote, ...own } : { name, span, local, remote, except, ...own }
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
