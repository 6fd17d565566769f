import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Report } from '../../src/core/index.ts'
import { applyEdits } from '../support/apply-edits.ts'

const CASES = join('test', 'golden', 'cases')

/** The two ways to start the command line. */
const PROGRAMS = [
  ['the built program', ['dist/cli.js']],
  ['the source', ['--import', 'tsx', 'src/cli.ts']],
] as const

/** What patterns beyond ASCII are for, with the format that knows it by them. */
const IN_OTHER_LETTERS = [
  ['windows/ping', 'Ping wird ausgeführt für 10.2.0.10 mit 32 Bytes Daten:\nZeitüberschreitung der Anforderung.\n'],
  ['windows/ping', 'Обмен пакетами с 10.2.0.10 по с 32 байтами данных:\nПревышен интервал ожидания для запроса.\n'],
  ['windows/netsh-static', readFileSync(join('test', 'fixtures', 'windows', 'static', 'filterlist-zh-cn.txt'), 'utf8')],
] as const

beforeAll(() => run('npm', ['run', '--silent', 'build']))

describe.each(PROGRAMS)('%s', (_, program) => {
  it.each([
    ['two qmfilters dumps', 'isa-isa-qmfilters'],
    ['two site-to-site summaries', 'isa-isa-summaries'],
    ['one description in YAML', 'isa-isa-description'],
    ["the article's lists", 'article-lists'],
  ])('gives the conclusions and the fix of the founding case for %s', async (_name, folder) => {
    const { code, report } = await diagnose(program, files(folder))
    expect(code).toBe(1)
    expect(report.verdict).toBe('partial')
    expect(report.diagnostics.map(({ id }) => id)).toEqual(['TS001-1', 'TS001-2'])
    const outcomes = report.flows.map(({ outcome }) => outcome).toSorted()
    expect(outcomes).toEqual(['established', 'established', 'no-policy', 'no-policy', 'refused', 'refused'])
    expect(report.remediation.steps.map(({ end }) => end)).toEqual(['A', 'B'])
    for (const { say } of report.remediation.steps) expect(say).toMatch(/Remote Sites .* Addresses, add /)
    expect(report.remediation.after?.verdict).toBe('up')
    expect(report.remediation.after?.ends.map(({ entries }) => entries.length)).toEqual([6, 6])
  })

  it.each(['isa-isa-description', 'article-lists'])('gives "up" once the edits of %s are made', async (folder) => {
    const before = await diagnose(program, files(folder))
    const pastes = files(folder).map((source) => ({ source, text: readFileSync(source, 'utf8') }))
    const fixed = applyEdits(pastes, before.report) ?? []
    const place = mkdtempSync(join(tmpdir(), 'fixed-'))
    const paths = fixed.map(({ source, text }) => {
      const path = join(place, source.split('/').at(-1) ?? source)
      writeFileSync(path, text)
      return path
    })
    const { code, report } = await diagnose(program, paths)
    expect([code, report.verdict]).toEqual([0, 'up'])
  })

  it.each(['isa-isa-qmfilters-fixed', 'isa-isa-summaries-fixed', 'article-lists-fixed'])(
    'gives "up" for %s',
    async (folder) => {
      const { code, report } = await diagnose(program, files(folder))
      expect([code, report.verdict]).toEqual([0, 'up'])
    },
  )
})

describe('the built program', () => {
  it('has no letter that would take two bytes of memory', () => {
    for (const name of readdirSync('dist'))
      expect(readFileSync(join('dist', name), 'utf8'), name).toMatch(/^[\0-\x7f]*$/)
  })

  it.each(IN_OTHER_LETTERS)('reads what is %s in other languages as the source does', async (format, text) => {
    const path = join(mkdtempSync(join(tmpdir(), 'letters-')), 'paste.txt')
    writeFileSync(path, text)
    const [built, source] = await Promise.all(PROGRAMS.map(([, program]) => diagnose(program, [path])))
    expect(JSON.stringify(built)).toContain(`"format":"${format}"`)
    expect(built).toEqual(source)
  })
})

function files(folder: string): string[] {
  const names = readdirSync(join(CASES, folder)).filter((name) => name !== 'expected.txt')
  return names.map((name) => join(CASES, folder, name))
}

async function diagnose(
  program: readonly string[],
  paths: readonly string[],
): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await run(process.execPath, [...program, '--json', ...paths])
  return { code, report: Report.parse(JSON.parse(stdout)) }
}

function run(command: string, args: readonly string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, (_error, stdout) => resolve({ code: child.exitCode ?? -1, stdout }))
  })
}
