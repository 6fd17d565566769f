import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { formats } from '../../src/core/index.ts'
import { channels, colleague, person } from '../../src/playground/cast.ts'
import { pressInHome } from '../../src/playground/pressing.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { openHome, sendEvent } from '../../src/playground/writing.ts'
import { direct, LIST_A, LIST_B, openScene, poolForAll, type Scene, shown, textOf } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

const BOTH = `${LIST_A}\n\n${LIST_B}`

async function home(user = person.id): Promise<string> {
  await openHome(scene.slack, user)
  await scene.until(() => scene.workspace.home(user) !== undefined)
  return textOf(scene.workspace.home(user)?.blocks)
}

function buttonOf(action: string): {
  readonly block: string
  readonly action: string
  readonly options: readonly string[]
} {
  const block = scene.workspace.home(person.id)?.blocks.find((each) => JSON.stringify(each).includes(`"${action}"`))
  return { block: block?.block_id ?? '', action, options: [] }
}

describe('the Home tab', () => {
  it('says what the app does and what can be pasted', async () => {
    scene = await openScene({ pool })
    const text = await home()
    expect(text).toContain('None are kept.')
    for (const { title } of formats) expect(text).toContain(title.replaceAll('`', ''))
    expect(scene.workspace.refusals).toEqual([])
  })

  it("lists the person's answers: links to those in threads, the private ones to show again", async () => {
    scene = await openScene({ pool })
    const open = await scene.type(`${mention}\n${BOTH}`)
    await scene.type(`/ipsec-diagnose ${BOTH}`)
    await scene.type(`/ipsec-diagnose ${BOTH}`, { user: colleague.id })
    await expect
      .poll(async () => (await scene.store.list('answer:')).filter(([, value]) => value.includes('archives')).length)
      .toBe(1)
    const text = await home()
    expect(text.match(/The tunnel works in part: ISA-A and ISA-B/g)).toHaveLength(2)
    const links = JSON.stringify(scene.workspace.home(person.id)?.blocks)
    expect(links).toContain(`archives/${channel.id}/p${open.ts.replace('.', '')}`)
    await pressInHome(scene.slack, buttonOf('show-again'))
    const again = (await scene.answers(4))[3]
    expect(again).toMatchObject({ channel: direct(), ephemeral: false })
    expect(shown(again)).toContain('TS001-1')
  })

  it('deletes what is kept, and shows that nothing is left', async () => {
    scene = await openScene({ pool })
    await scene.type(`/ipsec-diagnose ${BOTH}`)
    await scene.type(`/ipsec-diagnose ${BOTH}`, { user: colleague.id })
    await home()
    await pressInHome(scene.slack, buttonOf('forget'))
    await scene.until(() => textOf(scene.workspace.home(person.id)?.blocks).includes('None are kept.'))
    expect((await scene.store.keys('answer')).map((key) => key.split(':')[1])).toEqual([colleague.id, colleague.id])
  })
})

describe('when the app is taken out of the workspace', () => {
  it.each(['app_uninstalled', 'tokens_revoked'])('(%s) everything that was kept is deleted', async (type) => {
    scene = await openScene({ pool })
    await scene.type(`/ipsec-diagnose ${BOTH}`)
    expect(await scene.store.list('answer:')).toHaveLength(1)
    await sendEvent(scene.slack, { type, tokens: { bot: ['B'] } })
    await expect.poll(() => scene.store.keys('answer')).toEqual([])
  })
})
