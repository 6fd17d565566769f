import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { renderToStaticMarkup } from 'react-dom/server'
import { MessageRow } from './page/message-row.tsx'
import { ModalDialog } from './page/modal.tsx'
import { Refusals } from './page/refusals.tsx'
import type { Change, Workspace } from './workspace.ts'

/** Changes as server-sent events. A page that missed one is told to load again. */
export class ChangeFeed {
  readonly #instance = randomBytes(4).toString('hex')
  readonly #followers = new Set<ServerResponse>()
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
  follow(response: ServerResponse, seen: string | null): void {
    response.setHeader('content-type', 'text/event-stream')
    response.write(seen === this.version ? ': here\n\n' : 'event: reload\ndata: {}\n\n')
    this.#followers.add(response)
    response.on('close', () => this.#followers.delete(response))
  }

  /** Follows the workspace no longer. */
  stop(): void {
    this.#unwatch()
  }

  #send(change: Change): void {
    this.#count += 1
    const { name, data } = this.#event(change)
    for (const follower of this.#followers) {
      follower.write(`id: ${this.version}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }

  #event(change: Change): { name: string; data: object } {
    if (change.kind === 'message') {
      const { message } = change
      const row = renderToStaticMarkup(<MessageRow message={message} />)
      return { name: 'post', data: { id: `m-${message.ts}`, channel: message.channel, html: row } }
    }
    if (change.kind === 'removed') return { name: 'removed', data: { id: `m-${change.ts}` } }
    if (change.kind === 'refusals') {
      return {
        name: 'refusals',
        data: { html: renderToStaticMarkup(<Refusals refusals={this.#workspace.refusals} />) },
      }
    }
    const top = this.#workspace.views.at(-1)
    return { name: 'modal', data: { html: top === undefined ? '' : renderToStaticMarkup(<ModalDialog open={top} />) } }
  }
}
