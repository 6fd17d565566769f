import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { person, team } from '../../src/playground/cast.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { boltLogger } from '../../src/slack/calls/bolt-logger.ts'
import { LIST_A, LIST_B, openScene, poolForAll, type Scene } from './workspace.ts'

const { pool, close } = poolForAll()
let scene: Scene | undefined
afterEach(async () => {
  await scene?.close()
  scene = undefined
})
afterAll(close)

const lines: string[] = []
const log = createLog('info', { write: (line) => void lines.push(line) })

async function get(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${scene?.slack.link.url}`.replace('/slack/events', path))
  return { status: response.status, text: await response.text() }
}

describe('the routes for whoever operates it', () => {
  it('say that it lives, that it is ready, and what was counted', async () => {
    scene = await openScene({ pool })
    expect(await get('/healthz')).toEqual({ status: 200, text: 'ok' })
    expect(await get('/readyz')).toEqual({ status: 200, text: 'ready' })
    await scene.type(`/ipsec-diagnose ${LIST_A}\n\n${LIST_B}`)
    const { text } = await get('/metrics')
    expect(text).toContain('ipsec_diagnose_verdicts_total{verdict="partial"} 1')
    expect(text).toContain('ipsec_diagnose_queue 0')
    expect(text).not.toMatch(/SubnetA|U01PERSON/)
  })
})

describe('the audit line of a request', () => {
  it('has who, where, what kind of text, the verdict and where it was shared, and nothing of the text', async () => {
    lines.length = 0
    scene = await openScene({ pool, log })
    const answer = await scene.type(`${mention}\n${LIST_A}\n\n${LIST_B}`)
    await expect.poll(() => lines.length).toBe(1)
    const line = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({
      level: 'info',
      audit: {
        surface: 'mention',
        team: team.id,
        channel: answer.channel,
        user: person.id,
        outcome: 'answered',
        formats: ['isa/filter-list'],
        verdict: 'partial',
        codes: ['TS001'],
        shared: answer.channel,
      },
    })
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/)
    expect(line.audit.incident).toMatch(/^[0-9a-f]{8}$/)
    expect(lines.join()).not.toMatch(/Subnet|ISA-A/)
  })

  it('has the outcome also of what was refused', async () => {
    lines.length = 0
    scene = await openScene({ pool, log, allowed: { users: [] } })
    await scene.type(`/ipsec-diagnose ${LIST_A}`)
    await expect.poll(() => lines.map((line) => JSON.parse(line).audit?.outcome)).toEqual(['denied'])
  })
})

describe('the log of Slack’s libraries', () => {
  it('passes on warnings and errors, of errors their kind and place alone', () => {
    lines.length = 0
    const logger = boltLogger(log)
    logger.debug('a whole message', { text: LIST_A })
    logger.info('a whole message', { text: LIST_A })
    logger.warn('an event was not acknowledged', { text: LIST_A })
    logger.error('it failed:', new TypeError(LIST_A))
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', library: 'slack' })
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'error', error: 'TypeError' })
    expect(lines.join()).not.toContain('Subnet')
  })
})
