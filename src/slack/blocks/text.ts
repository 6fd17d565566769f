import type { KnownBlock, RichTextBlock } from '@slack/types'

/** One message: blocks and the text that old clients and notifications show. */
export interface Reply {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Characters of one section, with room below Slack's 3,000. */
const SECTION = 2_900

/** Text with Slack's marks; what is longer than one section takes goes on in the next. */
export function sections(text: string): KnownBlock[] {
  return pieces(text, SECTION).map((piece) => ({ type: 'section', text: { type: 'mrkdwn', text: piece } }))
}

export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: text.slice(0, 150) } }
}

export function context(text: string): KnownBlock {
  const [piece = ' ', ...more] = pieces(text, SECTION)
  return { type: 'context', elements: [{ type: 'mrkdwn', text: more.length === 0 ? piece : `${piece} ...` }] }
}

/** Text as it is: in it nothing is a mark, so pasted lines and commands stand here. */
export function preformatted(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text || ' ' }] }],
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
    return sections(escapeText(text).replace(/^#+ (.+)$/gm, '*$1*'))
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
