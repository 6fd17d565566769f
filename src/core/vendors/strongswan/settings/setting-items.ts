import type { Span } from '../../../text/source-text.ts'
import { type FlowingText, placeOf } from '../../flowing-text.ts'
import type { ValuePart } from './settings-lexer.ts'
import type { SettingsKey } from './settings-tree.ts'

/** An item of a list that is separated by commas, with its place. */
export interface ListItem {
  readonly text: string
  readonly span: Span
}

/** The items of a value that is a list; empty ones do not count. */
export function itemsOf(key: SettingsKey, flowing: FlowingText): ListItem[] {
  if (key.isPlain) {
    const text = key.value ?? ''
    if (!text.includes(',')) return [{ text, span: key.span }]
  }
  const items: ListItem[] = []
  const place = placesIn(key.parts)
  let offset = 0
  for (const written of (key.value ?? '').split(',')) {
    const text = withoutBlanks(written)
    if (text !== '') {
      const from = place(offset + written.indexOf(text))
      items.push({ text, span: from === null ? key.span : placeOf(flowing, { from, to: from + text.length }) })
    }
    offset += written.length + 1
  }
  return items
}

/** Blanks only: a line break within quotes is a part of the value. */
function withoutBlanks(text: string): string {
  let [from, to] = [0, text.length]
  while (text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  return text.slice(from, to)
}

/** The offset in the text of a character of the value, in which the parts stand one blank apart; asked in ascending order. */
function placesIn(parts: readonly ValuePart[]): (index: number) => number | null {
  let [next, start] = [0, 0]
  return (index) => {
    for (let part = parts[next]; part !== undefined; part = parts[++next]) {
      if (index < start + part.text.length) return Math.min(part.from + (index - start), part.to - 1)
      start += part.text.length + 1
    }
    return null
  }
}
