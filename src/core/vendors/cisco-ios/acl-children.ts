import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { ChildConfig, SelectorPair, SelectorTemplate } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import type { Acl, AclPair } from './access-lists.ts'
import type { ChildSettings, GatewayHosts } from './children.ts'

/** So many pairs that are denied are taken out of the permit lines of one list. */
export const MOST_DENIED = 1024

/** A pair of a permit line, as all have it that name the list. */
interface PermittedPair {
  readonly name: string
  readonly span: Span
  readonly sides: SelectorPair
  readonly local: Stated<readonly SelectorTemplate[]>
  readonly remote: Stated<readonly SelectorTemplate[]>
  readonly except: readonly SelectorPair[]
}

export interface PairsOfAcl {
  readonly permitted: readonly PermittedPair[]
  /** The deny lines beyond the bound. */
  readonly passedOver: readonly Span[]
}

/**
 * The pairs of the permit lines of a crypto ACL. Lines above them that deny take their packets out: those go on to the next
 * entry of the map (Cisco IOS Security Configuration Guide, "Crypto Access Lists").
 */
export const pairsOfAcl = rememberedOf((acl: Acl): PairsOfAcl => {
  let except: readonly SelectorPair[] = []
  let permitted: PermittedPair[] = []
  const passedOver: Span[] = []
  for (const [index, { action, pairs, span }] of acl.lines.entries()) {
    if (action === 'deny') {
      const room = MOST_DENIED - except.length
      if (pairs.length > room) passedOver.push(span)
      if (room > 0) except = [...except, ...pairs.slice(0, room).map((pair) => sidesOf(pair, span))]
      continue
    }
    for (const [at, pair] of pairs.entries()) {
      const number = pairs.length > 1 ? `${index + 1}.${at + 1}` : `${index + 1}`
      const sides = sidesOf(pair, span)
      const [local, remote] = [stated([sides.local], span), stated([sides.remote], span)]
      permitted = added(permitted, { name: `${acl.name} line ${number}`, span, sides, local, remote, except })
    }
  }
  return { permitted, passedOver }
})

/** A child for each of the pairs, of one connection. */
export function aclChildren({ permitted }: PairsOfAcl, settings: ChildSettings, hosts: GatewayHosts): ChildConfig[] {
  const tunnel =
    settings.mode.value === 'tunnel' ? settings : { ...settings, mode: { ...settings.mode, value: 'tunnel' } as const }
  return permitted.map(({ name, span, sides, local, remote, except }) => {
    const own = settings === tunnel || isBetweenGateways(sides, hosts) ? settings : tunnel
    return except.length === 0 ? { name, span, local, remote, ...own } : { name, span, local, remote, except, ...own }
  })
}

function sidesOf(pair: AclPair, span: Span): SelectorPair {
  return {
    local: { addresses: pair.source, protocol: pair.protocol, ports: pair.sourcePort, span },
    remote: { addresses: pair.destination, protocol: pair.protocol, ports: pair.destinationPort, span },
  }
}

/**
 * Transport mode is for packets between the two gateways themselves; for others IOS negotiates tunnel mode (Cisco IOS
 * Security Command Reference, "mode (IPSec)").
 */
function isBetweenGateways({ local, remote }: SelectorPair, { own, peer }: GatewayHosts): boolean {
  return isHost(local, own) && isHost(remote, peer)
}

function isHost({ addresses }: SelectorTemplate, host: AddressRange | undefined): boolean {
  return (
    addresses === 'dynamic' || (host === undefined ? addresses.from === addresses.to : equalRanges(addresses, host))
  )
}
