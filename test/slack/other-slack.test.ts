import { createServer } from 'node:net'
import { parseSlackWebhookBody, verifySlackSignature } from '@chat-adapter/slack/webhook'
import { WebClient } from '@slack/web-api'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppLink, deliver, deliverEvent, sign } from '../../src/playground/app-link.ts'
import { createSlackApp, type SlackApp } from '../../src/slack/app.ts'
import { createStore } from '../../src/store.ts'
import { LIST_A, LIST_B, poolForAll } from './workspace.ts'

const botToken = 'xoxb-bot'
const signingSecret = 'the signing secret of these tests'
const { pool, close } = poolForAll()
let emulator: Emulator
let app: SlackApp
let link: AppLink
const calls: { readonly method: string; readonly ok: boolean }[] = []
let people: readonly WebClient[]
let bot: WebClient

/** Somebody else's stand-in for Slack, written from the same documentation but by other hands. */
beforeAll(async () => {
  const port = await freePort()
  emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      tokens: { [botToken]: { login: 'diagnose' }, 'xoxp-you': { login: 'you' }, 'xoxp-kim': { login: 'kim' } },
      slack: { users: [{ name: 'diagnose' }, { name: 'you' }, { name: 'kim' }] },
    },
  })
  const api = `${emulator.url}/api/`
  const clientOf = (token: string) => new WebClient(token, { slackApiUrl: api, retryConfig: { retries: 0 } })
  people = [clientOf('xoxp-you'), clientOf('xoxp-kim')]
  bot = clientOf(botToken)
  app = createSlackApp({
    botToken,
    signingSecret,
    mode: 'http',
    port: 0,
    host: '127.0.0.1',
    fetch: throughTo(emulator.url),
    pool,
    store: createStore(),
    allowed: { teams: ['T000000001'] },
    patience: 60_000,
  })
  const started = await app.start()
  link = { url: `http://127.0.0.1:${started.port}/slack/events`, signingSecret }
})
afterAll(async () => {
  await app.stop()
  await emulator.close()
  await close()
})

describe('against an independent stand-in', () => {
  it('the app reads a thread with a file in it, and answers there', async () => {
    const [you, kim] = people
    const { channels = [] } = await bot.conversations.list({})
    const channel = channels[0]?.id ?? ''
    for (const client of [bot, ...people]) await client.conversations.join({ channel })
    const root = await you?.chat.postMessage({ channel, text: LIST_A.replaceAll('>', '&gt;').replaceAll('<', '&lt;') })
    const thread_ts = root?.ts ?? ''
    await kim?.filesUploadV2({ channel_id: channel, thread_ts, filename: 'b.txt', content: LIST_B })
    const question = await kim?.chat.postMessage({ channel, thread_ts, text: '<@UBOT> what is wrong?' })
    const acknowledged = await deliverEvent(link, {
      type: 'event_callback',
      team_id: 'T000000001',
      event_id: 'Ev1',
      event: {
        type: 'app_mention',
        channel,
        thread_ts,
        ts: question?.ts,
        user: 'U000000001',
        text: '<@UBOT> what is wrong?',
      },
    })
    expect(acknowledged.ok).toBe(true)
    await expect
      .poll(async () => (await bot.conversations.replies({ channel, ts: thread_ts })).messages?.at(-1)?.text, {
        timeout: 15_000,
      })
      .toContain('The tunnel works in part')
    const answer = (await bot.conversations.replies({ channel, ts: thread_ts })).messages?.at(-1)
    const text = JSON.stringify(answer?.blocks)
    expect(text).toContain('"type":"table"')
    expect(text).toContain('b.txt')
    expect(text).toContain('end B, ISA-B')
  })
})

describe('a window', () => {
  it('opens there too, with a trigger of its own', async () => {
    const answer: { readonly ok?: boolean; readonly trigger_id?: unknown } = await bot.apiCall(
      'views.generateTriggerId',
      {},
    )
    const action = { type: 'button', action_id: 'explain', value: 'TS001', block_id: 'b' }
    const payload = {
      type: 'block_actions',
      team: { id: 'T000000001' },
      user: { id: 'U000000001', team_id: 'T000000001' },
      channel: { id: 'D000000001' },
      container: { type: 'message', channel_id: 'D000000001' },
      trigger_id: String(answer.trigger_id),
      actions: [action],
    }
    expect((await deliver(link, { payload: JSON.stringify(payload) })).ok).toBe(true)
    await expect
      .poll(() => calls.filter(({ method }) => method === 'views.open'))
      .toEqual([{ method: 'views.open', ok: true }])
  })
})

describe('what our stand-in sends', () => {
  it('is a signed slash command and a mention to independent code too', async () => {
    const now = Math.floor(Date.now() / 1_000)
    const body = new URLSearchParams({
      command: '/ipsec-diagnose',
      text: LIST_A,
      team_id: 'T1',
      user_id: 'U1',
      channel_id: 'C1',
      response_url: 'https://hooks.slack.com/commands/1',
      trigger_id: '1.2',
    }).toString()
    const headers = {
      'x-slack-request-timestamp': String(now),
      'x-slack-signature': sign(signingSecret, now, body),
      'content-type': 'application/x-www-form-urlencoded',
    }
    await expect(verifySlackSignature(body, headers, { signingSecret })).resolves.toBeUndefined()
    await expect(verifySlackSignature(`${body}x`, headers, { signingSecret })).rejects.toThrow()
    expect(parseSlackWebhookBody(body, { contentType: 'application/x-www-form-urlencoded' })).toMatchObject({
      kind: 'slash_command',
      command: '/ipsec-diagnose',
      text: LIST_A,
    })
  })
})

/** Slack's addresses lead to the emulator, and the emulator's own come back as Slack's. */
function throughTo(emulated: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = request.url
      .replace('https://slack.com/', `${emulated}/`)
      .replace('https://files.slack.com/', `${emulated}/`)
    const body = request.method === 'GET' ? null : await request.arrayBuffer()
    const response = await fetch(url, { method: request.method, headers: request.headers, body })
    const type = response.headers.get('content-type') ?? ''
    if (!type.includes('json')) return response
    const text = (await response.text()).replaceAll(emulated, 'https://files.slack.com')
    calls.push({ method: url.split('/').at(-1) ?? '', ok: JSON.parse(text).ok === true })
    return new Response(text, { status: response.status, headers: { 'content-type': type } })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
