import type { SourceLine, Span } from './source-text.ts'

/** The lines of all pastes by source and number, for quoting. */
export type Quote = (span: Span) => string

/**
 * Quotes lines. Those in `hidden` are not shown, since text that nobody understands may hold a secret in a spelling that
 * nobody knows; and of a line with a blanked secret nothing behind its mark is.
 */
export function quoter(lines: readonly SourceLine[], hidden: readonly Span[]): Quote {
  // By their numbers: of a long paste a table of all lines takes longer than most of what reads them.
  const bySource = new Map<string, string[]>()
  for (const { source, number, text } of lines) {
    const known = bySource.get(source)
    if (known === undefined) bySource.set(source, ['', text])
    else known[number] = text
  }
  for (const { source, line } of hidden) {
    const known = bySource.get(source)
    if (known?.[line] !== undefined) known[line] = NOT_SHOWN
  }
  return (span) => (bySource.get(span.source)?.[span.line] ?? '').replace(/(‹secret [\d?]+›["']?).*$/s, '$1')
}

const NOT_SHOWN = '(not shown: what is not understood may hold a secret)'

const WIDTH = 160

/**
 * A quoted line with a caret under the place:
 *
 *     a.txt:12  Destination Address : 10.2.0.0
 *                                     ^~~~~~~~
 *
 * Tabs become blanks and characters that would steer a terminal or turn the text direction become `·`. A long line is
 * shown from shortly before the place; `…` stands for what was left out.
 */
export function excerpt(place: {
  readonly source: string
  readonly line: number
  readonly column: number
  readonly length: number
  readonly text: string
}): string {
  const prefix = `${printable(place.source)}:${place.line}  `
  const plain = printable(place.text)
  const start = place.column > WIDTH - 40 ? place.column - 41 : 0
  const cut = plain.slice(start, start + WIDTH)
  const shown = (start > 0 ? '…' : '') + cut + (start + WIDTH < plain.length ? '…' : '')
  const indent = ' '.repeat(prefix.length + (start > 0 ? 1 : 0) + place.column - 1 - start)
  const caret = place.length < 1 ? '^' : `^${'~'.repeat(Math.max(0, Math.min(place.length, cut.length) - 1))}`
  return `${prefix}${shown}\n${indent}${caret}`
}

/** One character for each, so that columns stay true. */
export function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => '·'.repeat(character.length))
}
