import { fitting } from '../../text/alternatives.ts'
import { indentOf, singleBlanks } from '../../text/words.ts'
import type { Noted, Piece } from '../flowing-text.ts'
import { squeeze, type Vocabulary } from './vocabulary.ts'

/** A value and where it stands; blanks and line breaks in it are single blanks. */
export interface Value extends Piece {
  readonly text: string
}

/** `Label : value`. `from` and `to` hold both. */
export interface Pair<K extends string> extends Noted {
  readonly kind: 'pair'
  readonly key: K
  readonly value: Value
}

export interface Mark<M extends string> extends Value, Noted {
  readonly kind: 'mark'
  readonly name: M
}

/** What is neither, up to the end of its line. */
interface Rest extends Value, Noted {
  readonly kind: 'rest'
}

interface Blank extends Noted {
  readonly kind: 'blank'
}

export type Part<K extends string, M extends string> = Pair<K> | Mark<M> | Rest | Blank

/** A colon that belongs to an IPv6 address (`::1`) is none. */
const SEPARATOR = /[ \t]*(?:(?:\n[ \t]*)?:(?!:(?!:))[ \t]*)*/y
const NEXT_LINE = /[ \t]*\n[ \t]*/y
const UNKNOWN_LABEL = /^[ \t]*\p{L}[\p{L}\p{N} ._()/#-]{0,50}:(?:\s|$)/u
const QUOTE = /^[ \t]*(?:(?:[>|]|&gt;)[ \t]?)+/gim
/** A longer line is no value. It bounds the work on text that was run together into one line. */
const LONGEST = 300
const MOST_LINES = 3
const AROUND = 600
const RULE = /[-=_*]{5}/
/** `80-90`, `TCP/UDP`, `10.1.0.7, 10.1.0.8`: what goes on behind a value of the expected shape makes it another one. */
const GOES_ON = /(?:[^\s\p{L}\p{N}]|[ \t]+(?:[^\s\p{L}\p{N}]|(?:to|thru|through|and|or)(?!\p{L}))|[\p{L}\p{N}])/uy

/**
 * All parts of a text in the order in which they stand in it. Linear in the text. `plainly` finds no other part than would be
 * found without it, and is asked first.
 */
export function partsOf<K extends string, M extends string>(
  quoted: string,
  vocabulary: Vocabulary<K, M>,
  plainly: (text: string, done: number, vocabulary: Vocabulary<K, M>) => Pair<K> | null = labelledLine,
): Part<K, M>[] {
  const text = unquoted(quoted)
  const parts: Part<K, M>[] = []
  for (let done = 0; ; ) {
    const part = plainly(text, done, vocabulary) ?? nextPart(text, done, vocabulary)
    addBetween(text, done, part?.from ?? text.length, parts)
    if (part === null) return parts
    parts.push(part)
    done = part.to
  }
}

/** With blanks in the place of the marks of a quoted mail, which else stand inside values that are wrapped. */
function unquoted(text: string): string {
  return text.replace(QUOTE, (marks) => ' '.repeat(marks.length))
}

/** Words of plain letters and a colon: where blanks alone stand before, and the words are a label, nothing else can begin. */
const LABELLED = /[a-z][a-z \t]{0,60}(?=:)/iy

/** The pair that stands next, as on nearly all lines; no mark begins like a label with a colon, which else had to be looked for. */
function labelledLine<K extends string, M extends string>(
  text: string,
  done: number,
  vocabulary: Vocabulary<K, M>,
): Pair<K> | null {
  const from = indentOf(text, done)
  const to = from === done ? -1 : endAt(LABELLED, text, from)
  if (to < 0) return null
  const label = text.slice(from, to).trimEnd()
  const known = knownLabel(label, vocabulary)
  return known === undefined ? null : pairAt(text, done, known, { from, to: from + label.length }, vocabulary)
}

function knownLabel<K extends string, M extends string>(label: string, { labels }: Vocabulary<K, M>) {
  return labels.get(label) ?? labels.get(squeeze(label))
}

function nextPart<K extends string, M extends string>(
  text: string,
  done: number,
  vocabulary: Vocabulary<K, M>,
): Pair<K> | Mark<M> | null {
  for (let from = done; ; ) {
    vocabulary.anywhere.lastIndex = from
    const match = vocabulary.anywhere.exec(text)
    if (match === null) return null
    const to = match.index + match[0].length
    const name = fitting(match, vocabulary.marks)
    const label = plain(match[0])
    if (name !== undefined) return { kind: 'mark', name, text: label, from: match.index, to, role: null }
    const known = endsUnknownLabel(text.slice(Math.max(done, match.index - 60), match.index))
      ? undefined
      : knownLabel(label, vocabulary)
    const pair = known === undefined ? null : pairAt(text, done, known, { from: match.index, to }, vocabulary)
    if (pair !== null) return pair
    from = to
  }
}

/** `Peer Source Address : ...` is a label of its own, not that of the source address behind something else. */
function endsUnknownLabel(before: string): boolean {
  return /\p{L}[ \t]$/u.test(before) && !before.slice(before.lastIndexOf('\n') + 1).includes(':')
}

function pairAt<K extends string, M extends string>(
  text: string,
  done: number,
  known: { readonly key: K; readonly value: RegExp | 'text' },
  label: Piece,
  vocabulary: Vocabulary<K, M>,
): Pair<K> | null {
  const start = endAt(SEPARATOR, text, label.to)
  const separator = text.slice(label.to, start)
  const hasColon = separator.includes(':')
  const value =
    known.value === 'text'
      ? hasColon || (isParted(text, separator, start) && beginsLine(text, done, label.from))
        ? textAt(text, start, vocabulary)
        : null
      : (shapedAt(known.value, text, start, hasColon, vocabulary) ??
        (hasColon ? lineAt(text, start, vocabulary) : null))
  if (value === null || (!hasColon && UNKNOWN_LABEL.test(value.text))) return null
  return { kind: 'pair', key: known.key, value, from: label.from, to: Math.max(value.to, start), role: null }
}

/** A label and its value without blanks between them are told apart by a capital letter or a digit. */
function isParted(text: string, separator: string, start: number): boolean {
  return separator !== '' || /[\p{Lu}\d]/u.test(text[start] ?? '')
}

/** A value of a known shape, which may stand on the line below its label. */
function shapedAt<K extends string, M extends string>(
  shape: RegExp,
  text: string,
  start: number,
  hasColon: boolean,
  vocabulary: Vocabulary<K, M>,
): Value | null {
  const end = endAt(shape, text, start)
  if (end >= 0) return wholeValue(text, start, end, vocabulary)
  const from = hasColon ? endAt(NEXT_LINE, text, start) : -1
  if (from < 0 || endAt(vocabulary.here, text, from) >= 0) return null
  const below = endAt(shape, text, from)
  return below < 0 ? null : wholeValue(text, from, below, vocabulary)
}

/** A value with what goes on directly behind it, which is not left out silently. */
function wholeValue<K extends string, M extends string>(
  text: string,
  from: number,
  to: number,
  vocabulary: Vocabulary<K, M>,
): Value {
  const ends = to === text.length || text[to] === '\n'
  if (ends || endAt(GOES_ON, text, to) < 0) return valueBetween(text, from, to)
  const end = lineEnd(text, to, false, vocabulary)
  return valueBetween(text, from, /[\p{L}\p{N}]/u.test(text.slice(to, end)) ? end : to)
}

/** What stands on the line up to the next label. */
function lineAt<K extends string, M extends string>(text: string, start: number, vocabulary: Vocabulary<K, M>): Value {
  return valueBetween(text, start, lineEnd(text, start, false, vocabulary))
}

/** A free text, which goes on over lines that begin with no label. */
function textAt<K extends string, M extends string>(text: string, start: number, vocabulary: Vocabulary<K, M>): Value {
  let to = start
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const end = lineEnd(text, to, lines > 0, vocabulary)
    const line = text.slice(to, end)
    if (lines > 0 && (!/[\p{L}\p{N}]/u.test(line) || UNKNOWN_LABEL.test(line))) break
    if (lines > 0 && end < text.length && text[end] !== '\n' && !isWrapped(text, to - 1)) break
    to = end
    if (text[to] !== '\n') break
    to += 1
  }
  return valueBetween(text, start, to)
}

