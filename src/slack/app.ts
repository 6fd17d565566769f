import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { AnalysisPool } from '../analysis-pool.ts'
import type { Store } from '../store.ts'
import { registerCommand } from './command.ts'
import { registerShare } from './share.ts'
import { registerModal } from './submission.ts'

export interface SlackAppOptions {
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
  readonly mode: 'socket' | 'http'
  readonly port: number
  readonly host?: string
  /** The one way to Slack: Web API, response addresses and files. */
  readonly fetch: typeof globalThis.fetch
  readonly pool: AnalysisPool
  readonly store: Store
}

/** What the listeners need. */
export interface Services {
  readonly pool: AnalysisPool
  readonly store: Store
  readonly fetch: typeof globalThis.fetch
  readonly botToken: string
}

export interface SlackApp {
  readonly app: App
  start(): Promise<{ readonly port: number | null }>
  stop(): Promise<void>
}

/** The Bolt app with its listeners, over HTTP or in Socket Mode. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { botToken, mode, port, fetch, pool, store } = options
  const receiver = mode === 'http' ? httpReceiver(options) : socketReceiver(options)
  const app = new App({
    token: botToken,
    receiver,
    // Debug logging would print whole payloads, and with them pastes.
    logLevel: LogLevel.WARN,
    deferInitialization: true,
    convoStore: false,
    clientOptions: { fetch, timeout: 10_000, retryConfig: { retries: 2 } },
  })
  const services: Services = { pool, store, fetch, botToken }
  registerCommand(app, services)
  registerModal(app, services)
  registerShare(app, services)
  return {
    app,
    async start() {
      await app.init()
      if (!(receiver instanceof HTTPReceiver)) {
        await app.start()
        return { port }
      }
      const server = await receiver.start({ port, ...(options.host !== undefined && { host: options.host }) })
      const address = server.address()
      return { port: typeof address === 'object' && address !== null ? address.port : port }
    },
    async stop() {
      await app.stop()
    },
  }
}

const healthRoute = {
  path: '/healthz',
  method: 'GET',
  handler: (_request: unknown, response: { writeHead(status: number): { end(text: string): unknown } }) => {
    response.writeHead(200).end('ok')
  },
}

function httpReceiver({ signingSecret = '' }: SlackAppOptions): HTTPReceiver {
  return new HTTPReceiver({ signingSecret, customRoutes: [healthRoute], logLevel: LogLevel.WARN })
}

function socketReceiver({ appToken = '', port, fetch }: SlackAppOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    customRoutes: [healthRoute],
    logLevel: LogLevel.WARN,
    // A shorter ping shortens the gap without a connection when Slack asks for a new one.
    clientPingTimeout: 2000,
    installerOptions: { port, clientOptions: { fetch } },
  })
}
