import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { channels, colleague, person, team } from '../../src/playground/cast.ts'
import { messageObject } from '../../src/playground/payload-objects.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { chooseShortcut, openHome, sendEvent, typeText } from '../../src/playground/writing.ts'
import { direct, LIST_A, LIST_B, openScene, poolForAll, type Scene, shown, textOf } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

const COMMAND = `/ipsec-diagnose ${LIST_A}`
const NO = 'IPsec Diagnose does not answer here'

describe('a channel that is shared with another organisation', () => {
  it('is refused: mention, command and shortcut, each with a way on and for the asker alone', async () => {
    scene = await openScene({ pool })
    const where = 'C02PARTNERS'
    for (const text of [`${mention}\n${LIST_A}`, COMMAND]) {
      const told = await scene.type(text, { channel: where })
      expect(told).toMatchObject({ ephemeral: true })
      expect(shown(told)).toContain(
        `${NO}: this channel is shared with another organisation. Send the text to the app in a direct message`,
      )
    }
    const { ts } = await scene.write(LIST_A, { channel: where })
    await chooseShortcut(scene.slack, ts)
    expect(shown((await scene.answers(3))[2])).toContain(NO)
    expect(scene.workspace.views).toEqual([])
  })

  it('is one already while the other organisation has not accepted yet', async () => {
    scene = await openScene({
      pool,
      between: async (request, slack) =>
        request.url.endsWith('conversations.info')
          ? Response.json({ ok: true, channel: { id: channel.id, is_ext_shared: false, is_pending_ext_shared: true } })
          : slack(request),
    })
    expect(shown(await scene.type(COMMAND))).toContain(`${NO}: this channel is shared with another organisation`)
  })

  it('is answered in once it is listed', async () => {
    scene = await openScene({ pool, allowed: { channels: ['C02PARTNERS'] } })
    expect(shown(await scene.type(`${mention}\n${LIST_A}`, { channel: 'C02PARTNERS' }))).toContain('ISA-A')
    expect(shown(await scene.type(COMMAND))).toContain(`${NO}: this channel is not among those`)
  })

  it('that the app cannot tell gets private answers, and none in the thread', async () => {
    scene = await openScene({ pool })
    scene.workspace.scopes.delete('channels:read')
    const { ts } = await scene.write(`${LIST_A}\n\n${LIST_B}`)
    await chooseShortcut(scene.slack, ts)
    await scene.submit(await scene.openView(), { 'where/choice': 'visible' })
    const [answer] = await scene.answers(1)
    expect(answer).toMatchObject({ ephemeral: true })
    expect(shown(answer)).toContain('answers stay private here')
  })

  it('is asked about once in a while, not for each request', async () => {
    let count = 0
    scene = await openScene({
      pool,
      between: (request, slack) => {
        if (request.url.endsWith('conversations.info')) count += 1
        return slack(request)
      },
    })
    await scene.type('/ipsec-diagnose help')
    await scene.type('/ipsec-diagnose formats')
    expect(count).toBe(1)
  })
})

describe('the lists', () => {
  it('of people answer those alone', async () => {
    scene = await openScene({ pool, allowed: { users: [colleague.id] } })
    expect(shown(await scene.type(COMMAND))).toContain(`${NO}: you are not among those`)
    expect(shown(await scene.type(COMMAND, { user: colleague.id }))).toContain('ISA-A')
    expect(shown(await scene.type(LIST_A, { channel: direct() }))).toContain(NO)
  })

  it.each(['teams', 'channels', 'users'] as const)('that are empty (%s) answer nobody, nowhere', async (list) => {
    scene = await openScene({ pool, allowed: { [list]: [] } })
    expect(shown(await scene.type(COMMAND))).toContain(NO)
    expect(shown(await scene.type(LIST_A, { channel: direct() }))).toContain(NO)
  })

  it('of channels leave direct messages open', async () => {
    scene = await openScene({ pool, allowed: { channels: ['C0OTHER'] } })
    expect(shown(await scene.type(COMMAND))).toContain(NO)
    expect(shown(await scene.type(LIST_A, { channel: direct() }))).toContain('ISA-A')
  })

  it('that are not set answer the workspace in which the app is installed, and no other', async () => {
    scene = await openScene({ pool })
    const message = scene.workspace.post({ channel: channel.id, author: 'person', text: `${mention} help` })
    const event = { ...messageObject(message), channel: channel.id, type: 'app_mention' }
    await sendEvent(scene.slack, { ...event, user_team: 'T0STRANGERS' })
    expect(shown((await scene.answers(1))[0])).toContain(`${NO}: your workspace is not among those`)
    await sendEvent(scene.slack, { ...event, ts: `${message.ts}1`, user_team: team.id })
    expect(shown((await scene.answers(2))[1])).toContain('In a thread')
  })

  it('are told of in the Home tab itself, and not in a message each time it is opened', async () => {
    scene = await openScene({ pool, allowed: { users: [] } })
    await openHome(scene.slack)
    await scene.until(() => scene.workspace.home(person.id) !== undefined)
    expect(textOf(scene.workspace.home(person.id)?.blocks)).toContain(`${NO}: you are not among those`)
    expect(scene.workspace.messages).toEqual([])
  })

  it('keep nobody from having their data deleted', async () => {
    scene = await openScene({ pool, allowed: { users: [] } })
    expect(shown(await scene.type('/ipsec-diagnose forget'))).toContain('Nothing was kept of you')
    await typeText(scene.slack, channel.id, 'bye', { user: person.id })
  })
})
