import type { Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppLink } from '../../src/playground/app-link.ts'
import { channels } from '../../src/playground/cast.ts'
import { messageObject } from '../../src/playground/payload-objects.ts'
import { pressInMessage } from '../../src/playground/pressing.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { sendEvent, typeText } from '../../src/playground/writing.ts'
import { openRedisStore } from '../../src/redis-store.ts'
import type { Store } from '../../src/store.ts'
import { LIST_A, LIST_B, shown } from '../slack/workspace.ts'
import { leaksOf, spellings } from '../support/planted-secrets.ts'
import { type Started, serveSlack, startBot, startRedis } from './support/processes.ts'

const [channel] = channels
const signingSecret = 'the-signing-secret'
let workspace = new Workspace()
/** Set by a test: files are not handed out while this is pending. */
let fileGate: Promise<void> = Promise.resolve()
let slack: { readonly url: string; readonly server: Server }
let redis: Started
let store: Store
let bots: Started[] = []

beforeAll(async () => {
  slack = await serveSlack(async (input, init) => {
    if (String(input).includes('files-pri')) await fileGate
    return createFetch(workspace, 'xoxb-test')(input, init)
  })
  redis = await startRedis()
  store = await openRedisStore(`redis://127.0.0.1:${redis.port}`)
})
afterAll(async () => {
  await store.close()
  await redis.end()
  slack.server.closeAllConnections()
  slack.server.close()
})
beforeEach(async () => {
  workspace = new Workspace()
  fileGate = Promise.resolve()
  const variables = { STORE_URL: `redis://127.0.0.1:${redis.port}` }
  bots = await Promise.all([startBot(slack.url, variables), startBot(slack.url, variables)])
})
afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.end()))
})

function link(bot: number): AppLink {
  return { url: `http://127.0.0.1:${bots[bot]?.port}/slack/events`, signingSecret }
}

function fromApp() {
  return workspace.messages.filter(({ author }) => author === 'app')
}

const QUESTION = `${mention}\n${LIST_A}\n\n${LIST_B}`
const answered = { timeout: 20_000 }

describe('two processes that share a Redis', () => {
  it('answer a press on a button of the other, and one event once', async () => {
    await typeText({ workspace, link: link(0) }, channel.id, QUESTION)
    await expect.poll(() => shown(fromApp().at(-1)), answered).toContain('The tunnel works in part')
    const [answer] = fromApp()
    const block = answer?.blocks.find((each) => JSON.stringify(each).includes('"after-the-fix"'))?.block_id ?? ''
    const press = { block, action: 'after-the-fix', options: [] }
    await pressInMessage({ workspace, link: link(1) }, answer?.ts ?? '', press)
    await expect.poll(() => shown(fromApp().at(-1)), answered).toContain('After the steps the simulation says: up.')

    const message = workspace.post({ channel: channel.id, author: 'person', text: QUESTION })
    const event = { ...messageObject(message), channel: channel.id, type: 'app_mention' }
    await Promise.all([0, 1].map((bot) => sendEvent({ workspace, link: link(bot) }, event, false, 'Ev1')))
    const inThread = () => fromApp().filter(({ thread }) => thread === message.ts)
    await expect.poll(() => shown(inThread()[0]), answered).toContain('The tunnel works in part')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(inThread()).toHaveLength(1)
  })

  it('of which one is killed in the middle: the other tells the person, in the placeholder', async () => {
    fileGate = new Promise(() => undefined)
    const files = [new File([LIST_A], 'a.txt')]
    await typeText({ workspace, link: link(0) }, channel.id, mention, { files })
    await expect.poll(() => shown(fromApp()[0]), answered).toContain('Is this still here at')
    await expect.poll(async () => JSON.stringify(await store.list('lease:')), answered).toMatch(/placeholder\\":\\"\d/)
    await bots[0]?.end('SIGKILL')
    await expect.poll(() => shown(fromApp()[0]), { timeout: 60_000, interval: 500 }).toContain('Please send it again')
    expect(fromApp()).toHaveLength(1)
    // Told first, so that nothing is lost in between.
    await expect.poll(() => store.list('lease:'), answered).toEqual([])
  })

  it('keep nothing of a paste in Redis that has a secret in it', async () => {
    await typeText({ workspace, link: link(0) }, channel.id, `${QUESTION}\npsk: "hunter2hunter2"`)
    await expect.poll(() => shown(fromApp().at(-1)), answered).toContain('PA003')
    const everything = JSON.stringify(await store.list(''))
    expect(everything).toContain('SubnetA')
    expect(everything).not.toContain('hunter2')
    expect(bots.map((bot) => bot.said()).join()).not.toMatch(/hunter2|SubnetA/)
  })

  it('keep none of the secrets in Redis that a file has in every spelling', async () => {
    const secret = 'Zq7Rb2Kx9Wm4Tp6Yh3Nd'
    const everySpelling = [LIST_A, LIST_B, ...spellings.map(({ write }) => write(secret))].join('\n\n')
    const files = [new File([everySpelling], 'everything.txt')]
    await typeText({ workspace, link: link(0) }, channel.id, mention, { files })
    await expect.poll(() => shown(fromApp().at(-1)), answered).toContain('A secret was in the text.')
    const everything = JSON.stringify(await store.list(''))
    expect(everything).toContain('‹secret')
    expect(leaksOf(secret, [everything, ...bots.map((bot) => bot.said())])).toEqual([])
  })
})

describe('the store in Redis', () => {
  it('keeps values for their time, lists them by their beginning, and lets one of many claim a key', async () => {
    await store.set('test:a*b', 'one', 60_000)
    await store.set('test:[c]', 'two', 60_000)
    await store.set('test:short', 'gone', 50)
    expect(await store.get('test:a*b')).toBe('one')
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(await store.get('test:short')).toBeUndefined()
    expect((await store.list('test:')).toSorted()).toEqual([
      ['test:[c]', 'two'],
      ['test:a*b', 'one'],
    ])
    expect(await store.list('test:[')).toEqual([['test:[c]', 'two']])
    const claims = await Promise.all([1, 2, 3].map(() => store.claim('test:event', 200)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await store.claim('test:event', 60_000)).toBe(true)
    await store.delete('test:event')
    expect(await store.claim('test:event', 60_000)).toBe(true)
    await expect(store.check()).resolves.toBeUndefined()
  })

  it('that cannot be reached is told at the start, and answers at once when it goes later', async () => {
    const other = await startRedis()
    const shared = await openRedisStore(`redis://127.0.0.1:${other.port}`)
    await other.end()
    const began = Date.now()
    await expect(shared.get('x')).rejects.toThrow()
    await expect(shared.claim('x', 1_000)).rejects.toThrow()
    expect(Date.now() - began).toBeLessThan(2_000)
    await expect(startBot(slack.url, { STORE_URL: `redis://127.0.0.1:${other.port}` })).rejects.toThrow()
  })
})
