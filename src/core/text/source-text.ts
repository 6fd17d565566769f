import { CODE_MARK, FENCE_MARK, withoutCodeMarks, withoutFences } from './code-fences.ts'
import { withoutLatePrompt } from './late-prompt.ts'
import { withoutUnseen } from './unseen.ts'
import { indentOf, isBlank } from './words.ts'

/** A place in a pasted text: 1-based line and column; `length` in UTF-16 units. It never crosses a line's end. */
export interface Span {
  readonly source: string
  readonly line: number
  readonly column: number
  readonly length: number
}

export interface SourceLine {
  readonly source: string
  /** 1-based. */
  readonly number: number
  readonly text: string
}

/**
 * Characters that mail clients, forums and Slack put in the place of plain ones. Each is replaced by exactly one
 * character, so that columns stay true.
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['\u00a0', ' '],
  ['\u2007', ' '],
  ['\u202f', ' '],
  ['\u3000', ' '],
  ['\uff1a', ':'],
  ['\uff0c', ','],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\uff08', '('],
  ['\uff09', ')'],
])
const [NO_BREAK = '', ...REST] = LOOKALIKES.keys()
const LOOKALIKE = new RegExp(`[${NO_BREAK}${REST.join('')}]`, 'g')
/** Of Latin-1 only the first one is, so that a text of these characters alone, as most are, is not even searched for the others. */
const BEYOND_LATIN_1 = new RegExp(`[${REST.join('')}]`)
const BYTE_ORDER_MARK = 0xfeff

/** The lines of a text, with look-alike characters made plain and without code fences, quote marks, line numbers, and what
 * all of an ipsec.conf is indented by. A closing line break adds no empty line. */
export function splitLines(source: string, text: string): SourceLine[] {
  return linesOf(withoutUnseen(text)).map((line, index) => ({ source, number: index + 1, text: line }))
}

/** The same without their numbers, and with what a screen does not show: who looks for secrets must find them with it and without. */
export function linesOf(text: string): string[] {
  const plain = withPlainCharacters(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text)
  const lines = plain.includes('\r') ? plain.split(/\r\n|\r|\n/) : plain.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const fenced = plain.includes(CODE_MARK) ? withoutCodeMarks(lines) : lines
  const unfenced = plain.includes(FENCE_MARK) ? withoutFences(fenced) : fenced
  return withoutLatePrompt(
    withoutIndentation(
      withoutNumbers(plain.includes('>') || plain.includes(ESCAPED) ? withoutQuoteMarks(unfenced) : unfenced),
    ),
  )
}

/** Looks whether there are any first, which takes a tenth of the time: most texts have none. */
function withPlainCharacters(text: string): string {
  if (!text.includes(NO_BREAK) && !BEYOND_LATIN_1.test(text)) return text
  return text.replace(LOOKALIKE, (character) => LOOKALIKES.get(character) ?? character)
}

/** `> ` of a mail in front of several lines; a single one may be an arrow that a mail client has wrapped. */
function withoutQuoteMarks(escaped: string[]): string[] {
  const lines = escaped.some(isEscapedLine) && escaped.every(mayBeEscaped) ? escaped.map(unescaped) : escaped
  if (!lines.some(isQuotedLine)) return lines
  const isQuoted = (at: number) => isQuotedLine(lines[at] ?? '')
  return lines.map((line, at) =>
    isQuoted(at) && (isQuoted(at - 1) || isQuoted(at + 1)) ? line.replace(/^(?:>[ \t]?)+/, '') : line,
  )
}

/** As a quote is copied out of the source of a page or of a message of Slack: the signs of all of its lines are written so. */
const ESCAPED = '&gt;'

function isEscapedLine(line: string): boolean {
  return line.startsWith(ESCAPED)
}

function mayBeEscaped(line: string): boolean {
  return isEscapedLine(line) || line.trim() === ''
}

function unescaped(line: string): string {
  return line.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}

/** Looks at the character alone, which takes a tenth of the time of `startsWith` for a part of a long text. */
function isQuotedLine(line: string): boolean {
  return line.charCodeAt(0) === QUOTE_MARK
}

const QUOTE_MARK = '>'.charCodeAt(0)

const NUMBER = /^[ \t]{0,6}(\d{1,5})(?::[ \t]?|[ \t]|$)/
/** Fewer lines may begin with numbers of their own. */
const NUMBERED = 4

/** The numbers of `cat -n` or an editor: one more on every line. */
function withoutNumbers(lines: string[]): string[] {
  const first = Number(NUMBER.exec(lines[0] ?? '')?.[1] ?? Number.NaN)
  if (Number.isNaN(first) || lines.length < NUMBERED) return lines
  const isNumbered = lines.every((line, at) => NUMBER.exec(line)?.[1] === String(first + at))
  return isNumbered ? lines.map((line) => line.replace(NUMBER, '')) : lines
}

/** Of ipsec.conf: its sections are not indented, and what is in them is. */
const SECTION = /^\s+(?:config\s+setup|conn\s+\S+)\s*$/

/** A key of a section, or an entry of ipsec.secrets. */
const KEY = /^\s+[\w-]+\s*=/
const SECRET = /^\s+(?:[^\s=:]\S{0,100}\s+){0,4}:\s*(?:PSK|RSA|ECDSA|XAUTH)\s/

/**
 * What a chat, a mail or Markdown has put in front of all lines of an ipsec.conf, where it would tell which section a line is of; talk
 * may stand above and below. To other languages it is all the same.
 */
function withoutIndentation(lines: string[]): string[] {
  if (!lines.some((line) => SECTION.test(line))) return lines
  const bare = [...lines]
  let from = 0
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at]
    if (line !== undefined && (line === '' || indentOf(line) > 0)) continue
    outdent(bare, from, at)
    from = at + 1
  }
  return bare
}

/** A part without the indentation that its lines have in common, if that is a part of an ipsec.conf or, below an empty line, of ipsec.secrets. */
function outdent(lines: string[], from: number, to: number): void {
  const part = lines.slice(from, to)
  const first = part.find((line) => indentOf(line) < line.length)
  if (first === undefined) return
  const isSecrets = indentOf(part[0] ?? '') === part[0]?.length && part.some((line) => SECRET.test(line))
  if (!isSecrets && !part.some((line) => SECTION.test(line))) return
  // The keys of a section above, whose heading is not indented.
  if (from > 0 && KEY.test(first)) return
  let common = indentOf(first)
  for (const line of part) if (indentOf(line) < line.length) common = sharedBy(first, line, common)
  for (const [at, line] of part.entries()) lines[from + at] = line.slice(Math.min(common, indentOf(line)))
}

/** With how many of so many characters both begin. */
function sharedBy(one: string, other: string, most: number): number {
  let at = 0
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return at
}

/** Both are in the same line of the same text. */
export function isSameLine(a: Span, b: Span): boolean {
  return a.source === b.source && a.line === b.line
}

/** The span of a whole line without the blanks around it. */
export function lineSpan(line: SourceLine): Span {
  const { text } = line
  const start = indentOf(text)
  let end = text.length
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return { source: line.source, line: line.number, column: start + 1, length: end - start }
}

/** The span of `length` characters from the 0-based `index` of a line. */
export function spanAt(line: SourceLine, index: number, length: number): Span {
  return { source: line.source, line: line.number, column: index + 1, length }
}
