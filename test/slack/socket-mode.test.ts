import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { channels, person, team } from '../../src/playground/cast.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { mention, typedBlock, typedText } from '../../src/playground/typed-text.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { createSlackApp, type SlackApp } from '../../src/slack/app.ts'
import { createStore } from '../../src/store.ts'
import { LIST_A, LIST_B, poolForAll, shown } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
const workspace = new Workspace()
let server: WebSocketServer
/** What the app acknowledged, by envelope. */
const acknowledged = new Map<string, unknown>()
let socket: WebSocket
let app: SlackApp
let health: string

/** Slack's side of Socket Mode: the real client of Slack's library connects to it. */
beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', (opened) => {
    socket = opened
    opened.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
    opened.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data))
      acknowledged.set(id, payload ?? null)
    })
  })
  const standIn = createFetch(workspace, 'xoxb-test')
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/link`
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    return request.url.endsWith('apps.connections.open') ? Response.json({ ok: true, url }) : standIn(request)
  }
  const port = await freePort()
  health = `http://127.0.0.1:${port}`
  app = createSlackApp({
    mode: 'socket',
    botToken: 'xoxb-test',
    appToken: 'xapp-test',
    port,
    host: '127.0.0.1',
    fetch,
    pool,
    store: createStore(),
    patience: 60_000,
  })
  await app.start()
})
afterAll(async () => {
  await app.stop()
  server.close()
  for (const client of server.clients) client.terminate()
  await close()
})

let count = 0
function send(type: 'slash_commands' | 'interactive' | 'events_api', payload: object, more: object = {}): string {
  count += 1
  const id = `envelope-${count}`
  socket.send(
    JSON.stringify({ type, envelope_id: id, payload, accepts_response_payload: type !== 'events_api', ...more }),
  )
  return id
}

const who = {
  team: { id: team.id, domain: 'x' },
  user: { id: person.id, team_id: team.id },
  api_app_id: 'A1',
  token: 'x',
}

describe('Socket Mode, with the real client', () => {
  it('answers a command', async () => {
    const id = send('slash_commands', {
      command: '/ipsec-diagnose',
      text: `${LIST_A}\n\n${LIST_B}`,
      team_id: team.id,
      channel_id: channel.id,
      user_id: person.id,
      trigger_id: workspace.triggers.issue(channel.id),
      response_url: workspace.responseUrls.issue('commands', team.id, { channel: channel.id, message: null }),
    })
    await expect.poll(() => acknowledged.has(id)).toBe(true)
    await expect.poll(() => shown(workspace.messages.at(-1)), { timeout: 10_000 }).toContain('The tunnel works in part')
  })

  it('answers a mention once, though it is sent again', async () => {
    const text = `${mention}\n${LIST_A}`
    const message = workspace.post({ channel: channel.id, author: 'person', text })
    const payload = {
      type: 'event_callback',
      team_id: team.id,
      event_id: 'Ev1',
      event: {
        type: 'app_mention',
        channel: channel.id,
        user: person.id,
        ts: message.ts,
        text: typedText(text),
        blocks: [typedBlock(text)],
      },
    }
    const first = send('events_api', payload)
    const again = send('events_api', payload, { retry_attempt: 1, retry_reason: 'timeout' })
    await expect.poll(() => acknowledged.has(first) && acknowledged.has(again)).toBe(true)
    const inThread = () => workspace.messages.filter(({ thread }) => thread === message.ts)
    await expect.poll(() => shown(inThread()[0]), { timeout: 10_000 }).toContain('ISA-A')
    expect(inThread()).toHaveLength(1)
  })

  it('acknowledges a window with what stands in it next', async () => {
    const view = workspace.show(
      { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [{ type: 'divider' }] },
      { channel: channel.id, user: person.id },
      'open',
    )
    const metadata = { channel: channel.id, thread: null, responseUrl: null, kind: 'private', answer: null }
    const payload = (value: string | null) => ({
      type: 'view_submission',
      ...who,
      trigger_id: 'x',
      view: {
        id: view?.id,
        type: 'modal',
        callback_id: 'diagnose',
        private_metadata: JSON.stringify(metadata),
        state: { values: { text_A: { value: { type: 'plain_text_input', value } } } },
      },
    })
    const empty = send('interactive', payload(null))
    await expect.poll(() => acknowledged.get(empty)).toMatchObject({ response_action: 'errors' })
    const filled = send('interactive', payload(`${LIST_A}\n\n${LIST_B}`))
    await expect.poll(() => acknowledged.get(filled)).toMatchObject({ response_action: 'update' })
    await expect.poll(() => JSON.stringify(workspace.views), { timeout: 10_000 }).toContain('The tunnel works in part')
  })

  it('tells of its health at the address that is set, and at no other', async () => {
    expect((await fetch(`${health}/healthz`)).status).toBe(200)
    expect((await fetch(`${health}/metrics?x`)).status).toBe(200)
    expect((await fetch(`${health}/slack/events`, { method: 'POST' })).status).toBe(404)
    await expect(fetch(`${health.replace('127.0.0.1', '127.0.0.2')}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('is ready while it is connected, and comes back after Slack closes the connection', async () => {
    const ready = async () => (await fetch(`${health}/readyz`)).status
    await expect.poll(ready).toBe(200)
    const before = socket
    before.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    await expect.poll(() => socket !== before, { timeout: 15_000 }).toBe(true)
    await expect.poll(ready, { timeout: 5_000 }).toBe(200)
    const id = send('slash_commands', {
      command: '/ipsec-diagnose',
      text: 'help',
      team_id: team.id,
      channel_id: channel.id,
      user_id: person.id,
      trigger_id: 'after',
      response_url: workspace.responseUrls.issue('commands', team.id, { channel: channel.id, message: null }),
    })
    await expect.poll(() => acknowledged.has(id)).toBe(true)
    await expect
      .poll(() => shown(workspace.messages.at(-1)), { timeout: 10_000 })
      .toContain('Why does the tunnel not come up?')
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
