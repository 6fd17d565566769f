import KeyvRedis, { createClient } from '@keyv/redis'
import Keyv from 'keyv'
import type { Store } from './store.ts'

const NAMESPACE = 'ipsec-diagnose'

/**
 * A store that several processes share, and that outlives them: Redis at `url` (`redis:` or `rediss:`). Rejects when it
 * cannot be reached; later, a call that cannot be answered rejects at once and is not queued.
 */
export async function openRedisStore(url: string): Promise<Store> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 5_000, reconnectStrategy: (tries) => Math.min(tries * 200, 3_000) },
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
  const claimKey = (key: string) => `${NAMESPACE}-claim::${key}`

  return {
    get: (key) => values.get(key),
    async set(key, value, ttl) {
      await values.set(key, value, ttl)
    },
    async delete(key) {
      await Promise.all([client.del(claimKey(key)), values.delete(key)])
    },
    async claim(key, ttl) {
      const answer = await client.set(claimKey(key), '1', {
        condition: 'NX',
        expiration: { type: 'PX', value: Math.max(1, Math.ceil(ttl)) },
      })
      return answer === 'OK'
    },
    async list(prefix) {
      const frame = `${NAMESPACE}::`
      const keys: string[] = []
      for await (const batch of client.scanIterator({ MATCH: `${frame}${escapePattern(prefix)}*`, COUNT: 500 })) {
        for (const key of batch) keys.push(key.slice(frame.length))
      }
      const found = await Promise.all(keys.map(async (key) => [key, await values.get(key)] as const))
      return found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
    },
    async check() {
      await client.ping()
    },
    async close() {
      await client.close()
    },
  }
}

function givingUp(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), milliseconds).unref()
  })
}

/** The store that STORE_URL names cannot be used. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable'
}

function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&')
}
