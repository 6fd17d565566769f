import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WordSearch } from '../../../../src/core/text/secrets/word-search.ts'

function listsIn(lists: readonly (readonly string[])[], lines: readonly string[]): number[] {
  return [...new WordSearch(lists).listsIn(lines.join('\n'), lines.length)]
}

describe('WordSearch', () => {
  it('tells for each line which lists have a word in it', () => {
    expect(listsIn([['key', 'psk'], ['enc ']], ['a key', '', 'enc psk', 'encpsk', 'enckey ENC 1'])).toEqual([
      1, 0, 3, 1, 3,
    ])
  })

  it('finds a word that begins within another one', () => {
    expect(listsIn([['enclose'], ['key ']], ['enckey 1'])).toEqual([2])
  })

  it('takes capital letters for small ones, and blanks and tabs for a blank', () => {
    expect(listsIn([['pin :']], ['PIN \t :', 'pin:', 'pin :'])).toEqual([1, 0, 1])
  })

  it('knows where lines begin and end', () => {
    expect(listsIn([['\na'], ['b\n']], ['ab', 'ba', 'a', 'b'])).toEqual([3, 0, 1, 2])
  })

  it('has one character for all beyond ASCII', () => {
    expect(listsIn([['\u0080']], ['key', 'schlüssel', '密钥'])).toEqual([0, 1, 1])
  })

  it('finds what looking for each word in each line finds', () => {
    const word = fc.stringMatching(/^\n?[ab]{1,3}( [ab]{1,2})?\n?$/)
    const lists = fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 4 })
    const lines = fc.array(fc.stringMatching(/^[abAB \té]{0,9}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(lists, lines, (lists, lines) => {
        const plain = lines.map((line) => `\n${line.toLowerCase().replace(/[ \t]+/g, ' ')}\n`)
        const wanted = plain.map((line) =>
          lists.reduce((bits, words, list) => bits | (words.some((word) => line.includes(word)) ? 1 << list : 0), 0),
        )
        expect(listsIn(lists, lines)).toEqual(wanted)
      }),
    )
  })
})
