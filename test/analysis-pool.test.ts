import { afterEach, describe, expect, it } from 'vitest'
import { type AnalysisPool, createAnalysisPool } from '../src/analysis-pool.ts'
import { type analyse, Report } from '../src/core/index.ts'
import { createWorkerPool, type WorkerPoolOptions } from '../src/worker-pool.ts'

const misbehaving = new URL('./analysis-pool/misbehaving-worker.mjs', import.meta.url)
/** As filters, which take a while to be compared. */
const LARGE = Array.from({ length: 2_000 }, (_, at) => `A${at} 10.${at >> 8}.${at & 255}.0/24 > 172.16.0.0/12`).join(
  '\n',
)
const pools: { close(): Promise<void> }[] = []

function open(options: WorkerPoolOptions): AnalysisPool {
  const pool = createAnalysisPool(options)
  pools.push(pool)
  return pool
}

/** The threads behind it, as they are shared by several people. */
function openForMany(options: WorkerPoolOptions) {
  const pool = createWorkerPool<{ analyse: typeof analyse }>(options)
  pools.push(pool)
  const ask = (text: string, requester: string) => pool.run('analyse', paste(text), { requester })
  return { pool, ask }
}

function paste(text: string): { pastes: { source: string; text: string }[] } {
  return { pastes: [{ source: 'a.txt', text }] }
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
})