/**
 * The word below would not have fitted on the line that ends here, as far as the lines around tell how long one may be.
 * Else what stands before a label on the next line belongs to that label.
 */
function isWrapped(text: string, end: number): boolean {
  const above = text.slice(Math.max(0, end - AROUND), end).split('\n')
  const below = text.slice(end + 1, end + AROUND).split('\n')
  const word = /^\s*(\S{1,60})/.exec(below[0] ?? '')?.[1] ?? ''
  const lengths = [...above, ...below].map((line) => (RULE.test(line) ? 0 : line.trimEnd().length))
  return (above.at(-1) ?? '').trimEnd().length + 1 + word.length > Math.max(...lengths)
}

/**
 * Where the line ends, or before it the first mark or label with a colon, which may be wrapped itself. A whole line may
 * begin with a label that has lost its colon.
 */
function lineEnd<K extends string, M extends string>(
  text: string,
  start: number,
  whole: boolean,
  vocabulary: Vocabulary<K, M>,
): number {
  const window = text.slice(start, start + LONGEST)
  const end = window.indexOf('\n')
  const line = end < 0 ? window : window.slice(0, end)
  vocabulary.anywhere.lastIndex = 0
  for (let match = vocabulary.anywhere.exec(window); match !== null; match = vocabulary.anywhere.exec(window)) {
    if (match.index >= line.length) break
    // `Branch tunnel` above `Destination Address : ...` is no `Tunnel Destination Address`.
    if (match.index + match[0].length > line.length && !isWrapped(text, start + line.length)) continue
    const to = match.index + match[0].length
    const behind = endAt(SEPARATOR, window, to)
    const separator = window.slice(to, behind)
    const first = whole && isParted(window, separator, behind) && line.slice(0, match.index).trim() === ''
    if (fitting(match, vocabulary.marks) !== undefined || separator.includes(':') || first) return start + match.index
  }
  return start + line.length
}

