import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generatedFiles, PAGES } from '../scripts/generated-files.ts'

const root = join(import.meta.dirname, '..')

describe('what is made from the code', () => {
  it.each([...generatedFiles])('%s is current (npm run docs)', (path, text) => {
    expect(existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8')).toBe(text())
  })

  it('has no page of a diagnostic that is gone', () => {
    const pages = [...generatedFiles.keys()].filter((path) => path.startsWith(PAGES))
    expect(
      readdirSync(join(root, PAGES))
        .map((name) => `${PAGES}/${name}`)
        .toSorted(),
    ).toEqual(pages.toSorted())
  })
})
