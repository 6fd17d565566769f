import { mayHoldUnseen, UNSEEN } from '../unseen.ts'
import type { Found } from './found.ts'

/** What looks otherwise than it is written: hyphens, blanks, wide letters, those of formulas; and, as `unseen`, what is not seen at all. */
const OTHERWISE = new RegExp(
  `(?<unseen>${UNSEEN.source}|[\\x00\\x07\\x7f])|\\x08|(?!-)\\p{Pd}|(?! )\\p{Zs}|[\\u2028\\u2029\\u2212\\uff01-\\uff5e\\u{1d400}-\\u{1d7ff}]`,
  'gu',
)
const BACKSPACE = '\b'
const CONTROLS = [BACKSPACE, '\0', '\x07', '\x7f']
const HYPHEN = /\p{Pd}|\u2212/u
const BLANK = /\p{Zs}|\u2028|\u2029/u
/** Letters which look like Latin ones, and those. */
const FOREIGN = 'аеорсухкіјѕԁԛԝАВЕКМНОРСТУХІЈЅοανρκιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'
const LATIN = 'aeopcyxkijsdqwABEKMHOPCTYXIJSoavpkiABEZHIKMNOPTYX'
/** Words of other scripts have none beside them. */
const MIXED = /[a-zA-Z][\u0370-\u052f]|[\u0370-\u052f][a-zA-Z]/
const WORD = /[\p{L}\p{N}]+/gu
/** Lines as a person sees them. */
interface SeenLines {
  readonly lines: readonly string[]
  /** Where in the lines themselves that stands which was found in them as they are seen. */
  readonly placed: (found: Found) => Found
  /** What was found in the lines themselves, with no text where they are seen otherwise. */
  readonly uncompared: (found: Found) => Found
}

/**
 * The lines of a text without what a terminal or a browser does not show, with plain letters, hyphens and blanks in place of
 * those that look alike: what names a secret must be seen in whatever way it is written. `undefined` where nothing is to be done.
 */
export function seenLines(text: string, lines: readonly string[]): SeenLines | undefined {
  if (!mayHoldUnseen(text) && !CONTROLS.some((one) => text.includes(one))) return undefined
  const changed = new Map<number, SeenLine>()
  for (const [index, line] of lines.entries()) {
    if (line.search(OTHERWISE) >= 0 || MIXED.test(line)) changed.set(index, seenLine(line))
  }
  if (changed.size === 0) return undefined
  return {
    lines: lines.map((line, index) => changed.get(index)?.characters.join('') ?? line),
    placed: (found) => {
      const seen = changed.get(found.line)
      return seen === undefined ? found : placed(found, lines[found.line] ?? '', seen)
    },
    uncompared: (found) => (changed.has(found.line) ? { ...found, decode: () => null } : found),
  }
}

interface SeenLine {
  /** Each of one UTF-16 unit. */
  readonly characters: string[]
  /** Where each begins in the line itself, and where it ends. */
  readonly from: number[]
  readonly to: number[]
}

function seenLine(line: string): SeenLine {
  const seen: SeenLine = { characters: [], from: [], to: [] }
  const plain = MIXED.test(line) ? line.replace(WORD, inLatin) : line
  let done = 0
  for (const { index, 0: written, groups } of plain.matchAll(OTHERWISE)) {
    showAll(seen, plain, done, index)
    done = index + written.length
    if (written === BACKSPACE) takeBack(seen)
    else if (groups?.['unseen'] === undefined) show(seen, plainly(written), index, done)
  }
  showAll(seen, plain, done, plain.length)
  return seen
}

function showAll(seen: SeenLine, line: string, from: number, to: number): void {
  for (let at = from; at < to; at++) show(seen, line[at] ?? '', at, at + 1)
}

function show({ characters, from, to }: SeenLine, character: string, begin: number, end: number): void {
  characters.push(character)
  from.push(begin)
  to.push(end)
}

function takeBack({ characters, from, to }: SeenLine): void {
  characters.pop()
  from.pop()
  to.pop()
}

/** A single character; one that has no plain form within ASCII stands for itself, by its first half. */
function plainly(character: string): string {
  if (HYPHEN.test(character)) return '-'
  if (BLANK.test(character)) return ' '
  const plain = character.normalize('NFKC')
  return (plain < '\x7f' ? plain : character)[0] ?? ''
}

function inLatin(word: string): string {
  if (!MIXED.test(word)) return word
  return [...word].map((letter) => LATIN[FOREIGN.indexOf(letter)] ?? letter).join('')
}

/** What is written in another way than it looks cannot be compared. */
function placed(found: Found, line: string, { from, to }: SeenLine): Found {
  const [begin, end] = [from[found.from] ?? line.length, to[found.to - 1] ?? line.length]
  const written = line.slice(begin, end)
  return { ...found, from: begin, to: end, written, decode: written === found.written ? found.decode : () => null }
}
