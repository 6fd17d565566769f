import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { EXAMPLE } from '../../src/slack/words.ts'

const SECRET = 'the-signing-secret-of-the-bench'
const TEAM = 'T0BENCH'

/** As much of Slack as the bench needs: it takes everything, and says when what came for a response address or a person. */
export interface Nearby {
  readonly port: number
  /** Files that can be downloaded, by the end of their address. */
  readonly files: Map<string, string>
  /** The thread that is asked about. */
  thread: readonly object[]
  /** Whether every message is refused. */
  refuses: boolean
  /** The key of the last answer that was posted, for the buttons under it. */
  readonly lastKey: () => string
  /** Resolves with when something that says this came to an address that ends so. */
  arrival(end: string, says: string): Promise<number>
  close(): void
}

export async function openNearby(): Promise<Nearby> {
  const files = new Map<string, string>()
  let lastKey = ''
  const waiting = new Map<string, { readonly says: string; readonly resolve: (at: number) => void }>()
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      for (const [end, { says, resolve }] of waiting) {
        if (!url.endsWith(end) || !body.includes(says)) continue
        waiting.delete(end)
        resolve(performance.now())
      }
      if (url.includes('/api/chat.')) lastKey = keyIn(decodeURIComponent(body)) ?? lastKey
      const file = [...files].find(([name]) => url.endsWith(name))
      const refused = nearby.refuses && url.includes('/api/chat.')
      const answer = refused
        ? { ok: false, error: 'invalid_blocks' }
        : { ...ANSWER, ...ownPart(url, body, nearby.thread) }
      if (file !== undefined) response.end(file[1])
      else if (url.startsWith('/hooks.slack.com')) response.end('ok')
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const nearby: Nearby = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    files,
    thread: [],
    refuses: false,
    lastKey: () => lastKey,
    arrival: (end, says) => new Promise((resolve) => waiting.set(end, { says, resolve })),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return nearby
}

/** What calls do not have in common. Of a thread as many messages as are asked for, from the cursor on: how many came before. */
function ownPart(url: string, body: string, thread: readonly object[]): object {
  if (url.includes('/api/conversations.info')) return { channel: { id: 'C1', is_ext_shared: false } }
  if (!url.includes('/api/conversations.replies')) return {}
  const asked = new URLSearchParams(body)
  const from = Number(asked.get('cursor') ?? 0)
  const to = from + Number(asked.get('limit') ?? 0)
  const more = to < thread.length
  return { messages: thread.slice(from, to), has_more: more, response_metadata: { next_cursor: more ? `${to}` : '' } }
}

function keyIn(message: string): string | undefined {
  return /"full-report","value":"([^"]+)"/.exec(message)?.[1]
}

/** Fits every call. */
const ANSWER = {
  ok: true,
  team_id: TEAM,
  user_id: 'U0BOT',
  bot_id: 'B0BOT',
  url: 'https://bench.slack.com/',
  channel: 'D1',
  ts: '1.000001',
  message_ts: '1.000001',
  upload_url: 'https://files.slack.com/upload/v1/x',
  file_id: 'F1',
  files: [{ id: 'F1' }],
}

/**
 * Milliseconds that the event loop stood still at most, by the clock and of the main thread's own time; its own time since the
 * start; and the heap in MB.
 */
const Told = z.object({ delay: z.number(), own: z.number(), total: z.number(), heap: z.number() })
export type Told = z.infer<typeof Told>

/** A program at work. */
export interface Measured {
  readonly process: ChildProcess
  readonly url: string
  /** Milliseconds of processor time that it took until it listened. */
  readonly startTime: number
  /** What `slack-nearby.mjs` tells. */
  told(): Promise<Told>
  /** Resolves when the built program works on nothing any more. */
  rest(): Promise<void>
  /** Resident memory in MB. */
  memory(): number
  end(): Promise<void>
}

export const PROGRAMS = { bare: 'bench/answer/bare-bolt.mjs', ours: 'dist/main.js' } as const

