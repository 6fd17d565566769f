import { setTimeout as wait } from 'node:timers/promises'
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import type { Services } from '../services.ts'
import { GarbledAnswer } from './sound-answers.ts'

/** Waiting longer than this for Slack helps nobody; so many times it is tried. */
const LONGEST = 60
const TRIES = 4
/** Milliseconds after which a call that broke on its way is made once more. */
const ONCE_MORE_AFTER = 1_000

/**
 * One call of the Web API. When Slack asks to wait (`Retry-After`), it is waited for, and `onWait` is told the seconds
 * of the first wait. What broke on its way is tried once more; other refusals are counted and passed on, and so is what had
 * no answer in time, since nobody is to wait for that twice.
 */
export async function patiently<T>(
  { metrics, log }: Pick<Services, 'metrics' | 'log'>,
  method: string,
  call: () => Promise<T>,
  onWait: (seconds: number) => void = () => undefined,
): Promise<T> {
  let broken = 0
  for (let tried = 1; ; tried += 1) {
    try {
      return await call()
    } catch (error) {
      const reason = reasonOf(error)
      metrics.refusals.inc({ method, error: reason })
      log.warn({ method, reason, places: placesOf(error) }, 'Slack refused a call')
      if (isBroken(reason) && broken === 0) {
        broken += 1
        await wait(ONCE_MORE_AFTER)
        continue
      }
      if (!(error instanceof WebAPIRateLimitedError) || error.retryAfter > LONGEST || tried === TRIES) throw error
      if (tried === 1) onWait(error.retryAfter)
      await wait(error.retryAfter * 1_000)
    }
  }
}

function isBroken(reason: string): boolean {
  return reason === 'connection_lost' || reason.startsWith('http_5')
}

/** Slack's word for a refusal, or one of ours for what kept its answer away. Always one word. */
export function reasonOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error
  if (error instanceof WebAPIRateLimitedError) return 'rate_limited'
  if (error instanceof WebAPIHTTPError) return `http_${error.statusCode}`
  if (error instanceof WebAPIRequestError) return reasonOf(error.original)
  if (error instanceof GarbledAnswer) return 'garbled_answer'
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'no_answer_in_time'
  // What `fetch` rejects with when there is no connection, and when one ends in the middle.
  if (error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message)) return 'connection_lost'
  return error.name
}

/** Where in the blocks Slack found fault; pointers and rules, nothing of their content. */
function placesOf(error: unknown): readonly string[] | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined
  return error.data.response_metadata?.messages?.flatMap(
    (message) => /\[json-pointer:[^\][]*\]/.exec(message)?.[0] ?? [],
  )
}
