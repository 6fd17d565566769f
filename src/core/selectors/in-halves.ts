/** The dimensions of a box: both addresses, the protocol and both ports. */
export const DIMENSIONS = 5
/** Of each box the lowest number in each dimension, then the highest ones. */
export const CORNERS = 2 * DIMENSIONS

/** So many boxes stand for all of a part. */
const SAMPLE = 32
const sample = new Uint32Array(SAMPLE)
const sampleMiddles = new Float64Array(SAMPLE)

/**
 * The positions of boxes in the order of a tree with at most `leaf` of them in a leaf: each part is halved by the middles of its boxes
 * in one dimension, and so are the halves. O(n log n).
 */
export function inHalves(corners: Float64Array, count: number, leaf: number): Uint32Array {
  const members = Uint32Array.from({ length: count }, (_, at) => at)
  const middles = new Float64Array(count)
  halve(0, count)
  return members

  function halve(from: number, to: number): void {
    if (to - from <= leaf) return
    const dimension = dividing(corners, members, from, to)
    for (let at = from; at < to; at++) middles[at] = middleOf(corners, (members[at] ?? 0) * CORNERS + dimension)
    const middle = (from + to) >> 1
    divide(members, middles, from, to, middle)
    halve(from, middle)
    halve(middle, to)
  }
}

/** Twice the middle in one dimension; `low` is where its lowest number stands. */
function middleOf(corners: Float64Array, low: number): number {
  return (corners[low] ?? 0) + (corners[low + DIMENSIONS] ?? 0)
}

/** The dimension in which halves leave the fewest questions open of those that the whole part leaves open. */
function dividing(corners: Float64Array, members: Uint32Array, from: number, to: number): number {
  const count = Math.min(SAMPLE, to - from)
  let best = 0
  let most = Number.NEGATIVE_INFINITY
  for (let dimension = 0; dimension < DIMENSIONS; dimension++) {
    for (let at = 0; at < count; at++) {
      const low = (members[from + Math.floor((at * (to - from)) / count)] ?? 0) * CORNERS + dimension
      sample[at] = low
      sampleMiddles[at] = middleOf(corners, low)
    }
    const whole = open(corners, count, 0, count)
    if (2 * whole <= most) continue
    const half = count >> 1
    divide(sample, sampleMiddles, 0, count, half)
    const closed = 2 * whole - open(corners, count, 0, half) - open(corners, count, half, count)
    if (closed > most) {
      most = closed
      best = dimension
    }
  }
  return best
}

/**
 * How many of the sample meet, in its dimension, some of a part of the sample for all that is known, and not all of it for certain.
 * Nothing is made for what is asked so often: each number of a pair would be an object.
 */
function open(corners: Float64Array, count: number, from: number, to: number): number {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let highestStart = Number.NEGATIVE_INFINITY
  let lowestEnd = Number.POSITIVE_INFINITY
  for (let at = from; at < to; at++) {
    const start = corners[sample[at] ?? 0] ?? 0
    const end = corners[(sample[at] ?? 0) + DIMENSIONS] ?? 0
    if (start < first) first = start
    if (start > highestStart) highestStart = start
    if (end > last) last = end
    if (end < lowestEnd) lowestEnd = end
  }
  let meeting = 0
  for (let at = 0; at < count; at++) {
    const start = corners[sample[at] ?? 0] ?? 0
    const end = corners[(sample[at] ?? 0) + DIMENSIONS] ?? 0
    const meetsSome = start <= last && first <= end
    const meetsAll = start <= lowestEnd && highestStart <= end
    if (meetsSome && !meetsAll) meeting += 1
  }
  return meeting
}

/** Puts the members with the smallest keys before a place and the others behind it (Hoare's selection). */
function divide(members: Uint32Array, keys: Float64Array, from: number, to: number, place: number): void {
  let [low, high] = [from, to - 1]
  while (low < high) {
    const pivot = keys[(low + high) >> 1] ?? 0
    let [up, down] = [low, high]
    while (up <= down) {
      while ((keys[up] ?? 0) < pivot) up += 1
      while ((keys[down] ?? 0) > pivot) down -= 1
      if (up > down) break
      swap(keys, up, down)
      swap(members, up, down)
      up += 1
      down -= 1
    }
    if (place <= down) high = down
    else if (place >= up) low = up
    else return
  }
}

function swap(list: Uint32Array | Float64Array, one: number, other: number): void {
  const kept = list[one] ?? 0
  list[one] = list[other] ?? 0
  list[other] = kept
}
