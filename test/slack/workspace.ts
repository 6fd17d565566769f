import { type AnalysisPool, createAnalysisPool } from '../../src/analysis-pool.ts'
import type { AppLink } from '../../src/playground/app-link.ts'
import { channels } from '../../src/playground/cast.ts'
import { pressInMessage, type Slack, submitModal, typeText } from '../../src/playground/person.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { type Message, type OpenView, Workspace } from '../../src/playground/workspace.ts'
import { createSlackApp } from '../../src/slack/app.ts'
import { createStore, type Store } from '../../src/store.ts'

const [channel] = channels
const botToken = 'xoxb-test'
const signingSecret = 'the signing secret of these tests'

/** What lies between the app and Slack; a test may refuse or lose a request. */
export type Between = (request: Request, slack: typeof fetch) => Promise<Response>

/** The real app behind its real receiver, in a workspace of its own, and a person in its channel. */
export interface Scene {
  readonly workspace: Workspace
  readonly slack: Slack
  readonly store: Store
  /** Types a command; resolves with the app's next message. */
  type(text: string): Promise<Message>
  press(message: Message, action: string): Promise<void>
  submit(view: OpenView, form: FormData): Promise<void>
  /** Resolves once there are that many messages of the app, or rejects after five seconds. */
  answers(count: number): Promise<readonly Message[]>
  openView(): Promise<OpenView>
  close(): Promise<void>
}

export async function openScene({
  between = (request, slack) => slack(request),
  pool = createAnalysisPool(),
  workspace = new Workspace(),
}: {
  readonly between?: Between
  readonly pool?: AnalysisPool
  readonly workspace?: Workspace
} = {}): Promise<Scene> {
  const store = createStore()
  const standIn = createFetch(workspace, botToken)
  const fetch: typeof globalThis.fetch = (input, init) => between(new Request(input, init), standIn)
  const app = createSlackApp({ botToken, signingSecret, mode: 'http', port: 0, host: '127.0.0.1', fetch, pool, store })
  const { port } = await app.start()
  const link: AppLink = { url: `http://127.0.0.1:${port}/slack/events`, signingSecret }
  const slack: Slack = { workspace, link }
  const ofApp = () => workspace.messages.filter(({ author }) => author !== 'person')

  async function answers(count: number): Promise<readonly Message[]> {
    await until(workspace, () => ofApp().length >= count)
    return ofApp()
  }

  return {
    workspace,
    slack,
    store,
    answers,
    async type(text) {
      const before = ofApp().length
      await typeText(slack, channel.id, text)
      const message = (await answers(before + 1))[before]
      if (message === undefined) throw new Error('no message came')
      return message
    },
    async press(message, action) {
      const block = message.blocks.find((each) => each.type === 'actions')?.block_id ?? ''
      await pressInMessage(slack, message.ts, { block, action, options: [] })
    },
    submit: (view, form) => submitModal(slack, view.id, form),
    async openView() {
      await until(workspace, () => workspace.views.length > 0)
      const [view] = workspace.views
      if (view === undefined) throw new Error('no modal is open')
      return view
    },
    async close() {
      await app.stop()
      await pool.close()
    },
  }
}

function until(workspace: Workspace, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unwatch()
      reject(new Error('nothing came within five seconds'))
    }, 5_000)
    const unwatch = workspace.watch(() => {
      if (!holds()) return
      clearTimeout(timer)
      unwatch()
      resolve()
    })
  })
}

/** All that a message shows, as one text. */
export function shown(message: Message): string {
  return JSON.stringify([message.text, message.blocks])
}
