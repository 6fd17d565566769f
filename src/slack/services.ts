import type { Allowed } from '../environment.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Store } from '../store.ts'
import type { WorkerPool } from '../worker-pool.ts'
import type * as tasks from './compose/tasks.ts'
import type { InFlight } from './in-flight.ts'
import type { Leases } from './leases.ts'

/** Who the app is in the workspace that it is installed in, as `auth.test` says. */
export interface Installed {
  readonly team: string
  /** The app's user and bot. */
  readonly bot: string
  readonly botId: string
  /** The workspace's address, `https://....slack.com/`. */
  readonly url: string
}

/** Where what takes long is done. */
export type AnswerPool = WorkerPool<typeof tasks>

/** What the listeners need. */
export interface Services {
  readonly pool: AnswerPool
  readonly store: Store
  /** The one way to Slack for what the Web API client does not do: response addresses and files. */
  readonly fetch: typeof globalThis.fetch
  readonly botToken: string
  readonly log: Log
  readonly metrics: Metrics
  readonly allowed: Allowed
  readonly inFlight: InFlight
  readonly leases: Leases
  readonly installed: () => Installed
  /** Milliseconds after which something is to be visible while an answer is on its way. */
  readonly patience: number
}
