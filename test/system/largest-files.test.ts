import { afterAll, describe, expect, it } from 'vitest'
import type * as tasks from '../../src/slack/compose/tasks.ts'
import { TOGETHER } from '../../src/slack/files.ts'
import { createWorkerPool } from '../../src/worker-pool.ts'

const pool = createWorkerPool<typeof tasks>()
afterAll(() => pool.close())

const LARGEST = 10 * 1024 * 1024

/** As large as a file may be, of one line over and over, and with a character for which each other one takes two bytes. */
function fileOf(line: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(LARGEST))
  bytes.set(Buffer.from(line.repeat(LARGEST / line.length)))
  bytes.set(Buffer.from('\u4e2d'))
  return bytes
}

/**
 * What a thread allocates at once beyond its heap does not end the thread, but the whole program, and here the test. So the
 * largest that is read has to be answered or refused.
 */
describe('as many bytes as are read for one question', () => {
  it.each([
    ['in one line', 'x'],
    ['in short lines', 'a\n'],
    ['of keys', 'psk "0123456789"\n'],
    ['of filters', 'A1 10.0.0.0/24 > 172.16.0.0/24\n'],
    ['of connections', 'conn net\n  left=203.0.113.1\n  right=198.51.100.1\n'],
    ['of parentheses', '('],
  ])(
    '%s are answered or refused, and the next question is answered',
    async (_, line) => {
      const bytes = fileOf(line)
      const pastes = Array.from({ length: TOGETHER / LARGEST }, (__, at) => ({ source: `${at}.txt`, bytes }))
      const texts = [{ source: 'all', size: TOGETHER }]
      const made = await pool.run('makeAnswer', { key: 'U1:a', asked: { pastes }, shareTo: null }, { texts })
      if (!made.ok) expect(made.reason).toMatch(/^too-/)
      const asked = { pastes: [{ source: 'a.txt', text: 'A1 SubnetA > SubnetB' }] }
      expect(await pool.run('gist', asked)).toMatchObject({ ok: true })
    },
    60_000,
  )
})
