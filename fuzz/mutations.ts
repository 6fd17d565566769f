import type { Random } from '../lab/random.ts'
import { oddWord, randomText } from './odd-words.ts'

/** One way to spoil a text. `others` are sound texts of every format, to take pieces from. */
export type Mutation = (text: string, random: Random, others: readonly string[]) => string

/** Each with its weight: mostly small damage, so that readers get far before they meet it. */
export const mutations: readonly (readonly [Mutation, number])[] = [
  [deleteLines, 6],
  [doubleLines, 4],
  [swapLines, 4],
  [moveLines, 3],
  [spliceLines, 5],
  [deleteWord, 6],
  [doubleWord, 4],
  [swapWords, 4],
  [replaceWord, 8],
  [borrowWord, 6],
  [insertWord, 6],
  [cut, 3],
  [joinLines, 2],
  [wrapLine, 3],
  [indent, 3],
  [changeLineEnds, 2],
  [nest, 2],
  [scatterBytes, 1],
  [quoteAll, 1],
  [wrapAll, 2],
  [hideAddresses, 2],
  [tabsToBlanks, 1],
  [doubleHalf, 1],
  [interleave, 2],
  [cutAtLimit, 1],
  [pasteInside, 2],
  [colour, 1],
]

function deleteLines(text: string, random: Random): string {
  const lines = text.split('\n')
  lines.splice(random.integer(0, lines.length - 1), few(random))
  return lines.join('\n')
}

function doubleLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = random.integer(0, lines.length - 1)
  const some = lines.slice(at, at + few(random))
  const copies = Array.from({ length: random.pick([1, 1, 1, 2, 9]) }, () => some).flat()
  return lines.toSpliced(at, 0, ...copies).join('\n')
}

function swapLines(text: string, random: Random): string {
  return swapped(text.split('\n'), random).join('\n')
}

function moveLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const some = lines.splice(random.integer(0, lines.length - 1), random.integer(1, 12))
  return lines.toSpliced(random.integer(0, lines.length), 0, ...some).join('\n')
}

/** A piece of another text, of whatever product. */
function spliceLines(text: string, random: Random, others: readonly string[]): string {
  const other = random.pick(others).split('\n')
  const at = random.integer(0, other.length - 1)
  const some = other.slice(at, at + random.integer(1, 25))
  const lines = text.split('\n')
  return lines.toSpliced(random.integer(0, lines.length), 0, ...some).join('\n')
}

function deleteWord(text: string, random: Random): string {
  return atWord(text, random, () => '')
}

function doubleWord(text: string, random: Random): string {
  return atWord(text, random, (word) => `${word}${random.pick([' ', '', ','])}${word}`)
}

function swapWords(text: string, random: Random): string {
  return atLine(text, random, (line) => swapped(line.split(/( +)/), random).join(''))
}

function replaceWord(text: string, random: Random): string {
  return atWord(text, random, () => oddWord(random))
}

function borrowWord(text: string, random: Random, others: readonly string[]): string {
  const words = random
    .pick(others)
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.length === 0 ? text : atWord(text, random, () => random.pick(words))
}

function insertWord(text: string, random: Random): string {
  const at = random.integer(0, text.length)
  return `${text.slice(0, at)}${oddWord(random)}${text.slice(at)}`
}

function cut(text: string, random: Random): string {
  const at = random.integer(0, text.length)
  return random.chance(0.7) ? text.slice(0, at) : text.slice(at)
}

function joinLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = random.integer(0, lines.length - 1)
  const some = lines.splice(at, random.integer(2, 6))
  return lines.toSpliced(at, 0, some.join(random.pick(['', ' ', ', ']))).join('\n')
}

/** As a mail client or a narrow window breaks it. */
function wrapLine(text: string, random: Random): string {
  return atLine(text, random, (line) => {
    const at = random.integer(0, line.length)
    return `${line.slice(0, at)}\n${random.pick(['', ' ', '> ', '\t'])}${line.slice(at)}`
  })
}

function indent(text: string, random: Random): string {
  return atLine(text, random, (line) =>
    random.pick([line.trimStart(), ` ${line}`, `\t${line}`, `        ${line}`, line.replaceAll('\t', ' ')]),
  )
}

function changeLineEnds(text: string, random: Random): string {
  const ends = random.pick([['\r\n'], ['\r'], ['\r\n', '\n', '\r'], ['\n', '\r\r\n'], ['\n\n'], ['\n', '\u2028']])
  return text.replaceAll('\n', () => random.pick(ends))
}

function nest(text: string, random: Random): string {
  const [open, close] = random.pick([
    ['{\n', '}\n'],
    ['[', ']'],
    ['a {\n', '}\n'],
    ['<a>', '</a>'],
    ['- ', ''],
    ['config x\nedit 1\n', 'next\nend\n'],
    ['> ', ''],
  ] as const)
  const depth = random.pick([1, 5, 200, 3_000])
  return atLine(text, random, (line) => open.repeat(depth) + line + close.repeat(random.chance(0.5) ? depth : 0))
}

