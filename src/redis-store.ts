import KeyvRedis, { createClient } from '@keyv/redis'
import Keyv from 'keyv'
import { type Store, StoreUnreachable } from './store.ts'

const NAMESPACE = 'ipsec-diagnose'

/** Milliseconds that a person may have to wait for Redis. */
const PATIENCE = 2_000

/**
 * A store that several processes share, and that outlives them: Redis at `url` (`redis:` or `rediss:`). Rejects when it
 * cannot be reached; later, a call that cannot be answered rejects at once and is not queued, and one that is not answered
 * rejects after two seconds.
 */
export async function openRedisStore(url: string): Promise<Store> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // A connection on which not even a ping is answered is given up, and another one tried.
    pingInterval: 4_000,
    socket: {
      connectTimeout: 5_000,
      socketTimeout: 10_000,
      reconnectStrategy: (tries) => Math.min(tries * 200, 3_000),
    },
  })
  // Without a listener an error of the connection would end the program; who asks meanwhile gets a rejection.
  client.on('error', () => undefined)
  await Promise.race([client.connect(), givingUp(5_000)]).catch((error: unknown) => {
    client.destroy()
    throw new StoreUnreachable('Redis cannot be reached, or does not accept the password.', { cause: error })
  })
  const adapter = new KeyvRedis<string>(client, {
    namespace: NAMESPACE,
    throwOnErrors: true,
    throwOnConnectError: true,
  })
  const values = new Keyv<string>({ store: adapter, namespace: NAMESPACE, useKeyPrefix: false, throwOnErrors: true })
  values.on('error', () => undefined)
  /**
   * A Redis that hangs keeps its connection, so waiting is bounded here; while one call waits in vain the next are not to wait
   * as well. The client's own time limit ends with the sending of a command.
   */
  let hangs: Promise<void> | null = null
  async function inTime<T>(call: () => Promise<T>): Promise<T> {
    if (hangs !== null) throw new StoreUnreachable('Redis does not answer.')
    const answer = call()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const settled = answer.then(
          () => undefined,
          () => undefined,
        )
        hangs = settled
        settled.then(() => {
          if (hangs === settled) hangs = null
        })
        reject(new StoreUnreachable('Redis does not answer.'))
      }, PATIENCE)
    })
    return Promise.race([answer, late]).finally(() => clearTimeout(timer))
  }
  const claimKey = (key: string) => `${NAMESPACE}-claim::${key}`

  async function keysOf(prefix: string): Promise<readonly string[]> {
    const frame = `${NAMESPACE}::`
    const keys: string[] = []
    for await (const batch of client.scanIterator({ MATCH: `${frame}${escapePattern(prefix)}*`, COUNT: 500 })) {
      for (const key of batch) keys.push(key.slice(frame.length))
    }
    return keys
  }

  async function list(prefix: string): Promise<readonly (readonly [key: string, value: string])[]> {
    const keys = await keysOf(prefix)
    const found = await Promise.all(keys.map(async (key) => [key, await values.get(key)] as const))
    return found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  }

  return {
    get: (key) => inTime(() => values.get(key)),
    set: (key, value, ttl) => inTime(() => values.set(key, value, ttl)).then(() => undefined),
    delete: (key) => inTime(() => Promise.all([client.del(claimKey(key)), values.delete(key)])).then(() => undefined),
    async claim(key, ttl) {
      const expiration = { type: 'PX' as const, value: Math.max(1, Math.ceil(ttl)) }
      return (await inTime(() => client.set(claimKey(key), '1', { condition: 'NX', expiration }))) === 'OK'
    },
    keys: (prefix) => inTime(() => keysOf(prefix)),
    list: (prefix) => inTime(() => list(prefix)),
    check: () => inTime(() => client.ping()).then(() => undefined),
    close: () => inTime(() => client.close()).catch(() => client.destroy()),
  }
}

function givingUp(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), milliseconds).unref()
  })
}

function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&')
}
