/** Why nobody may wait any more: the whole queue is full, or this requester's part of it. */
export type Full = 'all' | 'own'

interface FairQueueOptions {
  /** How many run at once. */
  readonly places: number
  /** How many of one requester run at once; what is left is for the others. */
  readonly placesEach: number
  /** How many wait at most, and how many of one requester. */
  readonly waiting: number
  readonly waitingEach: number
}

/**
 * Lets so many run at once and takes those who wait in turn, one of each requester, so that whoever asks for much waits for
 * it alone. Each requester's own come in the order in which they were asked for.
 */
export class FairQueue {
  readonly #options: FairQueueOptions
  /** In the order of their turns; a requester goes to the end when a turn of theirs begins, and when one ends. */
  readonly #waiting = new Map<string, (() => void)[]>()
  readonly #running = new Map<string, number>()

  constructor(options: FairQueueOptions) {
    this.#options = options
  }

  get running(): number {
    return sum(this.#running.values())
  }

  get waiting(): number {
    return sum([...this.#waiting.values()].map(({ length }) => length))
  }

  waitingOf(requester: string): number {
    return this.#waiting.get(requester)?.length ?? 0
  }

  /**
   * Resolves when it is this requester's turn; every turn has to be ended. What goes `on` with something that had its turn
   * already is never turned away, and comes before the requester's others.
   */
  async turn(requester: string, { on = false }: { readonly on?: boolean } = {}): Promise<Full | null> {
    const { waiting, waitingEach } = this.#options
    if (this.#mayRun(requester)) {
      this.#start(requester)
      return null
    }
    if (!on && this.waiting >= waiting) return 'all'
    if (!on && this.waitingOf(requester) >= waitingEach) return 'own'
    await new Promise<void>((resolve) => {
      const own = this.#waiting.get(requester) ?? []
      this.#waiting.set(requester, on ? [resolve, ...own] : [...own, resolve])
    })
    return null
  }

  /** Ends a turn; who waits longest for one has the next. */
  end(requester: string): void {
    const left = (this.#running.get(requester) ?? 1) - 1
    if (left > 0) this.#running.set(requester, left)
    else this.#running.delete(requester)
    this.#toTheEnd(requester, this.#waiting.get(requester) ?? [])
    for (const [next, [resolve, ...rest]] of this.#waiting) {
      if (resolve === undefined || !this.#mayRun(next)) continue
      this.#toTheEnd(next, rest)
      this.#start(next)
      resolve()
      return
    }
  }

  #toTheEnd(requester: string, own: (() => void)[]): void {
    this.#waiting.delete(requester)
    if (own.length > 0) this.#waiting.set(requester, own)
  }

  #mayRun(requester: string): boolean {
    const { places, placesEach } = this.#options
    return this.running < places && (this.#running.get(requester) ?? 0) < placesEach
  }

  #start(requester: string): void {
    this.#running.set(requester, (this.#running.get(requester) ?? 0) + 1)
  }
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
