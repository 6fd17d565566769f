import { describe, expect, it } from 'vitest'
import type { AnalysisPool } from '../../src/analysis-pool.ts'
import { answerLines } from '../../src/cli/json-lines.ts'
import { report, runWith } from './surroundings.ts'

async function answersTo(input: string, pool?: AnalysisPool): Promise<unknown[]> {
  const { exit, output } = await runWith(['--jsonl'], { input, ...(pool && { pool }) })
  expect(exit).toBe(0)
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

/** Answers with the text of the first paste as the summary. */
function echo(analyse: (text: string) => Promise<void> = async () => undefined): AnalysisPool {
  return {
    async analyse({ pastes }) {
      const text = pastes[0]?.text ?? ''
      await analyse(text)
      if (text === 'slow') return { ok: false, reason: 'too-slow', say: 'It was stopped.' }
      return { ok: true, report: report({ summary: text }) }
    },
    survey: async () => ({ ok: true, tunnels: [] }),
    close: async () => undefined,
  }
}

describe('cases as lines of JSON', () => {
  it('become requests', async () => {
    const line = {
      id: 7,
      a: ['one', 'two\r\nlines'],
      b: ['three'],
      a_address: '203.0.113.1',
      b_address: '198.51.100.7',
      probe: '203.0.113.1 -> 10.2.0.10',
      tunnel: 'A-B',
    }
    const { requests } = await runWith(['--jsonl'], { input: JSON.stringify(line) })
    expect(requests).toEqual([
      {
        pastes: [
          { source: 'a[0]', text: 'one', end: 'A' },
          { source: 'a[1]', text: 'two\r\nlines', end: 'A' },
          { source: 'b[0]', text: 'three', end: 'B' },
        ],
        addresses: { A: '203.0.113.1', B: '198.51.100.7' },
        probe: '203.0.113.1 -> 10.2.0.10',
        tunnel: 'A-B',
      },
    ])
  })

  it('are answered one line for each, with the id as it came', async () => {
    const input = '{"id":1,"a":["x"]}\r\n\n{"id":"ü","b":[]}\n{"id":{"n":[2]}}'
    expect(await answersTo(input)).toEqual([
      { id: 1, report: report({}) },
      { id: 'ü', report: report({}) },
      { id: { n: [2] }, report: report({}) },
    ])
  })

  it('that cannot be read are answered with the number of the line and nothing of its text', async () => {
    const input = [
      '{"id":1,"a":["fine"]}',
      'secret words',
      '',
      '{"id":4,"a":"secret text"}',
      '{"id":5,"secret":1}',
      '["secret"]',
    ].join('\n')
    const answers = await answersTo(input)
    expect(answers.slice(1)).toEqual([
      { id: null, error: 'line 2: This is not JSON.' },
      { id: 4, error: 'line 4: "a" has to be of the type array.' },
      { id: 5, error: 'line 5: A case has the fields id, a, b, a_address, b_address, probe, tunnel and no others.' },
      { id: null, error: 'line 6: A case has to be of the type object.' },
    ])
  })

  it('that take too long are answered with an error', async () => {
    expect(await answersTo('{"id":1,"a":["slow"]}\n{"id":2,"a":["fine"]}', echo())).toEqual([
      { id: 1, error: 'It was stopped.' },
      { id: 2, report: report({ summary: 'fine' }) },
    ])
  })

  it('are answered in order, with no more in work than allowed', async () => {
    const finish: (() => void)[] = []
    let inWork = 0
    let most = 0
    const pool = echo(async () => {
      inWork += 1
      most = Math.max(most, inWork)
      // The later of two is always the first to be done.
      await new Promise<void>((resolve) => {
        finish.unshift(resolve)
        setImmediate(() => finish.shift()?.())
      })
      inWork -= 1
    })
    const lines = Array.from({ length: 20 }, (_, id) => `${JSON.stringify({ id, a: [`case ${id}`] })}\n`)
    const ids: unknown[] = []
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(lines.join(''))
    }
    for await (const line of answerLines(stdin(), pool, 4)) ids.push(JSON.parse(line).id)
    expect(ids).toEqual(lines.map((_, id) => id))
    expect(most).toBe(4)
  })

  it('beyond 64 MB are answered without being kept', async () => {
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 65; count += 1) yield Buffer.alloc(1024 * 1024, 'x')
      yield Buffer.from('\n{"id":2}\n')
    }
    const answers: unknown[] = []
    for await (const line of answerLines(stdin(), echo(), 2)) answers.push(JSON.parse(line))
    expect(answers).toEqual([
      { id: null, error: 'line 1: This is larger than 64 MB.' },
      { id: 2, report: report({ summary: '' }) },
    ])
  })
})
