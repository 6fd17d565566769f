import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, type ExpectStatic, it } from 'vitest'
import { mention } from '../../../src/playground/typed-text.ts'
import { typeText } from '../../../src/playground/writing.ts'
import { openRedisStore } from '../../../src/redis-store.ts'
import { LIST_A, LIST_B, shown } from '../../slack/workspace.ts'
import { faketime } from '../support/faketime.ts'
import { ANSWER, answered, CHANNEL, enter, fromApp, type Lane, press, seen, until } from '../support/lane.ts'
import { botVariables, type Started, startBuilt, startRedis } from '../support/processes.ts'
import { openDoor, type SlackDoor } from '../support/slack-door.ts'
import { faults } from './table.ts'

const PLACEHOLDER = 'Is this still here at'
const AFTER_FIX = 'After the steps the simulation says: up.'
const LOST = 'The program was stopped while it worked on this'
const NOT_KEPT = 'This answer is no longer kept'
const INCIDENT = /incident id [0-9a-f]{8}/

type Surroundings = {
  readonly door: SlackDoor
  readonly expect: ExpectStatic
  readonly later: (end: () => unknown) => void
}

/** A row of the table. Most of it is waiting, so that the rows run at once, each with a Slack of its own. */
function itShows(name: keyof typeof faults, test: (around: Surroundings) => Promise<void>, runs = true): void {
  const { fault } = faults[name]
  it.runIf(runs)(runs ? fault : `${fault} (skipped: libfaketime is not there)`, async ({ expect }) => {
    const door = await openDoor()
    const ends: (() => unknown)[] = [() => door.close()]
    try {
      await test({ door, expect, later: (end) => ends.unshift(end) })
    } finally {
      for (const end of ends) await end()
    }
  })
}

