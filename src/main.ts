import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { type Dispatcher, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'
import { type Environment, readEnvironment } from './environment.ts'
import { failurePlace } from './failure-place.ts'
import { createLog } from './log.ts'
import { createSlackApp } from './slack/app.ts'
import { GarbledAnswer } from './slack/calls/sound-answers.ts'
import type * as tasks from './slack/compose/tasks.ts'
import { createStore, type Store, StoreUnreachable } from './store.ts'
import { createWorkerPool } from './worker-pool.ts'

/** The program at work. */
export interface Running {
  /** What to tell the person who started it. */
  readonly greeting: string
  stop(): Promise<void>
}

/** Starts the Slack app, or the playground where no Slack token is set. Everything outside is reached with `fetch`. */
export async function start(
  environment: Environment,
  { fetch, dispatcher }: { readonly fetch: typeof globalThis.fetch; readonly dispatcher?: Dispatcher },
): Promise<Running> {
  const { slack, port, allowed, storeUrl } = environment
  // One for whoever asks for much, one for the others.
  const pool = createWorkerPool<typeof tasks>({ threads: 2 })
  const store = storeUrl === undefined ? createStore() : await openShared(storeUrl).catch(closing)
  const log = createLog(slack === null ? 'silent' : environment.logLevel)
  try {
    if (slack === null) {
      const { startPlayground } = await import('./playground/index.ts')
      const playground = await startPlayground({ startApp: (options) => startApp({ ...options, mode: 'http' }), port })
      return { greeting: playgroundGreeting(playground.url), stop: () => stopAll(playground) }
    }
    const { host } = environment
    const ways = { fetch, ...(dispatcher !== undefined && { dispatcher }) }
    const app = await startApp({ ...slack, port, ...(host && { host }), ...ways, allowed })
    return { greeting: slackGreeting(slack.mode, app.port), stop: () => stopAll(app) }
  } catch (error) {
    await store.close()
    return closing(error)
  }

  async function closing(error: unknown): Promise<never> {
    await pool.close()
    throw error
  }

  async function startApp(
    options: Omit<Parameters<typeof createSlackApp>[0], 'pool' | 'store' | 'log'>,
  ): Promise<{ port: number; stop(): Promise<void> }> {
    const app = createSlackApp({ ...options, pool, store, log })
    const started = await app.start()
    pool.prepare()
    return { port: started.port ?? port, stop: () => app.stop() }
  }

  async function stopAll(running: { stop(): Promise<void> }): Promise<void> {
    await running.stop()
    await pool.close()
    await store.close()
  }
}

function playgroundGreeting(url: string): string {
  return [
    `The playground is at ${url}`,
    'It is for this machine only: it plays Slack, and nothing that you paste leaves the machine.',
    'To connect a Slack workspace, follow docs/slack.md and set the tokens as .env.example shows.',
  ].join('\n')
}

function slackGreeting(mode: 'socket' | 'http', port: number): string {
  return mode === 'socket'
    ? `Connected to Slack in Socket Mode. The health check is at port ${port}, /healthz.`
    : `Listening for Slack at port ${port}, /slack/events. The health check is at /healthz.`
}

/** Its client is loaded where it is needed only. */
async function openShared(url: string): Promise<Store> {
  const { openRedisStore } = await import('./redis-store.ts')
  return openRedisStore(url)
}

/** What a person can do about a start that failed, in one sentence. Never a token, never pasted text. */
export function sayWhyNotStarted(error: unknown): string {
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error
    return reason === 'missing_scope'
      ? 'Slack says that the app lacks a permission (missing_scope); install it again with a manifest of manifests/.'
      : `Slack does not accept the app's tokens (${reason}); compare SLACK_BOT_TOKEN and SLACK_APP_TOKEN with docs/slack.md.`
  }
  if (error instanceof WebAPIRateLimitedError) return 'Slack asks to wait before the app may start; try it again later.'
  if (error instanceof WebAPIHTTPError || error instanceof GarbledAnswer || isGarbled(error)) {
    const status = error instanceof WebAPIHTTPError ? `status ${error.statusCode}` : 'no answer of its API'
    return `What answers in the place of Slack is not well (${status}); check whether a proxy answers, and status.slack.com.`
  }
  if (error instanceof WebAPIRequestError) {
    const reason = codeOf(error.original.cause ?? error.original) ?? 'no answer'
    return `Slack cannot be reached (${reason}); check the network, and HTTPS_PROXY if there is a proxy.`
  }
  if (error instanceof StoreUnreachable) {
    return 'The store cannot be reached; check STORE_URL, its password, and that Redis runs and may be reached from here.'
  }
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return 'The port is taken by another program; set PORT to another one.'
  if (code === 'EACCES') return 'The port may not be used by this user; set PORT to one above 1023.'
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.'
  return `The program stopped on a fault of its own (${[code, failurePlace(error)].filter(Boolean).join(', at ')}).`
}

function isGarbled(error: unknown): boolean {
  return error instanceof WebAPIRequestError && error.original instanceof GarbledAnswer
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

async function main(): Promise<void> {
  endOnFaults()
  // A log that cannot be written (a full disk, a reader that is gone) keeps nobody from an answer.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const reading = readEnvironment(process.env)
  if (!reading.ok) {
    console.error(reading.message)
    process.exit(2)
  }
  // Node 20 does not look at these by itself. The connection of Socket Mode has to be told apart from requests.
  const proxy = process.env['HTTPS_PROXY'] ?? process.env['https_proxy']
  const dispatcher = proxy && reading.environment.slack !== null ? new EnvHttpProxyAgent() : undefined
  if (dispatcher !== undefined) setGlobalDispatcher(dispatcher)

  const running = await start(reading.environment, { fetch, ...(dispatcher !== undefined && { dispatcher }) })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The second one ends the program at once, as by default.
    process.once(signal, () => void running.stop().then(() => process.exit(0), giveUp))
  }
  console.log(running.greeting)
}

/** What nobody caught ends the program with a sentence: Node would print its message too, which may quote a paste. */
export function endOnFaults(): void {
  process.on('uncaughtException', giveUp)
  process.on('unhandledRejection', giveUp)
}

function giveUp(error: unknown): never {
  console.error(sayWhyNotStarted(error))
  process.exit(1)
}

const entry = process.argv[1]
if (entry !== undefined && realpathSync(entry) === fileURLToPath(import.meta.url)) main().catch(giveUp)