/** Nothing but the marks of a quoted mail stands before it on its line. */
function beginsLine(text: string, done: number, at: number): boolean {
  const before = text.slice(Math.max(done, at - 60), at)
  return /\n[>|\t ]*$/.test(before) || (before.length === at && /^[>|\s]*$/.test(before))
}

/** What stands between two parts: nothing but a line break on nearly all lines. */
function addBetween(text: string, from: number, to: number, parts: Part<string, string>[]): void {
  if (to === from || (to === from + 1 && text[from] === '\n')) return
  let start = from
  for (let end = text.indexOf('\n', start); ; end = text.indexOf('\n', start)) {
    const last = end < 0 || end >= to
    if (last) end = to
    const line = text.slice(start, end)
    if (/[\p{L}\p{N}]/u.test(line)) parts.push({ kind: 'rest', ...valueBetween(text, start, end), role: null })
    else if (start > from && !last && /^[>|\s]*$/.test(line))
      parts.push({ kind: 'blank', from: start, to: end, role: null })
    if (last) return
    start = end + 1
  }
}

function valueBetween(text: string, from: number, to: number): Value {
  const written = text.slice(from, to)
  const value = written.trim()
  if (value === '') return { text: '', from, to: from }
  const start = from + indentOf(written)
  return { text: singleBlanks(value), from: start, to: start + value.length }
}

/** Where a sticky pattern ends that is looked for at one place; -1: it is not there. */
function endAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

function plain(text: string): string {
  return singleBlanks(text.trim())
}
