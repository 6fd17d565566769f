import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { sign } from '../../src/playground/app-link.ts'
import { channels, person, team } from '../../src/playground/cast.ts'
import { LIST_A, LIST_B, openScene, type Scene } from '../slack/workspace.ts'

const logged: string[] = []
let scene: Scene
beforeAll(async () => {
  scene = await openScene({ log: createLog('info', { write: (line) => void logged.push(line) }) })
})
afterAll(() => scene.close())

const SECRET = 'Zebra7QuinceMango'

/** A command as Slack sends it, with a trigger that no other request has. */
function command(text: string, trigger: string): string {
  return new URLSearchParams({
    command: '/ipsec-diagnose',
    text,
    trigger_id: trigger,
    team_id: team.id,
    user_id: person.id,
    channel_id: channels[0].id,
    response_url: scene.workspace.responseUrls.issue('commands', team.id, { channel: channels[0].id, message: null }),
  }).toString()
}

/** Whole seconds, as Slack writes them. */
function seconds(age = 0): number {
  return Math.floor(Date.now() / 1_000) - age
}

interface Signed {
  readonly body: string
  readonly time?: number | string
  readonly signature?: string
  readonly type?: string
}

function post({ body, time = seconds(), signature, type }: Signed, path = '/slack/events'): Promise<Response> {
  const { url, signingSecret } = scene.slack.link
  const headers = {
    'content-type': type ?? 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(time),
    'x-slack-signature': signature ?? sign(signingSecret, Number(time), body),
  }
  return fetch(new URL(path, url), { method: 'POST', body, headers })
}

/** Nothing was answered, opened or kept, and nothing of the text was logged. */
async function expectUntouched(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(scene.workspace.messages.filter(({ author }) => author === 'app')).toEqual([])
  expect(scene.workspace.views).toEqual([])
  expect(await scene.store.list('')).toEqual([])
  expect(logged.join('')).not.toContain(SECRET)
}

