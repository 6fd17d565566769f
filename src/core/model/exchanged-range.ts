import { type AddressRange, containsRange, equalRanges } from '../address/address-range.ts'

/**
 * The range of a list that an exchange is about: the one itself, or one that holds it and lies in what is to stand there. A product may make
 * several networks of one range.
 */
export function exchangedIn(
  list: Iterable<AddressRange>,
  from: AddressRange,
  to: AddressRange,
): AddressRange | undefined {
  let around: AddressRange | undefined
  for (const range of list) {
    if (equalRanges(range, from)) return range
    if (containsRange(range, from) && containsRange(to, range)) around = range
  }
  return around
}
