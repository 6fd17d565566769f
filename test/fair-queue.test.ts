import { describe, expect, it } from 'vitest'
import { FairQueue } from '../src/fair-queue.ts'

const wide = { waiting: 100, waitingEach: 100 }

/** Asks for turns in this order, and ends each as soon as it has begun: the order in which they were had. */
async function order(queue: FairQueue, asked: readonly string[], on: readonly number[] = []): Promise<string[]> {
  const had: string[] = []
  await Promise.all(
    asked.map(async (name, at) => {
      const [requester = ''] = name
      if ((await queue.turn(requester, { on: on.includes(at) })) !== null) return
      had.push(name)
      // Whoever comes next is let in by this end alone.
      await new Promise((resolve) => setTimeout(resolve, 1))
      queue.end(requester)
    }),
  )
  return had
}

describe('the queue', () => {
  it('takes those who wait in turn, and of each the earlier first', async () => {
    const queue = new FairQueue({ places: 1, placesEach: 1, ...wide })
    expect(await order(queue, ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'])).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'b2',
      'a3',
      'a4',
    ])
    expect([queue.running, queue.waiting]).toEqual([0, 0])
  })

  it('lets what goes on come before the rest of the same requester', async () => {
    const queue = new FairQueue({ places: 1, placesEach: 1, ...wide })
    expect(await order(queue, ['a1', 'a2', 'a3', 'b1', 'a4'], [4])).toEqual(['a1', 'b1', 'a4', 'a2', 'a3'])
  })

  it('keeps a place for the others', async () => {
    const queue = new FairQueue({ places: 2, placesEach: 1, ...wide })
    expect(await queue.turn('a')).toBeNull()
    const second = queue.turn('a')
    expect(await queue.turn('b')).toBeNull()
    expect([queue.running, queue.waitingOf('a')]).toEqual([2, 1])
    queue.end('b')
    expect(queue.waitingOf('a'), 'a has its place already').toBe(1)
    queue.end('a')
    expect(await second).toBeNull()
  })

  it('says whose part is full, and turns away nothing that goes on', async () => {
    const queue = new FairQueue({ places: 1, placesEach: 1, waiting: 3, waitingEach: 2 })
    await queue.turn('a')
    void queue.turn('a')
    void queue.turn('a')
    expect(await queue.turn('a')).toBe('own')
    void queue.turn('b')
    expect(await queue.turn('c')).toBe('all')
    void queue.turn('a', { on: true })
    expect([queue.waiting, queue.waitingOf('a')]).toEqual([4, 3])
  })
})
