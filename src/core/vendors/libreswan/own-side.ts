import { type AddressRange, isPrivate } from '../../address/address-range.ts'
import { type Host, isOneOf, type SideRule, type TwoHosts } from '../freeswan/own-side.ts'

/**
 * pluto looks which side has an address of its host. Where neither has one of those that are known, a gateway behind NAT
 * is likely, whose private address stands in the text; else the left one is taken, as people write it.
 */
export const libreswanSides: SideRule = {
  fixed,
  of: (hosts, own, peers) => {
    // An address of the own host tells more than the word for the address of the default route.
    if (hosts.left === 'own' && isOneOf(hosts.right, own)) return 'right'
    if (hosts.right === 'own' && isOneOf(hosts.left, own)) return 'left'
    // Of an address that is another's, with anybody on the other side, neither is the own one: `%any` is taken to be meant.
    if (own.length > 0 && isForeign(hosts.left, hosts.right, own)) return 'right'
    if (own.length > 0 && isForeign(hosts.right, hosts.left, own)) return 'left'
    const told = fixed(hosts)
    if (told !== null) return told
    if (isOneOf(hosts.left, own)) return 'left'
    if (isOneOf(hosts.right, own)) return 'right'
    // Neither is, so that pluto finds none; what is not the peer's is meant.
    if (own.length > 0 && isOneOf(hosts.left, peers)) return 'right'
    if (own.length > 0 && isOneOf(hosts.right, peers)) return 'left'
    return own.length > 0 && isPrivateHost(hosts.right) && !isPrivateHost(hosts.left) ? 'right' : 'left'
  },
}

/** The one that is `%defaultroute`, or the one whose peer is anybody. */
function fixed({ left, right }: TwoHosts) {
  if (left === 'own' || (right === 'any' && left !== 'any')) return 'left'
  return right === 'own' || (left === 'any' && right !== 'any') ? 'right' : null
}

function isPrivateHost(host: Host): boolean {
  return typeof host !== 'string' && host.family !== 'name' && isPrivate(host)
}

function isForeign(address: Host, other: Host, own: readonly AddressRange[]): boolean {
  return other === 'any' && typeof address !== 'string' && !isOneOf(address, own)
}
