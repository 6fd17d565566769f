/** What stands on a side of a filter; equal places have equal numbers. */
interface Numbered {
  readonly id: number
}

/** A filter between two places. */
interface Between<P> {
  readonly left: P
  readonly right: P
}

/** The places and the filters of a list, by the side of the tunnel that they are on. */
export interface Sides<P, F> {
  /** The owner's places, and those of the other end: each once, as it comes first. */
  readonly own: readonly P[]
  readonly remote: readonly P[]
  /** Filters between the two sides. */
  readonly fitting: readonly F[]
  /** Of each of these, whether its left place is the owner's. */
  readonly leftIsOwn: readonly boolean[]
  /** Filters whose two places are on one side by the filters before them. */
  readonly contradictions: readonly F[]
}

/**
 * Colours the places of a list in two colours: those of a filter are on opposite sides, and the left one of the first
 * filter is on the owner's side. Places that no filter connects with those are judged by their own first filter. Many lists
 * are sorted one after the other; the time for each grows with its own filters alone.
 */
export class SideSorter {
  /** Trees of the places that are connected, by their numbers: the parent of a root is the root itself. */
  readonly #parents: Int32Array
  /** 1: on the other side than its parent; of a root never so. */
  readonly #opposite: Uint8Array
  /** Of a root: what the owner's places of its tree are to it. */
  readonly #own: Uint8Array
  readonly #seen: Uint8Array

  /** All places have numbers below `count`. */
  constructor(count: number) {
    this.#parents = new Int32Array(count)
    this.#opposite = new Uint8Array(count)
    this.#own = new Uint8Array(count)
    this.#seen = new Uint8Array(count)
  }

  sort<P extends Numbered, F extends Between<P>>(filters: readonly (F & Between<P>)[]): Sides<P, F> {
    for (const { left, right } of filters) {
      this.#clear(left)
      this.#clear(right)
    }
    const contradictions: F[] = []
    const fitting: (F & Between<P>)[] = []
    for (const filter of filters) (this.#connect(filter) ? fitting : contradictions).push(filter)
    for (const { left } of filters) this.#claim(left)
    const own: P[] = []
    const remote: P[] = []
    const leftIsOwn = fitting.map(({ left, right }) => {
      const isOwn = this.#isOwn(left)
      if (this.#isNew(left)) (isOwn ? own : remote).push(left)
      if (this.#isNew(right)) (isOwn ? remote : own).push(right)
      return isOwn
    })
    return { own, remote, fitting, leftIsOwn, contradictions }
  }

  #clear({ id }: Numbered): void {
    this.#parents[id] = id
    this.#opposite[id] = 0
    this.#own[id] = UNKNOWN
    this.#seen[id] = 0
  }

  /** `false` where both places are on the same side already. */
  #connect({ left: { id: left }, right: { id: right } }: Between<Numbered>): boolean {
    const rootLeft = this.#rootOf(left)
    const rootRight = this.#rootOf(right)
    const alike = this.#opposite[left] === this.#opposite[right]
    if (rootLeft === rootRight) return !alike
    this.#parents[rootRight] = rootLeft
    this.#opposite[rootRight] = alike ? 1 : 0
    return true
  }

  /** The left place of a tree's first filter is the owner's. */
  #claim({ id }: Numbered): void {
    const root = this.#rootOf(id)
    if (this.#own[root] === UNKNOWN) this.#own[root] = this.#opposite[id] ?? 0
  }

  #isOwn({ id }: Numbered): boolean {
    return this.#own[this.#rootOf(id)] === this.#opposite[id]
  }

  #isNew({ id }: Numbered): boolean {
    const isNew = this.#seen[id] === 0
    this.#seen[id] = 1
    return isNew
  }

  /** The place that stands for all connected ones, which is the parent of `place` afterwards. */
  #rootOf(place: number): number {
    const [parents, opposite] = [this.#parents, this.#opposite]
    let root = place
    let turned = 0
    for (let next = parents[root] ?? root; next !== root; next = parents[root] ?? root) {
      turned ^= opposite[root] ?? 0
      root = next
    }
    for (let at = place; at !== root; ) {
      const [next, own] = [parents[at] ?? root, opposite[at] ?? 0]
      parents[at] = root
      opposite[at] = turned
      turned ^= own
      at = next
    }
    return root
  }
}

const UNKNOWN = 2
