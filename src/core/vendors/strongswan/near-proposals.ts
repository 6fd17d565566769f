import { nearWords } from '../near-words.ts'
import { ALGORITHMS } from './algorithms.ts'

/**
 * A list of proposals with each keyword that nobody knows exchanged for the nearest that strongSwan does, and for the second nearest.
 * `marks` matches what stands between keywords, in a group; `others` are further words that the file knows.
 */
export function nearProposals(written: string, marks: RegExp, ...others: readonly string[]): string[] {
  const known = (word: string) => word === '' || ALGORITHMS.has(word) || others.includes(word)
  const fixed = [0, 1].map((rank) =>
    written
      .split(marks)
      .map((word, at) => (at % 2 === 1 || known(word) ? word : (nearWords(word, ALGORITHMS.keys())[rank] ?? word)))
      .join(''),
  )
  return [...new Set(fixed)].filter((text) => text !== written)
}
