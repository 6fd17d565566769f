import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'recheck'
import { parseAst, transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'
import './support/give-way.ts'

const src = join(import.meta.dirname, '../../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))

/** Milliseconds for one pattern; what takes longer counts as not shown to be safe. */
const PATIENCE = 120_000

interface Pattern {
  readonly source: string
  readonly flags: string
}

/**
 * What is pasted may be hostile. Patterns that are put together of parts at run time are too large to be decided so; their
 * parts stand in the text, and repeat only up to a bound.
 */
describe('every regular expression that is written takes linear time', () => {
  it('in files whose patterns are found', async () => {
    const patterns = await Promise.all(files.map(patternsIn))
    expect(patterns.flat().length).toBeGreaterThan(500)
  })

  it.each(files)(
    'src/%s',
    async (path) => {
      expect(await complaints(await patternsIn(path))).toEqual([])
    },
    300_000,
  )
})

/** Literals, as they are in the text without its types. */
async function patternsIn(path: string): Promise<Pattern[]> {
  const { code } = await transformWithOxc(readFileSync(join(src, path), 'utf8'), path)
  const found: Pattern[] = []
  visit(parseAst(code), (node) => {
    if (node instanceof RegExp) found.push(node)
  })
  return found
}

function visit(node: unknown, each: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return
  each(node)
  if (node instanceof RegExp) return
  for (const value of Object.values(node)) visit(value, each)
}

async function complaints(patterns: readonly Pattern[]): Promise<string[]> {
  const found: string[] = []
  for (const { source, flags } of patterns) {
    const answer = await answerTo(source, flags)
    if (answer.status === 'vulnerable') found.push(`/${source}/${flags}: ${answer.complexity.summary}`)
    if (answer.status === 'unknown') found.push(`/${source}/${flags}: not known, ${answer.error.kind}`)
  }
  return found
}

/** Decided by what the checker's matching reads, never by how long it takes: a busy machine makes no attack of nothing. */
const COUNTED = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null }

function answerTo(source: string, flags: string): ReturnType<typeof check> {
  // `d` only tells where groups are.
  return check(source, flags.replace('d', ''), { ...COUNTED, timeout: PATIENCE })
}
