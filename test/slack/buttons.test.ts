import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { channels, colleague, person } from '../../src/playground/cast.ts'
import { mention } from '../../src/playground/typed-text.ts'
import type { Message } from '../../src/playground/workspace.ts'
import { chooseShortcut } from '../../src/playground/writing.ts'
import {
  direct,
  FIXED_A,
  FIXED_B,
  LIST_A,
  LIST_B,
  openScene,
  poolForAll,
  type Scene,
  type SceneOptions,
  shown,
  textOf,
} from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

const CASE = `/ipsec-diagnose ${LIST_A}\n\n${LIST_B}`

async function asked(text = CASE, options: SceneOptions & { readonly where?: string } = {}): Promise<Message> {
  const { where = channel.id, ...more } = options
  scene = await openScene({ pool, ...more })
  return scene.type(text, { channel: where })
}

describe('"Table after the fix"', () => {
  it('shows the flows as they will be, with the entries that there will be', async () => {
    await press(await asked(), 'after-the-fix')
    const [, after] = await scene.answers(2)
    expect(after).toMatchObject({ ephemeral: true })
    const table = JSON.stringify(after?.blocks.find(({ type }) => type === 'table'))
    expect(table).toContain('A3 / B5')
    expect(table).not.toContain('refused')
    expect(shown(after)).toContain('After the steps the simulation says: up.')
  })
})

describe('"Full report"', () => {
  it('of a private answer goes to the direct messages, as Markdown and JSON, and the answer says so', async () => {
    await press(await asked(), 'full-report')
    const [, file, told] = await scene.answers(3)
    expect(file).toMatchObject({
      channel: direct(),
      files: [{ name: 'ipsec-report.md' }, { name: 'ipsec-report.json' }],
    })
    expect(told).toMatchObject({ ephemeral: true, channel: channel.id })
    expect(shown(told)).toContain('in your direct messages')
    const [markdown, json] = (file?.files ?? []).map(({ bytes }) => new TextDecoder().decode(bytes))
    expect(markdown).toContain('# IPsec report: partial')
    expect(markdown).toContain('## TS001-1')
    expect(JSON.parse(json ?? '')).toMatchObject({ schemaVersion: 1, verdict: 'partial' })
  })

  it('of an answer that all see goes where it stands', async () => {
    const answer = await asked(`${mention}\n${LIST_A}\n\n${LIST_B}`)
    await press(answer, 'full-report')
    const [, file] = await scene.answers(2)
    expect(file).toMatchObject({ channel: channel.id, thread: answer.thread, files: [{}, {}] })
  })

  it('that Slack does not take ends in a message with an incident id', async () => {
    const answer = await asked(CASE, {
      between: (request, slack) =>
        request.url.includes('files.getUploadURLExternal')
          ? Promise.resolve(Response.json({ ok: false, error: 'internal_error' }))
          : slack(request),
    })
    await press(answer, 'full-report')
    expect(shown((await scene.answers(2))[1])).toMatch(/incident id [0-9a-f]{8}/)
  })
})

describe('"Explain"', () => {
  it('opens the page of the diagnostic', async () => {
    await press(await asked(), 'explain')
    const { view } = await scene.openView()
    expect(textOf(view.blocks)).toContain('TS001')
    expect(scene.workspace.refusals).toEqual([])
  })

  it('is answered with the page as a message when the window came too late', async () => {
    const answer = await asked(CASE, {
      between: (request, slack) =>
        request.url.endsWith('views.open')
          ? Promise.resolve(Response.json({ ok: false, error: 'expired_trigger_id' }))
          : slack(request),
    })
    await press(answer, 'explain')
    expect(shown((await scene.answers(2))[1])).toContain('TS001')
  })
})

describe('"Add the other end"', () => {
  it('keeps what is there and answers with both', async () => {
    const answer = await asked(`/ipsec-diagnose ${LIST_A}`)
    expect(shown(answer)).toContain('Only')
    await press(answer, 'add-end')
    const view = await scene.openView()
    expect(textOf(view.view.blocks)).toContain('End A, ISA-A: command (isa/filter-list)')
    await scene.submit(view, { text_B: LIST_B })
    const [, both] = await scene.answers(2)
    expect(both).toMatchObject({ ephemeral: true })
    expect(shown(both)).toContain('The tunnel works in part')
    await scene.until(() => JSON.stringify(scene.workspace.views).includes('The whole answer is'))
  })

  it('lets a later paste of the same end take the place of the kept one', async () => {
    const answer = await asked()
    await press(answer, 'add-end')
    await scene.submit(await scene.openView(), { text_B: FIXED_B })
    const [, again] = await scene.answers(2)
    expect(shown(again)).toContain('B5')
  })

  it('begins with what changed where both ends were there before', async () => {
    await press(await asked(), 'add-end')
    await scene.submit(await scene.openView(), { text_A: FIXED_A, text_B: FIXED_B })
    const [, { blocks } = { blocks: [] }] = await scene.answers(2)
    expect(textOf(blocks[0])).toBe('Fixed')
    expect(textOf(blocks[1])).toContain('TS001 is fixed.')
  })

  it('says so when what was there is no longer kept', async () => {
    const answer = await asked(`/ipsec-diagnose ${LIST_A}`)
    await press(answer, 'add-end')
    const view = await scene.openView()
    for (const [key] of await scene.store.list('answer:')) await scene.store.delete(key)
    await scene.submit(view, { text_B: LIST_B })
    expect(shown((await scene.answers(2))[1])).toContain('no longer kept')
  })
})

