import type { KnownBlock } from '@slack/types'

/** What blocks say, as plain text: for where Slack takes no blocks. Tables and buttons have their own way there. */
export function blocksText(blocks: readonly KnownBlock[]): string {
  return blocks
    .filter(({ type }) => type !== 'table' && type !== 'actions')
    .map((block) => linesOf(block).join('\n'))
    .filter((text) => text !== '')
    .join('\n')
}

function linesOf(block: KnownBlock): string[] {
  if (block.type === 'header') return [block.text.text]
  if (block.type === 'section') return [unmarked(block.text?.text ?? '')]
  if (block.type === 'context')
    return block.elements.map((element) => ('text' in element ? unmarked(element.text) : ''))
  if (block.type !== 'rich_text') return []
  return block.elements.flatMap((part) => {
    if (part.type !== 'rich_text_list') return [part.elements.map(leaf).join('')]
    return part.elements.map((item) => `- ${'elements' in item ? item.elements.map(leaf).join('') : ''}`)
  })
}

function leaf(element: object): string {
  for (const key of ['text', 'fallback', 'url']) {
    const value = Reflect.get(element, key)
    if (typeof value === 'string') return value
  }
  return ''
}

/** Slack's own marks: bold, links with a label, and the three entities. */
function unmarked(text: string): string {
  return text
    .replace(/<[^<>|\n]*\|([^<>\n]*)>/g, '$1')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
