import { WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/metrics.ts'
import { requestOf } from '../../src/slack/compose/question.ts'
import { pastesOf } from '../../src/slack/conversation/pastes.ts'
import { type LoadedFile, loadFile } from '../../src/slack/files.ts'
import { InFlight } from '../../src/slack/in-flight.ts'
import { Leases } from '../../src/slack/leases.ts'
import type { Services } from '../../src/slack/services.ts'
import { createStore } from '../../src/store.ts'

const url = 'https://files.slack.com/files-pri/T1-F1/a.txt'

interface Sent {
  readonly url: string
  readonly authorization: string | null
}

/** The app's surroundings, with a Slack that answers so. */
function servicesWith(fetch: typeof globalThis.fetch): { readonly services: Services; readonly client: WebClient } {
  const store = createStore()
  const services: Services = {
    pool: { run: () => Promise.reject(new Error('nothing is done here')), load: 0, close: async () => undefined },
    store,
    fetch,
    botToken: 'xoxb-secret',
    log: createLog('silent'),
    metrics: createMetrics(
      () => 0,
      () => 0,
    ),
    allowed: {},
    inFlight: new InFlight(),
    leases: new Leases(store, async () => undefined),
    installed: () => ({ team: 'T1', bot: 'U0', botId: 'B0', url: 'https://x.slack.com/' }),
    patience: 0,
  }
  return { services, client: new WebClient('xoxb-secret', { fetch, retryConfig: { retries: 0 } }) }
}

/** Loads a file from a Slack that gives these answers, one after the other. */
async function load(file: object, ...answers: readonly (() => Response)[]) {
  const sent: Sent[] = []
  const left = [...answers]
  const { services, client } = servicesWith(async (input, init) => {
    const request = new Request(input, init)
    sent.push({ url: request.url, authorization: request.headers.get('authorization') })
    return left.shift()?.() ?? new Response('nothing', { status: 500 })
  })
  const loaded = await loadFile({ id: 'F1', name: 'a.txt', ...file }, services, client)
  return { loaded, sent }
}

/** As the thread reads it that gets the bytes. */
function textOf(loaded: LoadedFile): string | null {
  const [paste] = 'bytes' in loaded ? requestOf({ pastes: [{ source: 'a.txt', ...loaded }] }).pastes : []
  return paste?.text ?? null
}

function redirectTo(location: string): () => Response {
  return () => new Response(null, { status: 302, headers: { location } })
}

describe('a file of Slack', () => {
  it('is fetched with the token and decoded', async () => {
    const bytes = Buffer.from('\uFEFFA1 SubnetA > SubnetB', 'utf16le')
    const { loaded, sent } = await load({ url_private_download: url }, () => new Response(bytes))
    expect(textOf(loaded)).toBe('A1 SubnetA > SubnetB')
    expect(sent).toEqual([{ url, authorization: 'Bearer xoxb-secret' }])
  })

  it.each([
    'http://files.slack.com/x',
    'https://files.slack.com.example.com/x',
    'https://example.com/x',
    'https://evilslack.com/x',
    'file:///etc/passwd',
    'https://user@example.com/slack.com',
    '',
  ])('is fetched from no other host: %s', async (elsewhere) => {
    for (const { loaded, sent } of [
      await load({ url_private_download: elsewhere }, () => new Response('x')),
      await load({ url_private_download: url }, redirectTo(elsewhere === '' ? 'https://example.org/' : elsewhere)),
    ]) {
      expect(loaded).toEqual({ unreadable: 'It does not lie on a host of Slack, so it was not fetched.' })
      expect(sent.every((each) => each.url === url)).toBe(true)
    }
  })

  it('is followed to another host of Slack, with the token, but not for ever', async () => {
    const next = 'https://workspace.slack.com/files/1'
    const { loaded, sent } = await load({ url_private: url }, redirectTo(next), () => new Response('text'))
    expect(textOf(loaded)).toBe('text')
    expect(sent[1]).toEqual({ url: next, authorization: 'Bearer xoxb-secret' })
    const round = await load({ url_private: url }, ...Array.from({ length: 9 }, () => redirectTo(url)))
    expect(round.loaded).toHaveProperty('unreadable')
    expect(round.sent).toHaveLength(4)
  })

  it('of more than 10 MB is not fetched when its size is told, and not read to its end when it is not', async () => {
    const told = await load({ url_private: url, size: 11_000_000 }, () => new Response('x'))
    expect(told.sent).toEqual([])
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1_000_000))
      },
    })
    const untold = await load({ url_private: url }, () => new Response(endless))
    for (const { loaded } of [told, untold]) {
      expect(loaded).toEqual({ unreadable: 'It has more than 10 MB. Cut out the part that concerns one tunnel.' })
    }
    expect(pulled).toBeLessThan(15)
  })

  it('behind a login page is told as such; one that is HTML itself is text', async () => {
    const page = (type: string) => () =>
      new Response('<!DOCTYPE html><html><body>Sign in</body></html>', { headers: { 'content-type': type } })
    expect((await load({ url_private: url }, page('text/html'))).loaded).toEqual({
      unreadable: 'Slack answered with a login page: the app lacks the permission files:read.',
    })
    const { loaded } = await load({ url_private: url }, page('application/octet-stream'))
    expect(textOf(loaded)).toContain('html')
  })

  it.each([404, 410])('that is gone (%s) is told as such', async (status) => {
    const { loaded } = await load({ url_private: url }, () => new Response('', { status }))
    expect(loaded).toHaveProperty('unreadable', expect.stringContaining('It is gone'))
  })

  it.each(['tombstone', 'hidden_by_limit'])('of mode %s is gone too, without asking', async (mode) => {
    const { loaded, sent } = await load({ url_private: url, mode })
    expect(loaded).toHaveProperty('unreadable', expect.stringContaining('It is gone'))
    expect(sent).toEqual([])
  })

  it('is asked for again after as long as Slack wants', async () => {
    const limited = () => new Response('', { status: 429, headers: { 'retry-after': '0' } })
    const { loaded } = await load({ url_private: url }, limited, () => new Response('text'))
    expect(textOf(loaded)).toBe('text')
  })

  it('of another workspace is looked up first', async () => {
    const info = () => Response.json({ ok: true, file: { id: 'F1', url_private: url } })
    const { loaded, sent } = await load({ file_access: 'check_file_info' }, info, () => new Response('text'))
    expect(textOf(loaded)).toBe('text')
    expect(sent.map((each) => each.url)).toEqual(['https://slack.com/api/files.info', url])
    const gone = await load({ file_access: 'check_file_info' }, () =>
      Response.json({ ok: false, error: 'file_deleted' }),
    )
    expect(gone.loaded).toHaveProperty('unreadable', expect.stringContaining('It is gone'))
  })

  it('that does not come is told as such', async () => {
    const { loaded } = await load({ url_private: url }, () => {
      throw new TypeError('fetch failed')
    })
    expect(loaded).toEqual({ unreadable: 'Slack did not hand it out in time. Try it again.' })
  })
})

describe('the files of one question', () => {
  it('are read up to 40 MB together, whether or not their size is told', async () => {
    const megabytes = (count: number) => new Uint8Array(count * 1024 * 1024).fill(97)
    const sizes = [10, 10, 10, 8, 3, 1]
    const { services, client } = servicesWith(async (input) => {
      const { pathname } = new URL(new Request(input).url)
      return new Response(megabytes(sizes[Number(pathname.slice(1))] ?? 0))
    })
    const files = sizes.map((size, at) => ({
      id: `F${at}`,
      name: `${at}.txt`,
      url_private: `https://files.slack.com/${at}`,
      ...(at % 2 === 0 && { size: size * 1024 * 1024 }),
    }))
    const sent = await pastesOf([{ ts: '1.1', user: 'U1', files }], services, client)
    expect(
      sent.map(({ paste }) => ('bytes' in paste ? paste.bytes.byteLength / 1024 / 1024 : paste.unreadable)),
    ).toEqual([
      10,
      10,
      10,
      8,
      'It was not read, since the files together have more than 40 MB. Cut out the parts that concern one tunnel.',
      1,
    ])
  })
})
