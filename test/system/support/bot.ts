import { readEnvironment } from '../../../src/environment.ts'
import { endOnFaults, start } from '../../../src/main.ts'

/**
 * The program as it runs for a team, but with a Slack that a test plays: every request goes to `PLAYED_BY`, with its real
 * address in a header.
 */
const played = process.env['PLAYED_BY'] ?? ''
const through: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const headers = new Headers(request.headers)
  headers.set('x-address', request.url)
  const body = request.method === 'GET' ? null : await request.arrayBuffer()
  return fetch(played, {
    method: request.method,
    headers,
    body,
    redirect: 'manual',
    ...(init?.signal && { signal: init.signal }),
  })
}

endOnFaults()
const reading = readEnvironment(process.env)
if (!reading.ok) throw new Error(reading.message)
const running = await start(reading.environment, { fetch: through })
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
console.log(running.greeting)
