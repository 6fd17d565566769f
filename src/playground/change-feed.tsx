import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Person } from './cast.ts'
import { MessageRow, threadOf } from './page/message-row.tsx'
import { ModalDialog } from './page/modal.tsx'
import { HomeTab, isSeenBy } from './page/page.tsx'
import { Refusals } from './page/refusals.tsx'
import type { Change, Workspace } from './workspace.ts'

/** Changes as server-sent events, to each page those that its viewer sees. A page that missed one loads again. */
export class ChangeFeed {
  readonly #instance = randomBytes(4).toString('hex')
  readonly #followers = new Map<ServerResponse, Person>()
  readonly #workspace: Workspace
  readonly #unwatch: () => void
  #count = 0

  constructor(workspace: Workspace) {
    this.#workspace = workspace
    this.#unwatch = workspace.watch((change) => this.#send(change))
  }

  /** Tells a page of this process and this moment from any other. */
  get version(): string {
    return `${this.#instance}.${this.#count}`
  }

  /** Sends each change from now on to `response`; `seen` is the version that the page has. */
  follow(response: ServerResponse, viewer: Person, seen: string | null): void {
    response.setHeader('content-type', 'text/event-stream')
    response.write(seen === this.version ? ': here\n\n' : 'event: reload\ndata: {}\n\n')
    this.#followers.set(response, viewer)
    response.on('close', () => this.#followers.delete(response))
  }

  /** Follows the workspace no longer. */
  stop(): void {
    this.#unwatch()
  }

  #send(change: Change): void {
    this.#count += 1
    for (const [follower, viewer] of this.#followers) {
      const { name, data } = this.#event(change, viewer) ?? { name: 'other', data: {} }
      follower.write(`id: ${this.version}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }

  /** `null`: nothing that this viewer sees. */
  #event(change: Change, viewer: Person): { name: string; data: object } | null {
    if (change.kind === 'message') {
      const { message } = change
      if (!isSeenBy(viewer, message)) return null
      const html = renderToStaticMarkup(<MessageRow message={message} />)
      const { channel, author } = message
      return { name: 'post', data: { id: `m-${message.ts}`, channel, author, thread: threadOf(message), html } }
    }
    if (change.kind === 'removed') return { name: 'removed', data: { id: `m-${change.ts}` } }
    if (change.kind === 'refusals') {
      const html = renderToStaticMarkup(<Refusals refusals={this.#workspace.refusals} />)
      return { name: 'refusals', data: { html } }
    }
    if (change.kind === 'home') {
      if (change.user !== viewer.id) return null
      return {
        name: 'home',
        data: { html: renderToStaticMarkup(<HomeTab workspace={this.#workspace} viewer={viewer} />) },
      }
    }
    const top = this.#workspace.viewsOf(viewer.id).at(-1)
    return { name: 'modal', data: { html: top === undefined ? '' : renderToStaticMarkup(<ModalDialog open={top} />) } }
  }
}
