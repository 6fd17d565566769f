import { afterEach, describe, expect, it } from 'vitest'
import { type AnalysisPool, type AnalysisPoolOptions, createAnalysisPool } from '../src/analysis-pool.ts'
import { Report } from '../src/core/index.ts'

const misbehaving = new URL('./analysis-pool/misbehaving-worker.mjs', import.meta.url)
const pools: AnalysisPool[] = []

function open(options: AnalysisPoolOptions): AnalysisPool {
  const pool = createAnalysisPool(options)
  pools.push(pool)
  return pool
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
