import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AnalysisPool, createAnalysisPool } from '../src/analysis-pool.ts'
import { analyse, type Paste, type Report, renderText } from '../src/core/index.ts'
import { createLog } from '../src/log.ts'
import type { AppLink } from '../src/playground/app-link.ts'
import { channels, person } from '../src/playground/cast.ts'
import { fieldName } from '../src/playground/form-state.ts'
import { pressInMessage, submitModal } from '../src/playground/pressing.ts'
import type { Slack } from '../src/playground/slack.ts'
import { createFetch } from '../src/playground/stand-in.ts'
import { Workspace } from '../src/playground/workspace.ts'
import { chooseShortcut, openHome, typeText } from '../src/playground/writing.ts'
import { createSlackApp, type SlackApp } from '../src/slack/app.ts'
import type * as tasks from '../src/slack/compose/tasks.ts'
import type { AnswerPool } from '../src/slack/services.ts'
import { createStore, type Store } from '../src/store.ts'
import { createWorkerPool } from '../src/worker-pool.ts'
import { runWith } from './cli/surroundings.ts'

const SECRET = 'S3cr3t-7f1-part'
const HEXADECIMAL = `0x${Buffer.from(SECRET).toString('hex')}`
const BASE64 = `0s${Buffer.from(SECRET).toString('base64')}`
/** Each with how many characters six of the secret take: fewer digits may stand in a time by chance. */
const SPELLINGS = [
  { spelling: SECRET, six: 6 },
  { spelling: HEXADECIMAL.slice(2), six: 12 },
  { spelling: BASE64.slice(2), six: 8 },
]

const summary = readFileSync(new URL('./golden/cases/isa-isa-summaries/isa-a.txt', import.meta.url), 'utf8')
const dump = readFileSync(new URL('./golden/cases/isa-isa-qmfilters/isa-a.txt', import.meta.url), 'utf8')
const description = readFileSync(new URL('./golden/cases/isa-isa-description/tunnel.yaml', import.meta.url), 'utf8')
const xml = readFileSync(new URL('./fixtures/isa/xml-export/array.xml', import.meta.url), 'utf8')
const state = readFileSync(new URL('./fixtures/linux/ip-xfrm/state-a.txt', import.meta.url), 'utf8')
const routerText = readFileSync(new URL('./fixtures/cisco-ios/r1.txt', import.meta.url), 'utf8')
const KEY = /0x5345435245542d6b65792d6f6e65/
const METHOD = 'Pre-shared secret (********)'

