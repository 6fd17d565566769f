import * as z from 'zod'
import { ImageElement, InputElement, InteractiveElement, id, mrkdwn, plain, text } from './block-elements.ts'
import { limits } from './limits.ts'

/** Blocks as Slack accepts them. Those that this project has no use for are known by their type only. */

const style = z.looseObject({}).optional()
const RichTextLeaf = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.looseObject({ type: z.literal('emoji'), name: z.string().min(1) }),
  z.looseObject({ type: z.literal('user'), user_id: z.string().min(1) }),
  z.looseObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1) }),
  z.looseObject({ type: z.literal('channel'), channel_id: z.string().min(1) }),
  z.looseObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']) }),
  z.looseObject({ type: z.literal('date'), timestamp: z.int(), format: z.string().min(1) }),
  z.looseObject({ type: z.literal('color'), value: z.string().min(1) }),
])

const border = z.int().min(0).max(1).optional()
const RichTextSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(RichTextLeaf) })
const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: id,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        RichTextSection,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          elements: z.array(RichTextSection).min(1),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(RichTextLeaf).min(1),
          border,
          language: z.string().optional(),
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(RichTextLeaf).min(1), border }),
      ]),
    )
    .min(1),
})

const cellText = z.string().min(1)
const RawText = z.strictObject({ type: z.literal('raw_text'), text: cellText })
const RawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: cellText })
const Cell = z
  .discriminatedUnion('type', [RawText, RawNumber, RichText])
  .refine((cell) => cell.type !== 'rich_text' || countText(cell) > 0, 'must be more than 0 characters')
export type Cell = z.infer<typeof Cell>

const Table = z.strictObject({
  type: z.literal('table'),
  block_id: id,
  rows: z.array(z.array(Cell).min(1).max(limits.table.columns)).min(1).max(limits.table.rows),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(limits.table.columns)
    .optional(),
})

const DataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id: id,
  caption: z.string().min(1),
  rows: z
    .array(z.array(Cell).min(1).max(limits.dataTable.columns))
    .min(2)
    .max(limits.dataTable.rows)
    .refine((rows) => rows.every((row) => row.length === rows[0]?.length), 'all rows must have the same length'),
  page_size: z.int().min(1).max(limits.dataTable.pageSize).optional(),
  row_header_column_index: z.int().min(0).optional(),
})

const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id: id,
    text: text(limits.section.text).optional(),
    fields: z.array(text(limits.section.field)).min(1).max(limits.section.fields).optional(),
    accessory: z.discriminatedUnion('type', [...InteractiveElement.options, ImageElement]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (section) => section.text !== undefined || section.fields !== undefined,
    'must define either `text` or `fields`',
  )

const Actions = z.strictObject({
  type: z.literal('actions'),
  block_id: id,
  elements: z.array(InteractiveElement).min(1).max(limits.actions),
})

const Input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plain(limits.input.label),
  element: InputElement,
  hint: plain(limits.input.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})
export type Input = z.infer<typeof Input>

const Header = z.strictObject({
  type: z.literal('header'),
  block_id: id,
  text: plain(limits.header),
  level: z.int().optional(),
})
const Divider = z.strictObject({ type: z.literal('divider'), block_id: id })
const Context = z.strictObject({
  type: z.literal('context'),
  block_id: id,
  elements: z
    .array(z.discriminatedUnion('type', [plain(limits.text), mrkdwn(limits.text), ImageElement]))
    .min(1)
    .max(limits.context),
})
const Image = z.looseObject({
  type: z.literal('image'),
  block_id: id,
  alt_text: z.string().min(1).max(limits.image.altText),
})
const Markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id: id,
  text: z.string().min(1).max(limits.markdown),
})
const Alert = z.strictObject({
  type: z.literal('alert'),
  block_id: id,
  text: text(limits.alert),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})
const ContextActions = z.looseObject({
  type: z.literal('context_actions'),
  block_id: id,
  elements: z.array(z.looseObject({})).min(1).max(limits.contextActions),
})
const Container = z.looseObject({
  type: z.literal('container'),
  block_id: id,
  title: plain(limits.container.title).optional(),
  child_blocks: z
    .array(z.discriminatedUnion('type', [Section, RichText, Table, Actions, Context, Header, Divider, Image, Input]))
    .min(1)
    .max(limits.container.blocks),
})

const everywhere = [Section, Header, Divider, Context, Image, RichText, Actions, Input] as const

/** A block of a message; `alert` is for modals only. */
export const MessageBlock = z.discriminatedUnion('type', [
  ...everywhere,
  Table,
  DataTable,
  Markdown,
  Container,
  ContextActions,
  z.looseObject({
    type: z.enum(['video', 'card', 'carousel', 'plan', 'task_card', 'data_visualization']),
    block_id: id,
  }),
])
export type MessageBlock = z.infer<typeof MessageBlock>

/** A block of a modal: no table of any kind, no markdown, no container. */
export const ModalBlock = z.discriminatedUnion('type', [
  ...everywhere,
  Alert,
  z.looseObject({ type: z.enum(['video', 'card']), block_id: id }),
])
export type ModalBlock = z.infer<typeof ModalBlock>

/** The argument of `views.open`, `views.push` and `views.update`. */
export const Modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(limits.modal.title),
    blocks: z.array(ModalBlock).min(1).max(limits.modal.blocks),
    submit: plain(limits.modal.submit).optional(),
    close: plain(limits.modal.close).optional(),
    private_metadata: z.string().max(limits.modal.privateMetadata).optional(),
    callback_id: z.string().max(limits.modal.callbackId).optional(),
    external_id: z.string().max(limits.modal.callbackId).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some((block) => block.type === 'input'), {
    path: ['submit'],
    message: 'must be given when the view has an input block',
  })
export type Modal = z.infer<typeof Modal>

/** The argument of `views.publish`. Tables are documented for it, but testers say that it drops them: refused here. */
export const Home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(ModalBlock).min(1).max(limits.modal.blocks),
  private_metadata: z.string().max(limits.modal.privateMetadata).optional(),
  callback_id: z.string().max(limits.modal.callbackId).optional(),
  external_id: z.string().max(limits.modal.callbackId).optional(),
})
export type Home = z.infer<typeof Home>

/** Characters of every `text` of a block, however deep. */
export function countText(value: unknown): number {
  if (Array.isArray(value)) {
    let sum = 0
    for (const item of value) sum += countText(item)
    return sum
  }
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const [key, item] of Object.entries(value)) {
    sum += key === 'text' && typeof item === 'string' ? item.length : countText(item)
  }
  return sum
}
