import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { Script } from 'node:vm'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Playground, startPlayground } from '../../src/playground/index.ts'
import { Blocks } from '../../src/playground/page/blocks.tsx'
import { clientScript } from '../../src/playground/page/client.ts'
import { row, tinyApp } from './tiny-app.ts'

const journal = { commands: [], forms: [], presses: [], events: [], errors: [] }
let playground: Playground

/** Where the app was told to listen. */
const startedAt: string[] = []

beforeAll(async () => {
  const startApp = tinyApp(journal)
  playground = await startPlayground({
    startApp: (options) => {
      startedAt.push(options.host)
      return startApp(options)
    },
    port: 0,
  })
})
afterAll(() => playground.stop())

describe('the page', () => {
  it('allows nothing that it did not bring itself', async () => {
    const policy = (await fetch(playground.url)).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('brings its script and both style sheets', async () => {
    const html = await (await fetch(playground.url)).text()
    for (const [path, type] of [
      ['/client.js', 'text/javascript'],
      ['/style.css', 'text/css'],
      ['/blocks.css', 'text/css'],
    ]) {
      expect(html).toContain(`"${path}"`)
      expect((await fetch(`${playground.url}${path}`)).headers.get('content-type')).toContain(type)
    }
    expect(() => new Script(clientScript)).not.toThrow()
  })

  it('shows what was typed as text, never as markup', async () => {
    await typed(playground.url, '<script>alert(1)</script><img src=x onerror=alert(2)>')
    const html = await (await fetch(playground.url)).text()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;')
  })
})

describe('the door', () => {
  it('is open for the loopback names with the right port only', async () => {
    const port = new URL(playground.url).port
    expect(await statusFor({ host: `127.0.0.1:${port}` })).toBe(200)
    expect(await statusFor({ host: `localhost:${port}` })).toBe(200)
    for (const host of [
      'example.com',
      `example.com:${port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `127.0.0.1.example.com:${port}`,
    ]) {
      expect(await statusFor({ host }), host).toBe(403)
    }
  })

  it('is shut on every path for another name, also one that only looks like its own', async () => {
    const { port } = new URL(playground.url)
    const hosts = [`LOCALHOST:${port}`, `[::1]:${port}`, `127.1:${port}`, `2130706433:${port}`, `localhost.:${port}`]
    const tricks = [`127.0.0.1:${port}@example.com`, `example.com/127.0.0.1:${port}`, ` 127.0.0.1:${port} x`]
    for (const host of [...hosts, ...tricks, `rebind.example.com:${port}`]) {
      for (const path of ['/', '/client.js', '/style.css', '/events', '/state'])
        expect([400, 403], `${host}${path}`).toContain(await statusFor({ host }, path))
    }
  })

  it('listens at the loopback address alone, and so does the app behind it', async () => {
    const { port } = new URL(playground.url)
    // What listens at all addresses would answer at this one, too.
    await expect(opens('127.0.0.2', Number(port))).resolves.toBe(false)
    await expect(opens('::1', Number(port))).resolves.toBe(false)
    await expect(opens('127.0.0.1', Number(port))).resolves.toBe(true)
    expect(startedAt).toEqual(['127.0.0.1'])
  })

  it('takes posts from its own page only', async () => {
    expect((await typed(playground.url, 'x')).status).toBe(200)
    for (const origin of ['http://example.com', 'null', `${playground.url}.example.com`]) {
      expect((await typed(origin, 'x')).status, origin).toBe(403)
    }
    const without = await fetch(`${playground.url}/type`, { method: 'POST', body: 'x' })
    expect(without.status).toBe(403)
  })

  it('is the next free port when the wished one is taken', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const second = await startPlayground({ startApp: tinyApp(journal), port })
    expect(Number(new URL(second.url).port)).toBeGreaterThan(port)
    expect((await fetch(second.url)).status).toBe(200)
    await second.stop()
    blocker.close()
  })
})

describe('blocks', () => {
  it('show the text of cells as it stands, numbers too', () => {
    const html = drawn({
      type: 'table' as const,
      rows: [row('*not bold* <@U1> :1:'), [{ type: 'raw_number' as const, value: 12, text: '12' }]],
    })
    expect(html).toContain('*not bold* &lt;@U1&gt; :1:')
    expect(html).toContain('>12<')
  })

  it('have buttons that tell which block and action they are', () => {
    const html = drawn({
      type: 'actions' as const,
      block_id: 'end "A"',
      elements: [
        { type: 'button' as const, action_id: 'share', text: { type: 'plain_text' as const, text: 'Share <it>' } },
      ],
    })
    expect(html).toContain('data-block="end &quot;A&quot;"')
    expect(html).toContain('data-action="share"')
    expect(html).toContain('>Share &lt;it&gt;</button>')
  })
})

function drawn(block: Parameters<typeof Blocks>[0]['blocks'][number]): string {
  return renderToStaticMarkup(Blocks({ blocks: [block] }))
}

function typed(origin: string, text: string): Promise<Response> {
  return fetch(`${playground.url}/type`, { method: 'POST', body: text, headers: { origin } })
}

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

function statusFor(headers: { host: string }, path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(new URL(path, playground.url), { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}
