import type { Random } from '../lab/random.ts'
import { atLine, atWord, type Mutation } from './mutations.ts'

/** Makes a text long, in ways that cost programs more than its length. */
export const enlargements: readonly (readonly [Mutation, number])[] = [
  [repeatAll, 3],
  [repeatLine, 3],
  [repeatInLine, 3],
  [repeatBracket, 2],
  [(text) => text.replaceAll('\n', ' '), 1],
]

/** Characters that an enlarged text has at most, about. */
const LARGE = 60_000

function repeatAll(text: string, random: Random): string {
  return text.repeat(random.integer(2, timesOf(text)))
}

function repeatLine(text: string, random: Random): string {
  return atLine(text, random, (line) => `${line}\n`.repeat(random.integer(2, timesOf(line))))
}

function repeatInLine(text: string, random: Random): string {
  return atWord(text, random, (word) => {
    const unit = word + random.pick(['', ' ', ',', '\t', '.', ':'])
    return unit.repeat(random.integer(2, timesOf(unit)))
  })
}

function repeatBracket(text: string, random: Random): string {
  const unit = random.pick([
    '(',
    '{',
    '[',
    '<',
    '"',
    ' ',
    '\t',
    '{ ',
    '<a>',
    'a{',
    ':',
    '-',
    '=',
    '\\',
    '#',
    '&',
    '|',
    '/',
  ])
  const at = random.integer(0, text.length)
  return text.slice(0, at) + unit.repeat(random.pick([1_000, 100_000, 1_000_000])) + text.slice(at)
}

function timesOf(unit: string): number {
  return Math.max(2, Math.min(20_000, Math.floor(LARGE / Math.max(1, unit.length))))
}
