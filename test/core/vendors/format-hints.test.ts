import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../src/core/text/source-text.ts'
import { splitBlocks } from '../../../src/core/vendors/blocks.ts'
import { formats } from '../../../src/core/vendors/index.ts'

const TEST = join(import.meta.dirname, '../..')

/** All pastes that the tests hold. */
const TEXTS = ['golden/cases', 'fixtures']
  .flatMap((folder) =>
    readdirSync(join(TEST, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(TEST, folder, name)),
  )
  .filter((path) => statSync(path).isFile())
  .map((path) => splitLines('paste', readFileSync(path, 'utf8')))

/** The text without its first lines, as it is pasted in part. */
function* partsOf<T>(lines: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < lines.length; from += Math.max(1, Math.floor(lines.length / 7))) yield lines.slice(from)
}

describe('a text that a format recognises holds its hint', () => {
  it.each(
    formats.flatMap((format) => (format.hint === undefined ? [] : [{ id: format.id, hint: format.hint, format }])),
  )('$id', ({ hint, format }) => {
    const recognised = TEXTS.flatMap((lines) => [...partsOf(lines)]).filter(
      (lines) => format.recognise(lines).length > 0,
    )
    expect(recognised.length).toBeGreaterThan(0)
    expect(recognised.filter((lines) => !hint.test(lines.map(({ text }) => text).join('\n')))).toEqual([])
    // Of lines that differ in addresses alone the hint is looked for in one.
    const claims = recognised.map((lines) =>
      splitBlocks('paste', lines, [format]).some((block) => block.format !== null),
    )
    expect(claims).not.toContain(false)
  })
})
