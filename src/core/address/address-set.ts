import { type AddressRange, containsRange, equalRanges, intersectRanges, sizeOf } from './address-range.ts'

/**
 * Any addresses, of any families. Invariant, kept by the functions of this file, which alone make one: the ranges are
 * sorted by family and start, disjoint, and not adjacent (names never are). So equal sets are equal range by range.
 */
export interface AddressSet {
  readonly ranges: readonly AddressRange[]
}

/** The addresses of any ranges, in any order; they may overlap. O(n log n). */
export function fromRanges(ranges: readonly AddressRange[]): AddressSet {
  const merged: AddressRange[] = []
  for (const range of ranges.toSorted(compareStarts)) {
    const last = merged.at(-1)
    if (last === undefined || !touches(last, range)) merged.push(range)
    else if (range.to > last.to) merged[merged.length - 1] = { ...last, to: range.to }
  }
  return { ranges: merged }
}

/** Addresses of either set. O(n log n). */
export function unite(a: AddressSet, b: AddressSet): AddressSet {
  return fromRanges([...a.ranges, ...b.ranges])
}

/** Addresses of both sets. O(n). */
export function intersect(a: AddressSet, b: AddressSet): AddressSet {
  const ranges: AddressRange[] = []
  for (const [range, hits] of meetings(a, b)) ranges.push(...hits.flatMap((hit) => intersectRanges(range, hit) ?? []))
  return { ranges }
}

/** Addresses of `a` that are not in `b`. O(n). */
export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  const ranges: AddressRange[] = []
  for (const [range, hits] of meetings(a, b)) {
    let from = range.from
    for (const hit of hits) {
      if (from < hit.from) ranges.push({ ...range, from, to: hit.from - 1n })
      from = hit.to + 1n
    }
    if (from <= range.to) ranges.push({ ...range, from })
  }
  return { ranges }
}

/** The set has each address of the range. O(log n). */
export function contains({ ranges }: AddressSet, range: AddressRange): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const own = ranges[middle]
    if (own !== undefined && compareStarts(own, range) <= 0) low = middle + 1
    else high = middle
  }
  const last = ranges[low - 1]
  return last !== undefined && containsRange(last, range)
}

export function isEmpty(set: AddressSet): boolean {
  return set.ranges.length === 0
}

/** Same addresses. */
export function equal(a: AddressSet, b: AddressSet): boolean {
  if (a.ranges.length !== b.ranges.length) return false
  return a.ranges.every((range, at) => {
    const other = b.ranges[at]
    return other !== undefined && equalRanges(range, other)
  })
}

/** Number of addresses; each name counts as one. */
export function size(set: AddressSet): bigint {
  let sum = 0n
  for (const range of set.ranges) sum += sizeOf(range)
  return sum
}

function compareStarts(a: AddressRange, b: AddressRange): number {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
}

/** `next`, which starts no earlier, overlaps `range` or follows it without a gap. */
function touches(range: AddressRange, next: AddressRange): boolean {
  const gap = range.family === 'name' ? 0n : 1n
  return range.family === next.family && next.from <= range.to + gap
}

/** Each range of `a` with the ranges of `b` that it overlaps, in one sweep over both. */
function* meetings(a: AddressSet, b: AddressSet): Generator<readonly [AddressRange, readonly AddressRange[]]> {
  let first = 0
  for (const range of a.ranges) {
    for (let other = b.ranges[first]; other !== undefined && isBefore(other, range); other = b.ranges[first]) first += 1
    let last = first
    for (let other = b.ranges[last]; other !== undefined && !isBefore(range, other); other = b.ranges[last]) last += 1
    yield [range, b.ranges.slice(first, last)]
  }
}

/** All of `a` lies before all of `b`. */
function isBefore(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family ? a.to < b.from : a.family < b.family
}
