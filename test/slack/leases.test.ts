import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { channels, person } from '../../src/playground/cast.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { typeText } from '../../src/playground/writing.ts'
import type * as tasks from '../../src/slack/compose/tasks.ts'
import type { Place } from '../../src/slack/delivery/place.ts'
import { Leases } from '../../src/slack/leases.ts'
import { createStore } from '../../src/store.ts'
import { createWorkerPool } from '../../src/worker-pool.ts'
import { LIST_A, openScene, poolForAll, type Scene, shown } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene | undefined
afterEach(() => scene?.close())
afterAll(close)

const times = { renew: 20, expire: 100 }
const place: Place = {
  kind: 'visible',
  channel: channel.id,
  user: person.id,
  thread: null,
  active: false,
  responseUrl: null,
  placeholder: null,
}

describe('a lease on a request', () => {
  it('is renewed while its process lives, and nobody takes it', async () => {
    const store = createStore()
    const told: Place[] = []
    const [mine, other] = [0, 1].map(() => new Leases(store, async (lost) => void told.push(lost), times))
    mine?.start()
    const lease = await mine?.take(place)
    await wait(250)
    await other?.sweep()
    expect(told).toEqual([])
    await lease?.end()
    expect(await store.list('lease:')).toEqual([])
    mine?.stop()
  })

  it('is not left behind by a renewal that was on its way when it ended', async () => {
    const store = createStore()
    const writes: Promise<void>[] = []
    let hold = Promise.resolve()
    const slow = {
      ...store,
      set: (key: string, value: string, ttl: number) => {
        const written = hold.then(() => store.set(key, value, ttl))
        writes.push(written)
        return written
      },
    }
    const leases = new Leases(slow, async () => undefined, times)
    const lease = await leases.take(place)
    let letGo = () => {}
    hold = new Promise((resolve) => {
      letGo = resolve
    })
    leases.start()
    await expect.poll(() => writes.length).toBeGreaterThan(1)
    leases.stop()
    await lease.end()
    letGo()
    await Promise.all(writes)
    await expect.poll(() => store.list('lease:')).toEqual([])
  })

  it('of a process that died is found by one other, who tells the person where the placeholder stands', async () => {
    const store = createStore()
    const told: Place[] = []
    const tell = async (lost: Place) => void told.push(lost)
    // It is never started, so it renews nothing: as if it had been killed.
    const dead = new Leases(store, tell, times)
    const lease = await dead.take(place)
    await lease.move({ ...place, placeholder: '1.0' })
    const others = [0, 1, 2].map(() => new Leases(store, tell, times))
    await Promise.all(others.map((each) => each.sweep()))
    expect(told, 'not yet').toEqual([])
    await wait(150)
    await Promise.all(others.map((each) => each.sweep()))
    expect(told).toEqual([{ ...place, placeholder: '1.0' }])
    expect(await store.list('lease:')).toEqual([])
  })

  it('holds nothing of the paste, and is gone when the answer is there', async () => {
    const store = createStore()
    const seen: string[] = []
    scene = await openScene({
      pool: {
        ...pool,
        run: async (...task) => {
          seen.push(JSON.stringify(await store.list('lease:')))
          return pool.run(...task)
        },
      },
      store,
    })
    await scene.type(`${mention}\n${LIST_A}`)
    expect(seen.join()).toContain(channel.id)
    expect(seen.join()).not.toContain('SubnetA')
    await expect.poll(() => store.list('lease:')).toEqual([])
  })

  it('that was left behind is told of in the placeholder by the next process that starts', async () => {
    const store = createStore()
    const workspace = (
      await openScene({ pool, store }).then(async (first) => {
        await first.close()
        return first
      })
    ).workspace
    const root = workspace.post({ channel: channel.id, author: 'person', text: 'x' })
    const { ts: placeholder } = workspace.post({
      channel: channel.id,
      author: 'app',
      text: 'Analysing',
      thread: root.ts,
    })
    await new Leases(store, async () => undefined, times).take({ ...place, thread: root.ts, placeholder })
    await wait(150)
    scene = await openScene({ pool, store, workspace, leaseTimes: times })
    await scene.until(() => shown(workspace.message(placeholder)).includes('Please send it again'))
    expect(workspace.messages).toHaveLength(2)
  })
})

describe('a stop', () => {
  it('lets the answer that is on its way end', async () => {
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    scene = await openScene({
      pool: {
        ...pool,
        run: async (...task) => {
          await gate
          return pool.run(...task)
        },
      },
    })
    const { workspace, app, slack } = scene
    await typeText(slack, channel.id, `${mention}\n${LIST_A}`)
    const stopped = app.stop()
    go()
    await stopped
    expect(shown(workspace.messages.at(-1))).toContain('ISA-A')
    scene = undefined
  })

  it('tells those whose answer does not come in time', async () => {
    const own = createWorkerPool<typeof tasks>({
      worker: new URL('../analysis-pool/misbehaving-worker.mjs', import.meta.url),
    })
    scene = await openScene({ pool: own, stopPatience: 50 })
    const { workspace, app, slack } = scene
    await typeText(slack, channel.id, `${mention} loop`)
    await expect.poll(() => own.load).toBe(1)
    await app.stop()
    expect(shown(workspace.messages.at(-1))).toContain('The program is being stopped')
    scene = undefined
  })
})
