import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { createFetch } from '../../../src/playground/stand-in.ts'
import { Workspace } from '../../../src/playground/workspace.ts'
import { faketime } from './faketime.ts'

/** What Slack's side, or the network before it, does wrong with a call. */
export const misbehaviours = [
  'HTTP 429 with Retry-After',
  'HTTP 500',
  'no answer at all',
  'an HTML page',
  'JSON that is cut',
  'JSON null',
  'a JSON array',
  'ok without anything else',
  'one byte every half second',
  'a reset',
  'a reset in the middle of the answer',
] as const
export type Misbehaviour = (typeof misbehaviours)[number]

export interface Fault {
  /** By its name, or `any`. */
  readonly call: string
  readonly kind: Misbehaviour
  /** How often it happens; after that the call is answered as it should be. */
  readonly times: number
}

/**
 * Slack at the end of a proxy: the program runs as it is, with `HTTPS_PROXY` and an authority of its own, and its
 * connections to `*.slack.com` end here, in TLS, at a stand-in.
 */
export interface SlackDoor {
  /** What the program's environment needs to come here. */
  readonly environment: Readonly<Record<string, string>>
  workspace: Workspace
  fault: Fault | null
  /** Calls that a fault struck. */
  readonly struck: string[]
  /** Every call that was made, by its name. */
  readonly made: Set<string>
  /** Milliseconds that a file takes to be handed out. */
  fileDelay: number
  /** Slack's end of Socket Mode. */
  readonly sockets: WebSocketServer
  close(): void
}

const token = 'xoxb-test'

/** A Web API method by its name; `response_url`, `upload` and `download` for what is none. */
function callOf(method: string, url: URL): string {
  if (url.hostname === 'hooks.slack.com') return 'response_url'
  if (url.hostname === 'files.slack.com') return method === 'POST' ? 'upload' : 'download'
  return url.pathname.replace('/api/', '')
}

export async function openDoor(): Promise<SlackDoor> {
  const { folder, key, cert } = makeCertificate()
  const sockets = new WebSocketServer({ noServer: true })
  const open = new Set<Duplex>()
  const state = {
    workspace: new Workspace(),
    fault: null as Fault | null,
    fileDelay: 0,
    struck: [] as string[],
    made: new Set<string>(),
  }
  const slack = createTlsServer({ key, cert }, (request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  slack.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request))
  })
  const proxy = createServer()
  proxy.on('connect', (_: IncomingMessage, socket: Duplex) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket)).on('error', () => undefined)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    slack.emit('connection', socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`)
    const call = callOf(request.method ?? 'GET', url)
    state.made.add(call)
    const body = await buffer(request)
    const { fault } = state
    if (fault !== null && [call, 'any'].includes(fault.call) && fault.times > 0) {
      state.fault = { ...fault, times: fault.times - 1 }
      state.struck.push(call)
      await misbehave(fault.kind, response, () => asItShouldBe(request, url, body))
      return
    }
    if (call === 'download') await wait(state.fileDelay)
    const real = await asItShouldBe(request, url, body)
    response.writeHead(real.status, Object.fromEntries(real.headers)).end(Buffer.from(await real.arrayBuffer()))
  }

  async function asItShouldBe(request: IncomingMessage, url: URL, body: Buffer): Promise<Response> {
    if (url.pathname === '/api/apps.connections.open') {
      return Response.json({ ok: true, url: 'wss://wss-primary.slack.com/link' })
    }
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    return createFetch(state.workspace, token)(url, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(headers),
      body: request.method === 'GET' ? null : new Uint8Array(body),
    })
  }

  return Object.assign(state, {
    environment: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') },
    sockets,
    close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      proxy.close()
      slack.close()
      for (const socket of open) socket.destroy()
      rmSync(folder, { recursive: true })
    },
  })
}

async function misbehave(kind: Misbehaviour, response: ServerResponse, real: () => Promise<Response>): Promise<void> {
  const json = { 'content-type': 'application/json; charset=utf-8' }
  switch (kind) {
    case 'HTTP 429 with Retry-After':
      response.writeHead(429, { ...json, 'retry-after': '1' }).end('{"ok":false,"error":"ratelimited"}')
      return
    case 'HTTP 500':
      response.writeHead(500).end('Internal Server Error')
      return
    case 'no answer at all':
      return
    case 'an HTML page':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
      return
    case 'JSON that is cut': {
      // What was asked for was done; only the answer is lost.
      response.writeHead(200, json).end((await (await real()).text()).slice(0, 8))
      return
    }
    case 'JSON null':
      response.writeHead(200, json).end('null')
      return
    case 'a JSON array':
      response.writeHead(200, json).end('["ok"]')
      return
    case 'ok without anything else':
      response.writeHead(200, json).end('{"ok":true}')
      return
    case 'one byte every half second':
      response.writeHead(200, json)
      for (const byte of '{"ok":true,"slow":"and it goes on for as long as it is waited for, which is for ever"') {
        if (response.destroyed) return
        response.write(byte)
        await wait(500)
      }
      response.end()
      return
    case 'a reset':
      response.socket?.destroy()
      return
    case 'a reset in the middle of the answer':
      response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"ok":true,')
      await wait(20)
      response.socket?.destroy()
  }
}

const PAGE = `<!DOCTYPE html><html><head><title>503 Backend fetch failed</title></head><body>${'<p>Guru Meditation</p>'.repeat(40)}</body></html>`

/** An authority for one run, that the program is told to trust; valid from yesterday on, for clocks that jump back. */
function makeCertificate(): { readonly folder: string; readonly key: Buffer; readonly cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'slack-door-'))
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
  const names = ['-subj', '/CN=slack.com', '-addext', 'subjectAltName=DNS:slack.com,DNS:*.slack.com']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3']
  const yesterday = faketime === undefined ? {} : { LD_PRELOAD: faketime, FAKETIME: '-1d' }
  const env = { ...process.env, ...yesterday }
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, ...files], { stdio: 'ignore', env })
  return { folder, key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }
}
