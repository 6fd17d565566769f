import { WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { channels, person } from '../../src/playground/cast.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { answer } from './tiny-app.ts'

const token = 'xoxb-test'
const [channel] = channels
const view = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Form' },
  blocks: [{ type: 'divider' as const }],
}

/** A workspace whose clock stands still until it is moved. */
function setUp() {
  const time = { now: 1_700_000_000_000 }
  const workspace = new Workspace(() => time.now)
  const fetch = createFetch(workspace, token)
  const client = new WebClient(token, { fetch, retryConfig: { retries: 0 } })
  return { time, workspace, fetch, client }
}

function target(message: string | null = null) {
  return { channel: channel.id, message }
}

function reply(url: string, body: object): Request {
  return new Request(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

describe('the world outside', () => {
  it('is Slack only: any other address is a network error', async () => {
    const { fetch } = setUp()
    await expect(fetch('https://example.com/')).rejects.toThrow('fetch failed')
    await expect(fetch('http://slack.com/api/auth.test')).rejects.toThrow('fetch failed')
    await expect(fetch('https://slack.com.example.com/api/auth.test')).rejects.toThrow('fetch failed')
  })

  it('knows its own token only, and names a method that it does not know', async () => {
    const { fetch, client, workspace } = setUp()
    await expect(client.auth.test()).resolves.toMatchObject({ ok: true, user: 'ipsec-diagnose' })
    const stranger = new WebClient('xoxb-other', { fetch, retryConfig: { retries: 0 } })
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } })
    await expect(client.apiCall('no.such')).rejects.toMatchObject({ data: { error: 'unknown_method' } })
    expect(workspace.refusals).toMatchObject([{ call: 'no.such', error: 'unknown_method' }])
  })
})

describe('a trigger_id', () => {
  it('opens one modal', async () => {
    const { workspace, client } = setUp()
    const trigger_id = workspace.triggers.issue(channel.id)
    await expect(client.views.open({ trigger_id, view })).resolves.toMatchObject({ ok: true })
    expect(workspace.views).toHaveLength(1)
    await expect(client.views.open({ trigger_id, view })).rejects.toMatchObject({
      data: { error: 'exchanged_trigger_id' },
    })
  })

  it('is good for three seconds', async () => {
    const { time, workspace, client } = setUp()
    const [first, second] = [workspace.triggers.issue(channel.id), workspace.triggers.issue(channel.id)]
    time.now += 3_000
    await expect(client.views.open({ trigger_id: first, view })).resolves.toMatchObject({ ok: true })
    time.now += 1
    await expect(client.views.open({ trigger_id: second, view })).rejects.toMatchObject({
      data: { error: 'expired_trigger_id' },
    })
  })

  it('carries a stack of three modals, no more', async () => {
    const { workspace, client } = setUp()
    const trigger = () => workspace.triggers.issue(channel.id)
    await client.views.open({ trigger_id: trigger(), view })
    await client.views.push({ trigger_id: trigger(), view })
    await client.views.push({ trigger_id: trigger(), view })
    await expect(client.views.push({ trigger_id: trigger(), view })).rejects.toMatchObject({
      data: { error: 'push_limit_reached' },
    })
  })
})

describe('a modal on the screen', () => {
  it('is updated by its id, unless the hash is old or the person has closed it', async () => {
    const { workspace, client } = setUp()
    const opened = await client.views.open({ trigger_id: workspace.triggers.issue(channel.id), view })
    const view_id = opened.view?.id ?? ''
    const hash = opened.view?.hash ?? ''
    await expect(client.views.update({ view_id, hash, view })).resolves.toMatchObject({ ok: true })
    await expect(client.views.update({ view_id, hash, view })).rejects.toMatchObject({
      data: { error: 'hash_conflict' },
    })
    workspace.closeView('top')
    await expect(client.views.update({ view_id, view })).rejects.toMatchObject({ data: { error: 'not_found' } })
  })

  it('is refused with the place of the fault, and the panel shows it', async () => {
    const { workspace, client } = setUp()
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }
    const call = client.apiCall('views.open', {
      trigger_id: workspace.triggers.issue(channel.id),
      view: { ...view, blocks: [table] },
    })
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]'] },
      },
    })
    expect(workspace.refusals).toMatchObject([{ call: 'views.open', error: 'invalid_arguments' }])
    expect(workspace.views).toEqual([])
  })
})

