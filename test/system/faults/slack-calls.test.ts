import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { enter } from '../support/lane.ts'
import { startBuilt } from '../support/processes.ts'
import { type Misbehaviour, misbehaviours, openDoor, type SlackDoor } from '../support/slack-door.ts'
import { calls, type FaultyCall, startCalls, waits } from './calls.ts'

/**
 * Every call that the built program makes to Slack, with everything that can go wrong with it. Most of the time is waiting,
 * so several programs are asked at once, each with a Slack of its own; the tests below tell what came of it.
 */
interface Lane {
  readonly calls: readonly FaultyCall[]
  readonly kinds: readonly Misbehaviour[]
}

const slow: readonly Misbehaviour[] = ['no answer at all', 'one byte every half second']
const quick = misbehaviours.filter((kind) => !slow.includes(kind))
const half = Math.ceil(calls.length / 2)
const lanes: readonly Lane[] = [
  ...slow.flatMap((kind) => [
    { calls: calls.slice(0, half), kinds: [kind] },
    { calls: calls.slice(half), kinds: [kind] },
  ]),
  { calls, kinds: quick.slice(quick.length / 2) },
  // A call that works after a wait comes last of its kind, since what it told is remembered.
  { calls, kinds: quick.slice(0, quick.length / 2).toReversed() },
]

/** What a cell failed with, or `null`. */
const outcomes = new Map<string, unknown>()
const made = new Set<string>()
let said = ''

beforeAll(async () => {
  await Promise.all(lanes.map(drive))
}, 400_000)

async function drive(lane: Lane): Promise<void> {
  const door = await openDoor()
  const bot = await startBuilt(door.environment)
  try {
    for (const call of lane.calls) for (const kind of lane.kinds) await cell(call, kind, door, bot.port)
  } finally {
    await bot.end()
    for (const call of door.made) made.add(call)
    said += bot.said()
    door.close()
  }
}

async function cell(call: FaultyCall, kind: Misbehaviour, door: SlackDoor, port: number): Promise<void> {
  const lane = enter(door, port)
  const strike = () => {
    door.fault = { call: call.call, kind, times: waits(kind) ? 1 : 100 }
  }
  const outcome = await call
    .run(lane, kind, strike)
    .then(() => expect(door.struck, 'the fault happened').toContain(call.call))
    .then(
      () => null,
      (error: unknown) => error,
    )
  outcomes.set(`${call.call}: ${kind}`, outcome)
  door.fault = null
  // What is still on its way would come into the next one's Slack.
  while ((await inFlight(port)) > 0) await wait(20)
}

async function inFlight(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^ipsec_diagnose_in_flight (\d+)$/m.exec(metrics)?.[1])
}

describe.each(calls)('$call', ({ call }) => {
  it.each(misbehaviours)('answered with %s', (kind) => {
    const outcome = outcomes.get(`${call}: ${kind}`)
    if (outcome !== null) throw outcome
  })
})

describe('the log of it', () => {
  it('holds nothing of what was pasted, and nothing of what came instead of an answer', () => {
    expect(said).toContain('"msg":"Slack refused a call"')
    expect(said).not.toMatch(/SubnetA|Guru|doctype/i)
  })
})

describe('the table of calls', () => {
  it('has a row for every call that the code makes, and for no other', () => {
    const sources = readdirSync('src/slack', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(`src/slack/${path}`, 'utf8'))
      .join('\n')
    const methods = [...sources.matchAll(/client\s*\.(\w+)\s*\.(\w+)\(/g)].map(([, group, name]) => `${group}.${name}`)
    expect(sources.match(/\.filesUploadV2\(/g), 'stands for three calls').not.toBeNull()
    // Everything else goes through the one `fetch`: to a response address, and to a file.
    expect(sources.match(/(?:await|return) fetch\((?!input)/g)).toHaveLength(2)
    const ofLibraries = [
      'apps.connections.open',
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]
    const all = new Set([...methods, ...ofLibraries, 'response_url', 'download'])
    expect(rows().toSorted()).toEqual([...all].toSorted())
  })

  it('has a row for every call that was seen on the wire', () => {
    expect(rows()).toEqual(expect.arrayContaining([...made]))
  })
})

function rows(): string[] {
  return [...calls, ...startCalls].map(({ call }) => call)
}
