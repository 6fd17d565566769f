import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BROKEN_LABEL,
  IN_BRACKETS,
  LABELLED,
  mayHoldSecret,
  OTHER,
  PEM_BEGIN,
  TAG,
} from '../../../src/core/text/secret-spellings.ts'
import { secretSpellings } from '../../../src/core/vendors/index.ts'

/** Pattern and hint, by the pattern's beginning. */
const PATTERNS: readonly [string, RegExp, Pick<RegExp, 'test'>][] = [
  ...[IN_BRACKETS, BROKEN_LABEL, LABELLED, TAG, PEM_BEGIN].map((pattern) => ({
    pattern,
    hint: { test: mayHoldSecret },
  })),
  ...secretSpellings,
  ...OTHER,
].map(({ pattern, hint }) => [pattern.source.slice(0, 100), pattern, hint])

describe('a line that a spelling matches has its hint', () => {
  it.each(PATTERNS)('%s', (_, pattern, hint) => {
    const lines = fc.stringMatching(new RegExp(withoutAssertions(pattern.source)))
    const matches = new RegExp(pattern.source, pattern.flags.replace(/[dg]/g, ''))
    let found = 0
    const check = (line: string): void => {
      if (!matches.test(line)) return
      found += 1
      expect(hint.test(line), line).toBe(true)
    }
    fc.assert(
      fc.property(lines, (line) => {
        check(line)
        check(line.toUpperCase())
        check(` ${line} `)
      }),
      { seed: 6, numRuns: 200 },
    )
    expect(found).toBeGreaterThan(20)
  })
})

/** What fast-check can write a text for: no names of groups, and nothing that only looks ahead, behind, or at an edge. */
function withoutAssertions(source: string): string {
  let text = source.replace(/\(\?<(?![=!])\w+>/g, '(?:').replace(/\\b/g, '')
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
