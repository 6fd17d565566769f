import type { Allowed } from '../../src/environment.ts'
import type { Log } from '../../src/log.ts'
import type { AppLink } from '../../src/playground/app-link.ts'
import { channels, directOf, person } from '../../src/playground/cast.ts'
import { fieldName } from '../../src/playground/form-state.ts'
import { pressInMessage, submitModal } from '../../src/playground/pressing.ts'
import type { Slack } from '../../src/playground/slack.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { type Message, type OpenView, Workspace } from '../../src/playground/workspace.ts'
import { type Manner, typeText } from '../../src/playground/writing.ts'
import { createSlackApp, type SlackApp } from '../../src/slack/app.ts'
import type * as tasks from '../../src/slack/compose/tasks.ts'
import type { LeaseTimes } from '../../src/slack/leases.ts'
import type { AnswerPool } from '../../src/slack/services.ts'
import { createStore, type Store } from '../../src/store.ts'
import { createWorkerPool } from '../../src/worker-pool.ts'

const [channel] = channels
const botToken = 'xoxb-test'
const signingSecret = 'the signing secret of these tests'

/** The filter lists of the founding case, before and after the fix. */
export const LIST_A = 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB'
export const LIST_B = 'B1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\nB2 SubnetB < SubnetA\nB4 ISA-B < SubnetA'
export const FIXED_A = `${LIST_A}\nA5 SubnetA < ISA-B\nA6 SubnetA > ISA-B`
export const FIXED_B = `${LIST_B}\nB5 SubnetB < ISA-A\nB6 SubnetB > ISA-A`

/** What lies between the app and Slack; a test may refuse or lose a request. */
export type Between = (request: Request, slack: typeof fetch) => Promise<Response>

/** The real app behind its real receiver, in a workspace of its own, and people in its channels. */
export interface Scene {
  readonly workspace: Workspace
  readonly slack: Slack
  readonly store: Store
  readonly app: SlackApp
  /** Types a command or a message; resolves with the app's next message. */
  type(text: string, manner?: Manner & { readonly channel?: string }): Promise<Message>
  /** Writes without waiting for anything; resolves with the message. */
  write(text: string, manner?: Manner & { readonly channel?: string }): Promise<Message>
  press(message: Message, action: string, user?: string, options?: readonly string[]): Promise<void>
  submit(view: OpenView, fields: FormData | Readonly<Record<string, string | File>>): Promise<void>
  /** Resolves once there are that many messages of the app, or rejects after a while. */
  answers(count: number): Promise<readonly Message[]>
  openView(): Promise<OpenView>
  until(holds: () => boolean): Promise<void>
  close(): Promise<void>
}

export interface SceneOptions {
  readonly between?: Between
  readonly pool?: AnswerPool
  readonly workspace?: Workspace
  readonly store?: Store
  readonly allowed?: Allowed
  readonly patience?: number
  readonly log?: Log
  readonly leaseTimes?: LeaseTimes
  readonly stopPatience?: number
}

export async function openScene({
  between = (request, slack) => slack(request),
  pool = createWorkerPool<typeof tasks>(),
  workspace = new Workspace(),
  store = createStore(),
  allowed = {},
  // So long that nothing shows but the answers, unless a test is about that.
  patience = 60_000,
  ...more
}: SceneOptions = {}): Promise<Scene> {
  const standIn = createFetch(workspace, botToken)
  const fetch: typeof globalThis.fetch = (input, init) => between(new Request(input, init), standIn)
  const app = createSlackApp({
    botToken,
    signingSecret,
    mode: 'http',
    port: 0,
    host: '127.0.0.1',
    fetch,
    pool,
    store,
    allowed,
    patience,
    ...more,
  })
  const { port } = await app.start()
  const link: AppLink = { url: `http://127.0.0.1:${port}/slack/events`, signingSecret }
  const slack = { workspace, link }
  const answers = async (count: number) => {
    await until(workspace, () => fromApp(workspace).length >= count)
    return fromApp(workspace)
  }
  return {
    workspace,
    slack,
    store,
    app,
    answers,
    until: (holds) => until(workspace, holds),
    async type(text, { channel: where = channel.id, ...manner } = {}) {
      const before = fromApp(workspace).length
      await typeText(slack, where, text, manner)
      const message = (await answers(before + 1))[before]
      if (message === undefined) throw new Error('no message')
      return message
    },
    async write(text, { channel: where = channel.id, ...manner } = {}) {
      await typeText(slack, where, text, manner)
      const message = workspace.messages.findLast(({ author }) => author === 'person')
      if (message === undefined) throw new Error('no message')
      return message
    },
    async press(message, action, user = person.id, options = []) {
      const block = message.blocks.find((each) => JSON.stringify(each).includes(`"action_id":"${action}"`))
      await pressInMessage(slack, message.ts, { block: block?.block_id ?? '', action, options }, user)
    },
    submit: (view, fields) => submitModal(slack, view.id, fields instanceof FormData ? fields : formOf(fields)),
    async openView() {
      await until(workspace, () => workspace.views.length > 0)
      const view = workspace.views.at(-1)
      if (view === undefined) throw new Error('no modal is open')
      return view
    },
    async close() {
      await app.stop()
      await pool.close()
      // What notifications and screen readers get is never nothing.
      const mute = fromApp(workspace).filter(
        ({ text, files, blocks }) => text === '' && files.length + blocks.length > 1,
      )
      if (mute.length > 0) throw new Error(`a message without text: ${JSON.stringify(mute)}`)
    },
  }
}

/** One pool for all scenes of a file: threads take a second to start. */
export function poolForAll(): { readonly pool: AnswerPool; close(): Promise<void> } {
  const pool = createWorkerPool<typeof tasks>()
  return { pool: { run: pool.run, load: 0, close: async () => undefined }, close: () => pool.close() }
}

/** A person's conversation with the app. */
export function direct(user: string = person.id): string {
  return directOf(user)?.id ?? ''
}

/** Fields of a window by block; several files of one field by `block 1`, `block 2`. */
function formOf(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  for (const [block, value] of Object.entries(fields)) {
    const [name = '', action = 'value'] = block.split(' ')[0]?.split('/') ?? []
    form.append(fieldName(name, action), value)
  }
  return form
}

function fromApp(workspace: Workspace): readonly Message[] {
  return workspace.messages.filter(({ author }) => author === 'app')
}

function until(workspace: Workspace, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unwatch()
      reject(new Error('nothing came within fifteen seconds'))
    }, 15_000)
    const unwatch = workspace.watch(() => {
      if (!holds()) return
      clearTimeout(timer)
      unwatch()
      resolve()
    })
  })
}

/** All that a message shows, as one text: its fallback, then its blocks, each on a line of its own. */
export function shown(message: Message | undefined): string {
  return message === undefined ? '' : [message.text, ...message.blocks.map(textOf)].join('\n')
}

/** All texts of blocks, however deep, in the order in which they are read. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, ...rest } = { text: undefined, ...value }
  const inside = Object.values(rest).filter((part) => typeof part === 'object')
  return [textOf(text), ...inside.map(textOf)].join('')
}
