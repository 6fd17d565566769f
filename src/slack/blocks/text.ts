import type { KnownBlock, RichTextBlock } from '@slack/types'
import { bold, paragraphs, plain, sentence } from './rich-text.ts'
import { shown } from './shown.ts'

/** One message: blocks and the text that old clients and notifications show. */
export interface Reply {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Characters of one section, with room below Slack's 3,000. */
const SECTION = 2_900

/** Text with Slack's marks; what is longer than one section takes goes on in the next. */
export function sections(text: string): KnownBlock[] {
  return pieces(text, SECTION).map((piece) => ({ type: 'section', text: { type: 'mrkdwn', text: shown(piece) } }))
}

/** `id` names the block, so that the message can be known again by it. */
export function header(text: string, id?: string): KnownBlock {
  return { type: 'header', ...(id && { block_id: id }), text: { type: 'plain_text', text: shown(text.slice(0, 150)) } }
}

/** A line in small print. It may hold Slack's marks, so what people wrote does not belong here. */
export function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: first(text) }] }
}

/** A line in small print in which nothing is a mark. */
export function plainContext(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text: first(text), emoji: false }] }
}

function first(text: string): string {
  const [piece = ' ', ...more] = pieces(text, SECTION)
  return shown(more.length === 0 ? piece : `${piece} ...`)
}

/** Text as it is: in it nothing is a mark, so pasted lines and commands stand here. */
export function preformatted(text: string, id?: string): RichTextBlock {
  return {
    type: 'rich_text',
    ...(id && { block_id: id }),
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown(text) || ' ' }] }],
  }
}

/** Slack reads `&`, `<` and `>` as its own marks. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A page in Markdown, of the kind that `explain` gives: headings, paragraphs and fenced blocks. */
export function markdownBlocks(markdown: string): KnownBlock[] {
  return markdown.split(/^```\w*\n/m).flatMap((part, index) => {
    const text = part.trim()
    if (text === '') return []
    if (index % 2 === 1) return [preformatted(text)]
    return paragraphs(
      ...text.split(/\n{2,}/).flatMap((paragraph, at) => {
        const heading = /^#+ (.+)$/.exec(paragraph)?.[1]
        const line = heading === undefined ? sentence(paragraph) : bold(heading)
        return at === 0 ? [line] : [plain(' '), line]
      }),
    )
  })
}

/** Cuts between lines where it can, else between words, and never inside an escaped character. */
function pieces(text: string, most: number): string[] {
  const found: string[] = []
  let rest = text.trim()
  while (rest.length > most) {
    const line = rest.lastIndexOf('\n', most)
    const word = rest.lastIndexOf(' ', most)
    const cut =
      line > most / 2
        ? line
        : word > most / 2
          ? word
          : most - (/&[a-z]{0,3}$/.exec(rest.slice(0, most))?.[0].length ?? 0)
    found.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return [...found, rest || ' ']
}
