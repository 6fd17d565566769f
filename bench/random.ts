/** Numbers that are the same for the same seed (mulberry32, public domain). */
export interface Random {
  /** A whole number from 0 up to `below`, not included. */
  readonly below: (below: number) => number
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return { below: (below) => Math.floor((next() / 2 ** 32) * below) }
}
