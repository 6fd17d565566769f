import { randomBytes } from 'node:crypto'
import { person } from './cast.ts'
import { limits } from './limits.ts'

/** Milliseconds since the epoch; a test hands in its own. */
export type Clock = () => number

/** Who pressed, and where they were. */
export interface Press {
  readonly channel: string
  readonly user: string
}

/** The `trigger_id`s that were handed out: each opens one modal, within three seconds. */
export class Triggers {
  readonly #clock: Clock
  readonly #issued = new Map<string, { readonly at: number; used: boolean; readonly by: Press }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue(channel: string, user: string = person.id): string {
    const id = `${this.#clock()}.${randomBytes(8).toString('hex')}`
    this.#issued.set(id, { at: this.#clock(), used: false, by: { channel, user } })
    return id
  }

  /** Where the person was when the trigger was handed out (it is used up by this), or Slack's error. */
  use(id: string): Press | 'invalid_trigger_id' | 'exchanged_trigger_id' | 'expired_trigger_id' {
    const trigger = this.#issued.get(id)
    if (trigger === undefined) return 'invalid_trigger_id'
    if (trigger.used) return 'exchanged_trigger_id'
    if (this.#clock() - trigger.at > limits.triggerMilliseconds) return 'expired_trigger_id'
    trigger.used = true
    return trigger.by
  }
}

/** Where an answer over a `response_url` goes; `message` is the one whose button was pressed. */
export interface ReplyTarget {
  readonly channel: string
  readonly message: string | null
  /** Who sees an ephemeral answer. */
  readonly user?: string
}

/** The `response_url`s that were handed out: each takes five answers within thirty minutes. */
export class ResponseUrls {
  readonly #clock: Clock
  readonly #issued = new Map<string, { readonly at: number; uses: number; readonly target: ReplyTarget }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue(kind: 'commands' | 'actions', team: string, target: ReplyTarget): string {
    const url = `https://hooks.slack.com/${kind}/${team}/${this.#issued.size + 1}/${randomBytes(12).toString('hex')}`
    this.#issued.set(url, { at: this.#clock(), uses: 0, target })
    return url
  }

  use(url: string): ReplyTarget | 'invalid_url' | 'used_url' | 'expired_url' {
    const issued = this.#issued.get(url)
    if (issued === undefined) return 'invalid_url'
    if (this.#clock() - issued.at > limits.responseUrl.milliseconds) return 'expired_url'
    if (issued.uses >= limits.responseUrl.uses) return 'used_url'
    issued.uses += 1
    return issued.target
  }
}
