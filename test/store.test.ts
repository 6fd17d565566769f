import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore, type Store } from '../src/store.ts'

const minute = 60_000
let store: Store

beforeEach(() => {
  vi.useFakeTimers()
  store = createStore()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the store', () => {
  it('gives back what was set, until its time is over', async () => {
    await store.set('answer', 'the tunnel is down', 5 * minute)
    vi.advanceTimersByTime(4 * minute)
    expect(await store.get('answer')).toBe('the tunnel is down')
    vi.advanceTimersByTime(2 * minute)
    expect(await store.get('answer')).toBeUndefined()
  })

  it('knows nothing of a key that was not set', async () => {
    expect(await store.get('answer')).toBeUndefined()
  })

  it('counts the time from the last set', async () => {
    await store.set('answer', 'first', minute)
    vi.advanceTimersByTime(minute / 2)
    await store.set('answer', 'second', minute)
    vi.advanceTimersByTime((minute * 3) / 4)
    expect(await store.get('answer')).toBe('second')
  })

  it('forgets what is deleted', async () => {
    await store.set('answer', 'the tunnel is down', minute)
    await store.delete('answer')
    expect(await store.get('answer')).toBeUndefined()
  })

  it('lets one of many claim a key', async () => {
    const claims = await Promise.all([1, 2, 3].map(() => store.claim('event', minute)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('lets a key be claimed again after its time, or once it was given back', async () => {
    expect(await store.claim('event', minute)).toBe(true)
    vi.advanceTimersByTime(minute - 1)
    expect(await store.claim('event', minute)).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await store.claim('event', minute)).toBe(true)
    await store.delete('event')
    expect(await store.claim('event', minute)).toBe(true)
  })

  it('drops the oldest above two thousand values and ten thousand claims', async () => {
    for (let count = 0; count <= 2_000; count += 1) await store.set(`answer ${count}`, 'x', minute)
    for (let count = 0; count <= 10_000; count += 1) await store.claim(`event ${count}`, minute)
    expect(await store.get('answer 0')).toBeUndefined()
    expect(await store.get('answer 1')).toBe('x')
    expect(await store.claim('event 10000', minute)).toBe(false)
    expect(await store.claim('event 0', minute)).toBe(true)
  })

  it('lists what begins so, without what has expired', async () => {
    await store.set('answer:U1:a', 'one', 2 * minute)
    await store.set('answer:U1:b', 'two', minute)
    await store.set('answer:U12:c', 'three', 2 * minute)
    expect(await store.list('answer:U1:')).toEqual([
      ['answer:U1:a', 'one'],
      ['answer:U1:b', 'two'],
    ])
    vi.advanceTimersByTime(minute + 1)
    expect(await store.list('answer:U1:')).toEqual([['answer:U1:a', 'one']])
  })

  it('drops the oldest when all of it is too large', async () => {
    const large = 'x'.repeat(90_000_000)
    for (const key of ['first', 'second', 'third']) await store.set(key, large, minute)
    expect(await store.get('first')).toBeUndefined()
    expect((await store.get('third'))?.length).toBe(large.length)
  })

  it('lets go of expired values that nobody asks for', async () => {
    await store.set('answer', 'the tunnel is down', minute)
    await store.claim('event', minute)
    vi.advanceTimersByTime(2 * minute)
    const removed = vi.spyOn(Map.prototype, 'delete')
    await store.set('other', 'up', minute)
    expect(removed.mock.calls.flat()).toEqual(expect.arrayContaining(['answer', 'event']))
    removed.mockRestore()
  })
})