/** Texts that hold the secret, by how they write it. */
const plants: readonly (readonly [string, string])[] = [
  ['a summary', summary.replace(METHOD, `Pre-shared secret (${SECRET})`)],
  ['a summary that names a key, not a secret', summary.replace(METHOD, `Pre-shared key (${SECRET})`)],
  ['a summary with brackets in the secret', summary.replace(METHOD, `Pre-shared secret (a)b ${SECRET})`)],
  ['a summary wrapped within the label', summary.replace(METHOD, `Pre-shared\n    secret (${SECRET})`)],
  ['a summary wrapped at the hyphen', summary.replace(METHOD, `Pre-\nshared secret (${SECRET})`)],
  ['a summary wrapped before the bracket', summary.replace(METHOD, `Pre-shared secret\n(${SECRET})`)],
  ['a summary wrapped within the secret', summary.replace(METHOD, `Pre-shared secret (S3cr3t-7\nf1-part)`)],
  ['a summary wrapped behind the secret', summary.replace(METHOD, `Pre-shared secret (${SECRET}\n)`)],
  ['a summary on one line', summary.replace(METHOD, `Pre-shared secret (${SECRET})`).replaceAll('\n', ' ')],
  ['a summary with a dash of a word processor', summary.replace(METHOD, `Pre\u2011shared secret (${SECRET})`)],
  ['a summary with full-width brackets', summary.replace(METHOD, `Pre-shared secret \uff08${SECRET}\uff09`)],
  ['a connection security rule', `Rule Name:  Branch\nAuth1:  ComputerPSK\nAuth1PSK:  ${SECRET}\n`],
  ['a connection security rule without a blank', `Auth1PSK:${SECRET}`],
  ['a connection security rule wrapped behind the label', `Auth1PSK:\n${SECRET}\nAuth1:  ComputerPSK`],
  ['a filter dump with a key in it', dump.replace(/^Direction/m, `Auth1PSK              : ${SECRET}\nDirection`)],
  ['a description', described(`psk: ${SECRET}`)],
  ['a description in double quotes', described(`psk: "${SECRET}"`)],
  ['a description in single quotes', described(`psk: 'it''s ${SECRET}'`)],
  ['a description in quotes of a word processor', described(`psk: \u201c${SECRET}\u201d`)],
  ['a description with a block', described(`psk: |\n      ${SECRET}`)],
  ['a description with a folded block', described(`psk: >-\n      first\n      ${SECRET}`)],
  ['a description with a quote over two lines', described(`psk: "S3cr3t-7\n      f1-part"`)],
  ['a description with a quote that is not closed', described(`psk: "${SECRET}`)],
  ['a description with text behind the quote', described(`psk: "${SECRET}" ${SECRET}`)],
  ['a description with a tag', described(`psk: !!str ${SECRET}`)],
  ['a description with an alias in place of the key', described(`psk: *${SECRET}`)],
  ['a description with a list in place of the key', described(`psk: [${SECRET}, ${SECRET}]`)],
  ['a description that has the key twice', described(`psk: ${SECRET}\n    psk: ${SECRET}`)],
  ['a description with an unknown key "secret"', described(`secret: ${SECRET}`)],
  ['a description with an unknown key "password"', described(`password: "${SECRET}"`)],
  ['a description in one line', description.replace('name: ISA-A', `psk: ${SECRET}`).replace(/^ends:/, '---\nends:')],
  ['a description in JSON', json(`"psk": "${SECRET}"`)],
  ['a description in JSON with blanks around the colon', json(`"psk" : "${SECRET}"`)],
  ['a description in JSON with an escaped quote', json(`"psk": "a\\"${SECRET}"`)],
  ['a description in JSON with the value below', json(`"psk":\n  "${SECRET}"`)],
  ['an export', exported(`<fpc4:PreSharedKey dt:dt="string">${SECRET}</fpc4:PreSharedKey>`)],
  ['an export with another name for it', exported(`<fpc4:SharedSecret>${SECRET}</fpc4:SharedSecret>`)],
  ['an export with an attribute', exported(`<fpc4:Vpn PreSharedKey="${SECRET}"/>`)],
  ['an export that is cut behind it', exported(`<fpc4:PreSharedKey dt:dt="string">${SECRET}`).split('Phase1')[0] ?? ''],
  ['a file of strongSwan secrets', `192.0.2.1 198.51.100.7 : PSK "${SECRET}"`],
  ['a file of strongSwan secrets in hexadecimal', `192.0.2.1 : PSK ${HEXADECIMAL}`],
  ['a file of strongSwan secrets in base64', `192.0.2.1 : PSK ${BASE64}`],
  ['a URL', `https://admin:${SECRET}@fw.example/`],
  ['a token of Slack', `SLACK_BOT_TOKEN xoxb-1-${SECRET} and xapp-1-${SECRET}`],
  ['a header', `Authorization: Bearer ${SECRET}`],
  ['a private key', pem(SECRET)],
  ['a private key that is quoted', pem(SECRET).replace(/^/gm, '> ')],
  ['a private key without its end', `-----BEGIN EC PRIVATE KEY-----\n${SECRET}`],
  ['a command line', `netsh ipsec static add rule name=x psk="${SECRET}"`],
  ['a Chinese label', `预共享密钥：${SECRET}`],
  ['a line of a dump that is not understood', dump.replace(/^Weight.*$/m, `Frobnication : 7, password=${SECRET}`)],
  ['the line of a mistake in a description', description.replace('10.2.0.0/24]', `999.1.1.1] # old psk: ${SECRET}`)],
  ['the line of a mistake in a summary', summary.replace('Subnet: 10.2', `Subnet: 999.2 # psk: ${SECRET} 10.2`)],
  ['the line of a mistake in a list', `A1 SubnetA > SubnetB\nA2 999.1.1.1 < SubnetB, psk: ${SECRET}`],
  ['an SA', state.replace(KEY, HEXADECIMAL)],
  ['an SA in capitals', state.replace(KEY, HEXADECIMAL.toUpperCase().replace('0X', '0x'))],
  ['an SA with an AEAD', state.replace('0x5345435245542d6b65792d7468726565', HEXADECIMAL)],
  ['an SA with compression', state.replace(/auth-trunc.*/, `comp deflate ${HEXADECIMAL}`)],
  ['an SA without truncation', state.replace(/auth-trunc \S+ \S+/, `auth hmac(md5) ${HEXADECIMAL}`)],
  ['an SA with an algorithm without brackets', state.replace(/auth-trunc \S+ \S+/, `auth digest_null ${HEXADECIMAL}`)],
  ['an SA in one line', state.replace(KEY, HEXADECIMAL).replace(/\n\s+/g, '\\\t')],
  ['an SA without line breaks', state.replace(KEY, HEXADECIMAL).replace(/\s+/g, ' ')],
  ['an SA wrapped before the key', state.replace(/ 0x5345435245542d6b65792d6f6e65/, `\n${HEXADECIMAL}`)],
  ['an SA wrapped within the key', state.replace(KEY, HEXADECIMAL.replace(/^(.{20})/, '$1\n> '))],
  ['an SA wrapped twice within the key', state.replace(KEY, HEXADECIMAL.replace(/^(.{12})(.{8})/, '$1\n$2\n'))],
  [
    'a command that adds an SA',
    `ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 1 enc 'cbc(aes)' ${HEXADECIMAL}`,
  ],
  [
    'a command that adds an SA with a text',
    `ip xfrm state add proto esp spi 1 auth "hmac(sha1)" "${SECRET}" enc cbc(aes) ${SECRET}`,
  ],
  ['a router with a key', router(`crypto isakmp key ${SECRET} address 198.51.100.7`)],
  ['a router with a key of type 0', router(`crypto isakmp key 0 ${SECRET} address 198.51.100.7`)],
  ['a router with a key of type 6', router(`crypto isakmp key 6 ${SECRET} address 198.51.100.7`)],
  ['a router with a key typed at a prompt', router(`R1(config)#crypto isakmp key ${SECRET} address 198.51.100.7`)],
  ['a router with a key and no address', router(`crypto isakmp key ${SECRET}`)],
  ['a router with a key for a name', router(`crypto isakmp key ${SECRET} hostname gw-b.example`)],
  ['a router with a keyring', router(`crypto keyring K\n pre-shared-key address 198.51.100.7 key ${SECRET}`)],
  ['a router with a keyring of IKEv2', router(`crypto ikev2 keyring K\n peer B\n  pre-shared-key local ${SECRET}`)],
  ['a router with a key with blanks', router(`crypto ikev2 keyring K\n peer B\n  pre-shared-key first ${SECRET} last`)],
  ['a router with a group of clients', router(`crypto isakmp client configuration group G\n key ${SECRET}`)],
  ['a router with a user', router(`username admin privilege 15 password 0 ${SECRET}`)],
  ['a router with a hash', router(`enable secret 9 ${SECRET}`)],
  ['a router with SNMP', router(`snmp-server community ${SECRET} RO`)],
  ['a router with a user of SNMP', router(`snmp-server user u g v3 auth sha ${SECRET} priv aes 128 ${SECRET}`)],
  ['a router with RADIUS', router(`radius server R\n address ipv4 192.0.2.9\n key 7 ${SECRET}`)],
  ['a router with a neighbour', router(`router bgp 65000\n neighbor 192.0.2.9 password ${SECRET}`)],
  ['a router with OSPF', router(`interface Tunnel9\n ip ospf message-digest-key 1 md5 ${SECRET}`)],
  ['a router with NHRP', router(`interface Tunnel9\n ip nhrp authentication ${SECRET}`)],
  ['a text of which nothing is recognised', `please help, the tunnel is down\nour key: ${SECRET}\nthanks`],
]

