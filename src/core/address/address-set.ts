import {
  type AddressRange,
  after,
  before,
  between,
  containsRange,
  type Ipv4Range,
  type WideRange,
} from './address-range.ts'
import { byStart, LOW } from './by-start.ts'

/**
 * Any addresses, of any families. Invariant, kept by the functions of this file, which alone make one: the ranges are
 * sorted by family and start, disjoint, and not adjacent (names never are). So equal sets are equal range by range.
 */
export interface AddressSet {
  readonly ranges: readonly AddressRange[]
}

/** The addresses of any ranges, in any order; they may overlap. O(n log n). */
export function fromRanges(ranges: readonly AddressRange[]): AddressSet {
  const ipv4 = ranges.filter((range) => range.family === 'ipv4')
  const ipv6 = ranges.filter((range): range is WideRange => range.family === 'ipv6')
  const names = ranges.filter((range): range is WideRange => range.family === 'name')
  return { ranges: mergedIpv4(ipv4).concat(merged(ipv6, 1n), merged(names, 0n)) }
}

/** As `merged`. Start and end of a range are the high and the low half of one number, since plain numbers are sorted much faster. */
function mergedIpv4(ranges: readonly Ipv4Range[]): AddressRange[] {
  const sorted = new BigUint64Array(ranges.length)
  const halves = new Uint32Array(sorted.buffer)
  const filled = 2 * ranges.length
  ranges.forEach(({ from, to }, at) => {
    halves[2 * at + HIGH] = from
    halves[2 * at + LOW] = to
  })
  sorted.sort()
  const found: AddressRange[] = []
  let start = halves[HIGH] ?? 0
  let end = halves[LOW] ?? 0
  for (let at = 2; at <= filled; at += 2) {
    const next = halves[at + HIGH] ?? Number.POSITIVE_INFINITY
    if (next > end + 1) {
      found.push({ family: 'ipv4', from: start, to: end })
      start = next
    }
    end = Math.max(end, halves[at + LOW] ?? 0)
  }
  return found
}

const HIGH = 1 - LOW

/** Ranges of one family; a range that starts no more than `gap` behind another one is a part of it. */
function merged(ranges: readonly WideRange[], gap: bigint): AddressRange[] {
  const found: WideRange[] = []
  let last: WideRange | undefined
  for (const range of byStart(ranges)) {
    if (last === undefined || range.from > last.to + gap) {
      found.push(range)
      last = range
    } else if (range.to > last.to) {
      last = { ...last, to: range.to }
      found[found.length - 1] = last
    }
  }
  return found
}

/** Addresses of `a` that are not in `b`. O(n). */
export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  const ranges: AddressRange[] = []
  let first = 0
  for (const range of a.ranges) {
    for (let other = b.ranges[first]; other !== undefined && isBefore(other, range); other = b.ranges[first]) first += 1
    let from: number | bigint = range.from
    let last = first
    for (let hit = b.ranges[last]; hit !== undefined && !isBefore(range, hit); hit = b.ranges[last]) {
      if (from < hit.from) ranges.push(between(range.family, from, before(hit)))
      from = after(hit)
      last += 1
    }
    if (from === range.from) ranges.push(range)
    else if (from <= range.to) ranges.push(between(range.family, from, range.to))
  }
  return { ranges }
}

/** The set has each address of the range. O(log n). */
export function contains({ ranges }: AddressSet, range: AddressRange): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const own = ranges[middle]
    if (own !== undefined && !startsBehind(own, range)) low = middle + 1
    else high = middle
  }
  const last = ranges[low - 1]
  return last !== undefined && containsRange(last, range)
}

function startsBehind(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family ? a.from > b.from : a.family > b.family
}

/** All of `a` lies before all of `b`. */
function isBefore(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family ? a.to < b.from : a.family < b.family
}