function scatterBytes(text: string, random: Random): string {
  let spoiled = text
  for (let times = random.integer(1, 20); times > 0; times--) {
    const at = random.integer(0, spoiled.length)
    spoiled = spoiled.slice(0, at) + randomText(random, random.integer(1, 4)) + spoiled.slice(at + 1)
  }
  return spoiled
}

/** As it stands in an answer to a mail, in a list or behind a log's times. */
function quoteAll(text: string, random: Random): string {
  const front = random.pick(['> ', '* ', '    ', 'Nov 27 10:00:00 gw charon: ', '| '])
  return text.replace(/^/gm, front)
}

/** Every line, as a terminal breaks them in the middle of words, or a mail client between them. */
function wrapAll(text: string, random: Random): string {
  const width = random.pick([40, 72, 76, 80, 132])
  const front = random.pick(['', '', '  ', '> '])
  const pattern = random.chance(0.5)
    ? new RegExp(`.{${width}}(?=.)`, 'g')
    : new RegExp(`(?=.{${width}}).{1,${width}}[ \\t]`, 'g')
  return text.replace(pattern, (part) => `${part}\n${front}`)
}

/** As people hide addresses before they paste: numbers of them, all alike or each of its own. */
function hideAddresses(text: string, random: Random): string {
  const mask = random.pick(['x', 'xx', 'xxx', 'XX', '*', 'y'])
  const [first, last] = random.pick([
    [0, 4],
    [2, 4],
    [1, 3],
    [3, 4],
  ] as const)
  const kept = random.pick([0, 0.5])
  return text.replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) =>
    random.chance(kept)
      ? address
      : address
          .split('.')
          .map((number, at) => (at >= first && at < last ? mask : number))
          .join('.'),
  )
}

/** As an editor or a terminal does. */
function tabsToBlanks(text: string, random: Random): string {
  return text.replaceAll('\t', random.pick([' ', '    ', '        ', '']))
}

/** A half that was pasted twice. */
function doubleHalf(text: string, random: Random): string {
  const middle = Math.floor(text.length / 2)
  return random.pick([text.slice(0, middle) + text, text + text.slice(middle)])
}

/** Two texts that were pasted, or logged, at the same time. */
function interleave(text: string, random: Random, others: readonly string[]): string {
  const [lines, other] = [text.split('\n'), random.pick(others).split('\n')]
  const run = random.pick([1, 1, 3, 10])
  return Array.from({ length: Math.ceil(lines.length / run) }, (_, at) => [
    ...lines.slice(at * run, (at + 1) * run),
    ...other.slice(at * run, (at + 1) * run),
  ])
    .flat()
    .join('\n')
}

/** Where Slack cuts a message, a block or a field; the rest may come as another one. */
function cutAtLimit(text: string, random: Random): string {
  const limit = random.pick([500, 2_000, 3_000, 4_000, 12_000])
  return random.chance(0.5) ? text.slice(0, limit) : `${text.slice(0, limit)}\n${text.slice(limit)}`
}

/** A whole paste in the middle of another one. */
function pasteInside(text: string, random: Random, others: readonly string[]): string {
  const at = random.integer(0, text.length)
  return text.slice(0, at) + random.pick(others) + text.slice(at)
}

/** Escape sequences of a terminal around words, and what was typed and taken back. */
function colour(text: string, random: Random): string {
  return text.replace(/\S+/g, (word) => {
    if (!random.chance(0.1)) return word
    return random.pick([`\x1b[1;31m${word}\x1b[0m`, `${word}\x1b[K`, `x\b${word}`, `\x1b]0;gw\x07${word}`])
  })
}

function few(random: Random): number {
  return random.pick([1, 1, 1, 2, 3, 8, 30])
}

/** With one line changed. */
export function atLine(text: string, random: Random, change: (line: string) => string): string {
  const lines = text.split('\n')
  const at = random.integer(0, lines.length - 1)
  return lines.with(at, change(lines[at] ?? '')).join('\n')
}

/** With one word changed, or the blanks between two. */
export function atWord(text: string, random: Random, change: (word: string) => string): string {
  return atLine(text, random, (line) => {
    const parts = line.split(/(\s+|[,;:=()"'/<>{}[\]-])/)
    const at = random.integer(0, parts.length - 1)
    return parts.with(at, change(parts[at] ?? '')).join('')
  })
}

function swapped(parts: readonly string[], random: Random): string[] {
  const [one, other] = [random.integer(0, parts.length - 1), random.integer(0, parts.length - 1)]
  return parts.with(one, parts[other] ?? '').with(other, parts[one] ?? '')
}
