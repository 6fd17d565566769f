import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BROKEN_LABEL, IN_BRACKETS } from '../../../../src/core/text/secrets/bracketed.ts'
import { LABELLED } from '../../../../src/core/text/secrets/labelled.ts'
import { COMMON_WORDS, FOREIGN_HINT } from '../../../../src/core/text/secrets/names.ts'
import { KEY, NAMED } from '../../../../src/core/text/secrets/paired.ts'
import { PEM_BEGIN } from '../../../../src/core/text/secrets/pem.ts'
import { PRINTS } from '../../../../src/core/text/secrets/printed.ts'
import { SAYS, TOLD } from '../../../../src/core/text/secrets/sentences.ts'
import { SLIPPED } from '../../../../src/core/text/secrets/slipped.ts'
import type { Hint } from '../../../../src/core/text/secrets/spelling.ts'
import { EVERYWHERE, GATEWAY_COMMANDS } from '../../../../src/core/text/secrets/spellings/index.ts'
import { TAG } from '../../../../src/core/text/secrets/tagged.ts'
import { GUESS, LOGIN, UNPARTED } from '../../../../src/core/text/secrets/told.ts'
import { WordSearch } from '../../../../src/core/text/secrets/word-search.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'

const COMMON: Hint = { words: COMMON_WORDS }

/** Pattern and hint, by the pattern's beginning. */
const PATTERNS: readonly [string, RegExp, Hint][] = [
  ...[IN_BRACKETS, BROKEN_LABEL, LABELLED, TAG, PEM_BEGIN, NAMED, KEY].map((pattern) => ({ pattern, hint: COMMON })),
  ...[TOLD, SAYS, GUESS, LOGIN, SLIPPED, UNPARTED, PRINTS].map((pattern) => ({ pattern, hint: COMMON })),
  ...secretSpellings,
  ...EVERYWHERE,
  ...GATEWAY_COMMANDS,
  // They are looked for only where the words of all products are.
  ...GATEWAY_COMMANDS.map(({ pattern }) => ({ pattern, hint: COMMON })),
].map(({ pattern, hint }) => [pattern.source.slice(0, 100), pattern, hint])

describe('a line that a spelling matches has its hint', () => {
  it.each(PATTERNS)('%s', (_, pattern, hint) => {
    const lines = fc.stringMatching(new RegExp(withoutAssertions(pattern.source)))
    const search = new WordSearch([hint.words])
    const isHinted = (line: string): boolean =>
      search.listsIn(line, 1)[0] === 1 ||
      (hint === COMMON && FOREIGN_HINT.test(line)) ||
      (hint.orRun === true && RUN.test(line))
    const matches = new RegExp(pattern.source, pattern.flags.replace(/[dg]/g, ''))
    let found = 0
    const check = (line: string): void => {
      if (line.includes('\n') || !matches.test(line)) return
      found += 1
      expect(isHinted(line), line).toBe(true)
    }
    fc.assert(
      fc.property(lines, (line) => {
        check(line)
        check(line.toUpperCase())
        check(` ${line} `)
      }),
      { seed: 6, numRuns: 400 },
    )
    expect(found).toBeGreaterThan(20)
  })
})

const RUN = /[A-Za-z0-9+/]{16}/

/** What fast-check can write a text for: no names of groups, what stands in front as a part of it, and else nothing that only looks. */
function withoutAssertions(source: string): string {
  let text = source.replace(/\(\?<(?![=!])\w+>|\(\?<=/g, '(?:').replace(/\\b/g, '')
  for (let at = text.search(/\(\?<?[=!]/); at >= 0; at = text.search(/\(\?<?[=!]/)) {
    text = text.slice(0, at) + text.slice(closingOf(text, at) + 1)
  }
  return text
}

function closingOf(text: string, open: number): number {
  let depth = 0
  let inClass = false
  for (let at = open; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (!inClass && text[at] === '(') depth++
    else if (!inClass && text[at] === ')' && --depth === 0) return at
  }
  return text.length
}