describe('"Did it help?"', () => {
  it('is counted and answered', async () => {
    const answer = await asked()
    await press(answer, 'helped')
    expect(shown((await scene.answers(2))[1])).toContain('Thank you')
    await press(answer, 'not-helped')
    expect(shown((await scene.answers(3))[2])).toContain('What would help most')
    const metrics = await fetch(scene.slack.link.url.replace('/slack/events', '/metrics'))
    const text = await metrics.text()
    expect(text).toContain('ipsec_diagnose_feedback_total{answer="helped"} 1')
    expect(text).toContain('ipsec_diagnose_feedback_total{answer="not-helped"} 1')
    expect(text).toMatch(/ipsec_diagnose_requests_total\{surface="command",outcome="answered"\} 1/)
  })
})

describe('"Share"', () => {
  it('posts into the thread, by whoever asked and by nobody else', async () => {
    scene = await openScene({ pool })
    const root = await scene.write(`${LIST_A}\n\n${LIST_B}`)
    const { ts } = await scene.write(LIST_B, { thread: root.ts })
    await chooseShortcut(scene.slack, ts)
    await scene.submit(await scene.openView(), { 'where/choice': 'private', 'what/choice': 'message' })
    const [answer] = await scene.answers(1)
    if (answer === undefined) throw new Error('no answer')
    await press(answer, 'share', colleague.id)
    expect(shown((await scene.answers(2))[1])).toContain('Only the person who asked')
    await press(answer, 'share')
    const [, , shared] = await scene.answers(3)
    expect(shared).toMatchObject({ ephemeral: false, thread: root.ts })
    expect(shown(shared)).toContain(`Shared by <@${person.id}>`)
  })

  it('works over the response address where the app is no member', async () => {
    const answer = await asked(CASE, { where: 'C03NETWORKS' })
    await press(answer, 'share')
    expect((await scene.answers(2))[1]).toMatchObject({ ephemeral: false, channel: 'C03NETWORKS' })
  })

  it('is refused with the reason where the app cannot see who reads the channel', async () => {
    scene = await openScene({ pool })
    scene.workspace.scopes.delete('channels:read')
    const answer = await scene.type(CASE)
    await press(answer, 'share')
    const [, told] = await scene.answers(2)
    expect(told).toMatchObject({ ephemeral: true })
    expect(shown(told)).toContain('It was not shared. The app cannot see whether this channel is shared')
  })

  it('that Slack does not let it do says what to do, and can be pressed again', async () => {
    let shut = false
    const answer = await asked(CASE, {
      between: async (request, slack) => {
        const { hostname, pathname } = new URL(request.url)
        if (!shut) return slack(request)
        if (pathname === '/api/chat.postMessage') return Response.json({ ok: false, error: 'restricted_action' })
        const body = hostname === 'hooks.slack.com' ? await request.clone().text() : ''
        return body.includes('in_channel') ? new Response('no', { status: 404 }) : slack(request)
      },
    })
    shut = true
    await press(answer, 'share')
    expect(shown((await scene.answers(2))[1])).toContain('Invite it to the channel')
    shut = false
    await press(answer, 'share')
    expect((await scene.answers(3))[2]).toMatchObject({ ephemeral: false })
  })
})

describe('a button that only another version knew', () => {
  it('is answered with a way on', async () => {
    scene = await openScene({ pool })
    const old = scene.workspace.post({
      channel: channel.id,
      author: 'app',
      text: 'An answer of old',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'of-old', value: 'x', text: { type: 'plain_text', text: 'Old' } }],
        },
      ],
    })
    await press(old, 'of-old')
    expect(shown((await scene.answers(2))[1])).toContain('of another version of the app')
    expect(scene.workspace.refusals).toEqual([])
  })
})

async function press(message: Message, action: string, user = person.id): Promise<void> {
  await scene.press(message, action, user)
}
