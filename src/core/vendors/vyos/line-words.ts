import type { SourceLine } from '../../text/source-text.ts'
import { isBlank } from '../../text/words.ts'

/** A word of a line without its quotes, and where it stands with them. */
export interface LineWord {
  readonly text: string
  readonly line: SourceLine
  readonly at: number
  readonly end: number
}

const [OPEN, CLOSE] = ['{', '}']

/**
 * The words of a line from an index on. Single quotes are those of `show configuration commands`, double ones those of a saved file, in
 * which a backslash stands before a quote; what is not closed goes to the end of the line. Braces are words where they stand alone.
 */
export function lineWords(line: SourceLine, from: number): LineWord[] {
  const { text } = line
  const words: LineWord[] = []
  let at = from
  while (at < text.length) {
    if (isBlank(text.charCodeAt(at))) {
      at += 1
      continue
    }
    const word = wordAt(text, at)
    words.push({ ...word, line })
    at = word.end
  }
  return words
}

function wordAt(text: string, at: number): Omit<LineWord, 'line'> {
  const quote = text[at]
  if (quote === "'" || quote === '"') return quoted(text, at, quote)
  let end = at
  // The mark of a secret holds a blank.
  while (end < text.length && !isBlank(text.charCodeAt(end)))
    end = text[end] === MARK ? Math.max(end + 1, text.indexOf(MARK_END, end)) : end + 1
  return { text: text.slice(at, end), at, end }
}

const [MARK, MARK_END] = ['‹', '›']

function quoted(text: string, at: number, quote: string): Omit<LineWord, 'line'> {
  let end = at + 1
  let value = ''
  while (end < text.length && text[end] !== quote) {
    if (quote === '"' && text[end] === '\\' && end + 1 < text.length) end += 1
    value += text[end]
    end += 1
  }
  const closed = Math.min(text.length, end + 1)
  return { text: end < text.length ? value : value.trimEnd(), at, end: closed }
}

export function isOpening({ text, at, end }: LineWord): boolean {
  return text === OPEN && end === at + 1
}

export function isClosing({ text, at, end }: LineWord): boolean {
  return text === CLOSE && end === at + 1
}