describe.concurrent('what people see, and what is lost, when', () => {
  itShows('redis-hangs', async ({ door, expect, later }) => {
    const redis = await startRedis()
    later(() => redis.end('SIGKILL'))
    const bot = await start(door, later, { STORE_URL: `redis://127.0.0.1:${redis.port}` })
    const lane = enter(door, bot.port)
    const before = await answered(lane)
    redis.process.kill('SIGSTOP')
    const began = Date.now()
    await ask(lane)
    await answersAre(lane, 2)
    expect(Date.now() - began).toBeLessThan(20_000)
    await press(lane, before, 'after-the-fix')
    await seen(lane, INCIDENT)
    expect(await readiness(bot)).toBe('503 the store does not answer')
    redis.process.kill('SIGCONT')
    await becomesReady(lane, bot)
    await press(lane, before, 'after-the-fix')
    await seen(lane, AFTER_FIX)
  })

  itShows('redis-gone', async ({ door, expect, later }) => {
    const first = await startRedis()
    const bot = await start(door, later, { STORE_URL: `redis://127.0.0.1:${first.port}` })
    const lane = enter(door, bot.port)
    const before = await answered(lane)
    await first.end('SIGKILL')
    await ask(lane)
    await answersAre(lane, 2)
    await press(lane, before, 'after-the-fix')
    await seen(lane, INCIDENT)
    expect(await readiness(bot)).toBe('503 the store does not answer')
    const second = await startRedis(first.port)
    later(() => second.end())
    await becomesReady(lane, bot)
    await press(lane, before, 'after-the-fix')
    await seen(lane, NOT_KEPT)
    await ask(lane)
    await answersAre(lane, 3)
    await press(lane, answers(lane)[2] ?? before, 'after-the-fix')
    await seen(lane, AFTER_FIX)
  })

  itShows('told-to-stop', async ({ door, expect, later }) => {
    const bot = await start(door, later)
    const lane = enter(door, bot.port)
    await askWithFile(lane, 3_000)
    await bot.end('SIGTERM')
    expect(bot.process.exitCode).toBe(0)
    expect(fromApp(lane)).toHaveLength(1)
    expect(shown(fromApp(lane)[0])).toContain(ANSWER)
  })

  itShows('killed-with-redis', async ({ door, expect, later }) => {
    const redis = await startRedis()
    const url = `redis://127.0.0.1:${redis.port}`
    later(() => redis.end())
    const first = await start(door, later, { STORE_URL: url })
    const lane = enter(door, first.port)
    const before = await answered(lane)
    await askWithFile(lane, 60_000)
    const store = await openRedisStore(url)
    later(() => store.close())
    await untilTrue(async () => /placeholder\\*":\\*"\d/.test(JSON.stringify(await store.list('lease:'))))
    await first.end('SIGKILL')
    const second = await start(door, later, { STORE_URL: url, PORT: String(first.port) })
    await press(lane, before, 'after-the-fix')
    await seen(lane, AFTER_FIX)
    await seen(lane, LOST)
    expect(second.process.exitCode).toBeNull()
    expect(
      fromApp(lane).some((each) => shown(each).includes(PLACEHOLDER)),
      'it took the place of the placeholder',
    ).toBe(false)
  })

  itShows('killed-with-memory', async ({ door, expect, later }) => {
    const first = await start(door, later)
    const lane = enter(door, first.port)
    const before = await answered(lane)
    await askWithFile(lane, 60_000)
    await first.end('SIGKILL')
    await start(door, later, { PORT: String(first.port) })
    await press(lane, before, 'after-the-fix')
    await seen(lane, NOT_KEPT)
    expect(fromApp(lane).filter((each) => shown(each).includes(PLACEHOLDER))).toHaveLength(1)
  })

  itShows('disk-full', async ({ door, expect, later }) => {
    const variables = { ...(await botVariables()), ...door.environment }
    const folder = mkdtempSync(join(tmpdir(), 'full-disk-'))
    // A disk of 64 kB that is full is all that the program can write to, and whatever it prints fails.
    const script = [
      `mount -t tmpfs -o size=64k tmpfs ${folder}`,
      `{ head -c 1000000 /dev/zero > ${folder}/filling; } 2> /dev/null`,
      `cd ${folder}`,
      `HOME=${folder} TMPDIR=${folder} exec ${process.execPath} ${join(process.cwd(), 'dist/main.js')} > /dev/full 2> /dev/full`,
    ].join('\n')
    const child = spawn('unshare', ['--mount', 'sh', '-c', script], {
      env: { ...process.env, ...variables },
      stdio: 'ignore',
    })
    later(async () => {
      child.kill('SIGKILL')
      await wait(100)
      rmSync(folder, { recursive: true })
    })
    const port = Number(variables['PORT'])
    await untilTrue(() =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    const lane = enter(door, port)
    const answer = await answered(lane)
    await press(lane, answer, 'after-the-fix')
    await seen(lane, AFTER_FIX)
    door.fault = { call: 'chat.postMessage', kind: 'HTTP 500', times: 100 }
    await ask(lane)
    await seen(lane, 'Only you see this')
    expect(child.exitCode).toBeNull()
  })

  itShows('slack-gone', async ({ door, expect, later }) => {
    const bot = await start(door, later)
    const lane = enter(door, bot.port)
    await askWithFile(lane, 1_500)
    door.fault = { call: 'any', kind: 'a reset', times: 1_000 }
    await untilTrue(() => /"incident":"[0-9a-f]{8}".*the asker could not be told/.test(bot.said()))
    door.fault = null
    expect(fromApp(lane)).toHaveLength(1)
    await ask(lane)
    await seen(lane, ANSWER)
  })

  const withClock = faketime !== undefined

  itShows(
    'clock-forward',
    async ({ door, expect, later }) => {
      const { clock, set } = ownClock(later)
      const bot = await start(door, later, clock)
      const lane = enter(door, bot.port)
      const before = await answered(lane)
      await askWithFile(lane, 3_000)
      set(HOUR)
      await ask(lane)
      expect(lane.door.workspace.refusals.map(({ error }) => error)).toEqual(['http_client_error'])
      await answersAre(lane, 2)
      set(0)
      await press(lane, before, 'after-the-fix')
      await seen(lane, AFTER_FIX)
      expect(fromApp(lane).some((each) => shown(each).includes(PLACEHOLDER))).toBe(false)
      expect(bot.said(), 'what is in the log').toMatch(/"msg":"[^"]*timestamp[^"]*"/)
    },
    withClock,
  )

  itShows(
    'clock-back',
    async ({ door, expect, later }) => {
      const { clock, set } = ownClock(later)
      const bot = await start(door, later, clock)
      const lane = enter(door, bot.port)
      const before = await answered(lane)
      // So long that the answer needs a new connection, which looks at Slack's certificate by the wrong clock.
      await askWithFile(lane, 8_000)
      set(-HOUR)
      await ask(lane)
      expect(lane.door.workspace.refusals.map(({ error }) => error)).toEqual(['http_client_error'])
      await answersAre(lane, 2)
      set(0)
      await press(lane, before, 'after-the-fix')
      await seen(lane, AFTER_FIX)
    },
    withClock,
  )

  itShows(
    'clocks-differ',
    async ({ door, expect, later }) => {
      const redis = await startRedis()
      later(() => redis.end())
      const STORE_URL = `redis://127.0.0.1:${redis.port}`
      const { clock, set } = ownClock(later)
      const [right, wrong] = await Promise.all([
        start(door, later, { STORE_URL }),
        start(door, later, { STORE_URL, ...clock }),
      ])
      const lane = enter(door, right.port)
      await askWithFile(lane, 25_000)
      set(HOUR)
      // The other one looks for lost requests every ten seconds.
      await seen(lane, ANSWER)
      expect(fromApp(lane)).toHaveLength(1)
      expect(wrong.process.exitCode).toBeNull()
    },
    withClock,
  )
})

const HOUR = 3_600

function ownClock(later: Surroundings['later']) {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'))
  later(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'offset')
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`)
  set(0)
  const clock = {
    LD_PRELOAD: faketime ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // The clock that only runs is not set by anybody.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
  return { clock, set }
}

async function start(
  door: SlackDoor,
  later: Surroundings['later'],
  variables: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const bot = await startBuilt({ ...door.environment, ...variables })
  later(() => bot.end('SIGKILL'))
  return bot
}

function ask(lane: Lane): Promise<void> {
  return typeText(lane.slack, CHANNEL, `${mention}\n${LIST_A}\n\n${LIST_B}`)
}

/** A question with a file that takes its time; resolves when the placeholder is there. */
async function askWithFile(lane: Lane, milliseconds: number): Promise<void> {
  lane.door.fileDelay = milliseconds
  await typeText(lane.slack, CHANNEL, `${mention}\n${LIST_B}`, { files: [new File([LIST_A], 'a.txt')] })
  await seen(lane, PLACEHOLDER)
}

function answers(lane: Lane) {
  return fromApp(lane).filter((each) => shown(each).includes(ANSWER))
}

function answersAre(lane: Lane, count: number): Promise<void> {
  const seenInstead = () => `not ${count} answers, but: ${fromApp(lane).map(shown).join('\n---\n')}`
  return until(lane, () => answers(lane).length === count, seenInstead)
}

async function readiness({ port }: Started): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`)
  return `${response.status} ${await response.text()}`
}

async function becomesReady(_: Lane, bot: Started): Promise<void> {
  await untilTrue(async () => (await readiness(bot)) === '200 ready')
}

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not happen')
    await wait(50)
  }
}
