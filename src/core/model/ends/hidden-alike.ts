import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import { isHiddenNetwork, numberedHidden } from '../../address/hidden-address.ts'
import type { EndpointFragment } from '../endpoint.ts'
import type { PlacedFragment } from './end-group.ts'
import { type Renaming, withRenamed } from './renamed-hosts.ts'
import { hostsOf, meet, networksOf } from './told-sides.ts'

/** Texts of one request whose gateways are hidden. */
const TOLD_APART = 20

/**
 * The texts, in their order, with a name of its own for each of two gateways that are hidden alike: the own one and the peer's in one
 * text (`x.x.x.x` for both), or the own ones of two texts that protect each other's networks. Where each of these has one peer, that
 * is the other one.
 */
export function hiddenApart(placed: readonly PlacedFragment[]): readonly PlacedFragment[] {
  const hiding = placed.filter(({ fragment }) => hiddenHosts(fragment) !== undefined)
  if (hiding.length === 0) return placed
  // Among more of them nobody could tell which is whose.
  const known = hiding.length > TOLD_APART ? [] : hiding
  return placed.map((one) => {
    const others = known.filter((other) => other !== one && isOfOtherEnd(one.fragment, other.fragment))
    const renaming = renamingOf(one, others, placed)
    return renaming === undefined ? one : { ...one, fragment: withRenamed(one.fragment, renaming) }
  })
}

function renamingOf(
  one: PlacedFragment,
  [other, ...more]: readonly PlacedFragment[],
  placed: readonly PlacedFragment[],
): Renaming | undefined {
  const hosts = hiddenHosts(one.fragment)
  const theirs = other && more.length === 0 ? hiddenHosts(other.fragment) : undefined
  if (hosts === undefined) return undefined
  const { own = hosts.peer, peer } = hosts
  const areAlike = theirs !== undefined && equalRanges(own, theirs.own ?? theirs.peer)
  if (!areAlike && (hosts.own === undefined || !equalRanges(own, peer))) return undefined
  const met = areAlike && other !== undefined ? placed.indexOf(other) : placed.length
  return {
    own: [{ from: own, to: numberedHidden(own, placed.indexOf(one) + 1) }],
    peer: [{ from: peer, to: numberedHidden(areAlike ? own : peer, met + 1) }],
  }
}

/** The own address of a text, where it tells one, and its only peer, where both are hidden. */
function hiddenHosts(
  fragment: EndpointFragment,
): { readonly own: AddressRange | undefined; readonly peer: AddressRange } | undefined {
  const hosts = hostsOf(fragment)
  const [[own, ...others], [peer, ...morePeers]] = [hosts.own, hosts.peer]
  if (peer === undefined || others.length > 0 || morePeers.length > 0) return undefined
  return [own ?? peer, peer].every(isHiddenNetwork) ? { own, peer } : undefined
}

/** It calls itself otherwise, or protects what the other one reaches through the tunnel, and the other way round. */
function isOfOtherEnd(one: EndpointFragment, other: EndpointFragment): boolean {
  if (one.name !== null && other.name !== null && one.name !== other.name) return true
  const [mine, theirs] = [networksOf(one), networksOf(other)]
  return meet(mine.local, theirs.remote) && meet(mine.remote, theirs.local) && !meet(mine.local, theirs.local)
}
