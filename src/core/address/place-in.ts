/** How many of ascending numbers, the first `count` of a list, are less than `wanted`. O(log n). */
export function placeIn(ascending: Float64Array, wanted: number, count = ascending.length): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
