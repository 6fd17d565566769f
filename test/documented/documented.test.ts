import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../src/core/index.ts'
import { documentedCase } from './documented-case.ts'

/**
 * Pairs written from the products' documents, `<product>/<case>/`: the texts of both ends (`a.txt`, `b.txt`; a second text
 * of an end is `a-routes.txt`) and `case.yaml`, which cites the document and says what must become of the pair.
 */
const products = foldersIn(import.meta.dirname)
const cases = products.flatMap((product) =>
  foldersIn(join(import.meta.dirname, product)).map((name) => `${product}/${name}`),
)

describe('the documented pairs', () => {
  it.each(cases)('%s', (name) => {
    const told = documentedCase(filesOf(join(import.meta.dirname, name)))
    if ('problems' in told) expect.fail(told.problems.join('\n'))
    const { pastes, tunnel } = told
    const report = analyse({ pastes, ...(tunnel === undefined ? {} : { tunnel }) })
    expect(outcome(report)).toEqual({ verdict: told.verdict, errors: told.errors.toSorted() })
    for (const [code, places] of Object.entries(told.proof))
      expect(quoted(report, code)).toEqual(expect.arrayContaining(places))
    expect(notUnderstood(report)).toEqual([])
    if (told.after !== undefined) expect(report.remediation.after?.verdict).toBe(told.after)
  })

  /** Products of which no unit was at hand: their documents are all that their predictions rest on. */
  it.each(['cisco-ios', 'cisco-asa', 'fortigate', 'windows'])(
    'of %s are ten at least that look broken and come up, and five that fail',
    (product) => {
      const statements = foldersIn(join(import.meta.dirname, product)).map((name) =>
        documentedCase(filesOf(join(import.meta.dirname, product, name))),
      )
      const hard = statements.filter((told) => 'hasty' in told && told.verdict === 'up')
      const failing = statements.filter((told) => 'errors' in told && told.errors.length > 0)
      expect(hard.length).toBeGreaterThanOrEqual(10)
      expect(failing.length).toBeGreaterThanOrEqual(5)
    },
  )

  it('stand in the folders of products that can be pasted', () => {
    const vendors = foldersIn(join(import.meta.dirname, '../../src/core/vendors'))
    expect(products.filter((product) => !vendors.includes(product))).toEqual([])
  })
})

function outcome({ verdict, diagnostics }: Report) {
  const errors = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))
  return { verdict, errors: [...errors].toSorted() }
}

function quoted({ diagnostics }: Report, code: string): string[] {
  const evidence = diagnostics.filter((each) => each.code === code).flatMap((each) => each.evidence)
  return evidence.map(({ source, line }) => `${source}:${line}`)
}

function notUnderstood({ ends, otherInputs }: Report): string[] {
  const inputs = [...ends.flatMap((end) => end.inputs), ...otherInputs]
  return inputs.flatMap(({ source, lines }) => lines.unrecognised.map((line) => `${source}:${line}`))
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
}

function filesOf(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

const COMPLETE = {
  'a.txt': 'local_ts = 10.1.0.0/24\n',
  'b.txt': 'local_ts = 10.2.0.0/24\n',
  'case.yaml':
    'cites: RFC 7296 1.2, https://www.rfc-editor.org/rfc/rfc7296\nsays: The responder answers with a part.\n',
}
const UP = `${COMPLETE['case.yaml']}verdict: up\nhasty: The lists of the ends are not the same.\n`
const DOWN = `${COMPLETE['case.yaml']}verdict: down\nerrors: [TS003]\nproof: { TS003: 'a.txt:1' }\n`

describe('a folder of a documented pair', () => {
  it('is complete with two texts and a statement', () => {
    expect(problems({ 'case.yaml': UP })).toEqual([])
    expect(problems({ 'case.yaml': DOWN })).toEqual([])
  })

  it.each([
    ['no statement', { 'case.yaml': null }, 'expected object'],
    ['a statement that is no YAML', { 'case.yaml': 'a: [' }, 'expected object'],
    ['no address of the document', { 'case.yaml': UP.replace(/https:\S+/, '') }, 'https://'],
    ['one end only', { 'case.yaml': UP, 'b.txt': null }, 'two ends'],
    ['a file of no end', { 'case.yaml': UP, 'notes.md': '-' }, 'notes.md'],
    ['a word of nobody', { 'case.yaml': `${UP}verdikt: up\n` }, 'verdikt'],
    ['no reason why it is hard', { 'case.yaml': UP.replace(/hasty.*/, '') }, 'hasty'],
    ['up with an error', { 'case.yaml': DOWN.replace('down', 'up') }, 'verdict up with 1 errors'],
    ['an error without a line', { 'case.yaml': DOWN.replace(/proof.*/, '') }, 'no line for TS003'],
    ['a line that is not there', { 'case.yaml': DOWN.replace('a.txt:1', 'a.txt:9') }, 'a.txt:9'],
    ['proof of another code', { 'case.yaml': DOWN.replace('{ TS', "{ TS004: 'a.txt:1', TS") }, 'proof of TS004'],
  ])('is refused with %s', (_, files, say) => {
    expect(problems(files).join('\n')).toContain(say)
  })
})

function problems(files: Readonly<Record<string, string | null>>): readonly string[] {
  const all = Object.entries({ ...COMPLETE, ...files }).flatMap(([name, text]) =>
    text === null ? [] : [[name, text] as const],
  )
  const told = documentedCase(new Map(all))
  return 'problems' in told ? told.problems : []
}