describe("a request that is not Slack's", () => {
  const body = () => command(`psk: ${SECRET}`, `T.${Math.random()}`)

  it.each<[string, (body: string) => Partial<Signed>]>([
    ['with another signature', () => ({ signature: `v0=${'0'.repeat(64)}` })],
    ['with the signature of another secret', (text) => ({ signature: sign('another secret', seconds(), text) })],
    ['with the signature of another body', () => ({ signature: sign(scene.slack.link.signingSecret, seconds(), 'x') })],
    ['with a signature of another length', () => ({ signature: 'v0=00' })],
    ['with a signature that is none', () => ({ signature: '\u00e4' })],
    ['with an empty signature', () => ({ signature: '' })],
    [
      'of another version of signatures',
      (text) => ({ signature: sign(scene.slack.link.signingSecret, seconds(), text).replace('v0', 'v1') }),
    ],
    ['that is older than five minutes', () => ({ time: seconds(301) })],
    ['that is a day old', () => ({ time: seconds(86_400) })],
    ['of the future, by more than five minutes', () => ({ time: seconds(-310) })],
    ['of tomorrow', () => ({ time: seconds(-86_400) })],
    ['without a time', () => ({ time: '' })],
    ['with a time that is no number', () => ({ time: 'now' })],
    [
      'with the time of another request',
      (text) => ({ time: seconds(), signature: sign(scene.slack.link.signingSecret, seconds(60), text) }),
    ],
  ])('%s is refused, and nothing comes of it', async (_, change) => {
    const text = body()
    const response = await post({ body: text, ...change(text) })
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain(SECRET)
    await expectUntouched()
  })

  it('without the headers of a signature is refused', async () => {
    const response = await fetch(scene.slack.link.url, { method: 'POST', body: body() })
    expect(response.status).toBe(401)
    await expectUntouched()
  })

  it('that says it only checks the certificate gets nothing done', async () => {
    const response = await fetch(scene.slack.link.url, {
      method: 'POST',
      body: `${body()}&ssl_check=1`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(response.status).toBe(200)
    await expectUntouched()
  })

  it.each(['GET', 'PUT', 'DELETE'])('by %s is not found', async (method) => {
    expect((await fetch(scene.slack.link.url, { method })).status).toBe(404)
  })

  it.each(['/', '/slack', '/slack/install', '/slack/oauth_redirect', '/slack/events/x', '//slack/events', '/.env'])(
    'at %s is not found, even when signed',
    async (path) => {
      const url = new URL(scene.slack.link.url)
      const text = body()
      const answer = await raw(
        Number(url.port),
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
      expect(answer).toMatch(/^HTTP\/1\.1 404/)
      expect((await post({ body: text }, path === '//slack/events' ? '/slack//events' : path)).status).toBe(404)
      await expectUntouched()
    },
  )

  it('that is larger than anything of Slack is refused before it is read to its end, and its sender is cut off', async () => {
    const text = `text=${SECRET}${'x'.repeat(6_000_000)}`
    const { url, signingSecret } = scene.slack.link
    const head = [
      'POST /slack/events HTTP/1.1',
      'Host: 127.0.0.1',
      `Content-Length: ${text.length}`,
      `X-Slack-Request-Timestamp: ${seconds()}`,
      `X-Slack-Signature: ${sign(signingSecret, seconds(), text)}`,
    ]
    const answer = await raw(Number(new URL(url).port), `${head.join('\r\n')}\r\n\r\n${text}`)
    expect(answer).toMatch(/^(?:HTTP\/1\.1 413|$)/)
    expect(answer).not.toContain(SECRET)
    await expectUntouched()
    await expectAlive()
  })

  it('that is no HTTP, or breaks off, ends with its connection', async () => {
    const port = Number(new URL(scene.slack.link.url).port)
    for (const text of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'GET\r\n\r\n',
      `POST /slack/events HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`,
    ])
      expect(await raw(port, text)).toMatch(/^(?:HTTP\/1\.1 4\d\d|$)/)
    await expectAlive()
    await expectUntouched()
  })
})

describe('a request that was overheard and is sent again', () => {
  const sentTwice = async (request: Signed): Promise<void> => {
    for (let time = 0; time < 3; time++) expect((await post(request)).status).toBe(200)
  }

  it('is answered once: a command', async () => {
    await sentTwice({ body: command(`${LIST_A}\n\n${LIST_B}`, 'T.again'), time: seconds(250) })
    await expectAnswers(1)
  })

  it('is answered once: an event', async () => {
    const event = {
      type: 'event_callback',
      event_id: 'Ev.again',
      team_id: team.id,
      event: {
        type: 'message',
        channel_type: 'im',
        channel: 'D0AGAIN',
        user: person.id,
        ts: '1700000000.000100',
        text: 'help',
      },
    }
    await sentTwice({ body: JSON.stringify(event), type: 'application/json' })
    const outcomes = () =>
      logged
        .map((line) => JSON.parse(line).audit)
        .filter((audit) => audit?.surface === 'dm')
        .map((audit) => audit.outcome)
    await expect.poll(outcomes).toHaveLength(3)
    expect(outcomes().filter((outcome) => outcome === 'duplicate')).toHaveLength(2)
  })

  it('opens one window: a command without text', async () => {
    const before = scene.workspace.views.length
    await sentTwice({ body: command('', 'T.window') })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(scene.workspace.views.length - before).toBeLessThanOrEqual(1)
  })

  async function expectAnswers(count: number): Promise<void> {
    await scene.answers(count)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await scene.answers(count)).toHaveLength(count)
  }
})

/** On a connection of its own. */
async function expectAlive(): Promise<void> {
  const port = Number(new URL(scene.slack.link.url).port)
  const answer = await raw(port, 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 200/)
}

/** Bytes as they are; resolves with what came back once the connection is closed, or after a second of silence. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}

describe('a request from a clock that is a little ahead', () => {
  it('is taken', async () => {
    expect((await post({ body: command('help', 'T.ahead'), time: seconds(-280) })).status).toBe(200)
  })
})
