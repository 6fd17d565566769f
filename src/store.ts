import Keyv from 'keyv'

/** State of a day at most, not of record: what buttons refer to, which events were seen, what is being worked on. */
export interface Store {
  get(key: string): Promise<string | undefined>
  /** Keeps a value for `ttl` milliseconds. */
  set(key: string, value: string, ttl: number): Promise<void>
  /** Forgets a value or gives a claim back. */
  delete(key: string): Promise<void>
  /** `true` for the first to ask within `ttl` milliseconds, `false` for all others; of all processes that share it. */
  claim(key: string, ttl: number): Promise<boolean>
  /** Keys that begin so. */
  keys(prefix: string): Promise<readonly string[]>
  /** Keys and values of which the key begins so. */
  list(prefix: string): Promise<readonly (readonly [key: string, value: string])[]>
  /** Rejects when the store does not answer. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The store that is shared cannot be used. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable'
}

const sweepEvery = 60_000
/** Above this many values, or characters in all of them, the oldest go first; an answer has two. Claims are small. */
const mostValues = 2_000
const mostClaims = 10_000
const mostCharacters = 200_000_000

/**
 * A store in the memory of this process. Expired entries leave with the next write after a minute, so that those
 * nobody asks for again do not pile up.
 */
export function createStore(): Store {
  const entries = new Map<string, string>()
  const values = new Keyv<string>({ store: entries, useKeyPrefix: false })
  /** Until when a key is claimed. Apart from the values, since a claim has to be made in one step. */
  const claims = new Map<string, number>()
  let swept = Date.now()

  async function makeRoom(): Promise<void> {
    dropOldest(entries, mostValues)
    dropOldest(claims, mostClaims)
    const now = Date.now()
    if (now - swept < sweepEvery) return
    swept = now
    for (const [key, until] of claims) if (until <= now) claims.delete(key)
    // Asking for an expired value removes it.
    for (const key of [...entries.keys()]) await values.get(key)
  }

  return {
    get: (key) => values.get(key),
    async set(key, value, ttl) {
      entries.delete(key)
      await values.set(key, value, ttl)
      await makeRoom()
    },
    async delete(key) {
      claims.delete(key)
      await values.delete(key)
    },
    async claim(key, ttl) {
      const now = Date.now()
      if ((claims.get(key) ?? 0) > now) return false
      claims.delete(key)
      claims.set(key, now + ttl)
      await makeRoom()
      return true
    },
    keys: async (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
    async list(prefix) {
      const keys = [...entries.keys()].filter((key) => key.startsWith(prefix))
      const found = await Promise.all(keys.map(async (key) => [key, await values.get(key)] as const))
      return found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
    },
    check: async () => undefined,
    close: async () => undefined,
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  let characters = 0
  for (const value of map.values()) characters += typeof value === 'string' ? value.length : 0
  for (const [key, value] of map) {
    if (map.size <= most && characters <= mostCharacters) return
    map.delete(key)
    characters -= typeof value === 'string' ? value.length : 0
  }
}
