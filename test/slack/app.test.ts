import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../../src/log.ts'
import { deliver } from '../../src/playground/app-link.ts'
import { channels, person, team } from '../../src/playground/cast.ts'
import { fieldName } from '../../src/playground/form-state.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { typeText } from '../../src/playground/writing.ts'
import type { AnswerPool } from '../../src/slack/services.ts'
import { LIST_A, LIST_B, openScene, type Scene, shown } from './workspace.ts'

const CASE = `/ipsec-diagnose ${LIST_A}\n\n${LIST_B}`

let scene: Scene
afterEach(() => scene.close())

describe('a paste behind the command', () => {
  it('is answered for the person alone, with table, findings and the steps of both ends', async () => {
    scene = await openScene()
    const answer = await scene.type(CASE)
    expect(answer).toMatchObject({ ephemeral: true, author: 'app' })
    expect(answer.blocks.filter(({ type }) => type === 'table')).toHaveLength(1)
    const text = shown(answer)
    expect(text).toContain('The tunnel works in part')
    expect(text).toContain('Negotiating IP Security.')
    expect(text).toContain('*TS001-1:')
    expect(text).toMatch(/Step 1, on ISA-A \(for TS001-2\)\nIn ISA Server Management on ISA-A.*Addresses, add ISA-B/)
    expect(text).toMatch(/Step 2, on ISA-B \(for TS001-1\)\nIn ISA Server Management on ISA-B.*Addresses, add ISA-A/)
    expect(text).toContain('A5  ISA-B > SubnetA')
    expect(text).toContain('With these steps the simulation says: *up*')
    expect(text).toContain('lines read')
    expect(scene.workspace.refusals).toEqual([])
  })

  it('is answered once when Slack delivers it twice', async () => {
    scene = await openScene()
    const command = {
      command: '/ipsec-diagnose',
      text: 'help',
      trigger_id: 'T.1',
      team_id: team.id,
      user_id: person.id,
      channel_id: channels[0].id,
    }
    const url = scene.workspace.responseUrls.issue('commands', team.id, { channel: channels[0].id, message: null })
    for (let time = 0; time < 2; time++)
      expect((await deliver(scene.slack.link, { ...command, response_url: url })).ok).toBe(true)
    await scene.answers(1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await scene.answers(1)).toHaveLength(1)
  })

  it('that is long, or ends inside a record, is said to have been cut, with a way into the window', async () => {
    scene = await openScene()
    const long = await scene.type(`${CASE}\n${'# a remark\n'.repeat(400)}`)
    expect(shown(long)).toContain('This may have been cut.')
    await scene.press(long, 'open-modal')
    expect((await scene.openView()).view.title.text).toBe('Diagnose IPsec')
    scene.workspace.closeView('all')
    const cut = await scene.type(
      '/ipsec-diagnose Quick Mode Filters(Generic):\nFilter name : x\nSource Address : 10.1.0.0 (255.255.255.0)\nDestination Addr',
    )
    expect(shown(cut)).toContain('This may have been cut.')
    const whole = await scene.type(CASE)
    expect(shown(whole)).not.toContain('This may have been cut.')
  })

  it('with a key in it is answered without the key, and says where the text now lies', async () => {
    scene = await openScene()
    const answer = await scene.type(`${CASE}\npsk: hunter2hunter2`)
    expect(shown(answer)).not.toContain('hunter2')
    expect(shown(answer)).toContain('PA003')
    expect(shown(answer)).toContain('A secret was in the text.')
  })

  it('that is nothing known is answered with what can be pasted', async () => {
    scene = await openScene()
    expect(shown(await scene.type('/ipsec-diagnose my tunnel is broken'))).toContain('PA002')
  })
})

describe('the words of the command', () => {
  it.each([
    ['help', 'opens a window'],
    ['formats', 'netsh ipsec dynamic show qmfilter'],
    ['explain ts001', "gateway's own address is not covered"],
    ['explain TS999', 'There is no diagnostic TS999'],
    ['example', 'Negotiating IP Security.'],
  ])('%s', async (word, telling) => {
    scene = await openScene()
    const answer = await scene.type(`/ipsec-diagnose ${word}`)
    expect(answer.ephemeral).toBe(true)
    expect(shown(answer)).toContain(telling)
    expect(scene.workspace.refusals).toEqual([])
  })
})

