/** The requests that are being worked on, so that a stop can wait for them. */
export class InFlight {
  readonly #running = new Set<Promise<unknown>>()

  get count(): number {
    return this.#running.size
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Resolves when all that run now have ended, or after so many milliseconds. */
  async settle(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds)
    })
    await Promise.race([Promise.allSettled([...this.#running]), late])
    clearTimeout(timer)
  }
}
