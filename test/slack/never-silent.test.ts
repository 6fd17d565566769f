import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { channels, person } from '../../src/playground/cast.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { typeText } from '../../src/playground/writing.ts'
import { createStore } from '../../src/store.ts'
import { type Between, direct, LIST_A, LIST_B, openScene, poolForAll, type Scene, shown } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

const QUESTION = `${mention}\n${LIST_A}\n\n${LIST_B}`
const COMMAND = `/ipsec-diagnose ${LIST_A}\n\n${LIST_B}`

/** Slack says no to calls of a method, as long as `when` holds for their body. */
function refusing(method: string, error: string, when: (body: string) => boolean = () => true): Between {
  return async (request, slack) => {
    const body = request.method === 'POST' ? decodeURIComponent(await request.clone().text()) : ''
    const refused = request.url.endsWith(`/api/${method}`) && when(body)
    return refused ? Response.json({ ok: false, error }) : slack(request)
  }
}

const hasTable = (body: string): boolean => body.includes('"table"')

describe('an answer in a thread', () => {
  it('that Slack refuses with its blocks comes as preformatted text', async () => {
    scene = await openScene({ pool, between: refusing('chat.postMessage', 'invalid_blocks', hasTable) })
    const answer = await scene.type(QUESTION)
    expect(answer.blocks.map(({ type }) => type)).toEqual(['rich_text'])
    expect(shown(answer)).toContain('PARTIAL')
    const again = await scene.type(`${mention} again`, { thread: answer.thread })
    expect(shown(again), 'it is known as an answer all the same').toContain('Nothing has changed')
  })

  it('that Slack refuses with any blocks comes as a file', async () => {
    const between = refusing('chat.postMessage', 'msg_blocks_too_long', (body) => body.includes('blocks='))
    scene = await openScene({ pool, between })
    const answer = await scene.type(QUESTION)
    expect(answer).toMatchObject({ thread: scene.workspace.messages[0]?.ts, files: [{ name: 'ipsec-diagnose.txt' }] })
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(new TextDecoder().decode(answer.files[0]?.bytes)).toContain('TS001-1')
    const again = await scene.type(`${mention} again`, { thread: answer.thread })
    expect(again.text, 'it is known as an answer all the same').toContain('The tunnel works in part')
  })

  it.each(['not_in_channel', 'is_archived', 'restricted_action_read_only_channel'])(
    'that may not be posted there (%s) comes to the asker alone, with the reason',
    async (error) => {
      scene = await openScene({ pool, between: refusing('chat.postMessage', error) })
      const answer = await scene.type(QUESTION)
      expect(answer).toMatchObject({ ephemeral: true, to: person.id })
      expect(shown(answer)).toContain(`Only you see this, since it could not be posted for all (${error})`)
      expect(shown(answer)).toContain('The tunnel works in part')
    },
  )

  it('that nobody in the channel may see comes as a direct message, with the reason', async () => {
    const between: Between = async (request, slack) => {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      const { pathname } = new URL(request.url)
      const shut = /chat\.post(Message|Ephemeral)$/.test(pathname) && body.includes(`channel=${channel.id}`)
      return shut ? Response.json({ ok: false, error: 'channel_not_found' }) : slack(request)
    }
    scene = await openScene({ pool, between })
    const answer = await scene.type(QUESTION)
    expect(answer).toMatchObject({ channel: direct(), ephemeral: false })
    expect(shown(answer)).toContain(
      `This comes to you alone, since Slack did not take it in <#${channel.id}> (channel_not_found)`,
    )
  })

  it('waits as long as Slack asks for, and tells the asker meanwhile', async () => {
    let asked = 0
    const between: Between = async (request, slack) => {
      if (!request.url.endsWith('/api/chat.postMessage') || asked > 0) return slack(request)
      asked = Date.now()
      return Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers: { 'retry-after': '1' } })
    }
    scene = await openScene({ pool, between })
    const told = await scene.type(QUESTION)
    expect(told).toMatchObject({ ephemeral: true })
    expect(shown(told)).toContain('Slack asks to wait a second')
    expect(shown((await scene.answers(2))[1])).toContain('The tunnel works in part')
    expect(Date.now() - asked).toBeGreaterThanOrEqual(1_000)
  })

  it('whose placeholder was deleted is posted anew', async () => {
    scene = await openScene({
      pool: {
        ...pool,
        run: async (...task) => {
          const [placeholder] = await scene.answers(1)
          scene.workspace.remove(placeholder?.ts ?? '')
          return pool.run(...task)
        },
      },
      patience: 0,
    })
    await typeText(scene.slack, channel.id, QUESTION)
    await scene.until(() => shown(scene.workspace.messages.at(-1)).includes('The tunnel works in part'))
    expect(scene.workspace.messages.at(-1)?.thread).toBe(scene.workspace.messages[0]?.ts)
  })

  it('that fails turns its placeholder into a message with an incident id', async () => {
    scene = await openScene({
      pool: {
        ...pool,
        run: async () => {
          await scene.answers(1)
          throw new Error('hunter2')
        },
      },
      patience: 0,
    })
    await typeText(scene.slack, channel.id, QUESTION)
    await scene.until(() => /incident id [0-9a-f]{8}/.test(shown(scene.workspace.messages.at(-1))))
    expect(scene.workspace.messages).toHaveLength(2)
    expect(JSON.stringify(scene.workspace.messages)).not.toContain('hunter2')
  })
})

