import { rememberedTexts } from '../../model/remembered.ts'
import type { SourceLine, Span } from '../../text/source-text.ts'
import { spanAt } from '../../text/source-text.ts'
import { indentOf, isBlank } from '../../text/words.ts'
import { consoleLine, VERBS, verbAt } from './console-line.ts'

/**
 * `set src-subnet 10.1.0.0 255.255.255.0`. A text may have hundreds of thousands, and of most nobody asks where they stand, which is
 * therefore looked up when it is asked for.
 */
export class Statement {
  /** `config`, `edit`, `set`, ... */
  readonly verb: string
  /** What `set` and its like are about; `null` for the others. */
  readonly key: string | null
  /** What stands behind, without quotes. */
  readonly words: readonly string[]
  /** How many lines it has from that of its span on: a quoted value may go over several. */
  readonly height: number
  /** The vdom at whose prompt it was shown; `null` where no prompt tells. */
  readonly vdom: string | null
  readonly #line: SourceLine
  readonly #start: number
  readonly #end: number
  #span: Span | null = null

  constructor(
    verb: string,
    { key, words, used, end }: Words,
    line: SourceLine,
    start: number,
    vdom: string | null = null,
  ) {
    this.vdom = vdom
    this.verb = verb
    this.key = key
    this.words = words
    this.height = used
    this.#line = line
    this.#start = start
    this.#end = end
  }

  get span(): Span {
    this.#span ??= spanAt(this.#line, this.#start, this.#line.text.slice(0, this.#end).trimEnd().length - this.#start)
    return this.#span
  }

  /** The number of the first line. */
  get line(): number {
    return this.#line.number
  }

  get keySpan(): Span {
    return this.#places[0] ?? this.span
  }

  /** Where each of the words stands, with its quotes. */
  get places(): Span[] {
    return this.key === null ? this.#places : this.#places.slice(1)
  }

  get #places(): Span[] {
    const { text } = this.#line
    const places: Span[] = []
    for (let at = indentOf(text, this.#start + this.verb.length); at < this.#end; ) {
      const end = endOfWord(text, at)
      places.push(spanAt(this.#line, at, end - at))
      at = indentOf(text, end)
    }
    return places
  }
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
const STATEMENT_START = new RegExp(`^\\s*(?:${[...VERBS.keys()].join('|')})\\b`)

/** A table by its whole name, which only the prompt of a vdom shows, or that of a unit without any; within a table it is `show` alone. */
const SHOWN = /^show\s+(?:full-configuration\s+)?(?:vpn|firewall|router|system)\s/

/** The statements of a configuration as FortiOS prints it, also with prompts and paging in between. */
export function readStatements(lines: readonly SourceLine[]): Statements {
  const statements: Statement[] = []
  const screen: number[] = []
  // Keys and most values are the same in many objects.
  const spelled = rememberedTexts((text) => text)
  let host: string | null = null
  let version: Statements['version'] = null
  let vdom: string | null = null
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const { from, prompt } = consoleLine(line.text)
    host ??= prompt?.host ?? null
    const start = indentOf(line.text, from)
    const verb = verbAt(line.text, start)
    if (verb !== null) {
      let over = 0
      for (const [each, end] of statementsIn(line.text, start)) {
        const known = verbAt(line.text, each) ?? verb
        const words = wordsFrom(lines, index, each + known.length, end, !KEYLESS.has(known), spelled)
        statements.push(new Statement(known, words, line, each, vdom))
        over = words.used - 1
      }
      index += over
      continue
    }
    const rest = line.text.slice(from)
    if (prompt !== null && SHOWN.test(rest)) vdom = prompt.place === 'global' ? null : prompt.place
    if (prompt !== null || from > 0 || /^\s*(?:#|!|```)/.test(rest)) {
      const written = /^\s*#config-version=(\S+)/.exec(rest)?.[1]
      if (written !== undefined)
        version ??= { text: written, span: spanAt(line, from + rest.indexOf('#'), rest.trim().length) }
      screen.push(line.number)
    }
  }
  return { statements, host, version, screen }
}

/** Where each statement of a line begins and ends: web pages join the lines of a block. */
function statementsIn(text: string, start: number): (readonly [number, number])[] {
  if (text.indexOf(' set ', start + 1) < 0) return [[start, text.length]]
  const starts = [start]
  let before = ''
  for (let at = start; at < text.length; ) {
    const end = endOfWord(text, at)
    const word = text.slice(at, end)
    // What is set or edited may be called like a verb.
    if (at > start && JOINED.has(word) && !NAMING.has(before)) starts.push(at)
    before = word
    at = indentOf(text, end)
  }
  return starts.map((from, index) => [from, starts[index + 1] ?? text.length])
}

const JOINED: ReadonlySet<string> = new Set(['config', 'edit', 'set', 'unset', 'append', 'next', 'end'])
const NAMING: ReadonlySet<string> = new Set(['edit', 'set', 'unset', 'append'])

/** They are about no key. */
const KEYLESS: ReadonlySet<string> = new Set(['config', 'edit', 'next', 'end', 'abort'])

/** What stands behind a verb, and over how many lines. */
interface Words {
  readonly key: string | null
  readonly words: readonly string[]
  readonly used: number
  /** Where the statement ends in its first line. */
  readonly end: number
}

function wordsFrom(
  lines: readonly SourceLine[],
  index: number,
  from: number,
  to: number,
  hasKey: boolean,
  spelled: (text: string) => string,
): Words {
  const text = lines[index]?.text ?? ''
  let key: string | null = null
  let words: string[] | undefined
  let used = 1
  for (let at = indentOf(text, from); at < to; ) {
    const end = endOfWord(text, at)
    const quote = text[at]
    let word = text.slice(at, end)
    if (quote === '"' || quote === "'") {
      const isClosed = closingQuote(text, at + 1, quote) >= 0
      const over = isClosed ? null : valueOver(lines, index, at, quote)
      word = over?.text ?? unescaped(text.slice(at + 1, isClosed ? end - 1 : text.length), quote)
      used = over?.used ?? 1
    } else if (word.includes('\\')) word = word.replace(/\\(.)/g, '$1')
    word = spelled(word)
    if (hasKey && key === null) key = word
    else if (words === undefined) words = [word]
    else words.push(word)
    at = indentOf(text, end)
  }
  return { key, words: words ?? NO_WORDS, used, end: to }
}

const NO_WORDS: readonly never[] = []

/** A word without quotes. */
const PLAIN = /(?:‹secret [\d?]+›|\\.|[^\s\\"'])+|./y

/** Behind the word that begins at an index. One in quotes that are not closed there reaches to the last character of the line. */
function endOfWord(text: string, at: number): number {
  const end = endOfPlain(text, at)
  if (end > at) return end
  const quote = text[at]
  if (quote === '"' || quote === "'") {
    const closing = closingQuote(text, at + 1, quote)
    return closing >= 0 ? closing + 1 : text.trimEnd().length
  }
  PLAIN.lastIndex = at
  return at + Math.max(PLAIN.exec(text)?.[0].length ?? 0, 1)
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
