import * as z from 'zod'
import { countText, Home, MessageBlock, Modal } from './block-kit.ts'
import { limits } from './limits.ts'

/** The line below the head of a Markdown table. */
const TABLE_RULE = /^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+(?:\|[ \t]*)?$/

/** Slack's "no": the error's name, and what it says about each place. */
export interface Refusal {
  readonly error: string
  readonly messages: readonly string[]
}

/** Something as Slack would take it, or why it would not. */
type Judged<T> = { readonly accepted: T } | { readonly refused: Refusal }

/** What a message shows: its blocks, or its text where it has none. */
interface MessageContent {
  readonly text: string
  readonly blocks: readonly MessageBlock[]
}

/** What a message would show, or why Slack would send it back. */
export function judgeMessage(message: {
  readonly text?: string | undefined
  readonly blocks?: unknown
  readonly attachments?: unknown
}): Judged<MessageContent> {
  if (Array.isArray(message.attachments) && message.attachments.length > 0) {
    return refuse('invalid_attachments', 'the playground shows blocks only, no attachments [json-pointer:/attachments]')
  }
  const text = (message.text ?? '').slice(0, limits.message.cutText)
  const judged = judgeBlocks(message.blocks ?? [])
  if ('refused' in judged) return judged
  if (text === '' && judged.accepted.length === 0) return refuse('no_text', 'must have `text` or `blocks`')
  return { accepted: { text, blocks: judged.accepted } }
}

/** Blocks of a message, or why Slack would send the whole message back. */
export function judgeBlocks(blocks: unknown): Judged<MessageBlock[]> {
  if (!Array.isArray(blocks))
    return refuse('invalid_blocks_format', 'must be an array of blocks [json-pointer:/blocks]')
  const shape = z.array(MessageBlock).max(limits.message.blocks).safeParse(blocks)
  const problems = [
    ...(shape.success ? [] : describe(shape.error, blocks, ['blocks'])),
    ...repeatedIds(blocks, '/blocks'),
    ...tableProblems(blocks),
  ]
  if (problems.length > 0 || !shape.success) return refuse('invalid_blocks', ...problems)
  const length = countText(blocks)
  if (length > limits.message.blockText) {
    return refuse(
      'msg_blocks_too_long',
      `the blocks hold ${length} characters of text, ${limits.message.blockText} are allowed [json-pointer:/blocks]`,
    )
  }
  return { accepted: shape.data }
}

/** A modal, or why `views.open`, `views.push` and `views.update` would refuse it. */
export function judgeView(view: unknown): Judged<Modal> {
  return judgeSurface(view, Modal)
}

/** A Home tab, or why `views.publish` would refuse it. */
export function judgeHome(view: unknown): Judged<Home> {
  return judgeSurface(view, Home)
}

function judgeSurface<T>(view: unknown, surface: z.ZodType<T>): Judged<T> {
  const shape = surface.safeParse(view)
  const blocks = typeof view === 'object' && view !== null && 'blocks' in view ? view.blocks : []
  const problems = [
    ...(shape.success ? [] : describe(shape.error, view, ['view'])),
    ...repeatedIds(Array.isArray(blocks) ? blocks : [], '/view/blocks'),
  ]
  if (problems.length > 0 || !shape.success) return refuse('invalid_arguments', ...problems)
  const bytes = Buffer.byteLength(JSON.stringify(view))
  if (bytes > limits.modal.bytes) return refuse('view_too_large', `the view has ${bytes} bytes [json-pointer:/view]`)
  return { accepted: shape.data }
}

/** A refusal in Slack's words. */
export function refuse(error: string, ...messages: string[]): { readonly refused: Refusal } {
  return { refused: { error, messages: messages.map((message) => `[ERROR] ${message}`) } }
}

function* tableProblems(blocks: readonly unknown[]): Generator<string> {
  const tables = [...tablesIn(blocks, '/blocks')]
  const second = tables[limits.table.perMessage]
  if (second !== undefined) yield `only_one_table_allowed [json-pointer:${second.pointer}]`
  for (const { pointer, rows, most } of tables) {
    const length = countText(rows)
    if (length > most) yield `the cells hold ${length} characters, ${most} are allowed [json-pointer:${pointer}/rows]`
  }
}

interface FoundTable {
  readonly pointer: string
  readonly rows: unknown
  readonly most: number
}

/** Tables, data tables and Markdown tables are one family: a message carries one of them. */
function* tablesIn(blocks: readonly unknown[], pointer: string): Generator<FoundTable> {
  for (const [index, block] of blocks.entries()) {
    const at = `${pointer}/${index}`
    if (typeof block !== 'object' || block === null || !('type' in block)) continue
    if (block.type === 'table' && 'rows' in block) {
      yield { pointer: at, rows: block.rows, most: limits.table.characters }
    }
    if (block.type === 'data_table' && 'rows' in block) {
      yield { pointer: at, rows: block.rows, most: limits.dataTable.characters }
    }
    if (block.type === 'markdown' && 'text' in block && typeof block.text === 'string') {
      if (block.text.split('\n').some((line) => TABLE_RULE.test(line))) {
        yield { pointer: at, rows: [], most: limits.table.characters }
      }
    }
    if ('child_blocks' in block && Array.isArray(block.child_blocks)) {
      yield* tablesIn(block.child_blocks, `${at}/child_blocks`)
    }
  }
}

/** A `block_id` may stand once in a message, an `action_id` once in a block. */
function* repeatedIds(blocks: readonly unknown[], pointer: string): Generator<string> {
  const seen = new Set<unknown>()
  for (const [index, block] of blocks.entries()) {
    if (typeof block !== 'object' || block === null) continue
    if ('block_id' in block && block.block_id !== undefined) {
      if (seen.has(block.block_id)) yield `\`block_id\` already exists [json-pointer:${pointer}/${index}/block_id]`
      seen.add(block.block_id)
    }
    if ('type' in block && block.type === 'actions' && 'elements' in block && Array.isArray(block.elements)) {
      yield* repeatedActionIds(block.elements, `${pointer}/${index}/elements`)
    }
  }
}

function* repeatedActionIds(elements: readonly unknown[], pointer: string): Generator<string> {
  const seen = new Set<unknown>()
  for (const [index, element] of elements.entries()) {
    if (typeof element !== 'object' || element === null || !('action_id' in element)) continue
    if (seen.has(element.action_id)) yield `\`action_id\` already exists [json-pointer:${pointer}/${index}/action_id]`
    seen.add(element.action_id)
  }
}

function describe(error: z.ZodError, input: unknown, root: readonly string[]): string[] {
  return error.issues.map((issue) => {
    const pointer = [...root, ...issue.path].map((part) => `/${String(part)}`).join('')
    return `${say(issue, input)} [json-pointer:${pointer}]`
  })
}

/** Slack's own wording, as far as it is known from its answers. */
function say(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return `must be less than ${Number(issue.maximum) + 1} characters`
  }
  if (issue.code === 'too_big' && issue.origin === 'array') return `no more than ${issue.maximum} items allowed`
  if (issue.code === 'too_small' && issue.origin === 'string') return 'must be more than 0 characters'
  if (issue.code === 'too_small' && issue.origin === 'array') return `no fewer than ${issue.minimum} items allowed`
  if (issue.code === 'unrecognized_keys') return `invalid additional property: ${issue.keys.join(', ')}`
  if (issue.code === 'invalid_union') return `unsupported type: ${String(valueAt(input, issue.path))}`
  if (issue.code === 'invalid_type')
    return `must provide ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
  return issue.message
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
