import { setTimeout as wait } from 'node:timers/promises'
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { Services } from './services.ts'

/** Waiting longer than this for Slack helps nobody; so many times it is tried. */
const LONGEST = 60
const TRIES = 4

/**
 * One call of the Web API. When Slack asks to wait (`Retry-After`), it is waited for, and `onWait` is told the seconds
 * of the first wait; other refusals are counted and passed on.
 */
export async function patiently<T>(
  { metrics, log }: Pick<Services, 'metrics' | 'log'>,
  method: string,
  call: () => Promise<T>,
  onWait: (seconds: number) => void = () => undefined,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call()
    } catch (error) {
      const reason = reasonOf(error)
      metrics.refusals.inc({ method, error: reason })
      log.warn({ method, reason, places: placesOf(error) }, 'Slack refused a call')
      if (!(error instanceof WebAPIRateLimitedError) || error.retryAfter > LONGEST || tried === TRIES) throw error
      if (tried === 1) onWait(error.retryAfter)
      await wait(error.retryAfter * 1_000)
    }
  }
}

/** Slack's word for a refusal, or the kind of the failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error
  if (error instanceof WebAPIRateLimitedError) return 'rate_limited'
  return error instanceof Error ? error.name : 'unknown'
}

/** Where in the blocks Slack found fault; pointers and rules, nothing of their content. */
function placesOf(error: unknown): readonly string[] | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined
  return error.data.response_metadata?.messages?.flatMap(
    (message) => /\[json-pointer:[^\][]*\]/.exec(message)?.[0] ?? [],
  )
}
