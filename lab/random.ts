/** A stream of choices that a seed decides. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Both ends included. */
  integer(low: number, high: number): number
  chance(probability: number): boolean
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T
  /** One of the items by their weights. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  /** So many different items, in the order drawn. */
  sample<T>(items: readonly T[], count: number): readonly T[]
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, the same numbers on each machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  function integer(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1))
  }
  function pick<T>(items: readonly T[]): T {
    const at = integer(0, items.length - 1)
    // Not by index, because an item may itself be undefined.
    for (const item of items.slice(at, at + 1)) return item
    throw new Error('There is nothing to pick from.')
  }
  function weighted<T>(items: readonly (readonly [T, number])[]): T {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return pick(items)[0]
  }
  function sample<T>(items: readonly T[], count: number): readonly T[] {
    const rest = [...items]
    const drawn: T[] = []
    while (drawn.length < count && rest.length > 0) drawn.push(...rest.splice(integer(0, rest.length - 1), 1))
    return drawn
  }
  return { next, integer, chance: (probability) => next() < probability, pick, weighted, sample }
}
