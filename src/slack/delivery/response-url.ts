import { isSlackAddress } from '../calls/slack-address.ts'
import type { Services } from '../services.ts'

/** Slack did not take an answer at its response address; what it says of why is nothing to depend on. */
export class ResponseUrlRefused extends Error {
  override readonly name = 'ResponseUrlRefused'
  /** `0` where it was not even asked. */
  readonly status: number

  constructor(status: number) {
    super()
    this.status = status
  }
}

/**
 * One answer to a response address. Rejects on anything but success; what is no address of Slack is not called, nor is one
 * that a redirect leads to, which Slack never sends.
 */
export async function postToResponseUrl(url: string, body: object, { fetch, metrics }: Services): Promise<void> {
  if (!isSlackAddress(url)) {
    metrics.refusals.inc({ method: 'response_url', error: 'not_slack' })
    throw new ResponseUrlRefused(0)
  }
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  const taken = response.ok && saysTaken(await response.text())
  if (!response.ok) await response.body?.cancel()
  if (taken) return
  metrics.refusals.inc({ method: 'response_url', error: `http_${response.status}` })
  throw new ResponseUrlRefused(response.status)
}

/** Slack says `ok`, or JSON with it. A page is of something that stands in between. */
function saysTaken(said: string): boolean {
  try {
    const answer: unknown = JSON.parse(said)
    return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true
  } catch {
    return !said.trimStart().startsWith('<')
  }
}
