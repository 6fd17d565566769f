/** Whole numbers from `from` to `to`, both included. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** Every protocol number; RFC 7296 3.13.1 writes it as 0. */
export const ANY_PROTOCOL: Interval = { from: 0, to: 255 }
/** Every port; of ICMP, every type and code. */
export const ANY_PORT: Interval = { from: 0, to: 65_535 }

export function isAnyProtocol(protocol: Interval): boolean {
  return equalIntervals(protocol, ANY_PROTOCOL)
}

export function isAnyPort(ports: Interval): boolean {
  return equalIntervals(ports, ANY_PORT)
}

/** The numbers in both, or `undefined` when there is none. */
export function intersectIntervals(a: Interval, b: Interval): Interval | undefined {
  if (containsInterval(b, a)) return a
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from <= to ? { from, to } : undefined
}

export function equalIntervals(a: Interval, b: Interval): boolean {
  return a.from === b.from && a.to === b.to
}

export function intervalsMeet(a: Interval, b: Interval): boolean {
  return a.from <= b.to && b.from <= a.to
}

export function containsInterval(outer: Interval, inner: Interval): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

/** The parts of an interval below and above a part of it. */
export function intervalsBeside({ from, to }: Interval, taken: Interval): Interval[] {
  const parts: Interval[] = []
  if (from < taken.from) parts.push({ from, to: taken.from - 1 })
  if (taken.to < to) parts.push({ from: taken.to + 1, to })
  return parts
}

/** How many numbers there are. */
export function countOf({ from, to }: Interval): number {
  return to - from + 1
}
