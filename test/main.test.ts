import { spawn } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import type { Environment } from '../src/environment.ts'
import { type Running, sayWhyNotStarted, start } from '../src/main.ts'

const botToken = 'xoxb-planted-token'
const http: Environment = {
  slack: { mode: 'http', botToken, signingSecret: 'planted-signing-secret' },
  port: 0,
  host: '127.0.0.1',
  logLevel: 'error',
  allowed: {},
}
const running: Running[] = []

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop()
})

/** Plays Slack's Web API with one answer to every call. */
function slackAnswering(answer: Record<string, unknown>, called: string[] = []): typeof fetch {
  return async (input) => {
    called.push(input instanceof Request ? input.url : String(input))
    return Response.json(answer)
  }
}

async function started(environment: Environment, slack: typeof fetch): Promise<Running> {
  const program = await start(environment, { fetch: slack })
  running.push(program)
  return program
}

describe('the start without Slack tokens', () => {
  it('opens the playground on this machine and says how to connect a workspace', async () => {
    const called: string[] = []
    const { greeting } = await started(
      { slack: null, port: 0, logLevel: 'info', allowed: {} },
      slackAnswering({}, called),
    )
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting) ?? []
    expect(greeting).toContain('this machine only')
    expect(greeting).toContain('docs/slack.md')
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(called).toEqual([])
  })
})

describe('the start with Slack tokens', () => {
  it('asks Slack who it is and listens', async () => {
    const called: string[] = []
    const me = { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team_id: 'T0' }
    const { greeting } = await started(http, slackAnswering(me, called))
    expect(called).toContain('https://slack.com/api/auth.test')
    const [, port] = /port (\d+)/.exec(greeting) ?? []
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })

  it('fails with one sentence when Slack does not accept a token', async () => {
    const failure: unknown = await start(http, { fetch: slackAnswering({ ok: false, error: 'invalid_auth' }) }).catch(
      (error: unknown) => error,
    )
    const sentence = sayWhyNotStarted(failure)
    expect(sentence).toContain('invalid_auth')
    expect(sentence).toContain('SLACK_BOT_TOKEN')
    expect(sentence).not.toContain('planted')
    expect(sentence).not.toContain('\n')
  })

  it('fails with one sentence when Slack cannot be reached', async () => {
    const unreachable: typeof fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('planted'), { code: 'ENOTFOUND' }) })
    }
    const failure: unknown = await start(http, { fetch: unreachable }).catch((error: unknown) => error)
    expect(sayWhyNotStarted(failure)).toContain('cannot be reached (ENOTFOUND)')
  })

  it('fails with one sentence when its port is taken', async () => {
    const me = slackAnswering({ ok: true, team_id: 'T0TEAM', user_id: 'U0BOT', bot_id: 'B0BOT' })
    const { greeting } = await started(http, me)
    const port = Number(/port (\d+)/.exec(greeting)?.[1])
    const failure: unknown = await start({ ...http, port }, { fetch: me }).catch((error: unknown) => error)
    expect(sayWhyNotStarted(failure)).toContain('set PORT')
  })

  it('fails with one sentence when its store cannot be reached', async () => {
    const me = slackAnswering({ ok: true, team_id: 'T0TEAM', user_id: 'U0BOT', bot_id: 'B0BOT' })
    const storeUrl = 'redis://:planted@127.0.0.1:1'
    const failure: unknown = await start({ ...http, storeUrl }, { fetch: me }).catch((error: unknown) => error)
    expect(sayWhyNotStarted(failure)).toContain('check STORE_URL')
    expect(sayWhyNotStarted(failure)).not.toContain('planted')
  })

  it('fails without repeating what an unforeseen error says', () => {
    expect(sayWhyNotStarted(new Error('planted'))).not.toContain('planted')
  })
})

describe('the program', () => {
  it('lists what is wrong with its environment and ends with 2', async () => {
    const { code, stderr } = await program({ SLACK_APP_TOKEN: botToken }).ended
    expect(code).toBe(2)
    expect(stderr).toContain('SLACK_BOT_TOKEN is missing')
    expect(stderr).toContain('SLACK_APP_TOKEN does not begin with "xapp-"')
    expect(stderr).not.toContain('planted')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly on %s', async (signal) => {
    const { kill, greeted, ended } = program({})
    await greeted
    kill(signal)
    expect(await ended).toEqual({ code: 0, stderr: '' })
  })
})

interface Program {
  readonly kill: (signal: NodeJS.Signals) => void
  /** When the playground has said where it is. */
  readonly greeted: Promise<void>
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
}

/** Variables that are set, be it to nothing, win over a file .env that a developer may have. */
function program(variables: Readonly<Record<string, string>>): Program {
  const unset = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '', STORE_URL: '', PORT: '0' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { ...process.env, ...unset, ...variables },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return {
    kill: (signal) => void child.kill(signal),
    greeted: new Promise((resolve) => {
      let stdout = ''
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString()
        if (stdout.includes('http://127.0.0.1:')) resolve()
      })
      child.on('close', () => resolve())
    }),
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr }))),
  }
}
