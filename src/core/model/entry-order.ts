import type { AddressRange } from '../address/address-range.ts'
import { type Box, boxVolume } from '../selectors/box.ts'
import type { Interval } from '../selectors/interval.ts'
import type { SpdEntry } from './spd-entry.ts'

/** Windows: the heavier filter first; where weights are not printed, the more specific one. */
export function heaviestFirst(a: SpdEntry, b: SpdEntry): number {
  if (a.weight !== null && b.weight !== null && a.weight !== b.weight) return a.weight > b.weight ? -1 : 1
  return mostSpecificFirst(a, b)
}

/** Linux: the lowest priority value first; where none is printed, the more specific one. */
export function lowestFirst(a: SpdEntry, b: SpdEntry): number {
  if (a.weight !== null && b.weight !== null && a.weight !== b.weight) return a.weight < b.weight ? -1 : 1
  return mostSpecificFirst(a, b)
}

/** The entry that covers fewer packets first, so that one inside another comes before it. */
export function mostSpecificFirst(a: SpdEntry, b: SpdEntry): number {
  const [first, second] = [volume(a), volume(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

/** First match in the order of the configuration. */
export function asWritten(): number {
  return 0
}

/** A number where that is exact, as that of nearly every entry; both kinds compare with each other. */
function volume({ selectors }: SpdEntry): bigint | number {
  const [only] = selectors
  const exact = only !== undefined && selectors.length === 1 ? exactVolume(only) : undefined
  if (exact !== undefined) return exact
  let sum = 0n
  for (const box of selectors) sum += boxVolume(box)
  return sum
}

/** Of IPv4, where all sizes but one are powers of two, so that the product has not many more digits than that one. */
function exactVolume({ local, remote, protocol, localPort, remotePort }: Box): number | undefined {
  if (local.family !== 'ipv4' || remote.family !== 'ipv4') return undefined
  const [ours, theirs] = [addresses(local), addresses(remote)]
  const services = count(protocol) * count(localPort) * count(remotePort)
  const [isOurs, isTheirs, areServices] = [isPowerOfTwo(ours), isPowerOfTwo(theirs), isPowerOfTwo(services)]
  return (isOurs && (isTheirs || areServices)) || (isTheirs && areServices) ? ours * theirs * services : undefined
}

/** Or a number of at most 40 bits with eight digits and zeros, whose lowest 32 bits, which are looked at, are none. */
function isPowerOfTwo(size: number): boolean {
  return (size & (size - 1)) === 0
}

function addresses({ from, to }: AddressRange): number {
  return Number(to) - Number(from) + 1
}

function count({ from, to }: Interval): number {
  return to - from + 1
}
