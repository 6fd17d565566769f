import type { RequestListener } from 'node:http'

/** Seconds; Bolt refuses what is older by as much. */
const AHEAD = 5 * 60

/**
 * Refuses what says that it was signed more than five minutes from now. Bolt looks for the past alone, and whoever had such a
 * request could send it again when nobody remembers it.
 */
export function inTime(listener: RequestListener): RequestListener {
  return (request, response) => {
    const signed = Number(request.headers['x-slack-request-timestamp'] ?? 0)
    if (signed > Date.now() / 1_000 + AHEAD) response.writeHead(401).end()
    else listener(request, response)
  }
}