describe('the analysis pool', () => {
  it('answers with the report of core', async () => {
    const answer = await open({}).analyse(paste('nothing of interest'))
    expect(answer.ok && Report.parse(answer.report).verdict).toBe('unknown')
  })

  it('answers a survey with rows', async () => {
    expect(await open({}).survey(paste('nothing of interest'))).toEqual({ ok: true, tunnels: [] })
  })

  it('stops an analysis that does not end, says so, and goes on with the next', async () => {
    const pool = open({ worker: misbehaving, timeLimit: 5000 })
    const endless = pool.analyse(paste('loop'))
    const next = pool.analyse(paste('fine'))
    expect(await endless).toMatchObject({ ok: false, reason: 'too-slow', say: expect.stringContaining('5 seconds') })
    expect(await next).toEqual({ ok: true, report: { summary: 'fine' } })
  })

  it('survives an analysis that fills the memory', async () => {
    const pool = open({ worker: misbehaving, heapLimit: 32 })
    const answer = await pool.analyse(paste('fill the heap'))
    expect(answer).toMatchObject({ ok: false, reason: 'too-much-memory', say: expect.stringContaining('32 MB') })
    expect(await pool.analyse(paste('fine'))).toEqual({ ok: true, report: { summary: 'fine' } })
  })

  // With a million keys the program would end, now and then; see docs/operations.md.
  it.each([30, 36, 42, 48, 54, 60])(
    'survives a table of as many keys as lines are read, %i MB below it',
    async (below) => {
      const pool = open({ worker: misbehaving, heapLimit: 64 })
      expect(await pool.analyse(paste(`fill ${below} MB, then keep half a million keys`))).toMatchObject({
        reason: 'too-much-memory',
      })
    },
  )

  it('says that an analysis failed without repeating the text', async () => {
    const pool = open({ worker: misbehaving })
    const answer = await pool.analyse(paste('throw the key "correct horse"'))
    expect(answer).toMatchObject({ ok: false, reason: 'failed' })
    expect(JSON.stringify(answer)).not.toContain('correct horse')
    expect(await pool.analyse(paste('fine'))).toEqual({ ok: true, report: { summary: 'fine' } })
  })

  it('says that it is busy when too many wait', async () => {
    const pool = open({ worker: misbehaving, queueLimit: 1 })
    const answers = await Promise.all(['one', 'two', 'three'].map((text) => pool.analyse(paste(text))))
    expect(answers.map((answer) => (answer.ok ? 'answered' : answer.reason))).toEqual(['answered', 'answered', 'busy'])
  })

  it('turns away whoever has too many waiting, says when to come again, and lets others in', async () => {
    const { ask } = openForMany({ worker: misbehaving, requesterLimit: 2 })
    const many = Array.from({ length: 5 }, (_, at) => ask(`text ${at}`, 'T1:U1'))
    const other = ask('of somebody else', 'T1:U2')
    const answers = await Promise.all(many)
    expect(answers.map((answer) => (answer.ok ? 'answered' : answer.reason))).toEqual([
      'answered',
      'answered',
      'answered',
      'busy',
      'busy',
    ])
    expect(answers[4]).toMatchObject({
      say: '2 of your texts are waiting already and are answered one after the other. Send this one again in about 10 seconds.',
    })
    expect(await other).toEqual({ ok: true, result: { summary: 'of somebody else' } })
  })

  it('tells a longer time the longer the analyses take', async () => {
    const pool = open({ worker: misbehaving, queueLimit: 8, timeLimit: 3_000 })
    for (const _ of [1, 2, 3]) await pool.analyse(paste('loop'))
    const waiting = Array.from({ length: 9 }, () => pool.analyse(paste('fine')))
    expect(await pool.analyse(paste('one too many'))).toMatchObject({
      reason: 'busy',
      say: expect.stringMatching(
        /^Too many texts are being analysed at the moment\. Try again in about [23]0 seconds\.$/,
      ),
    })
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
  })

  it.each([1, 2])(
    'with a hundred large pastes of one person, answers another after one of them (%i threads)',
    async (threads) => {
      const { pool, ask } = openForMany({ threads, requesterLimit: 100, queueLimit: 200 })
      await ask('nothing of interest', 'T1:U1')
      let done = 0
      const hundred = Array.from({ length: 100 }, () =>
        ask(LARGE, 'T1:U1').then((answer) => {
          done += 1
          return answer
        }),
      )
      const small = await ask('A1 SubnetA > SubnetB', 'T1:U2')
      expect(small).toMatchObject({ ok: true })
      expect(done).toBeLessThanOrEqual(1)
      expect(pool.load).toBeGreaterThanOrEqual(99)
      await pool.close()
      expect((await Promise.all(hundred)).filter(({ ok }) => ok).length).toBeLessThan(10)
    },
  )

  it('replaces the thread of whoever exhausts it, and the others do not notice', async () => {
    const { ask } = openForMany({ worker: misbehaving, threads: 2, heapLimit: 32, timeLimit: 5_000 })
    const bad = ['loop', 'fill the heap', 'throw it', 'fill the heap'].map((text) => ask(text, 'T1:U1'))
    for (let round = 0; round < 50; round += 1) {
      const text = `round ${round}`
      expect(await ask(text, `T1:U${2 + (round % 3)}`)).toEqual({ ok: true, result: { summary: text } })
    }
    expect((await Promise.all(bad)).map((answer) => (answer.ok ? 'answered' : answer.reason))).toEqual([
      'too-slow',
      'too-much-memory',
      'failed',
      'too-much-memory',
    ])
    expect(await ask('fine', 'T1:U1')).toEqual({ ok: true, result: { summary: 'fine' } })
  })

  it('says of what is too much how much it is, where most of it stands, and what to leave out', async () => {
    const pool = open({ worker: misbehaving, heapLimit: 32 })
    const pastes = [
      { source: 'a.txt', text: 'fill the heap' },
      { source: 'b.txt', text: 'the secret text\n'.repeat(100_000) },
    ]
    const answer = await pool.analyse({ pastes })
    if (answer.ok) throw new Error('it was answered')
    expect(answer.say).toContain('It has 1.6 million characters.')
    expect(answer.say).toContain('Most of it is in b.txt (1.6 million characters).')
    expect(answer.say).toContain('paste of each end only what is about one tunnel')
    expect(answer.say).not.toContain('secret')
  })

  it('answers what is running and waiting when it is closed', async () => {
    const pool = open({ worker: misbehaving })
    const answers = [pool.analyse(paste('loop')), pool.analyse(paste('fine'))]
    await pool.close()
    const stopped = { ok: false, reason: 'busy', say: 'The program is being stopped, so this was not analysed.' }
    expect(await Promise.all(answers)).toEqual([stopped, stopped])
  })

  it('gives the threads no environment', async () => {
    const worker = new URL('./analysis-pool/environment-worker.mjs', import.meta.url)
    expect(await open({ worker }).analyse(paste(''))).toEqual({ ok: true, report: { summary: '' } })
  })
})
