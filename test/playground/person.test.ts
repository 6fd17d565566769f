import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AppLink, deliver, sign } from '../../src/playground/app-link.ts'
import { channels } from '../../src/playground/cast.ts'
import { fieldName } from '../../src/playground/form-state.ts'
import { pressInMessage, submitModal } from '../../src/playground/pressing.ts'
import type { Slack } from '../../src/playground/slack.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { type Change, type Message, type OpenView, Workspace } from '../../src/playground/workspace.ts'
import { typeText } from '../../src/playground/writing.ts'
import { type Journal, tinyApp } from './tiny-app.ts'

const [channel] = channels
const botToken = 'xoxb-test'
const signingSecret = 'the signing secret of these tests'
const journal: Journal = { commands: [], forms: [], presses: [], events: [], errors: [] }
/** The app outlives the workspaces: each test has a fresh one behind the same app. */
let workspace = new Workspace()
let link: AppLink
let stop: () => Promise<void>

beforeAll(async () => {
  const fetch: typeof globalThis.fetch = (input, init) => createFetch(workspace, botToken)(input, init)
  const app = await tinyApp(journal)({ fetch, botToken, signingSecret, port: 0, host: '127.0.0.1' })
  link = { url: `http://127.0.0.1:${app.port}/slack/events`, signingSecret }
  stop = app.stop
})
afterAll(() => stop())
beforeEach(() => {
  workspace = new Workspace()
  for (const list of Object.values(journal)) list.length = 0
})

describe('a request', () => {
  it('is accepted by Bolt with its signature, and by nobody with another', async () => {
    const form = { command: '/ipsec-diagnose', text: 'inline', team_id: 'T1', user_id: 'U1', channel_id: 'C1' }
    expect(await deliver(link, form)).toEqual({ ok: true, body: 'Said in the acknowledgement.' })
    expect(await deliver({ ...link, signingSecret: 'another' }, form)).toMatchObject({
      ok: false,
      error: 'http_client_error',
      say: 'the app answered with HTTP 401',
    })
  })

  it('is refused by Bolt when its body was changed on the way, or when it is older than five minutes', async () => {
    const body = 'command=%2Fipsec-diagnose&text=inline&team_id=T1&user_id=U1&channel_id=C1'
    const now = Math.floor(Date.now() / 1_000)
    expect(await post(body, now, sign(signingSecret, now, body))).toBe(200)
    expect(await post(body.replace('inline', 'other'), now, sign(signingSecret, now, body))).toBe(401)
    const old = now - 5 * 60 - 5
    expect(await post(body, old, sign(signingSecret, old, body))).toBe(401)
  })
})

describe('a slash command', () => {
  it('reaches the app with its lines unchanged, and the answer comes for the person alone', async () => {
    const answered = next('message')
    await typeText(slack(), channel.id, '/ipsec-diagnose A1 SubnetA > SubnetB\n\nB2 SubnetB < SubnetA & more')
    const message = await answered
    expect(journal.commands).toEqual(['A1 SubnetA > SubnetB\n\nB2 SubnetB < SubnetA & more'])
    expect(message).toMatchObject({ author: 'app', ephemeral: true, channel: channel.id })
    expect(message.blocks.map((block) => block.type)).toContain('table')
    expect(workspace.refusals).toEqual([])
  })

  it('is answered by the text of the acknowledgement', async () => {
    await typeText(slack(), channel.id, '/ipsec-diagnose inline')
    expect(workspace.messages).toMatchObject([{ author: 'app', text: 'Said in the acknowledgement.', ephemeral: true }])
  })

  it('fails with operation_timeout when the app acknowledges too late', async () => {
    await typeText({ workspace, link: { ...link, ackMilliseconds: 50 } }, channel.id, '/ipsec-diagnose silent')
    expect(workspace.messages).toMatchObject([
      { author: 'slackbot', ephemeral: true, text: '`/ipsec-diagnose` failed with the error "operation_timeout"' },
    ])
    expect(workspace.refusals).toMatchObject([{ call: '/ipsec-diagnose', error: 'operation_timeout' }])
  })

  it('that nobody offers is answered by Slack itself', async () => {
    await typeText(slack(), channel.id, '/other')
    expect(workspace.messages).toMatchObject([{ author: 'slackbot', ephemeral: true }])
    expect(journal.commands).toEqual([])
  })

  it('without a slash is a message', async () => {
    await typeText(slack(), channel.id, 'hello\nthere')
    expect(workspace.messages).toMatchObject([{ author: 'person', text: 'hello\nthere', ephemeral: false }])
  })

  it('whose answer Slack refuses leaves nothing but the refusal', async () => {
    const refused = nextChange('refusals')
    await typeText(slack(), channel.id, '/ipsec-diagnose two tables')
    await refused
    expect(workspace.messages).toEqual([])
    expect(workspace.refusals[0]?.messages.join()).toContain('only_one_table_allowed')
  })
})

