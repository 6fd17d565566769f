import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalysisPool } from '../../src/analysis-pool.ts'
import { diagnosticPages, formats } from '../../src/core/index.ts'
import { answering, finding, report, row, runWith } from './surroundings.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the exit status', () => {
  it.each([
    ['is 0 when there is no error and the verdict is known', report({ verdict: 'down' }), 0],
    ['is 0 beside warnings', report({ diagnostics: [finding('warning'), finding('info')] }), 0],
    ['is 1 when there is an error', report({ diagnostics: [finding('info'), finding('error')] }), 1],
    [
      'is 1 for an error although the verdict is unknown',
      report({ verdict: 'unknown', diagnostics: [finding('error')] }),
      1,
    ],
    ['is 3 when the verdict is unknown', report({ verdict: 'unknown', diagnostics: [finding('warning')] }), 3],
  ])('%s', async (_, answer, exit) => {
    expect(await runWith(['-'], { pool: answering(answer) })).toMatchObject({ exit, complaints: [] })
  })

  it.each([
    ['0 when every tunnel is up', [row('up'), row('up')], 0],
    ['1 when one is not', [row('up'), row('partial')], 1],
    ['3 when one is unknown and none is down', [row('up'), row('unknown')], 3],
    ['3 when there is none', [], 3],
  ])('of a survey is %s', async (_, tunnels, exit) => {
    expect(await runWith(['-', '--survey'], { pool: answering(report({ tunnels })) })).toMatchObject({ exit })
  })

  it('is 2 for a wrong command line, with one sentence and a way to more', async () => {
    const { exit, output, complaints } = await runWith(['--nope'])
    expect({ exit, output }).toEqual({ exit: 2, output: '' })
    expect(complaints).toEqual(['Unknown option \'--nope\'. See "ipsec-diagnose --help".'])
  })

  it('is 2 when files cannot be opened, each of which is named', async () => {
    const directory = join(folder, 'directory')
    mkdirSync(directory)
    const missing = join(folder, 'missing.txt')
    const { exit, complaints, requests } = await runWith([missing, directory, file('there.txt', 'A1')])
    expect(exit).toBe(2)
    expect(requests).toEqual([])
    expect(complaints).toEqual([
      `The file "${missing}" cannot be opened: there is no such file.`,
      `The file "${directory}" cannot be opened: it is a directory.`,
    ])
  })

  it('is 3 when the analysis was stopped, with the reason', async () => {
    const slow = { ok: false, reason: 'too-slow', say: 'It was stopped.' } as const
    const none = {
      redact: async () => slow,
      decode: async () => ({ problem: '' }),
      load: 0,
      close: async () => undefined,
    }
    const pool: AnalysisPool = { analyse: async () => slow, survey: async () => slow, ...none }
    for (const args of [['-'], ['-', '--json'], ['-', '--survey']]) {
      expect(await runWith(args, { pool })).toMatchObject({ exit: 3, output: '', complaints: ['It was stopped.'] })
    }
  })
})

describe('what is handed to the analysis', () => {
  it('is each text under its name as given, with its end', async () => {
    const a = file('a.txt', 'A1 SubnetA > SubnetB')
    const b = file('b.txt', Buffer.from('\ufeffB1 SubnetB > SubnetA', 'utf16le'))
    const { requests } = await runWith(['--a', a, '--b', b, '-', '--end', `c=${a}`], { input: 'ping' })
    expect(requests[0]?.pastes).toEqual([
      { source: a, end: 'A', text: 'A1 SubnetA > SubnetB' },
      { source: b, end: 'B', text: 'B1 SubnetB > SubnetA' },
      { source: `${a} (2)`, end: 'C', text: 'A1 SubnetA > SubnetB' },
      { source: 'stdin', text: 'ping' },
    ])
  })

  it('is the question beside them', async () => {
    const probe = '203.0.113.1 -> 10.2.0.10 icmp'
    const { requests } = await runWith(['-', '--probe', probe, '--tunnel', 'A-C', '--b-address', '198.51.100.7'])
    expect(requests).toEqual([
      { pastes: [{ source: 'stdin', text: '' }], probe, tunnel: 'A-C', addresses: { B: '198.51.100.7' } },
    ])
  })

  it('is a sentence in place of a file that is no text', async () => {
    const { exit, requests } = await runWith([file('a.zip', 'PK\x03\x04 and so on')])
    expect(exit).toBe(0)
    expect(requests[0]?.pastes[0]).toMatchObject({ text: '', unreadable: expect.stringContaining('ZIP archive') })
  })

  it('is a sentence in place of a file beyond 64 MB', async () => {
    const { requests } = await runWith([file('big.txt', Buffer.alloc(64 * 1024 * 1024 + 1, 'x'))])
    expect(requests[0]?.pastes[0]).toMatchObject({ text: '', unreadable: expect.stringContaining('64 MB') })
  })
})

describe('the output', () => {
  it('is the report as text', async () => {
    const { output } = await runWith(['-'])
    expect(output).toContain('The tunnel comes up.')
    expect(output).not.toContain('\x1b')
    expect(output.endsWith('\n')).toBe(true)
  })

  it('has colours when they are wanted, but never as JSON', async () => {
    expect((await runWith(['-'], { colour: true })).output).toContain('\x1b[')
    expect((await runWith(['-', '--json'], { colour: true })).output).not.toContain('\x1b[')
  })

  it('hands no control sequence of a paste on to the terminal', async () => {
    const pool = answering(report({ summary: 'Title \x1b]0;taken\x07 and \x9b31m and \x1b[2J.' }))
    const { output } = await runWith(['-'], { pool })
    for (const control of ['\x07', '\x1b', '\x9b']) expect(output).not.toContain(control)
    expect(output).toContain('taken')
  })

  it('is the report as JSON', async () => {
    expect(JSON.parse((await runWith(['-', '--json'])).output)).toEqual(report({}))
  })

  it('of a survey is one line for each tunnel', async () => {
    const pool = answering(report({ tunnels: [row('up'), row('down')] }))
    expect((await runWith(['-', '--survey'], { pool })).output).toBe(
      'A-B  up  Main - Branch: Said in short.\nA-B  down  Main - Branch: Said in short.\n',
    )
    expect(JSON.parse((await runWith(['-', '--survey', '--json'], { pool })).output)).toEqual([row('up'), row('down')])
  })
})

describe('the commands that read nothing', () => {
  it('list every format', async () => {
    const { exit, output } = await runWith(['formats'])
    expect(exit).toBe(0)
    for (const { id, command } of formats) expect(output).toContain(`(${id})\n    ${command}\n`)
    expect(JSON.parse((await runWith(['formats', '--json'])).output)).toHaveLength(formats.length)
  })

  it('explain a diagnostic', async () => {
    for (const { code, markdown } of diagnosticPages) {
      expect(await runWith(['explain', code])).toMatchObject({ exit: 0, output: `${markdown.trimEnd()}\n` })
    }
  })

  it('say when there is no such diagnostic', async () => {
    expect(await runWith(['explain', 'ZZ999'])).toMatchObject({
      exit: 2,
      complaints: ['There is no diagnostic with the code "ZZ999".'],
    })
  })

  it('print help that names every option, and the version of the package', async () => {
    const { exit, output } = await runWith(['--help'])
    expect(exit).toBe(0)
    const options = ['--a', '--b', '--end', '--tunnel', '--survey', '--probe', '--a-address', '--b-address', '--json']
    for (const option of [...options, '--jsonl', '--help', '--version', 'explain', 'formats']) {
      expect(output).toContain(option)
    }
    expect((await runWith(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
