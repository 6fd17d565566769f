import type { ReactNode } from 'react'
import { type Block, Message } from 'slack-blocks-to-jsx'
import type { InteractiveElement } from '../block-elements.ts'
import type { Cell, MessageBlock, ModalBlock } from '../block-kit.ts'
import { Chevron } from './icons.tsx'

type AnyBlock = MessageBlock | ModalBlock

/**
 * Blocks as Slack draws them. The renderer draws what can only be read; what can be pressed is drawn here, so that the
 * page's script knows which block and action it is.
 */
export function Blocks({ blocks }: { readonly blocks: readonly AnyBlock[] }): ReactNode {
  return blocks.map((block, index) => <OneBlock key={block.block_id ?? index} block={block} />)
}

function OneBlock({ block }: { readonly block: AnyBlock }): ReactNode {
  if (block.type === 'actions') {
    return (
      <div className="actions">
        {block.elements.map((element, index) => (
          <Interactive key={element.action_id ?? index} element={element} block={block.block_id} />
        ))}
      </div>
    )
  }
  if (block.type === 'section' && block.accessory !== undefined && block.accessory.type !== 'image') {
    const { accessory, ...section } = block
    return (
      <div className="with-accessory">
        <Drawn block={section} />
        <Interactive element={accessory} block={block.block_id} />
      </div>
    )
  }
  if (block.type === 'container') {
    return (
      <details className="container" open={block['default_collapsed'] !== true}>
        <summary>
          <Chevron />
          {block.title?.text ?? 'Details'}
        </summary>
        <Blocks blocks={block.child_blocks} />
      </details>
    )
  }
  return <Drawn block={block} />
}

/** The blocks that the renderer draws from any shape that the judge lets through. */
const drawable = /^(section|header|divider|context|rich_text|table|markdown|alert)$/

function Drawn({ block }: { readonly block: { readonly type: string } }): ReactNode {
  const prepared = prepare(block)
  if (!isDrawable(prepared))
    return <p className="undrawn">A block of type {block.type}, which this page does not draw.</p>
  return <Message blocks={[prepared]} name="" logo="" theme="light" withoutWrapper />
}

/** Text with Slack's markup, where a message has no blocks. */
export function MarkedUp({ text }: { readonly text: string }): ReactNode {
  return <Drawn block={textSection(text)} />
}

function textSection(text: string): MessageBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } }
}

/**
 * The renderer crashes on `raw_number`, draws no `data_table`, and reads markup into `raw_text`, which Slack shows as it
 * stands; as `rich_text` the same cells come out right.
 */
function prepare(block: { readonly type: string }): { readonly type: string } {
  if (!isTable(block)) return block
  const table = { ...block, type: 'table', rows: block.rows.map((row) => row.map(richCell)) }
  return table
}

function richCell(cell: Cell): Cell {
  if (cell.type === 'rich_text') return cell
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: cell.text }] }],
  }
}

function isTable(block: { readonly type: string }): block is MessageBlock & { type: 'table' | 'data_table' } {
  return block.type === 'table' || block.type === 'data_table'
}

function isDrawable(block: { readonly type: string }): block is Block {
  return drawable.test(block.type)
}

function Interactive({
  element,
  block,
}: {
  readonly element: InteractiveElement
  readonly block: string | undefined
}): ReactNode {
  const handle = {
    'data-block': block,
    'data-action': element.action_id,
    'data-confirm': element.confirm?.text.text,
  }
  if (element.type === 'button') {
    const look = `button ${element.style ?? ''}`
    if (element.url !== undefined) {
      return (
        <a {...handle} className={look} href={element.url} target="_blank" rel="noopener noreferrer" data-press="">
          {element.text.text}
        </a>
      )
    }
    return (
      <button {...handle} type="button" className={look} data-press="" aria-label={element.accessibility_label}>
        {element.text.text}
      </button>
    )
  }
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') {
    return (
      <fieldset {...handle} className="choices" data-choose="">
        {element.options.map((option) => (
          <label key={option.value}>
            <input
              type={element.type === 'checkboxes' ? 'checkbox' : 'radio'}
              name={`${block}/${element.action_id}`}
              value={option.value}
            />
            {option.text.text}
          </label>
        ))}
      </fieldset>
    )
  }
  const initial = element.type === 'static_select' ? element.initial_option?.value : undefined
  const prompt = element.type === 'static_select' ? (element.placeholder?.text ?? 'Choose') : '⋯'
  return (
    <select {...handle} className="button" data-choose="" defaultValue={initial ?? ''}>
      <option value="" disabled>
        {prompt}
      </option>
      {element.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text.text}
        </option>
      ))}
    </select>
  )
}
