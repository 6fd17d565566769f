import { randomBytes } from 'node:crypto'
import type { Home, MessageBlock, Modal } from './block-kit.ts'
import { person } from './cast.ts'
import type { Refusal } from './judge.ts'
import { limits } from './limits.ts'
import { type Clock, type Press, ResponseUrls, Triggers } from './passes.ts'

/** An uploaded file, from the person's form or from the app. */
export interface WorkspaceFile {
  readonly id: string
  readonly name: string
  readonly mimetype: string
  readonly owner: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** A text snippet: what Slack makes of long text. */
  readonly snippet: boolean
  /** Its owner has deleted it; messages that had it say so. */
  readonly deleted: boolean
}

/** A message, as everybody in the channel or the person alone sees it. */
export interface Message {
  /** `ts`, unique in the workspace. */
  readonly ts: string
  readonly channel: string
  readonly author: 'person' | 'app' | 'slackbot'
  /** Who wrote it, where a person did. */
  readonly user: string
  /** Who alone sees it, where it is ephemeral. */
  readonly to: string
  readonly text: string
  readonly blocks: readonly MessageBlock[]
  readonly files: readonly WorkspaceFile[]
  readonly ephemeral: boolean
  /** `ts` of the message that it replies to. */
  readonly thread: string | null
  readonly edited: boolean
}

/** A modal on the screen. */
export interface OpenView {
  readonly id: string
  readonly hash: string
  readonly view: Modal
  /** Who has it on the screen, and where they were when it opened. */
  readonly user: string
  readonly channel: string
  /** Message under a field (by `block_id`), and one for the whole form under the empty key. */
  readonly errors: Readonly<Record<string, string>>
}

/** One answer of Slack's that says no, as the panel shows it. */
export interface RecordedRefusal extends Refusal {
  readonly at: number
  readonly call: string
}

/** What a page has to draw anew. */
export type Change =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'removed'; readonly ts: string }
  | { readonly kind: 'modal' }
  | { readonly kind: 'home'; readonly user: string }
  | { readonly kind: 'refusals' }

type NewMessage = Pick<Message, 'channel' | 'author'> & Partial<Message>

/** What the app may do unless a test takes something from it. */
const everyScope: readonly string[] = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'files:read',
  'files:write',
  'im:history',
  'im:write',
  'channels:history',
  'groups:history',
  'channels:read',
  'groups:read',
]

/** All that Slack would remember; in memory, for as long as the page runs. */
export class Workspace {
  readonly clock: Clock
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  /** What the installed app may do. */
  readonly scopes = new Set(everyScope)
  readonly #homes = new Map<string, Home>()
  readonly #messages = new Map<string, Message>()
  readonly #files = new Map<string, WorkspaceFile>()
  readonly #refusals: RecordedRefusal[] = []
  readonly #watchers = new Set<(change: Change) => void>()
  #views: readonly OpenView[] = []
  #lastTs = 0

  constructor(clock: Clock = Date.now) {
    this.clock = clock
    this.triggers = new Triggers(clock)
    this.responseUrls = new ResponseUrls(clock)
  }

