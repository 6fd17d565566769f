import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channels } from '../../src/playground/cast.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { typeText } from '../../src/playground/writing.ts'
import { LIST_A, LIST_B } from '../slack/workspace.ts'
import { leaksOf } from '../support/planted-secrets.ts'
import { serveSlack, startBot } from './support/processes.ts'

const SECRET = 'Zq7Rb2Kx9Wm4Tp6Yh3Nd'
const crasher = pathToFileURL(join(import.meta.dirname, 'support/crash-on-signal.mjs')).href
/** Where Node would put a report of a crash. */
const folder = mkdtempSync(join(tmpdir(), 'crash-'))
const workspace = new Workspace()
let slack: Awaited<ReturnType<typeof serveSlack>>

beforeAll(async () => {
  slack = await serveSlack(createFetch(workspace, 'xoxb-test'))
})
afterAll(() => {
  slack.server.closeAllConnections()
  slack.server.close()
})

describe.each(['exception', 'value', 'text', 'rejection', 'warning', 'memory', 'abort'])(
  'the bot that ends with a fault of its own (%s) while it works on a paste',
  (fault) => {
    it('says nothing of the paste, nor of its tokens', async () => {
      const bot = await startBot(slack.url, {
        NODE_OPTIONS: `--import ${crasher} --max-old-space-size=120 --report-directory=${folder}`,
        CRASH: fault,
        QUOTED: SECRET,
        SLACK_SIGNING_SECRET: `signing${SECRET}`,
      })
      const link = { url: `http://127.0.0.1:${bot.port}/slack/events`, signingSecret: `signing${SECRET}` }
      void typeText({ workspace, link }, channels[0].id, `/ipsec-diagnose ${LIST_A}\n\n${LIST_B}\npsk: ${SECRET}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await bot.end('SIGUSR2')
      expect({ code: bot.process.exitCode, signal: bot.process.signalCode }).not.toEqual({ code: 0, signal: null })
      expect(leaksOf(SECRET, [bot.said()])).toEqual([])
      expect(bot.said()).not.toMatch(/SubnetA|xoxb-test/)
      if (!['memory', 'abort'].includes(fault)) expect(bot.said()).toContain('a fault of its own')
      for (const name of readdirSync(folder))
        expect(leaksOf(SECRET, [readFileSync(join(folder, name), 'utf8')])).toEqual([])
    }, 60_000)
  },
)

describe('the command line that ends with a fault of its own', () => {
  it.each(['exception', 'text', 'rejection'])(
    'says nothing of the paste (%s)',
    async (fault) => {
      const program = execFile(process.execPath, ['--import', 'tsx', 'src/cli.ts', '-'], {
        env: { ...process.env, NODE_OPTIONS: `--import ${crasher}`, CRASH: fault, QUOTED: SECRET },
      })
      let said = ''
      for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
      program.stdin?.write(`psk: ${SECRET}\n`)
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      program.kill('SIGUSR2')
      const code = await new Promise((resolve) => program.once('exit', resolve))
      expect(code).toBe(2)
      expect(said).toContain('a fault of its own')
      expect(leaksOf(SECRET, [said])).toEqual([])
    },
    30_000,
  )
})
