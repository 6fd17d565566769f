import type { AddressRange } from '../address/address-range.ts'
import { type Box, mirrorBox, sameService } from '../selectors/box.ts'
import type { Coverage } from './coverage.ts'

/**
 * Of pairs of the other end that have one network in common with this one, the pair whose other network is most like this
 * one's: a slip of the pen changes a digit, and the networks of a site are numbered next to each other. The one for the same
 * protocol and ports comes before any other, then the one with the most leading bits in common. `undefined` where two are as
 * near: nobody can tell which of them is meant.
 */
export function nearestPair({ box }: Coverage, candidates: readonly Coverage[]): Coverage | undefined {
  let nearest: Coverage | undefined
  let most = -1
  for (const candidate of candidates) {
    const likeness = likenessOf(box, mirrorBox(candidate.box))
    if (likeness < most) continue
    nearest = likeness === most ? undefined : candidate
    most = likeness
  }
  return nearest
}

/** Both boxes as one end sees them. Of an equal network all bits are in common, so that the sum is a matter of the other one. */
function likenessOf(one: Box, other: Box): number {
  const bits = commonBits(one.local, other.local) + commonBits(one.remote, other.remote)
  return sameService(one, other) ? bits + MORE_THAN_ALL_BITS : bits
}

const MORE_THAN_ALL_BITS = 2 * 128 + 1

/** Leading bits that the first addresses of two ranges have in common; names have none. */
function commonBits(a: AddressRange, b: AddressRange): number {
  if (a.family === 'ipv4' && b.family === 'ipv4') return Math.clz32(a.from ^ b.from)
  if (a.family !== 'ipv6' || b.family !== 'ipv6') return 0
  const difference = a.from ^ b.from
  return difference === 0n ? 128 : 128 - difference.toString(2).length
}