function router(line: string): string {
  return routerText.replace(/^crypto isakmp key .*$/m, line)
}

function described(line: string): string {
  return description.replace('name: ISA-A', line)
}

function json(member: string): string {
  const end = `"vendor": "isa", "external_address": "203.0.113.1", "local_networks": [], "remote_site": []`
  return `{"ends": {"A": {${end},\n  ${member}\n}}}`
}

function exported(element: string): string {
  return xml.replace(/^.*<fpc4:AuthenticationMethod.*$/m, (line) => `${line}\n${element}`)
}

function pem(body: string): string {
  return `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`
}

/** Six neighbouring characters of the secret, in whatever spelling, that stand in what came out. */
function leaks(...outputs: readonly unknown[]): string[] {
  const text = outputs.map((output) => (typeof output === 'string' ? output : JSON.stringify(output))).join('\n')
  return SPELLINGS.flatMap(({ spelling, six }) =>
    Array.from({ length: spelling.length - six + 1 }, (_, at) => spelling.slice(at, at + six)),
  ).filter((fragment) => text.includes(fragment))
}

function pasted(text: string, source = 'pasted'): Paste {
  return { source, text }
}

function marksOf(report: Report): string[] {
  return report.diagnostics
    .filter(({ code }) => code === 'PA003')
    .flatMap(({ evidence }) => evidence.map(({ label }) => /‹secret [\d?]+›/.exec(label)?.[0] ?? label))
}

