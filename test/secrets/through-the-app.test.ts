import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { person } from '../../src/playground/cast.ts'
import { openHome } from '../../src/playground/writing.ts'
import { createStore, type Store } from '../../src/store.ts'
import { direct, LIST_A, LIST_B, openScene, type Scene, shown } from '../slack/workspace.ts'
import { leaksOf, spellings } from '../support/planted-secrets.ts'

const SECRET = 'Zq7Rb2Kx9Wm4Tp6Yh3Nd'
/** Every spelling, each between blank lines, below two lists that are read. */
const everySpelling = [LIST_A, LIST_B, ...spellings.map(({ write }) => write(SECRET))].join('\n\n')

const logged: string[] = []
const kept: string[] = []
const printed: string[] = []
const memory = createStore()
const store: Store = {
  ...memory,
  set: (key, value, ttl) => {
    kept.push(key, value)
    return memory.set(key, value, ttl)
  },
}
let scene: Scene
beforeAll(async () => {
  scene = await openScene({ store, log: createLog('info', { write: (line) => void logged.push(line) }) })
})
afterAll(() => scene.close())

/** All that left the app, the person's own messages and files aside. */
function everythingOut(): unknown[] {
  const own = scene.workspace.messages.filter(({ author }) => author === 'app')
  const files = own.flatMap((message) => message.files.map(({ bytes }) => new TextDecoder().decode(bytes)))
  const { views, refusals } = scene.workspace
  return [
    own.map(({ text, blocks }) => [text, blocks]),
    files,
    views,
    refusals,
    scene.workspace.home(person.id) ?? null,
  ]
}

describe('a file with a secret in every spelling', () => {
  it('leaves none in messages, files, windows, the Home tab, the store and the log', async () => {
    const write = process.stderr.write.bind(process.stderr)
    process.stderr.write = (text) => printed.push(String(text)) > 0
    try {
      const file = new File([everySpelling], 'everything.txt')
      const answer = await scene.type('please help', { channel: direct(), files: [file] })
      expect(shown(answer)).toContain('A secret was in the text.')
      await scene.press(answer, 'full-report')
      await scene.until(() =>
        scene.workspace.messages.some(({ author, files }) => author === 'app' && files.length > 0),
      )
      await scene.press(answer, 'add-end')
      await scene.openView()
      await openHome(scene.slack)
      await scene.until(() => scene.workspace.home(person.id) !== undefined)
    } finally {
      process.stderr.write = write
    }
    const out = everythingOut()
    expect(JSON.stringify(out)).toContain('‹secret')
    expect(kept.join('\n')).toContain('‹secret')
    expect(leaksOf(SECRET, out)).toEqual([])
    expect(leaksOf(SECRET, kept)).toEqual([])
    expect(leaksOf(SECRET, [...logged, ...printed])).toEqual([])
    expect(logged.join('')).not.toContain('SubnetA')
  }, 60_000)
})
