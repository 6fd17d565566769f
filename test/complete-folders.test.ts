import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formats } from '../src/core/index.ts'
import { diagnostics } from '../src/core/rules/index.ts'

const root = join(import.meta.dirname, '..')
const rules = join(root, 'src/core/rules')

describe('the folder of each diagnostic', () => {
  const files = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((name) => /[a-z]{2}\d{3}-/.test(name))

  it('holds one file for each code of the list, and none beside', () => {
    const codes = files.map((name) => /([a-z]{2}\d{3})-/.exec(name)?.[1]?.toUpperCase())
    expect(codes.toSorted()).toEqual(diagnostics.map(({ code }) => code).toSorted())
  })

  it.each(files)('%s is complete', (name) => {
    const text = readFileSync(join(rules, name), 'utf8')
    for (const part of ['code:', 'title:', 'page:', 'fires:', 'quiet:', 'text:']) expect(text).toContain(part)
  })
})

/** Folders without a product: what the formats of several have in common. */
const LANGUAGES: ReadonlySet<string> = new Set(['freeswan', 'cisco', 'logs', 'shown'])

describe('the folder of each vendor', () => {
  const vendors = readdirSync(join(root, 'src/core/vendors'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )

  it.each(vendors.map(({ name }) => name))('%s has tests and fixtures for its formats', (vendor) => {
    const own = formats.filter(({ id }) => id.startsWith(`${vendor}/`))
    expect(own.length > 0 || LANGUAGES.has(vendor)).toBe(true)
    const tests = join(root, 'test/core/vendors', vendor)
    expect(
      existsSync(tests) && readdirSync(tests).filter((name) => name.endsWith('.test.ts')).length,
    ).toBeGreaterThanOrEqual(Math.max(1, own.length))
    expect(existsSync(join(root, 'test/fixtures', vendor))).toBe(own.length > 0)
  })

  it('belongs to every format', () => {
    const names = vendors.map(({ name }) => name)
    expect(formats.filter(({ id }) => !names.includes(id.split('/')[0] ?? ''))).toEqual([])
  })
})