const written: string[] = []
let pool: AnalysisPool
let ofSlack: AnswerPool
let answering: AnswerPool
const kept = createStore()
const keptValues: string[] = []
const store: Store = {
  ...kept,
  set: (key, value, ttl) => {
    keptValues.push(key, value)
    return kept.set(key, value, ttl)
  },
}
let workspace = new Workspace()
let refusals = 0
let app: SlackApp
let slack: Slack

beforeAll(async () => {
  pool = createAnalysisPool()
  ofSlack = createWorkerPool<typeof tasks>()
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (refusals > 0 && url.startsWith('https://hooks.slack.com/')) {
      refusals -= 1
      return Response.json({ ok: false, error: 'invalid_blocks' }, { status: 400 })
    }
    return createFetch(workspace, 'xoxb-test')(input, init)
  }
  app = createSlackApp({
    botToken: 'xoxb-test',
    signingSecret: 'the signing secret of these tests',
    mode: 'http',
    port: 0,
    host: '127.0.0.1',
    fetch,
    store,
    log: createLog('info', { write: (line) => void written.push(line) }),
    pool: {
      run: (...task) => answering.run(...task),
      load: 0,
      close: async () => undefined,
    },
  })
  const { port } = await app.start()
  const link: AppLink = {
    url: `http://127.0.0.1:${port}/slack/events`,
    signingSecret: 'the signing secret of these tests',
  }
  slack = {
    link,
    get workspace() {
      return workspace
    },
  }
})
afterAll(async () => {
  await app.stop()
  await pool.close()
  await ofSlack.close()
})
beforeEach(() => {
  workspace = new Workspace()
  answering = ofSlack
  written.length = 0
  keptValues.length = 0
  const keep = (...values: readonly unknown[]) => void written.push(values.map(String).join(' '))
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation(keep)
  }
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Waits until the app has said something with such a text in it. */
async function said(part: string): Promise<void> {
  await vi.waitFor(() => expect(JSON.stringify(workspace.messages)).toContain(part), 15_000)
}

describe.each(plants)('the secret in %s', (_, text) => {
  it('is blanked in the report, which says that there was one', () => {
    const report = analyse({ pastes: [pasted(text)] })
    const mark = (words: string) => `\x1b[1m${words}\x1b[22m`
    const style = { strong: mark, faint: mark, bad: mark, warn: mark, good: mark }
    expect(leaks(report, renderText(report), renderText(report, style))).toEqual([])
    expect(report.diagnostics.map(({ code }) => code)).toContain('PA003')
    expect(written).toEqual([])
  })

  it('is in nothing that the command line prints', async () => {
    const shared: AnalysisPool = { ...pool, close: async () => undefined }
    const cases = `${JSON.stringify({ id: 1, a: [text] })}\n`
    const outcomes = [
      await runWith(['-'], { pool: shared, input: text }),
      await runWith(['-'], { pool: shared, input: text, colour: true }),
      await runWith(['-', '--json'], { pool: shared, input: text }),
      await runWith(['-', '--survey'], { pool: shared, input: text }),
      await runWith(['--jsonl'], { pool: shared, input: cases }),
    ]
    expect(leaks(outcomes.map(({ output, complaints }) => [output, complaints]))).toEqual([])
    expect(leaks(written)).toEqual([])
    for (const index of [0, 1, 2, 4]) expect(outcomes[index]?.output).toContain('PA003')
  })

  it('is in nothing that the app posts, keeps or logs', async () => {
    await typeText(slack, channels[0].id, `/ipsec-diagnose ${text}`)
    await said('A secret was in the text.')
    expect(leaks(workspace.messages, workspace.refusals, keptValues, written)).toEqual([])
    expect(keptValues).not.toEqual([])
  })
})

it('the search for leaks finds one', () => {
  expect(leaks({ text: `x${SECRET.slice(3, 9)}x` }, BASE64)).not.toEqual([])
})

describe('equal secrets', () => {
  const other = summary.replace(METHOD, 'Pre-shared secret (another-9c2)')

  it.each([
    ['two summaries', plants[0]?.[1] ?? '', plants[0]?.[1] ?? ''],
    ['a summary and a description', plants[0]?.[1] ?? '', described(`psk: "${SECRET}"`)],
    ['a summary and a strongSwan file in hexadecimal', plants[0]?.[1] ?? '', `192.0.2.1 : PSK ${HEXADECIMAL}`],
    ['a description and a strongSwan file in base64', described(`psk: ${SECRET}`), `192.0.2.1 : PSK ${BASE64}`],
    ['an export and a rule', exported(`<fpc4:PreSharedKey>${SECRET}</fpc4:PreSharedKey>`), `Auth1PSK: ${SECRET}`],
  ])('get equal marks in %s', (_, first, second) => {
    const report = analyse({ pastes: [pasted(first, 'first.txt'), pasted(second, 'second.txt')] })
    expect(marksOf(report)).toEqual(['‹secret 1›', '‹secret 1›'])
    expect(leaks(report)).toEqual([])
  })

  it('are told from others', () => {
    const report = analyse({ pastes: [pasted(plants[0]?.[1] ?? '', 'first.txt'), pasted(other, 'second.txt')] })
    expect(marksOf(report)).toEqual(['‹secret 1›', '‹secret 2›'])
    expect(JSON.stringify(report)).not.toContain('another-9c2')
  })
})

describe('in Slack', () => {
  it('a thread, its files, the shortcut, the full report and the Home tab show no secret', async () => {
    const [channel] = channels
    const files = [
      new File([described(`psk: ${SECRET}`)], 'b.yaml'),
      new File([dump.replace(/^Direction/m, `Auth1PSK: ${SECRET}\nDirection`)], 'c.txt'),
    ]
    const text = `our key, just in case: psk "${SECRET}"\n${plants[0]?.[1]}`
    const root = workspace.post({ channel: channel.id, author: 'person', text })
    await typeText(slack, channel.id, '@ipsec-diagnose', { thread: root.ts, files })
    await said('A secret was in the text.')
    const answer = workspace.messages.find(({ author }) => author === 'app')
    for (const action of ['full-report', 'after-the-fix', 'add-end']) {
      const block = answer?.blocks.find((each) => JSON.stringify(each).includes(`"${action}"`))?.block_id ?? ''
      await pressInMessage(slack, answer?.ts ?? '', { block, action, options: [] })
    }
    await said('The full report')
    await vi.waitFor(() => expect(workspace.views).toHaveLength(1))
    await openHome(slack)
    await vi.waitFor(() => expect(workspace.home(person.id)).toBeDefined())
    await chooseShortcut(slack, root.ts)
    await vi.waitFor(() => expect(keptValues.join()).toContain('stash:'))
    const shown = workspace.messages.filter(({ author }) => author === 'app')
    const reports = shown.flatMap((message) => message.files.map(({ bytes }) => new TextDecoder().decode(bytes)))
    expect(reports).toHaveLength(2)
    expect(reports.join()).toContain('‹secret')
    const everything = [
      shown.map(({ text: words, blocks }) => [words, blocks]),
      reports,
      workspace.views,
      workspace.home(person.id),
    ]
    expect(leaks(everything, workspace.refusals, keptValues, written)).toEqual([])
  })

  it('the window, its files and a shared answer show no secret', async () => {
    await typeText(slack, channels[0].id, '/ipsec-diagnose')
    await vi.waitFor(() => expect(workspace.views).toHaveLength(1))
    const form = new FormData()
    form.set(fieldName('text_A', 'value'), `Auth1PSK: ${SECRET}`)
    for (const [name, text] of [['a', plants[0]?.[1] ?? ''] as const, ['b', described(`psk: ${SECRET}`)] as const]) {
      form.append(fieldName('files_B', 'value'), new File([text], `${name}.txt`))
    }
    await submitModal(slack, workspace.views[0]?.id ?? '', form)
    await said('A secret was in the text.')
    const [answer] = workspace.messages
    const block = answer?.blocks.find(({ type }) => type === 'actions')?.block_id ?? ''
    await pressInMessage(slack, answer?.ts ?? '', { block, action: 'share', options: [] })
    await said('Shared by')
    expect(workspace.messages.some(({ ephemeral }) => !ephemeral)).toBe(true)
    expect(leaks(workspace.messages, workspace.refusals, keptValues, written)).toEqual([])
  })

  it('an answer that Slack refuses goes again as plain text, without the secret', async () => {
    refusals = 1
    await typeText(slack, channels[0].id, `/ipsec-diagnose ${plants[0]?.[1]}`)
    await said('A secret was pasted')
    expect(refusals).toBe(0)
    expect(leaks(workspace.messages, keptValues, written)).toEqual([])
  })

  it('a failure is told and logged without the message of its error', async () => {
    const fail = () => Promise.reject(new TypeError(`cannot read ${SECRET}`, { cause: SECRET }))
    answering = { run: fail, load: 0, close: async () => undefined }
    await typeText(slack, channels[0].id, `/ipsec-diagnose ${plants[0]?.[1]}`)
    await said('Something went wrong on this side')
    expect(leaks(workspace.messages, keptValues, written)).toEqual([])
    expect(written.join('\n')).toMatch(/"incident":"[\da-f]{8}",.*"error":"TypeError"/)
  })
})

describe('an analysis that throws with the secret in its message', () => {
  it('is told without it by the command line and the app', async () => {
    const worker = new URL('./analysis-pool/misbehaving-worker.mjs', import.meta.url)
    answering = createWorkerPool<typeof tasks>({ worker })
    await typeText(slack, channels[0].id, `/ipsec-diagnose throw ${SECRET}`)
    await said('The analysis failed')
    const misbehaving = createAnalysisPool({ worker })
    const { exit, output, complaints } = await runWith(['-'], { pool: misbehaving, input: `throw ${SECRET}` })
    expect({ exit, output }).toEqual({ exit: 3, output: '' })
    expect(complaints.join()).toContain('The analysis failed')
    expect(leaks(workspace.messages, keptValues, written, complaints)).toEqual([])
  })
})
