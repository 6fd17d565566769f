import { fileIdIn } from './payload-objects.ts'
import { acceptReply } from './reply.ts'
import { type Arguments, callMethod, publicMethods } from './web-api/index.ts'
import type { Workspace } from './workspace.ts'

/**
 * A `fetch` that is all of Slack to the app: the Web API, `response_url`s and files, at their real addresses but inside
 * this process. Any other host is unreachable, so nothing leaves the machine.
 */
export function createFetch(workspace: Workspace, botToken: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.origin === 'https://slack.com' && url.pathname.startsWith('/api/')) {
      return answerCall(workspace, botToken, url.pathname.slice('/api/'.length), request)
    }
    if (url.origin === 'https://hooks.slack.com') return answerReply(workspace, request)
    if (url.origin === 'https://files.slack.com' && request.method === 'POST')
      return receiveUpload(workspace, url, request)
    if (url.origin === 'https://files.slack.com') return serveFile(workspace, botToken, url, request)
    throw new TypeError('fetch failed', { cause: new Error(`the playground does not reach ${url.origin}`) })
  }
}

async function answerCall(workspace: Workspace, botToken: string, method: string, request: Request): Promise<Response> {
  const { token = '', ...args } = await readArguments(request)
  const shown = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? token
  if (shown !== botToken && !publicMethods.includes(method)) {
    return Response.json({ ok: false, error: shown === '' ? 'not_authed' : 'invalid_auth' })
  }
  const answer = callMethod(workspace, method, args)
  if (!answer.ok)
    workspace.recordRefusal(method, { error: answer.error, messages: answer.response_metadata?.messages ?? [] })
  return Response.json(answer)
}

async function readArguments(request: Request): Promise<Arguments> {
  const body = await request.text()
  return Object.fromEntries([...new URL(request.url).searchParams, ...new URLSearchParams(body)])
}

async function answerReply(workspace: Workspace, request: Request): Promise<Response> {
  const target = workspace.responseUrls.use(request.url)
  if (typeof target === 'string') {
    workspace.recordRefusal('response_url', { error: target, messages: [] })
    return Response.json({ ok: false, error: target }, { status: 404 })
  }
  const refusal = acceptReply(workspace, target, await request.json().catch(() => null))
  if (refusal === null) return new Response('ok')
  workspace.recordRefusal('response_url', refusal)
  return Response.json({ ok: false, error: refusal.error }, { status: 400 })
}

async function receiveUpload(workspace: Workspace, url: URL, request: Request): Promise<Response> {
  const id = url.pathname.replace('/upload/v1/', '')
  const multipart = request.headers.get('content-type')?.startsWith('multipart/form-data') === true
  const parts = multipart ? [...(await request.formData()).values()] : [await request.blob()]
  for (const part of parts) {
    if (typeof part === 'string') continue
    const bytes = new Uint8Array(await part.arrayBuffer())
    if (workspace.fillFile(id, bytes)) return new Response(`OK - ${bytes.byteLength}`)
  }
  return new Response('invalid upload', { status: 400 })
}

/** Without the bot's token Slack sends a login page, with status 200. */
function serveFile(workspace: Workspace, botToken: string, url: URL, request: Request): Response {
  if (request.headers.get('authorization') !== `Bearer ${botToken}`) {
    const page = '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>'
    return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
  }
  const file = workspace.file(fileIdIn(url.pathname) ?? '')
  if (file === undefined) return new Response('not found', { status: 404 })
  return new Response(file.bytes, {
    headers: { 'content-type': file.mimetype, 'content-length': String(file.bytes.byteLength) },
  })
}
