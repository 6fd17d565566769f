import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Store } from '../store.ts'
import { Place } from './delivery/place.ts'
import { jsonOrNull } from './json-or-null.ts'

/**
 * An accepted request: where its answer goes, and a number that changes with each sign of life of its process. Never the
 * paste. The number is a time, but no clock is compared with it: they differ between machines, and can be set.
 */
const Lease = z.object({ place: Place, seen: z.number() })

export interface Lease {
  /** The place has changed, e.g. since a placeholder stands there now. */
  move(place: Place): Promise<void>
  /** The person was answered. */
  end(): Promise<void>
}

const PREFIX = 'lease:'
const KEPT = 60 * 60_000

export interface LeaseTimes {
  /** Milliseconds between two signs of life, and without a new one after which a lease is taken as abandoned. */
  readonly renew: number
  readonly expire: number
}

/**
 * Leases on accepted requests, so that another process can tell the person when this one dies in the middle. With a
 * store in memory they die with the process; then the placeholder says until when to wait.
 */
export class Leases {
  readonly #store: Store
  readonly #times: LeaseTimes
  readonly #tell: (place: Place) => Promise<void>
  readonly #own = new Map<string, Place>()
  /** The last sign of life of each lease of another process, and when it was first seen here, by the clock that only runs. */
  #others = new Map<string, { readonly sign: number; readonly since: number }>()
  #renewal: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined

  /** `tell` says to a person that their request was lost. */
  constructor(
    store: Store,
    tell: (place: Place) => Promise<void>,
    times: LeaseTimes = { renew: 5_000, expire: 30_000 },
  ) {
    this.#store = store
    this.#tell = tell
    this.#times = times
  }

  start(): void {
    const { renew } = this.#times
    this.#renewal = setInterval(() => void this.#renew(), renew).unref()
    this.#watch = setInterval(() => void this.sweep(), renew * 2).unref()
    void this.sweep()
  }

  stop(): void {
    clearInterval(this.#renewal)
    clearInterval(this.#watch)
  }

  /** A failing store must not keep anybody from an answer, so nothing here rejects. */
  async take(place: Place): Promise<Lease> {
    const key = `${PREFIX}${randomUUID()}`
    const write = async (now: Place) => {
      this.#own.set(key, now)
      await this.#write(key, now)
    }
    await write(place)
    return {
      move: write,
      end: async () => {
        this.#own.delete(key)
        await this.#store.delete(key).catch(() => undefined)
      },
    }
  }

  /** Tells those whose requests were abandoned, each once whichever process finds it. */
  async sweep(): Promise<void> {
    const found = await this.#store.list(PREFIX).catch(() => null)
    // What nobody could renew while the store did not answer has its time again.
    if (found === null) this.#others.clear()
    const before = this.#others
    this.#others = new Map()
    for (const [key, value] of found ?? []) {
      if (this.#own.has(key)) continue
      const lease = Lease.safeParse(jsonOrNull(value))
      if (lease.success && this.#isAlive(key, lease.data.seen, before.get(key))) continue
      const mine = await this.#store.claim(`lost:${key}`, KEPT).catch(() => false)
      if (!mine) continue
      if (lease.success) await this.#tell(lease.data.place)
      await this.#store.delete(key).catch(() => undefined)
    }
  }

  #isAlive(key: string, sign: number, before: { readonly sign: number; readonly since: number } | undefined): boolean {
    const now = performance.now()
    const last = before?.sign === sign ? before : { sign, since: now }
    if (now - last.since > this.#times.expire) return false
    this.#others.set(key, last)
    return true
  }

  async #renew(): Promise<void> {
    await Promise.all([...this.#own].map(([key, place]) => this.#write(key, place)))
  }

  async #write(key: string, place: Place): Promise<void> {
    await this.#store.set(key, JSON.stringify({ place, seen: Date.now() }), KEPT).catch(() => undefined)
    // A renewal on its way when the request ended would leave a lease that nobody ends.
    if (!this.#own.has(key)) await this.#store.delete(key).catch(() => undefined)
  }
}
