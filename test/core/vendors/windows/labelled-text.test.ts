import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsOf } from '../../../../src/core/vendors/windows/labelled-text.ts'
import { netdiagVocabulary } from '../../../../src/core/vendors/windows/netdiag/netdiag-sections.ts'
import { dumpVocabulary } from '../../../../src/core/vendors/windows/qmfilters/qmfilters-sections.ts'
import { eventVocabulary } from '../../../../src/core/vendors/windows/security-events/event-labels.ts'
import { staticVocabulary } from '../../../../src/core/vendors/windows/static-store/static-labels.ts'
import type { Vocabulary } from '../../../../src/core/vendors/windows/vocabulary.ts'

function fixtures(folder: string): string[] {
  const url = new URL(`../../../fixtures/windows/${folder}/`, import.meta.url)
  return readdirSync(url)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(new URL(name, url), 'utf8'))
}

/** A text with some of its pieces left out, doubled, or put elsewhere. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const pieces = texts.map((text) => text.split(/(?<=\n)|(?<=: ?)|(?<= {3})|(?=[\w.]+$)/m).slice(0, 400))
  return fc.constantFrom(...pieces).chain((all) => {
    const change = fc.record({
      at: fc.nat(all.length),
      drop: fc.nat(2),
      put: fc.oneof(fc.constantFrom(...all), fc.constantFrom('\n', '\n\n', ' ', ':', '> ', '\t', '')),
    })
    return fc.array(change, { maxLength: 12 }).map((changes) => {
      const left = [...all]
      for (const { at, drop, put } of changes) left.splice(at, drop, put)
      return left.join('')
    })
  })
}

describe('a line that begins with a label and a colon', () => {
  it.each([
    ['qmfilters', dumpVocabulary],
    ['static', staticVocabulary],
    ['netdiag', netdiagVocabulary],
    ['events', eventVocabulary],
  ] as const)('of %s is read as the search through the whole text reads it', (folder, vocabulary) => {
    expectSame(fixtures(folder), vocabulary)
  })
})

function expectSame<K extends string, M extends string>(texts: readonly string[], vocabulary: Vocabulary<K, M>): void {
  const searched = (text: string) => partsOf(text, vocabulary, () => null)
  for (const text of texts) expect(partsOf(text, vocabulary)).toEqual(searched(text))
  fc.assert(
    fc.property(mutated(texts), (text) => {
      expect(partsOf(text, vocabulary)).toEqual(searched(text))
    }),
    { numRuns: 300 },
  )
}
