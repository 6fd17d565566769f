import type { SourceLine, Span } from '../../text/source-text.ts'
import { spanAt } from '../../text/source-text.ts'
import { indentOf, isBlank } from '../../text/words.ts'
import { consoleLine, VERBS, verbAt } from './console-line.ts'

/** A word without its quotes. Of most nobody asks where they stand. */
export class Word {
  readonly text: string
  readonly #line: SourceLine
  readonly #at: number
  readonly #length: number

  /** `at` and `length` are those of the word as it is written in its line. */
  constructor(text: string, line: SourceLine, at: number, length: number) {
    this.text = text
    this.#line = line
    this.#at = at
    this.#length = length
  }

  get span(): Span {
    return spanAt(this.#line, this.#at, this.#length)
  }
}

/** `set src-subnet 10.1.0.0 255.255.255.0`. */
export interface Statement {
  /** `config`, `edit`, `set`, ... */
  readonly verb: string
  readonly words: readonly Word[]
  readonly span: Span
  /** How many lines it has from that of its span on: a quoted value may go over several. */
  readonly height: number
}

/** What a text is made of. */
export interface Statements {
  readonly statements: readonly Statement[]
  /** The host of the first prompt. */
  readonly host: string | null
  /** `#config-version=FGVM64-7.2.5-FW-build1517-...`, of the first such line. */
  readonly version: { readonly text: string; readonly span: Span } | null
  /** Lines of the console: prompts with other commands, remarks, the fences of Markdown, and the file's header. */
  readonly screen: readonly number[]
}

/** A value that is not closed within so many lines was never meant to go on. */
const LONGEST_VALUE = 400
const STATEMENT_START = new RegExp(`^\\s*(?:${[...VERBS].join('|')})\\b`)

/** The statements of a configuration as FortiOS prints it, also with prompts and paging in between. */
export function readStatements(lines: readonly SourceLine[]): Statements {
  const statements: Statement[] = []
  const screen: number[] = []
  let host: string | null = null
  let version: Statements['version'] = null
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const { from, prompt } = consoleLine(line.text)
    host ??= prompt?.host ?? null
    const start = indentOf(line.text, from)
    const verb = verbAt(line.text, start)
    if (verb !== null) {
      const { words, used } = wordsFrom(lines, index, start + verb.length)
      const span = spanAt(line, start, line.text.trimEnd().length - start)
      statements.push({ verb, words, span, height: used })
      index += used - 1
      continue
    }
    const rest = line.text.slice(from)
    if (prompt !== null || from > 0 || /^\s*(?:#|!|```)/.test(rest)) {
      const written = /^\s*#config-version=(\S+)/.exec(rest)?.[1]
      if (written !== undefined)
        version ??= { text: written, span: spanAt(line, from + rest.indexOf('#'), rest.trim().length) }
      screen.push(line.number)
    }
  }
  return { statements, host, version, screen }
}

/** A word without quotes. */
const PLAIN = /(?:‹secret [\d?]+›|\\.|[^\s\\"'])+|./y

/** The words behind a verb, and over how many lines they go. */
function wordsFrom(lines: readonly SourceLine[], index: number, from: number): { words: Word[]; used: number } {
  const words: Word[] = []
  const first = lines[index]
  if (first === undefined) return { words, used: 1 }
  let at = from
  while (at < first.text.length) {
    at = indentOf(first.text, at)
    if (at >= first.text.length) break
    const end = endOfPlain(first.text, at)
    if (end > at) {
      words.push(new Word(first.text.slice(at, end), first, at, end - at))
      at = end
      continue
    }
    const quote = first.text[at]
    if (quote === '"' || quote === "'") {
      const end = closingQuote(first.text, at + 1, quote)
      if (end >= 0) {
        words.push(new Word(unescaped(first.text.slice(at + 1, end), quote), first, at, end + 1 - at))
        at = end + 1
        continue
      }
      const over = valueOver(lines, index, at, quote)
      const text = over?.text ?? unescaped(first.text.slice(at + 1), quote)
      words.push(new Word(text, first, at, first.text.trimEnd().length - at))
      return { words, used: over?.used ?? 1 }
    }
    PLAIN.lastIndex = at
    const plain = PLAIN.exec(first.text)?.[0] ?? ''
    const text = plain.includes('\\') ? plain.replace(/\\(.)/g, '$1') : plain
    words.push(new Word(text, first, at, plain.length))
    at += Math.max(plain.length, 1)
  }
  // A copy is as long as it needs to be.
  return { words: words.slice(), used: 1 }
}

/** The end of a word of plain characters with a blank or the line's end behind it; `from` for any other one. */
function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= SPACE) return isBlank(code) ? at : from
    if (code > TILDE || code === QUOTE || code === APOSTROPHE || code === BACKSLASH) return from
  }
  return text.length
}

const [SPACE, QUOTE, APOSTROPHE, BACKSLASH, TILDE] = [32, 34, 39, 92, 126]

/** A quoted value that is closed in a later line; `null` where a statement begins before it is. */
function valueOver(
  lines: readonly SourceLine[],
  index: number,
  at: number,
  quote: string,
): { readonly text: string; readonly used: number } | null {
  const parts = [lines[index]?.text.slice(at + 1) ?? '']
  for (let below = index + 1; below < Math.min(lines.length, index + LONGEST_VALUE); below++) {
    const text = lines[below]?.text ?? ''
    const end = closingQuote(text, 0, quote)
    if (end >= 0) {
      parts.push(text.slice(0, end))
      return { text: unescaped(parts.join('\n'), quote), used: below - index + 1 }
    }
    if (STATEMENT_START.test(text)) return null
    parts.push(text)
  }
  return null
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at
  }
  return -1
}

function unescaped(text: string, quote: string): string {
  return quote === '"' && text.includes('\\') ? text.replace(/\\(["\\'])/g, '$1') : text
}
