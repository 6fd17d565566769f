import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heldToTime } from '../../src/slack/calls/held-to-time.ts'

/** Milliseconds that a call may take, enough for all but the drip on a machine that is busy, and that the drip would. */
const LIMIT = 2_000
const DRIP = 8_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Slack, as far as an upload goes; where the file is sent to, the answer drips. */
const slack: Server = createServer(async (request, response) => {
  request.resume()
  const { port } = slack.address() as AddressInfo
  if (request.url?.startsWith('/api/') === true) {
    const upload_url = `http://127.0.0.1:${port}/upload`
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, upload_url, file_id: 'F1' }))
    return
  }
  response.writeHead(200)
  for (let begun = Date.now(); Date.now() < begun + DRIP && !response.destroyed; await wait(100)) response.write('x')
  response.end()
})

beforeAll(async () => {
  await once(slack.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => {
  slack.closeAllConnections()
  slack.close()
})

describe('the time limit of a call', () => {
  it('holds while a body drips, whatever is collected as garbage', async () => {
    const client = new WebClient('xoxb-example', {
      slackApiUrl: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
      fetch: heldToTime(fetch),
      timeout: LIMIT,
      retryConfig: { retries: 0 },
    })
    const collecting = setInterval(collectGarbage, 20)
    const files = ['a.txt', 'b.txt'].map((filename) => ({ filename, file: Buffer.from('text') }))
    const upload = client.filesUploadV2({ channel_id: 'C1', file_uploads: files })
    await expect(upload).rejects.toMatchObject({ name: 'TimeoutError' })
    clearInterval(collecting)
  })

  it('leaves the answer as it is', async () => {
    const answer = new Response('{"ok":true}', { status: 202, headers: { 'x-example': '1' } })
    const held = await heldToTime(async () => answer)('https://slack.com/', { signal: AbortSignal.timeout(LIMIT) })
    expect([held.status, held.headers.get('x-example'), await held.text()]).toEqual([202, '1', '{"ok":true}'])
  })
})
