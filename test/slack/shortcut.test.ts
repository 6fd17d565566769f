import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { channelOf, channels, colleague, person } from '../../src/playground/cast.ts'
import { chooseShortcut } from '../../src/playground/writing.ts'
import { FIXED_A, FIXED_B, LIST_A, LIST_B, openScene, poolForAll, type Scene, shown, textOf } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

const BOTH = `Both ends:\n${LIST_A}\n\n${LIST_B}`

type Fields = Readonly<Record<string, string>>

async function choose(ts: string, where: 'private' | 'visible', fields: Fields = {}): Promise<void> {
  await chooseShortcut(scene.slack, ts)
  await scene.submit(await scene.openView(), { 'where/choice': where, ...fields })
}

describe('the shortcut on a message', () => {
  it('tells what is to be read and asks where the answer is to go', async () => {
    scene = await openScene({ pool })
    const { ts } = await scene.write(BOTH, { files: [new File(['x'], 'a.txt')] })
    await chooseShortcut(scene.slack, ts)
    const { view } = await scene.openView()
    expect(textOf(view.blocks)).toContain('In this message: 10 lines of text, the file a.txt.')
    expect(view.blocks.find(({ type }) => type === 'input')).toMatchObject({
      element: { initial_option: { value: 'private' } },
    })
  })

  it('answers the person alone, in the thread of the message where it has one', async () => {
    scene = await openScene({ pool })
    const root = await scene.write('Down again')
    const { ts } = await scene.write(BOTH, { thread: root.ts, user: colleague.id })
    await choose(ts, 'private', { 'what/choice': 'message' })
    const [answer] = await scene.answers(1)
    expect(answer).toMatchObject({ ephemeral: true, to: person.id, thread: root.ts })
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toContain('Share in thread')
    await scene.until(() => JSON.stringify(scene.workspace.views).includes('only you see it'))
  })

  it('reads what was pasted in the thread before it when that is chosen, and begins with what changed', async () => {
    scene = await openScene({ pool })
    const { ts: thread } = await scene.write('Down again')
    await scene.write(LIST_A, { thread })
    const theirs = await scene.write(LIST_B, { thread, user: colleague.id })
    await choose(theirs.ts, 'visible', { 'what/choice': 'thread' })
    const [first] = await scene.answers(1)
    expect(first).toMatchObject({ ephemeral: false, thread })
    expect(shown(first)).toContain('The tunnel works in part')
    scene.workspace.closeView('all')
    await scene.write(FIXED_B, { thread, user: colleague.id })
    const ours = await scene.write(FIXED_A, { thread })
    await choose(ours.ts, 'visible', { 'what/choice': 'thread' })
    const [, second] = await scene.answers(2)
    const { blocks = [] } = second ?? {}
    expect(textOf(blocks[0])).toBe('Fixed')
    expect(shown(second)).toContain('TS001 is fixed.')
    expect(shown(second)).toContain('replaced by')
  })

  it('where the app may not read the thread says so, and answers from the message', async () => {
    scene = await openScene({ pool })
    const { ts: thread } = await scene.write('Down again', { channel: 'C03NETWORKS' })
    const { ts } = await scene.write(BOTH, { channel: 'C03NETWORKS', thread })
    await chooseShortcut(scene.slack, ts)
    await expect.poll(async () => (await scene.store.list('stash:')).length).toBe(1)
    await scene.submit(await scene.openView(), { 'where/choice': 'private', 'what/choice': 'thread' })
    const [answer] = await scene.answers(1)
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toContain('only the message itself was read: the app is not in this channel')
  })

  it('answers all in the thread, also where the app is no member', async () => {
    scene = await openScene({ pool })
    for (const where of [channel.id, 'C03NETWORKS']) {
      const { ts } = await scene.write(BOTH, { channel: where })
      await choose(ts, 'visible')
      await scene.until(() => scene.workspace.messages.some(({ author, thread }) => author === 'app' && thread === ts))
      const answer = scene.workspace.messages.find(({ author, thread }) => author === 'app' && thread === ts)
      expect(answer, channelOf(where)?.name).toMatchObject({ ephemeral: false, channel: where })
      scene.workspace.closeView('all')
    }
  })

  it('reads the files of the message', async () => {
    scene = await openScene({ pool })
    const { ts } = await scene.write('', { files: [new File([LIST_A], 'a.txt'), new File([LIST_B], 'b.txt')] })
    await choose(ts, 'private')
    const [answer] = await scene.answers(1)
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toMatch(/a\.txt \(.*end A/)
  })

  it('where the app may not read the channel answers from the text without its secrets', async () => {
    scene = await openScene({ pool })
    scene.workspace.scopes.delete('channels:history')
    const { ts } = await scene.write(`${BOTH}\npsk: "hunter2hunter2"`)
    await chooseShortcut(scene.slack, ts)
    await scene.openView()
    await expect.poll(async () => (await scene.store.list('stash:')).length).toBe(1)
    expect(JSON.stringify(await scene.store.list(''))).not.toContain('hunter2')
    await scene.submit(await scene.openView(), { 'where/choice': 'private' })
    const [answer] = await scene.answers(1)
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toContain('PA003')
  })

  it('on a message with nothing in it says so', async () => {
    scene = await openScene({ pool })
    const { ts } = scene.workspace.post({ channel: channel.id, author: 'person', text: '' })
    await chooseShortcut(scene.slack, ts)
    const told = scene.workspace.messages.at(-1)
    expect(shown(told)).toContain('neither text nor files')
  })

  it('says that the message is gone when it was deleted and is not kept', async () => {
    scene = await openScene({ pool })
    const { ts } = await scene.write(BOTH)
    await chooseShortcut(scene.slack, ts)
    await expect.poll(async () => (await scene.store.list('stash:')).length).toBe(1)
    for (const [key] of await scene.store.list('stash:')) await scene.store.delete(key)
    scene.workspace.remove(ts)
    await scene.submit(await scene.openView(), { 'where/choice': 'private' })
    expect(shown((await scene.answers(1))[0])).toContain('no longer there')
  })
})
