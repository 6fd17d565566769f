import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import { renderToStaticMarkup } from 'react-dom/server'
import { channels, channelsOf, type Person, people, person } from './cast.ts'
import { ChangeFeed } from './change-feed.tsx'
import { clientScript } from './page/client.ts'
import { AppAvatar } from './page/icons.tsx'
import { Page } from './page/page.tsx'
import { styleSheet } from './page/style.ts'
import { type Press, pressInHome, pressInMessage, pressInModal, submitModal } from './pressing.ts'
import type { Slack } from './slack.ts'
import type { Workspace } from './workspace.ts'
import { chooseShortcut, openHome, typeText } from './writing.ts'

const rendererStyle = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8')

/** Twenty files of 10 MB and two full text fields. */
const largestBody = 210_000_000

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The renderer indents lists with style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** The page and its few routes. Only this machine is served, and only pages of this server may post to it. */
export function createPageServer(slack: Slack): Server {
  const changes = new ChangeFeed(slack.workspace)
  const server = createServer((request, response) => {
    respond(slack, changes, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
      // The name only: a message could quote what was pasted.
      const name = error instanceof Error ? error.name : 'unknown'
      slack.workspace.recordRefusal('the playground itself', { error: 'internal_error', messages: [name] })
    })
  })
  server.on('close', () => changes.stop())
  return server
}

interface Reply {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  /** For a download: the file's name. */
  readonly name?: string
}

async function respond(slack: Slack, changes: ChangeFeed, request: IncomingMessage, response: ServerResponse) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const host = request.headers.host ?? ''
  const url = isOwnHost(host, request.socket.localPort) ? new URL(request.url ?? '/', `http://${host}`) : null
  if (url?.pathname === '/events') {
    const seen = request.headers['last-event-id']?.toString() ?? url.searchParams.get('version')
    changes.follow(response, viewerOf(url), seen)
    return
  }
  const { status, type, body, name } = await replyTo(slack, changes, url, request)
  if (name !== undefined) {
    response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  }
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body)
}

/** A page elsewhere can point a name of its own at this address (DNS rebinding), but the Host header then tells. */
function isOwnHost(host: string, port: number | undefined): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

async function replyTo(slack: Slack, changes: ChangeFeed, url: URL | null, request: IncomingMessage): Promise<Reply> {
  if (url === null) return plain(403, 'This page answers to 127.0.0.1 and localhost only.')
  if (request.method === 'GET') return page(slack.workspace, changes, url)
  if (request.method !== 'POST') return plain(405, 'GET and POST only.')
  if (request.headers.origin !== url.origin) return plain(403, 'Posts come from this page only.')
  const length = Number(request.headers['content-length'])
  if (!(length <= largestBody)) return plain(413, 'The request is too large.')
  await post(slack, url, request)
  return plain(200, 'ok')
}

function page(workspace: Workspace, changes: ChangeFeed, url: URL): Reply {
  switch (url.pathname) {
    case '/': {
      const html = renderToStaticMarkup(<Page workspace={workspace} viewer={viewerOf(url)} version={changes.version} />)
      return { status: 200, type: 'text/html', body: `<!DOCTYPE html>${html}` }
    }
    case '/client.js':
      return { status: 200, type: 'text/javascript', body: clientScript }
    case '/style.css':
      return { status: 200, type: 'text/css', body: styleSheet }
    case '/blocks.css':
      return { status: 200, type: 'text/css', body: rendererStyle }
    case '/icon.svg':
      return { status: 200, type: 'image/svg+xml', body: renderToStaticMarkup(<AppAvatar />) }
  }
  const file = workspace.file(/^\/files\/(\w+)$/.exec(url.pathname)?.[1] ?? '')
  if (file === undefined) return plain(404, 'There is no such page.')
  return { status: 200, type: 'application/octet-stream', body: file.bytes, name: file.name }
}

function plain(status: number, body: string): Reply {
  return { status, type: 'text/plain', body }
}

/** Who sits at the page: by `as`, else the first. */
function viewerOf({ searchParams }: URL): Person {
  return people.find(({ id }) => id === searchParams.get('as')) ?? person
}

async function post(slack: Slack, url: URL, request: IncomingMessage): Promise<void> {
  const query = url.searchParams
  const user = viewerOf(url).id
  switch (url.pathname) {
    case '/type': {
      const channel = channelsOf(user).find(({ id }) => id === query.get('channel')) ?? channels[0]
      const { text, files } = await written(request)
      return typeText(slack, channel.id, text, { user, thread: query.get('thread'), files })
    }
    case '/press':
      return pressed(slack, query, user, await formOf(request))
    case '/shortcut':
      return chooseShortcut(slack, query.get('ts') ?? '', user)
    case '/delete-file':
      return slack.workspace.deleteFile(query.get('file') ?? '', user)
    case '/home':
      return openHome(slack, user)
    case '/submit':
      return submitModal(slack, query.get('view') ?? '', await formOf(request))
    case '/close':
      return slack.workspace.closeView('top', user)
  }
}

async function pressed(slack: Slack, query: URLSearchParams, user: string, form: FormData): Promise<void> {
  const press: Press = {
    block: query.get('block') ?? '',
    action: query.get('action') ?? '',
    options: query.getAll('option'),
  }
  const ts = query.get('ts')
  const view = query.get('view')
  if (ts !== null) await pressInMessage(slack, ts, press, user)
  else if (view !== null) await pressInModal(slack, view, press, form)
  else await pressInHome(slack, press, user)
}

/** What stands in a composer; a browser ends the lines of a text area with CR LF. */
async function written(request: IncomingMessage): Promise<{ readonly text: string; readonly files: readonly File[] }> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/')) return { text: (await buffer(request)).toString('utf8'), files: [] }
  const form = await formOf(request)
  const typed = form.get('text')
  const files = form.getAll('files').flatMap((file) => (typeof file === 'string' || file.name === '' ? [] : [file]))
  return { text: typeof typed === 'string' ? typed.replaceAll('\r\n', '\n').trim() : '', files }
}

async function formOf(request: IncomingMessage): Promise<FormData> {
  const type = request.headers['content-type'] ?? ''
  return new Response(await buffer(request), { headers: { 'content-type': type } }).formData()
}