describe('an answer to a command', () => {
  it.each([400, 404, 410, 500])('that its address refuses with %s comes another way', async (status) => {
    const between: Between = async (request, slack) =>
      new URL(request.url).hostname === 'hooks.slack.com' ? new Response('whatever', { status }) : slack(request)
    scene = await openScene({ pool, between })
    const answer = await scene.type(COMMAND)
    expect(answer).toMatchObject({ ephemeral: true, channel: channel.id })
    expect(shown(answer)).toContain('The tunnel works in part')
  })

  it('for which no way is left in the channel comes as a direct message', async () => {
    const between: Between = async (request, slack) =>
      /hooks\.slack\.com|chat\.postEphemeral/.test(request.url) ? new Response('gone', { status: 404 }) : slack(request)
    scene = await openScene({ pool, between })
    const answer = await scene.type(COMMAND)
    expect(answer.channel).toBe(direct())
    expect(shown(answer)).toContain('This comes to you alone')
  })

  it('that Slack takes nowhere is logged, and nothing breaks', async () => {
    const between: Between = async (request, slack) =>
      /hooks\.slack\.com|chat\.post|files\./.test(request.url)
        ? Response.json({ ok: false, error: 'fatal_error' }, { status: 200 })
        : slack(request)
    let shut = true
    scene = await openScene({ pool, between: (request, slack) => (shut ? between(request, slack) : slack(request)) })
    await typeText(scene.slack, channel.id, QUESTION)
    await expect.poll(() => scene.workspace.messages.length).toBe(1)
    shut = false
    expect(shown(await scene.type('/ipsec-diagnose help'))).toContain('Why does the tunnel')
  })
})

describe('the window', () => {
  it('that was closed meanwhile changes nothing: the answer comes', async () => {
    scene = await openScene({
      pool: {
        ...pool,
        run: (...task) => {
          scene.workspace.closeView('all')
          return pool.run(...task)
        },
      },
    })
    await typeText(scene.slack, channel.id, '/ipsec-diagnose')
    await scene.submit(await scene.openView(), { text_A: LIST_A, text_B: LIST_B })
    expect(shown((await scene.answers(1))[0])).toContain('The tunnel works in part')
    await scene.until(() => scene.workspace.refusals.some(({ error }) => error === 'not_found'))
  })
})

describe('a file', () => {
  it('that is gone, or that Slack hides behind a login page, is told with what to do', async () => {
    scene = await openScene({ pool })
    const root = await scene.write('Ours', { files: [new File([LIST_A], 'gone.txt')] })
    scene.workspace.deleteFile(root.files[0]?.id ?? '')
    const answer = await scene.type(`${mention}\n${LIST_B}`, { thread: root.ts })
    expect(shown(answer)).toContain('It is gone: it was deleted')
    await scene.close()
    const login = () => new Response('<!DOCTYPE html><html></html>', { headers: { 'content-type': 'text/html' } })
    scene = await openScene({
      pool,
      between: async (request, slack) => (request.url.includes('files-pri') ? login() : slack(request)),
    })
    const second = await scene.write('Ours', { files: [new File([LIST_A], 'a.txt')] })
    expect(shown(await scene.type(`${mention}\n${LIST_B}`, { thread: second.ts }))).toContain('a login page')
  })
})

describe('a store that does not answer', () => {
  it('costs nobody an answer, only the buttons their use', async () => {
    const dead = () => Promise.reject(new Error('ECONNREFUSED'))
    const store = { ...createStore(), get: dead, set: dead, delete: dead, claim: dead, list: dead, check: dead }
    scene = await openScene({ pool, store })
    const answer = await scene.type(QUESTION)
    expect(shown(answer)).toContain('The tunnel works in part')
    await scene.press(answer, 'after-the-fix')
    expect(shown((await scene.answers(2))[1])).toMatch(/incident id [0-9a-f]{8}/)
    const ready = await fetch(scene.slack.link.url.replace('/slack/events', '/readyz'))
    expect([ready.status, await ready.text()]).toEqual([503, 'the store does not answer'])
  })
})
