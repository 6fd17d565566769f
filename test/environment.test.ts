import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EnvironmentVariables, readEnvironment } from '../src/environment.ts'

const bot = 'xoxb-1-planted'
const app = 'xapp-1-planted'
const secret = '0123456789abcdef0123456789abcdef'

function messageFor(variables: Record<string, string>): string {
  const reading = readEnvironment(variables)
  return reading.ok ? '' : reading.message
}

describe('the environment', () => {
  it('means the playground when nothing of Slack is set', () => {
    expect(readEnvironment({ PATH: '/usr/bin' })).toEqual({
      ok: true,
      environment: { slack: null, port: 3000, logLevel: 'info', allowed: {} },
    })
  })

  it('means Socket Mode with a bot token and an app-level token', () => {
    expect(readEnvironment({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app })).toMatchObject({
      environment: { slack: { mode: 'socket', botToken: bot, appToken: app } },
    })
  })

  it('means HTTP with a bot token and a signing secret', () => {
    expect(readEnvironment({ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: secret })).toMatchObject({
      environment: { slack: { mode: 'http', botToken: bot, signingSecret: secret } },
    })
  })

  it('prefers Socket Mode when all three are set', () => {
    const all = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret }
    expect(readEnvironment(all)).toMatchObject({ environment: { slack: { mode: 'socket', signingSecret: secret } } })
  })

  it('takes the port, the host and the log level', () => {
    expect(readEnvironment({ PORT: '8080', HOST: '127.0.0.1', LOG_LEVEL: 'warn' })).toEqual({
      ok: true,
      environment: { slack: null, port: 8080, host: '127.0.0.1', logLevel: 'warn', allowed: {} },
    })
  })

  it('counts empty and blank values as not set', () => {
    const empty = {
      SLACK_BOT_TOKEN: '',
      SLACK_APP_TOKEN: ' ',
      SLACK_SIGNING_SECRET: '',
      PORT: '',
      HOST: '',
      STORE_URL: '',
    }
    expect(readEnvironment(empty)).toEqual({
      ok: true,
      environment: { slack: null, port: 3000, logLevel: 'info', allowed: {} },
    })
  })
})

describe('the lists of who is answered', () => {
  it('are ids, parted by commas or spaces', () => {
    expect(readEnvironment({ ALLOWED_USERS: 'U1, U2 W3', ALLOWED_TEAMS: 'T1' })).toMatchObject({
      environment: { allowed: { users: ['U1', 'U2', 'W3'], teams: ['T1'] } },
    })
  })

  it('that are set and empty allow nobody, which is not the same as not set', () => {
    expect(readEnvironment({ ALLOWED_CHANNELS: '' })).toMatchObject({ environment: { allowed: { channels: [] } } })
  })
})

describe('an environment that does not fit together', () => {
  it.each([
    [{ SLACK_BOT_TOKEN: bot }, 'SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing'],
    [{ SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_SIGNING_SECRET: secret }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: app }, 'SLACK_BOT_TOKEN does not begin with "xoxb-"'],
    [{ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: bot }, 'SLACK_APP_TOKEN does not begin with "xapp-"'],
    [{ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: bot }, 'SLACK_SIGNING_SECRET looks like a token'],
    [{ PORT: 'http' }, 'PORT is not a port number'],
    [{ PORT: '65536' }, 'PORT is not a port number'],
    [{ LOG_LEVEL: 'debug' }, 'LOG_LEVEL is none of "error", "warn" and "info"'],
    [{ STORE_URL: 'http://:planted@127.0.0.1' }, 'STORE_URL is not an address of Redis'],
    [{ ALLOWED_CHANNELS: '#planted' }, 'ALLOWED_CHANNELS lists something that is no id of a channel'],
    [{ REQUIRE_SLACK: 'yes' }, 'REQUIRE_SLACK is neither "0" nor "1"'],
    [{ REQUIRE_SLACK: '1' }, 'SLACK_BOT_TOKEN is missing, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET beside it'],
  ])('is answered with what is wrong: %o', (variables, problem) => {
    expect(messageFor(variables)).toContain(problem)
  })

  it('is answered with everything that is wrong at once', () => {
    const message = messageFor({
      SLACK_BOT_TOKEN: 'planted',
      PORT: 'planted',
      LOG_LEVEL: 'planted',
      STORE_URL: 'planted',
    })
    const named = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PORT', 'LOG_LEVEL', 'STORE_URL']
    for (const name of named) expect(message).toContain(`${name} `)
  })

  it('is answered without a value of any variable', () => {
    const names = [...Object.keys(EnvironmentVariables.shape), 'STORE_URL']
    expect(messageFor(Object.fromEntries(names.map((name) => [name, 'planted value'])))).not.toContain('planted')
  })
})

describe('.env.example', () => {
  it('has each variable that is read, empty, and no other', () => {
    const example = readFileSync('.env.example', 'utf8')
    const assigned = [...example.matchAll(/^(# )?(\w+)=(.*)$/gm)].map(([, off, name, value]) => [name, value, off])
    // Of the lists, empty would mean nobody, so they are there as remarks.
    const expected = Object.keys(EnvironmentVariables.shape).map((name) => [
      name,
      '',
      name.startsWith('ALLOWED_') ? '# ' : undefined,
    ])
    expect(assigned.toSorted()).toEqual(expected.toSorted())
  })
})