describe('the window', () => {
  async function filled(fields: Readonly<Record<string, string | File>>): Promise<void> {
    await deliverCommand(scene)
    const form = new FormData()
    for (const [block, value] of Object.entries(fields)) form.append(fieldName(block, 'value'), value)
    await scene.submit(await scene.openView(), form)
  }

  it('takes a field for each end and a packet to follow', async () => {
    scene = await openScene()
    await filled({ text_A: LIST_A, text_B: LIST_B, probe: 'ISA-A -> SubnetB icmp' })
    const [answer] = await scene.answers(1)
    expect(answer?.ephemeral).toBe(true)
    expect(answer && shown(answer)).toContain('The tunnel works in part')
    expect(answer && shown(answer)).toMatch(/The packet .*ISA-A -> .*\nAt ISA-A the packet from .* matches A3 /)
    await scene.until(() => JSON.stringify(scene.workspace.views).includes('The whole answer is in'))
    expect(JSON.stringify(scene.workspace.views)).toContain('The tunnel works in part')
  })

  it('takes files, as Windows tools write them', async () => {
    scene = await openScene()
    const utf16 = Buffer.from(`\uFEFF${LIST_A}`, 'utf16le')
    await filled({ files_A: new File([utf16], 'a.txt'), files_B: new File([LIST_B], 'b.txt') })
    const [answer] = await scene.answers(1)
    expect(answer && shown(answer)).toContain('The tunnel works in part')
    expect(answer && shown(answer)).toContain('a.txt')
  })

  it('says under the field that nothing was pasted', async () => {
    scene = await openScene()
    await filled({ probe: 'x' })
    expect(scene.workspace.views[0]?.errors).toEqual({
      text_A: 'Paste the text of at least one end, or add a file.',
    })
  })

  it('answers in the channel when the response address has expired, and in the direct messages at last', async () => {
    const refused: string[] = []
    scene = await openScene({
      between: async (request, slack) => {
        const { hostname, pathname } = new URL(request.url)
        const refuse = hostname === 'hooks.slack.com' || (pathname === '/api/chat.postEphemeral' && refused.length > 2)
        if (!refuse) return slack(request)
        refused.push(pathname)
        return hostname === 'hooks.slack.com'
          ? new Response('expired_url', { status: 404 })
          : Response.json({ ok: false, error: 'not_in_channel' })
      },
    })
    await filled({ text_A: LIST_A, text_B: LIST_B })
    expect((await scene.answers(1))[0]).toMatchObject({ ephemeral: true })
    refused.push('', '', '')
    await filled({ text_A: LIST_A, text_B: LIST_B })
    expect((await scene.answers(2))[1]).toMatchObject({ ephemeral: false })
  })
})

describe('the button that shares an answer', () => {
  it('posts it for all, once, and says who did it', async () => {
    scene = await openScene()
    const answer = await scene.type(CASE)
    await scene.press(answer, 'share')
    const [, shared] = await scene.answers(2)
    expect(shared).toMatchObject({ ephemeral: false })
    expect(shared && shown(shared)).toMatch(/Shared by <@\w+>/)
    await scene.press(answer, 'share')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await scene.answers(2)).toHaveLength(2)
  })

  it('says how to go on when the answer is no longer kept', async () => {
    scene = await openScene()
    const answer = await scene.type(CASE)
    for (const [key] of await scene.store.list('answer:')) await scene.store.delete(key)
    await scene.press(answer, 'share')
    const [, told] = await scene.answers(2)
    expect(told).toMatchObject({ ephemeral: true })
    expect(told && shown(told)).toContain('no longer kept')
    expect(told && shown(told)).toContain('Paste the texts again')
  })
})

describe('when something fails', () => {
  it('a reply that Slack refuses is sent again as preformatted text', async () => {
    scene = await openScene({
      between: async (request, slack) => {
        const table = request.method === 'POST' && (await request.clone().text()).includes('"table"')
        return table ? Response.json({ ok: false, error: 'invalid_blocks' }, { status: 400 }) : slack(request)
      },
    })
    const answer = await scene.type(CASE)
    expect(answer.blocks.map(({ type }) => type)).toEqual(['rich_text'])
    expect(shown(answer)).toContain('PARTIAL')
    expect(shown(answer)).toContain('TS001-1')
  })

  it('says so with an incident id, and neither says nor logs what was pasted', async () => {
    const logged: string[] = []
    const log = createLog('info', { write: (line) => void logged.push(line) })
    const pool: AnswerPool = {
      run: () => Promise.reject(new Error('hunter2 in SubnetA')),
      load: 0,
      close: () => Promise.resolve(),
    }
    scene = await openScene({ pool, log })
    const answer = await scene.type(CASE)
    expect(answer).toMatchObject({ ephemeral: true })
    const incident = /incident id ([0-9a-f]{8})/.exec(shown(answer))?.[1]
    expect(incident).toBeDefined()
    const ofIt = () => logged.filter((line) => line.includes(`"incident":"${incident}"`))
    await vi.waitFor(() => expect(ofIt()).toHaveLength(2))
    expect(shown(answer) + logged.join('')).not.toMatch(/hunter2|SubnetA/)
  })

  it('an analysis that takes too long is answered with a way on', async () => {
    const say = 'The analysis took more than 20 seconds and was stopped.'
    const pool: AnswerPool = {
      run: () => Promise.resolve({ ok: false, reason: 'too-slow', say }),
      load: 0,
      close: () => Promise.resolve(),
    }
    scene = await openScene({ pool })
    expect(shown(await scene.type(CASE))).toContain(say)
  })

  it('a trigger that has expired is told instead of a window', async () => {
    let now = 1_000_000_000_000
    const workspace = new Workspace(() => now)
    scene = await openScene({
      workspace,
      between: (request, slack) => {
        if (request.url.endsWith('views.open')) now += 10_000
        return slack(request)
      },
    })
    await deliverCommand(scene)
    const [told] = await scene.answers(1)
    expect(told && shown(told)).toContain('three seconds')
  })
})

/** The command without text, which brings the window and no message. */
async function deliverCommand({ slack }: Scene): Promise<void> {
  await typeText(slack, channels[0].id, '/ipsec-diagnose')
}
