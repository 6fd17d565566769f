import * as z from 'zod'
import type { SlackMessage } from './message.ts'

const Leaf = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  name: z.string().optional(),
  skin_tone: z.number().optional(),
  user_id: z.string().optional(),
  usergroup_id: z.string().optional(),
  channel_id: z.string().optional(),
  range: z.string().optional(),
  value: z.string().optional(),
  fallback: z.string().optional(),
})
type Leaf = z.infer<typeof Leaf>

const Part = z.looseObject({
  type: z.string(),
  elements: z.array(z.unknown()).catch([]),
  style: z.unknown().optional(),
  indent: z.number().catch(0),
  offset: z.number().catch(0),
})

const Table = z.looseObject({ type: z.literal('table'), rows: z.array(z.array(z.unknown())) })
const RichText = z.looseObject({ type: z.literal('rich_text'), elements: z.array(z.unknown()) })
const Attachment = z.looseObject({ blocks: z.array(z.unknown()) })

/**
 * What a person typed or pasted, as far as Slack lets it be known: from the rich text, where nothing is escaped, else
 * from `text`, with Slack's entities and links undone. Pasted tables become lines with tabs. `self` is the app's own
 * user id, whose mention is left out.
 */
export function messageText(message: SlackMessage, self: string): string {
  const blocks = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap(attachedBlocks)]
  const parts = blocks.flatMap((block) => {
    const rich = RichText.safeParse(block)
    if (rich.success) return [richText(rich.data.elements, self)]
    const table = Table.safeParse(block)
    return table.success ? [tableText(table.data.rows, self)] : []
  })
  const hasRichText = (message.blocks ?? []).some((block) => RichText.safeParse(block).success)
  const text = [...(hasRichText ? [] : [plainText(message.text ?? '', self)]), ...parts]
  return straightened(text.filter((part) => part.trim() !== '').join('\n'))
}

function attachedBlocks(attachment: unknown): readonly unknown[] {
  const read = Attachment.safeParse(attachment)
  return read.success ? read.data.blocks : []
}

function richText(elements: readonly unknown[], self: string): string {
  return elements
    .map((element) => {
      const part = Part.safeParse(element).data
      if (part === undefined) return ''
      if (part.type === 'rich_text_list') return listText(part, self)
      return leavesText(part.elements, self)
    })
    .map((text) => text.replace(/\n$/, ''))
    .join('\n')
}

/** Slack makes lists of lines that begin with `-` or `1.`, as YAML and access lists do. */
function listText({ elements, style, indent, offset }: z.infer<typeof Part>, self: string): string {
  return elements
    .map((element, at) => {
      const mark = style === 'ordered' ? `${offset + at + 1}.` : '-'
      return `${'  '.repeat(indent)}${mark} ${leavesText(Part.safeParse(element).data?.elements ?? [], self)}`
    })
    .join('\n')
}

function leavesText(elements: readonly unknown[], self: string): string {
  return elements
    .map((element) => {
      const leaf = Leaf.safeParse(element).data
      return leaf === undefined ? '' : leafText(leaf, self)
    })
    .join('')
}

function leafText(leaf: Leaf, self: string): string {
  switch (leaf.type) {
    case 'link':
      return leaf.text ?? leaf.url ?? ''
    // An address such as 2001:db8:1:2 looks to Slack as if it held `:1:`, an emoji.
    case 'emoji':
      return `:${leaf.name ?? ''}:${leaf.skin_tone === undefined ? '' : `:skin-tone-${leaf.skin_tone}:`}`
    case 'user':
      return leaf.user_id === self ? '' : `@${leaf.user_id ?? ''}`
    case 'usergroup':
      return `@${leaf.usergroup_id ?? ''}`
    case 'channel':
      return `#${leaf.channel_id ?? ''}`
    case 'broadcast':
      return `@${leaf.range ?? ''}`
    case 'color':
      return leaf.value ?? ''
    case 'date':
      return leaf.fallback ?? ''
    default:
      return leaf.text ?? ''
  }
}

function tableText(rows: readonly (readonly unknown[])[], self: string): string {
  return rows.map((row) => row.map((cell) => cellText(cell, self)).join('\t')).join('\n')
}

function cellText(cell: unknown, self: string): string {
  const rich = RichText.safeParse(cell)
  if (rich.success) return richText(rich.data.elements, self).replaceAll('\n', ' ')
  return Leaf.safeParse(cell).data?.text?.replaceAll('\n', ' ') ?? ''
}

/** `text` without Slack's marks: `<http://host|host>`, `<mailto:...>`, `<@U...>`, `&lt;`, and the fences of code. */
function plainText(text: string, self: string): string {
  return text
    .replace(/<([^<>|\n]*)(?:\|([^<>\n]*))?>/g, (_, target: string, label: string | undefined) =>
      target === `@${self}` ? '' : (label ?? target.replace(/^[!]|^mailto:/, '')),
    )
    .replace(/^```|```$/gm, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

const TYPOGRAPHY: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '--',
  '\u00a0': ' ',
  '\u200b': '',
}

/** Keyboards and clients put typographic quotes and dashes where a config has plain ones. */
function straightened(text: string): string {
  return text.replace(/[“”„‘’–—\u00a0\u200b]/g, (character) => TYPOGRAPHY[character] ?? character).trim()
}
