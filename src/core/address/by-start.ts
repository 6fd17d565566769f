import type { WideRange } from './address-range.ts'

/** The ranges by start; those that are in order already as they are, as lists that people keep mostly are. O(n log n). */
export function byStart(ranges: readonly WideRange[]): readonly WideRange[] {
  const isInOrder = ranges.every(({ from }, at) => from >= (ranges[at - 1]?.from ?? from))
  return isInOrder ? ranges : nearlyByStart(ranges).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

/**
 * The ranges in the order of the leading bits of their starts, counted from the least start: of 53 bits, without as many as the
 * number of ranges has. What is so nearly in order is soon sorted. Plain numbers are sorted much faster than what has to be
 * compared by a function, and those that are positive come in the order of their bits: so each start is rounded, and the last
 * bits say whose it is.
 */
export function nearlyByStart(ranges: readonly WideRange[]): WideRange[] {
  const keys = new BigUint64Array(ranges.length)
  const rounded = new Float64Array(keys.buffer)
  const halves = new Uint32Array(keys.buffer)
  const place = (1 << Math.ceil(Math.log2(ranges.length))) - 1
  let least = ranges[0]?.from ?? 0n
  for (const { from } of ranges) if (from < least) least = from
  ranges.forEach(({ from }, at) => {
    rounded[at] = Number(from - least)
    const low = at * 2 + LOW
    halves[low] = ((halves[low] ?? 0) & ~place) | at
  })
  keys.sort()
  const ordered: WideRange[] = []
  for (let at = LOW; at < halves.length; at += 2) {
    const range = ranges[(halves[at] ?? 0) & place]
    if (range !== undefined) ordered.push(range)
  }
  return ordered
}

/** Which half of a number of 64 bits counts least in memory depends on the machine. */
export const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1
