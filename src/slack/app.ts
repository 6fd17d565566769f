import type { Server } from 'node:http'
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Dispatcher } from 'undici'
import type { Allowed } from '../environment.ts'
import { createLog, failureFields, type Log } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import type { Store } from '../store.ts'
import { registerButtons } from './buttons/index.ts'
import { boltLogger } from './calls/bolt-logger.ts'
import { heldToTime } from './calls/held-to-time.ts'
import { patiently } from './calls/patiently.ts'
import { GarbledAnswer, soundAnswers } from './calls/sound-answers.ts'
import { registerCommand } from './command.ts'
import type { Place } from './delivery/place.ts'
import { registerEvents } from './events.ts'
import { InFlight } from './in-flight.ts'
import { inTime } from './in-time.ts'
import { Leases, type LeaseTimes } from './leases.ts'
import { operationRoutes } from './operation-routes.ts'
import { openOperationServer } from './operation-server.ts'
import type { AnswerPool, Installed, Services } from './services.ts'
import { registerShortcut } from './shortcut.ts'
import { registerModal } from './submission.ts'
import { tell } from './visit.ts'

interface SlackAppOptions {
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
  readonly mode: 'socket' | 'http'
  readonly port: number
  readonly host?: string
  /** The one way to Slack: Web API, response addresses and files. */
  readonly fetch: typeof globalThis.fetch
  /** The way for the connection of Socket Mode, where it is not a direct one. */
  readonly dispatcher?: Dispatcher
  readonly pool: AnswerPool
  readonly store: Store
  readonly log?: Log
  readonly allowed?: Allowed
  /** Milliseconds after which something is to be visible while an answer is on its way. */
  readonly patience?: number
  readonly leaseTimes?: LeaseTimes
  /** Milliseconds that a stop waits for answers that are on their way. */
  readonly stopPatience?: number
}

export interface SlackApp {
  start(): Promise<{ readonly port: number | null }>
  /** Takes nothing new, lets what is on its way end, and tells those who have to ask again. */
  stop(): Promise<void>
}

/** Milliseconds that one call to Slack may take, its answer included. */
const CALL_TIMEOUT = 10_000
/** A way to Socket Mode is looked for without end, at least twice a minute. */
const RECONNECTING = { forever: true, factor: 1.3, maxTimeout: 30_000 }

/** The Bolt app with its listeners, over HTTP or in Socket Mode. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { botToken, mode, port, pool, store, allowed = {}, patience = 700, stopPatience = 8_000 } = options
  const fetch = heldToTime(options.fetch)
  const log = options.log ?? createLog('silent')
  const inFlight = new InFlight()
  const metrics = createMetrics(
    () => pool.load,
    () => inFlight.count,
  )
  let operations: Server | undefined
  let installed: Installed = { team: '', bot: '', botId: '', url: '' }
  let ready = false
  let connected = mode === 'http'
  const routes = operationRoutes({ metrics, isReady: () => ready && connected, store })
  const logger = boltLogger(log)
  const receiver = mode === 'http' ? httpReceiver() : socketReceiver()
  const clientOptions = {
    fetch: soundAnswers(fetch),
    timeout: CALL_TIMEOUT,
    // Waiting for Slack is done where the person can be told of it.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  }
  const client = new WebClient(botToken, clientOptions)
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions,
    // Asked once, at the start; Bolt itself would ask for it a second time.
    authorize: async () => ({ botToken, botId: installed.botId, botUserId: installed.bot }),
  })
  const leases = new Leases(store, tellLost, options.leaseTimes)
  const services: Services = {
    pool,
    store,
    fetch,
    botToken,
    log,
    metrics,
    allowed,
    inFlight,
    leases,
    patience,
    installed: () => installed,
  }
  app.error(async (error) => log.error(failureFields(error), 'a listener failed'))
  registerCommand(app, services)
  registerModal(app, services)
  registerShortcut(app, services)
  registerEvents(app, services)
  registerButtons(app, services)

  return {
    async start() {
      const me = await patiently({ log, metrics }, 'auth.test', () => client.auth.test())
      if (me.team_id === undefined || me.user_id === undefined) throw new GarbledAnswer()
      installed = { team: me.team_id, bot: me.user_id, botId: me.bot_id ?? '', url: me.url ?? '' }
      const taken = await listen()
      ready = true
      leases.start()
      return { port: taken }
    },
    async stop() {
      const wasListening = ready
      ready = false
      leases.stop()
      operations?.close()
      if (wasListening) await app.stop()
      await inFlight.settle(stopPatience)
      // What still waits for a thread is refused with a sentence, which is then told.
      await pool.close()
      await inFlight.settle(2_000)
    },
  }

  async function listen(): Promise<number> {
    const at = { port, ...(options.host !== undefined && { host: options.host }) }
    if (receiver instanceof HTTPReceiver) return portOf(await receiver.start(at))
    operations = await openOperationServer(routes, at)
    await app.start()
    return portOf(operations)
  }

  function portOf(server: Pick<Server, 'address'>): number {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : port
  }

  function httpReceiver(): HTTPReceiver {
    const { signingSecret = '' } = options
    const http = new HTTPReceiver({ signingSecret, customRoutes: routes, logger })
    http.requestListener = inTime(http.requestListener)
    return http
  }

  function socketReceiver(): SocketModeReceiver {
    const { appToken = '' } = options
    const socket = new SocketModeReceiver({
      appToken,
      logger,
      logLevel: LogLevel.WARN,
      // A shorter ping shortens the gap without a connection when Slack asks for a new one.
      clientPingTimeout: 2000,
      ...(options.dispatcher !== undefined && { dispatcher: options.dispatcher }),
      installerOptions: {
        clientOptions: { fetch: soundAnswers(fetch), timeout: CALL_TIMEOUT, retryConfig: RECONNECTING },
      },
    })
    socket.client.on('connected', () => {
      connected = true
    })
    for (const event of ['disconnected', 'reconnecting']) {
      socket.client.on(event, () => {
        connected = false
      })
    }
    return socket
  }

  async function tellLost(place: Place): Promise<void> {
    const text = 'The program was stopped while it worked on this, and there is no answer. Please send it again.'
    await tell({ services, place, client }, text).catch((error: unknown) =>
      log.error(failureFields(error), 'somebody whose request was lost could not be told'),
    )
  }
}
