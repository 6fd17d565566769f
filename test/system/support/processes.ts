import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createProbe } from 'node:net'
import { buffer } from 'node:stream/consumers'

export const SIGNING_SECRET = 'the-signing-secret'

/** A program that was started, once it has said where it listens. */
export interface Started {
  readonly process: ChildProcess
  readonly port: number
  /** Everything that it printed. */
  readonly said: () => string
  end(signal?: NodeJS.Signals): Promise<void>
}

/**
 * A port that nothing listens on, and that no connection of another test is given before it is used, also where a program is started
 * again: Linux gives connections ports from 32768 on (ip_local_port_range).
 */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createProbe()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Debian's redis-server, in memory alone, on a port of its own. */
export async function startRedis(at?: number): Promise<Started> {
  const port = at ?? (await freePort())
  return startProgram(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {},
    {
      port,
      when: /Ready to accept connections/,
    },
  )
}

/** The bot over HTTP, with a Slack that is played at `slack`. */
export async function startBot(slack: string, variables: Readonly<Record<string, string>>): Promise<Started> {
  const port = await freePort()
  const environment = {
    PLAYED_BY: slack,
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_APP_TOKEN: '',
    PORT: `${port}`,
    HOST: '127.0.0.1',
    ...variables,
  }
  const args = ['--import', 'tsx', 'test/system/support/bot.ts']
  return startProgram(process.execPath, args, environment, { port, when: /Listening for Slack/ })
}

/** What the program needs to be a bot for a team over HTTP; it listens on a port of its own. */
export async function botVariables(): Promise<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_APP_TOKEN: '',
    STORE_URL: '',
    NO_PROXY: '',
    HOST: '127.0.0.1',
    PORT: `${await freePort()}`,
  }
}

/** The built program as it is, with Slack behind the proxy that the variables name. */
export async function startBuilt(
  variables: Readonly<Record<string, string>>,
  { through = [], when = /Listening for Slack/ }: { readonly through?: readonly string[]; readonly when?: RegExp } = {},
): Promise<Started> {
  const all = { ...(await botVariables()), ...variables }
  const [command = process.execPath, ...before] = through
  const args = through.length === 0 ? ['dist/main.js'] : [...before, process.execPath, 'dist/main.js']
  return startProgram(command, args, all, { port: Number(all['PORT']), when })
}

/** Serves a `fetch` that plays Slack to other processes. */
export async function serveSlack(slack: typeof fetch): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    void (async () => {
      const { 'x-address': address = '', host: _, ...rest } = request.headers
      const headers = Object.entries(rest).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      )
      const bytes = await buffer(request)
      const body = request.method === 'GET' ? null : new Uint8Array(bytes)
      const answer = await slack(String(address), {
        method: request.method ?? 'GET',
        headers: Object.fromEntries(headers),
        body,
      })
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, server }
}

function startProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  { port, when }: { readonly port: number; readonly when: RegExp },
): Promise<Started> {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      if (!when.test(output)) return
      resolve({
        process: child,
        port,
        said: () => output,
        async end(signal = 'SIGTERM') {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal)
          await ended
        },
      })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)))
  })
}