  /** Calls back on each change until the returned function is called. */
  watch(watcher: (change: Change) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  get messages(): readonly Message[] {
    return [...this.#messages.values()]
  }

  get refusals(): readonly RecordedRefusal[] {
    return this.#refusals
  }

  /** The modals on all screens, of each person the topmost last. */
  get views(): readonly OpenView[] {
    return this.#views
  }

  viewsOf(user: string): readonly OpenView[] {
    return this.#views.filter((open) => open.user === user)
  }

  /** A person's Home tab, once the app has published it. */
  home(user: string): Home | undefined {
    return this.#homes.get(user)
  }

  publish(user: string, view: Home): void {
    this.#homes.set(user, { ...view, blocks: named(view.blocks) })
    this.#tell({ kind: 'home', user })
  }

  message(ts: string): Message | undefined {
    return this.#messages.get(ts)
  }

  file(id: string): WorkspaceFile | undefined {
    return this.#files.get(id)
  }

  post(message: NewMessage): Message {
    const posted: Message = {
      user: message.author === 'person' ? person.id : '',
      to: person.id,
      text: '',
      files: [],
      ephemeral: false,
      thread: null,
      edited: false,
      ...message,
      blocks: named(message.blocks ?? []),
      ts: this.#nextTs(),
    }
    this.#messages.set(posted.ts, posted)
    this.#tell({ kind: 'message', message: posted })
    return posted
  }

  replace(message: Message, text: string, blocks: readonly MessageBlock[]): Message {
    const replaced: Message = { ...message, text, blocks: named(blocks), edited: !message.ephemeral }
    this.#messages.set(message.ts, replaced)
    this.#tell({ kind: 'message', message: replaced })
    return replaced
  }

  remove(ts: string): void {
    if (this.#messages.delete(ts)) this.#tell({ kind: 'removed', ts })
  }

  addFile(file: Omit<WorkspaceFile, 'id' | 'snippet' | 'deleted'> & { readonly snippet?: boolean }): WorkspaceFile {
    const added = { snippet: false, deleted: false, ...file, id: `F${randomBytes(5).toString('hex').toUpperCase()}` }
    this.#files.set(added.id, added)
    return added
  }

  /** What its owner, and nobody else, does under "Delete file". */
  deleteFile(id: string, user: string = person.id): void {
    if (this.#files.get(id)?.owner !== user) return
    this.#files.delete(id)
    for (const message of this.messages.filter(({ files }) => files.some((file) => file.id === id))) {
      const files = message.files.map((file) => (file.id === id ? { ...file, deleted: true } : file))
      const left = { ...message, files }
      this.#messages.set(message.ts, left)
      this.#tell({ kind: 'message', message: left })
    }
  }

  /** Gives an announced file its bytes; false when there is no such file. */
  fillFile(id: string, bytes: Uint8Array<ArrayBuffer>): boolean {
    const file = this.#files.get(id)
    if (file !== undefined) this.#files.set(id, { ...file, bytes })
    return file !== undefined
  }

  /** Opens a modal, or puts it on top of those that are open. `null`: the stack is full. */
  show(view: Modal, { channel, user }: Press, place: 'open' | 'push'): OpenView | null {
    const own = this.viewsOf(user)
    if (place === 'push' && own.length >= limits.modalStack) return null
    const shown = { ...freshView(view), channel, user }
    const others = place === 'push' ? this.#views : this.#views.filter((open) => open.user !== user)
    this.#setViews([...others, shown])
    return shown
  }

  updateView(id: string, view: Modal): OpenView | null {
    const old = this.#views.find((open) => open.id === id)
    if (old === undefined) return null
    const updated = { ...freshView(view), id, channel: old.channel, user: old.user }
    this.#setViews(this.#views.map((open) => (open.id === id ? updated : open)))
    return updated
  }

  setViewErrors(id: string, errors: Readonly<Record<string, string>>): void {
    this.#setViews(this.#views.map((open) => (open.id === id ? { ...open, errors } : open)))
  }

  closeView(which: 'top' | 'all', user: string = person.id): void {
    const top = this.viewsOf(user).at(-1)
    this.#setViews(this.#views.filter((open) => (which === 'all' ? open.user !== user : open !== top)))
  }

  recordRefusal(call: string, refusal: Refusal): void {
    this.#refusals.push({ ...refusal, call, at: this.clock() })
    this.#tell({ kind: 'refusals' })
  }

  #setViews(views: readonly OpenView[]): void {
    this.#views = views
    this.#tell({ kind: 'modal' })
  }

  #nextTs(): string {
    this.#lastTs = Math.max(this.#lastTs + 1, this.clock() * 1_000)
    const digits = String(this.#lastTs).padStart(16, '0')
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`
  }

  #tell(change: Change): void {
    for (const watcher of this.#watchers) watcher(change)
  }
}

function freshView(view: Modal): Omit<OpenView, 'channel' | 'user'> {
  return {
    id: `V${randomBytes(5).toString('hex').toUpperCase()}`,
    hash: randomBytes(8).toString('hex'),
    view: { ...view, blocks: named(view.blocks) },
    errors: {},
  }
}

/** Slack gives a name to each block that has none. */
function named<T extends { readonly block_id?: string | undefined }>(blocks: readonly T[]): T[] {
  return blocks.map((block) => ({ ...block, block_id: block.block_id ?? randomBytes(3).toString('hex') }))
}