export async function startMeasured(
  program: keyof typeof PROGRAMS,
  { port: slack }: Nearby,
  { watched = false }: { readonly watched?: boolean } = {},
): Promise<Measured> {
  const [port, tellAt] = [await freePort(), await freePort()]
  const env = {
    PATH: process.env['PATH'],
    SLACK_NEARBY: String(slack),
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'error',
    ...(watched && { TELL_AT: String(tellAt) }),
  }
  const args = [...(watched ? ['--expose-gc'] : []), '--import', './bench/answer/slack-nearby.mjs', PROGRAMS[program]]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'], cwd: ROOT })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('Listening for Slack') && resolve())
    void ended.then(() => reject(new Error(`${program} ended`)))
  })
  return {
    process: child,
    url: `http://127.0.0.1:${port}/slack/events`,
    startTime: processorTime(child.pid ?? 0),
    told: async () => Told.parse(await (await fetch(`http://127.0.0.1:${tellAt}`)).json()),
    async rest() {
      let metrics: string
      do {
        await wait(200)
        metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      } while (!/^ipsec_diagnose_in_flight 0$/m.test(metrics))
    },
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024,
    async end() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const ROOT = join(import.meta.dirname, '..', '..')

/** Of a process so far, all its threads; Linux counts it in hundredths of a second. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createProbe().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

let count = 0

/** A slash command of somebody who has not asked yet, with an address for the answer that ends in `/ID`. */
export function commandBody(text: string): { readonly body: string; readonly end: string } {
  count += 1
  const end = `/answer-${count}`
  const fields = {
    command: '/ipsec-diagnose',
    text,
    team_id: TEAM,
    user_id: `U${count}`,
    channel_id: 'C1',
    response_url: `https://hooks.slack.com/commands${end}`,
    trigger_id: `${count}.1`,
  }
  return { body: new URLSearchParams(fields).toString(), end }
}

/** A file of a message. */
export function fileOf(name: string, text: string): object {
  const url = `https://files.slack.com/files-pri/${name}`
  return { id: `F-${name}`, name, size: text.length, mode: 'hosted', url_private: url }
}

/** A message of a person's, as it stands in a thread. */
export function messageOf(text: string, files: readonly object[] = []): object {
  count += 1
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] }
  const blocks = text === '' ? [] : [{ type: 'rich_text', elements: [section] }]
  return { type: 'message', user: 'U0', ts: `${count}.1`, text, blocks, files }
}

/** A message to the app, below others. */
export function questionBody(user: string): string {
  count += 1
  const event = { ...messageOf(''), channel_type: 'im', channel: 'D1', user, thread_ts: '0.1' }
  return eventBody(event)
}

/** A person looks at the app's tab. */
export function homeBody(user: string): string {
  return eventBody({ type: 'app_home_opened', tab: 'home', user, channel: 'D1' })
}

function eventBody(event: object): string {
  count += 1
  return JSON.stringify({ type: 'event_callback', team_id: TEAM, event_id: `Ev${count}`, event })
}

/** A person presses a button under an answer. */
export function pressBody(user: string, action: string, value: string): string {
  count += 1
  const payload = {
    type: 'block_actions',
    user: { id: user, team_id: TEAM },
    team: { id: TEAM },
    channel: { id: 'D1' },
    container: { type: 'message', channel_id: 'D1' },
    trigger_id: `${count}.1`,
    actions: [{ type: 'button', action_id: action, block_id: 'b', value }],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

export function signed(body: string): Record<string, string> {
  const at = Math.floor(Date.now() / 1_000)
  const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')
  return {
    'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
  }
}

export async function send(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body, headers: signed(body) })
  if (!response.ok) throw new Error(`the program answered with ${response.status}`)
  await response.arrayBuffer()
}

/** From the request to the answer at its response address, for the article's case. */
export async function timeToAnswer({ url }: Measured, nearby: Nearby): Promise<number> {
  const { body, end } = commandBody(EXAMPLE)
  const arrived = nearby.arrival(end, 'ISA-A')
  const began = performance.now()
  await send(url, body)
  return (await arrived) - began
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