describe('a response_url', () => {
  it('takes five answers', async () => {
    const { workspace, fetch } = setUp()
    const url = workspace.responseUrls.issue('commands', 'T1', target())
    for (let use = 1; use <= 5; use += 1) expect((await fetch(reply(url, { text: `${use}` }))).status).toBe(200)
    expect((await fetch(reply(url, { text: '6' }))).status).toBe(404)
    expect(workspace.messages.map((message) => message.text)).toEqual(['1', '2', '3', '4', '5'])
    expect(workspace.refusals).toMatchObject([{ call: 'response_url', error: 'used_url' }])
  })

  it('is good for thirty minutes', async () => {
    const { time, workspace, fetch } = setUp()
    const url = workspace.responseUrls.issue('commands', 'T1', target())
    time.now += 30 * 60_000
    expect((await fetch(reply(url, { text: 'just in time' }))).status).toBe(200)
    time.now += 1
    expect((await fetch(reply(url, { text: 'too late' }))).status).toBe(404)
    expect(workspace.refusals).toMatchObject([{ error: 'expired_url' }])
  })

  it('answers the person alone, or the channel when asked', async () => {
    const { workspace, fetch } = setUp()
    const url = workspace.responseUrls.issue('commands', 'T1', target())
    await fetch(reply(url, { text: 'mine' }))
    await fetch(reply(url, { text: 'ours', response_type: 'in_channel' }))
    expect(workspace.messages).toMatchObject([
      { text: 'mine', ephemeral: true },
      { text: 'ours', ephemeral: false },
    ])
  })

  it('of a button replaces or deletes the message with the button; of a command it cannot', async () => {
    const { workspace, fetch } = setUp()
    const { ts } = workspace.post({ channel: channel.id, author: 'app', text: 'before', ephemeral: true })
    const button = workspace.responseUrls.issue('actions', 'T1', target(ts))
    const command = workspace.responseUrls.issue('commands', 'T1', target())
    await fetch(reply(button, { text: 'after', replace_original: true }))
    expect(workspace.messages).toMatchObject([{ ts, text: 'after', ephemeral: true }])
    await fetch(reply(command, { text: 'new', replace_original: true }))
    expect(workspace.messages).toMatchObject([{ text: 'after' }, { text: 'new' }])
    await fetch(reply(button, { delete_original: true }))
    expect(workspace.messages).toMatchObject([{ text: 'new' }])
  })

  it('sends bad blocks back as HTTP 400 and posts nothing', async () => {
    const { workspace, fetch } = setUp()
    const url = workspace.responseUrls.issue('commands', 'T1', target())
    expect((await fetch(reply(url, { text: 'x', blocks: [{ type: 'alert' }] }))).status).toBe(400)
    expect(workspace.messages).toEqual([])
    expect(workspace.refusals).toMatchObject([{ call: 'response_url', error: 'invalid_blocks' }])
  })
})

describe('a message', () => {
  it('is posted, edited and deleted with its blocks', async () => {
    const { workspace, client } = setUp()
    const posted = await client.chat.postMessage({ channel: channel.id, text: 'fallback', blocks: answer })
    const ts = posted.ts ?? ''
    expect(workspace.message(ts)?.blocks.map((block) => block.type)).toEqual(answer.map((block) => block.type))
    await client.chat.update({ channel: channel.id, ts, text: 'edited' })
    expect(workspace.message(ts)).toMatchObject({ text: 'edited', blocks: [], edited: true })
    await client.chat.delete({ channel: channel.id, ts })
    expect(workspace.messages).toEqual([])
  })

  it('cannot be edited when it is ephemeral, nor carry more than 4,000 characters of text then', async () => {
    const { client } = setUp()
    const user = person.id
    const sent = await client.chat.postEphemeral({ channel: channel.id, user, text: 'x'.repeat(4_000) })
    const ts = sent.message_ts ?? ''
    await expect(client.chat.update({ channel: channel.id, ts, text: 'x' })).rejects.toMatchObject({
      data: { error: 'cant_update_message' },
    })
    await expect(
      client.chat.postEphemeral({ channel: channel.id, user, text: 'x'.repeat(4_001) }),
    ).rejects.toMatchObject({ data: { error: 'msg_too_long' } })
  })

  it('comes back in its thread, ephemeral ones do not', async () => {
    const { client, workspace } = setUp()
    const { ts } = workspace.post({ channel: channel.id, author: 'person', text: 'root' })
    await client.chat.postMessage({ channel: channel.id, thread_ts: ts, text: 'answer' })
    await client.chat.postEphemeral({ channel: channel.id, thread_ts: ts, user: person.id, text: 'private' })
    const thread = await client.conversations.replies({ channel: channel.id, ts })
    expect(thread.messages?.map((message) => message.text)).toEqual(['root', 'answer'])
  })
})

describe('a file', () => {
  it('comes with the bot token, and is a login page without it', async () => {
    const { workspace, fetch, client } = setUp()
    const bytes = new TextEncoder().encode('A1 SubnetA > SubnetB')
    const { id } = workspace.addFile({ name: 'a.txt', mimetype: 'text/plain', owner: person.id, bytes })
    const url = (await client.files.info({ file: id })).file?.url_private_download ?? ''
    const allowed = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    expect(await allowed.text()).toBe('A1 SubnetA > SubnetB')
    const refused = await fetch(url, { headers: { authorization: 'Bearer other' } })
    expect(refused.status).toBe(200)
    expect(refused.headers.get('content-type')).toContain('text/html')
    expect(await refused.text()).not.toContain('SubnetA')
  })

  it('is uploaded in three steps by the official client and shown where it was sent', async () => {
    const { workspace, client } = setUp()
    const opened = await client.conversations.open({ users: person.id })
    const channel_id = opened.channel?.id ?? ''
    await client.filesUploadV2({ channel_id, filename: 'report.txt', content: 'Grüße', initial_comment: 'The report' })
    expect(workspace.messages).toMatchObject([
      { channel: channel_id, text: 'The report', files: [{ name: 'report.txt' }] },
    ])
    expect(new TextDecoder().decode(workspace.messages[0]?.files[0]?.bytes)).toBe('Grüße')
  })
})