describe('a message to the app', () => {
  it('mentions it in the channel, is escaped as Slack does it, and is answered in its thread', async () => {
    await typeText(slack(), channel.id, '@ipsec-diagnose A1 SubnetA > SubnetB')
    const { ts } = workspace.messages[0] ?? {}
    await vi.waitFor(() => expect(workspace.messages[1]).toMatchObject({ text: 'In the thread.', thread: ts }))
    expect(journal.events).toMatchObject([
      {
        type: 'app_mention',
        channel: channel.id,
        text: '<@U01IPSECBOT> A1 SubnetA &gt; SubnetB',
        blocks: [{ elements: [{ elements: [{ user_id: 'U01IPSECBOT' }, { text: ' A1 SubnetA > SubnetB' }] }] }],
      },
    ])
  })

  it('is heard in its own conversation without a mention, but not in the channel', async () => {
    await typeText(slack(), channel.id, 'hello')
    await typeText(slack(), channels[1].id, 'hello')
    await vi.waitFor(() => expect(journal.events).not.toEqual([]))
    expect(journal.events).toMatchObject([
      { type: 'message', channel_type: 'im', channel: channels[1].id, text: 'hello' },
    ])
  })
})

describe('a button', () => {
  it('of an ephemeral message brings no message along; its response_url posts in the channel', async () => {
    const { ts } = await answered()
    const shared = next('message')
    await pressInMessage(slack(), ts, { block: 'answer-actions', action: 'share', options: [] })
    expect(await shared).toMatchObject({ ephemeral: false, author: 'app' })
    expect(journal.presses).toMatchObject([
      {
        type: 'block_actions',
        container: { message_ts: ts, channel_id: channel.id, is_ephemeral: true },
        actions: [{ type: 'button', action_id: 'share', block_id: 'answer-actions', value: 'it' }],
      },
    ])
    expect(journal.presses[0]).not.toHaveProperty('message')
  })

  it('replaces its message when the app says so', async () => {
    const { ts } = await answered()
    const replaced = next('message')
    await pressInMessage(slack(), ts, { block: 'answer-actions', action: 'more', options: [] })
    expect(await replaced).toMatchObject({ ts, text: 'Replaced by the button', blocks: [] })
    expect(workspace.messages).toHaveLength(1)
  })

  it('that is not there does nothing', async () => {
    const { ts } = await answered()
    await pressInMessage(slack(), ts, { block: 'answer-actions', action: 'forged', options: [] })
    expect(journal.presses).toEqual([])
  })
})

describe('the modal', () => {
  it('sends texts and files in its state, and closes', async () => {
    const { id } = await opened()
    const form = new FormData()
    form.set(fieldName('a-text', 'text'), 'first\r\nsecond')
    // A browser sends this of a field in which no file was chosen.
    form.append(fieldName('a-files', 'files'), new File([], ''))
    form.append(fieldName('b-files', 'files'), new File([new Uint8Array([0xff, 0xfe, 0x41, 0x00])], 'b.txt'))
    const told = next('message')
    await submitModal(slack(), id, form)
    expect(await told).toMatchObject({ text: 'Received first\nsecond', ephemeral: true })
    expect(workspace.views).toEqual([])
    expect(journal.forms).toMatchObject([
      {
        callback_id: 'form',
        private_metadata: 'kept',
        state: {
          values: {
            'a-text': { text: { type: 'plain_text_input', value: 'first\nsecond' } },
            'b-text': { text: { type: 'plain_text_input', value: null } },
            'a-files': { files: { type: 'file_input', files: [] } },
            'b-files': { files: { type: 'file_input', files: [{ name: 'b.txt', filetype: 'text', size: 4 }] } },
          },
        },
      },
    ])
  })

  it("shows the app's word under the field and stays open", async () => {
    const { id } = await opened()
    const form = new FormData()
    form.set(fieldName('a-text', 'text'), 'wrong')
    await submitModal(slack(), id, form)
    expect(workspace.views).toMatchObject([{ id, errors: { 'a-text': 'This is not a filter list.' } }])
  })

  it('tells of text that is too long, and of too many or too large files, before the app hears of it', async () => {
    const { id } = await opened()
    const form = new FormData()
    form.set(fieldName('a-text', 'text'), 'x'.repeat(3_001))
    for (let file = 0; file < 4; file += 1) form.append(fieldName('a-files', 'files'), new File(['x'], `${file}.txt`))
    form.append(fieldName('b-files', 'files'), new File([new Uint8Array(10_000_001)], 'large.txt'))
    await submitModal(slack(), id, form)
    expect(workspace.views[0]?.errors).toEqual({
      'a-text': '3001 characters; Slack takes at most 3000 here. Attach a file instead.',
      'a-files': '4 files; Slack takes at most 3 here.',
      'b-files': 'large.txt is larger than 10 MB.',
    })
    expect(journal.forms).toEqual([])
  })
})

function slack(): Slack {
  return { workspace, link }
}

async function answered(): Promise<Message> {
  const message = next('message')
  await typeText(slack(), channel.id, '/ipsec-diagnose anything')
  return message
}

async function opened(): Promise<OpenView> {
  const shown = nextChange('modal')
  await typeText(slack(), channel.id, '/ipsec-diagnose')
  await shown
  const open = workspace.views[0]
  if (open === undefined) throw new Error('no modal is open')
  return open
}

async function next(kind: 'message'): Promise<Message> {
  const change = await nextChange(kind)
  if (change.kind !== 'message') throw new Error(`${change.kind} came instead of a message`)
  return change.message
}

function nextChange(kind: Change['kind']): Promise<Change> {
  return new Promise((resolve) => {
    const unwatch = workspace.watch((change) => {
      if (change.kind !== kind) return
      unwatch()
      resolve(change)
    })
  })
}

async function post(body: string, timestamp: number, signature: string): Promise<number> {
  const response = await fetch(link.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
    },
  })
  return response.status
}
