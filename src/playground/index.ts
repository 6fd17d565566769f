import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AppLink } from './app-link.ts'
import { createPageServer } from './page-server.tsx'
import { createFetch } from './stand-in.ts'
import { Workspace } from './workspace.ts'

/** The real app, started in HTTP mode on a loopback port with the stand-in's `fetch` as its way to Slack. */
export type StartApp = (options: {
  readonly fetch: typeof fetch
  readonly botToken: string
  readonly signingSecret: string
  readonly port: 0
  readonly host: '127.0.0.1'
}) => Promise<{ readonly port: number; stop(): Promise<void> }>

/** A running playground and its address. */
export interface Playground {
  readonly url: string
  stop(): Promise<void>
}

const host = '127.0.0.1'
/** How many ports after the wished one are tried. */
const furtherPorts = 50

/**
 * Starts a page that looks and behaves like a Slack channel, with the real app behind it. It listens on the loopback
 * address only, at `port` or the next free one (0: any).
 */
export async function startPlayground({ startApp, port }: { startApp: StartApp; port: number }): Promise<Playground> {
  const signingSecret = randomBytes(16).toString('hex')
  const botToken = `xoxb-playground-${randomBytes(12).toString('hex')}`
  const workspace = new Workspace()
  const app = await startApp({ fetch: createFetch(workspace, botToken), botToken, signingSecret, port: 0, host })
  const link: AppLink = { url: `http://${host}:${app.port}/slack/events`, signingSecret }
  const server = createPageServer({ workspace, link })
  try {
    const taken = await listen(server, port)
    return { url: `http://${host}:${taken}`, stop: () => stop(server, app) }
  } catch (error) {
    await app.stop()
    throw error
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + furtherPorts, 65_535)
  for (let candidate = port; ; candidate += 1) {
    try {
      server.listen(candidate, host)
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : candidate
    } catch (error) {
      if (candidate >= last || !isPortTaken(error)) throw error
    }
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

async function stop(server: Server, app: { stop(): Promise<void> }): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
  await app.stop()
}
