import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types'
import { shown } from './shown.ts'

/** Characters of one block, with room below what Slack takes. */
const BLOCK = 2_900

/** Text in which nothing is a mark: what people pasted stands as it is, makes no mention and no link. */
export function plain(text: string): RichTextElement[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

export function bold(text: string): RichTextElement[] {
  return text === '' ? [] : [{ type: 'text', text, style: { bold: true } }]
}

export function code(text: string): RichTextElement[] {
  return text === '' ? [] : [{ type: 'text', text, style: { code: true } }]
}

export function link(url: string, text: string): RichTextElement[] {
  return [{ type: 'link', url, text }]
}

/** A moment as the reader's own clock shows it. */
export function moment(milliseconds: number): RichTextElement[] {
  const fallback = `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return [{ type: 'date', timestamp: Math.floor(milliseconds / 1_000), format: '{date_short_pretty} {time}', fallback }]
}

/** A sentence of this program, in which backticks set off code; all else is plain. */
export function sentence(text: string): RichTextElement[] {
  return text.split('`').flatMap((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1
    return isCode ? code(part) : plain(index % 2 === 1 ? `\`${part}` : part)
  })
}

/** Paragraphs, each on a line of its own; what is longer than a block takes goes on in the next. */
export function paragraphs(...lines: readonly (readonly RichTextElement[])[]): KnownBlock[] {
  return packed(
    lines.filter((line) => line.length > 0).flatMap((line) => split(line)),
    (some) => [section(some.flatMap((line, at) => (at === 0 ? line : [...plain('\n'), ...line])))],
  )
}

/** A list with bullets. */
export function bullets(items: readonly (readonly RichTextElement[])[]): KnownBlock[] {
  return packed(
    items.flatMap((item) => split(item)),
    (some) => [{ type: 'rich_text_list', style: 'bullet', elements: some.map(section) }],
  )
}

function section(elements: readonly RichTextElement[]): RichTextSection {
  return {
    type: 'rich_text_section',
    elements: elements.map((element) =>
      element.type === 'text' ? { ...element, text: shown(element.text) } : element,
    ),
  }
}

function packed(
  lines: readonly (readonly RichTextElement[])[],
  make: (some: readonly (readonly RichTextElement[])[]) => RichTextBlock['elements'],
): KnownBlock[] {
  const groups: (readonly RichTextElement[])[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const length = lengthOf(line)
    if (size + length > BLOCK) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(line)
    size += length
  }
  return groups.map((group) => ({ type: 'rich_text', elements: make(group) }))
}

function lengthOf(line: readonly RichTextElement[]): number {
  let length = 1
  for (const element of line) length += 'text' in element && typeof element.text === 'string' ? element.text.length : 20
  return length
}

/** One line longer than a block is cut between words where it can be. */
function split(line: readonly RichTextElement[]): (readonly RichTextElement[])[] {
  if (lengthOf(line) <= BLOCK) return [line]
  const lines: RichTextElement[][] = [[]]
  let size = 0
  for (const element of line) {
    const texts = element.type === 'text' ? pieces(element.text, BLOCK / 2) : null
    for (const part of texts ?? ['']) {
      const length = texts === null ? 20 : part.length
      if (size + length > BLOCK - 10) {
        lines.push([])
        size = 0
      }
      lines.at(-1)?.push(element.type === 'text' ? { ...element, text: part } : element)
      size += length
    }
  }
  return lines
}

function pieces(text: string, most: number): string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > most) {
    const line = rest.lastIndexOf('\n', most)
    const word = rest.lastIndexOf(' ', most)
    const cut = line > most / 2 ? line : word > most / 2 ? word : most
    found.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...found, rest].filter((part) => part !== '')
}
