import { createHmac } from 'node:crypto'
import { limits } from './limits.ts'

/** How the app took a request: with an answer (often empty), or with the error that Slack shows the person. */
export type Acknowledgement =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly error: AckError; readonly say: string }

/** What Slack calls an acknowledgement that is late, refused, failed or impossible. */
type AckError = 'operation_timeout' | 'http_client_error' | 'http_service_error' | 'dispatch_failed'

/** Where the app listens, and the secret that it shares with Slack. */
export interface AppLink {
  readonly url: string
  readonly signingSecret: string
  readonly ackMilliseconds?: number
}

/** Slack's request signature, version 0: HMAC-SHA256 over version, time and raw body. */
export function sign(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

/** Sends a command or an interaction: a signed, form-encoded request. */
export function deliver(link: AppLink, form: Readonly<Record<string, string>>): Promise<Acknowledgement> {
  return request(link, new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded')
}

/** Sends an event: a signed request with JSON in it. */
export function deliverEvent(link: AppLink, event: object): Promise<Acknowledgement> {
  return request(link, JSON.stringify(event), 'application/json')
}

/** One request to the app's HTTP receiver; waits for the acknowledgement as long as Slack does. */
async function request(link: AppLink, body: string, type: string): Promise<Acknowledgement> {
  const timestamp = Math.floor(Date.now() / 1_000)
  const patience = link.ackMilliseconds ?? limits.ackMilliseconds
  try {
    const response = await fetch(link.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': sign(link.signingSecret, timestamp, body),
      },
      signal: AbortSignal.timeout(patience),
    })
    const answer = await response.text()
    if (response.ok) return { ok: true, body: answer }
    const error = response.status < 500 ? 'http_client_error' : 'http_service_error'
    return { ok: false, error, say: `the app answered with HTTP ${response.status}` }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return { ok: false, error: 'operation_timeout', say: `the app did not acknowledge within ${patience} ms` }
    }
    return { ok: false, error: 'dispatch_failed', say: 'the app could not be reached' }
  }
}
