import { describe, expect, it } from 'vitest'
import { judgeBlocks, judgeMessage, judgeView, type Refusal } from '../../src/playground/judge.ts'
import { answer, row } from './tiny-app.ts'

describe('a message that Slack takes', () => {
  it('is taken with every kind of block that the reply uses', () => {
    expect(refusal(judgeBlocks(answer))).toBeNull()
  })

  it('may have an empty list of attachments, and no other', () => {
    expect(refusal(judgeMessage({ text: 'x', attachments: [] }))).toBeNull()
    expect(refusal(judgeMessage({ text: 'x', attachments: [{ text: 'y' }] }))?.error).toBe('invalid_attachments')
  })

  it('is taken at each limit, and sent back one past it', () => {
    const cases: readonly (readonly [string, (size: number) => object[], number])[] = [
      ['blocks', (size) => times(size, divider), 50],
      ['section text', (size) => [section('x'.repeat(size))], 3_000],
      ['section fields', (size) => [{ type: 'section', fields: times(size, plain) }], 10],
      ['header', (size) => [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(size) } }], 150],
      ['context elements', (size) => [{ type: 'context', elements: times(size, plain) }], 10],
      ['buttons', (size) => [actions(times(size, (index) => button({ action_id: `a${index}` })))], 25],
      ['button text', (size) => [actions([button({ text: { type: 'plain_text', text: 'x'.repeat(size) } })])], 75],
      ['button value', (size) => [actions([button({ value: 'x'.repeat(size) })])], 2_000],
      ['button action_id', (size) => [actions([button({ action_id: 'x'.repeat(size) })])], 255],
      ['block_id', (size) => [{ type: 'divider', block_id: 'x'.repeat(size) }], 255],
      ['table rows', (size) => [table(times(size, () => row('x')))], 100],
      ['table columns', (size) => [table([times(size, () => ({ type: 'raw_text', text: 'x' }))])], 20],
      ['table column settings', (size) => [{ ...table([row('x')]), column_settings: times(size, () => ({})) }], 20],
      ['table characters', (size) => [table([row('x'.repeat(size - 1), 'y')])], 10_000],
    ]
    for (const [what, blocks, most] of cases) {
      expect(refusal(judgeBlocks(blocks(most))), `${what}: ${most}`).toBeNull()
      expect(refusal(judgeBlocks(blocks(most + 1)))?.error, `${what}: ${most + 1}`).toBe('invalid_blocks')
    }
  })

  it('holds 13,000 characters of text in all its blocks, tables included', () => {
    const cells = table([row('x'.repeat(7_000))])
    expect(refusal(judgeBlocks([section('x'.repeat(3_000)), section('x'.repeat(3_000)), cells]))).toBeNull()
    expect(refusal(judgeBlocks([section('x'.repeat(3_000)), section('x'.repeat(3_000)), section('x'), cells]))).toEqual(
      {
        error: 'msg_blocks_too_long',
        messages: ['[ERROR] the blocks hold 13001 characters of text, 13000 are allowed [json-pointer:/blocks]'],
      },
    )
  })
})

describe('a message that Slack sends back', () => {
  it('has a second table, also one of another kind or inside a container', () => {
    const first = table([row('x')])
    const data = { type: 'data_table', caption: 'Flows', rows: [row('Flow'), row('x')] }
    const container = { type: 'container', title: { type: 'plain_text', text: 'x' }, child_blocks: [first] }
    const markdown = { type: 'markdown', text: '| a | b |\n| --- | --- |\n| 1 | 2 |' }
    for (const second of [first, data, container, markdown]) {
      expect(refusal(judgeBlocks([first, second]))?.error).toBe('invalid_blocks')
      expect(refusal(judgeBlocks([first, second]))?.messages.join()).toContain('only_one_table_allowed')
    }
    expect(refusal(judgeBlocks([first, { type: 'markdown', text: '- a | b' }]))).toBeNull()
  })

  it('has an empty cell, text or rich text, and is told which', () => {
    const empty = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }
    expect(refusal(judgeBlocks([divider(), table([row('x'), row('')])]))?.messages).toEqual([
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/1/rows/1/0/text]',
    ])
    expect(refusal(judgeBlocks([table([[empty]])]))?.messages).toEqual([
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/rows/0/0]',
    ])
  })

  it('has a number cell with a number is fine, without text is not', () => {
    expect(refusal(judgeBlocks([table([[{ type: 'raw_number', value: 3, text: '3' }]])]))).toBeNull()
    expect(refusal(judgeBlocks([table([[{ type: 'raw_number', value: 3 }]])]))?.error).toBe('invalid_blocks')
  })

  it('has a block or an element that Slack does not know, or a key that it does not know', () => {
    expect(refusal(judgeBlocks([{ type: 'chart' }]))?.messages).toEqual([
      '[ERROR] unsupported type: chart [json-pointer:/blocks/0/type]',
    ])
    expect(refusal(judgeBlocks([actions([{ type: 'knob' }])]))?.error).toBe('invalid_blocks')
    expect(
      refusal(judgeBlocks([{ type: 'section', text: { type: 'mrkdwn', text: 'x', emoji: true } }]))?.messages,
    ).toEqual(['[ERROR] invalid additional property: emoji [json-pointer:/blocks/0/text]'])
  })

  it('is not an array of blocks', () => {
    expect(refusal(judgeBlocks('blocks'))?.error).toBe('invalid_blocks_format')
  })

  it('has an alert, which is for modals only', () => {
    expect(refusal(judgeBlocks([alert]))?.error).toBe('invalid_blocks')
  })

  it('names two blocks alike, or two elements of one block', () => {
    const named = { type: 'divider', block_id: 'one' }
    expect(refusal(judgeBlocks([named, named]))?.error).toBe('invalid_blocks')
    expect(refusal(judgeBlocks([actions([button({}), button({})])]))?.error).toBe('invalid_blocks')
  })

  it('has empty text somewhere, or nothing to show at all', () => {
    expect(refusal(judgeBlocks([section('')]))?.error).toBe('invalid_blocks')
    expect(refusal(judgeBlocks([{ type: 'section' }]))?.error).toBe('invalid_blocks')
    expect(refusal(judgeBlocks([{ type: 'rich_text', elements: [] }]))?.error).toBe('invalid_blocks')
    expect(refusal(judgeMessage({ text: '' }))?.error).toBe('no_text')
    expect(refusal(judgeMessage({ text: 'x' }))).toBeNull()
  })
})

describe('a modal', () => {
  it('is taken with text areas and file inputs', () => {
    expect(refusal(judgeView(modal({})))).toBeNull()
  })

  it('is taken at each limit, and refused one past it', () => {
    const cases: readonly (readonly [string, (size: number) => object, number])[] = [
      ['blocks', (size) => ({ blocks: times(size, divider) }), 100],
      ['title', (size) => ({ title: { type: 'plain_text', text: 'x'.repeat(size) } }), 24],
      ['submit', (size) => ({ submit: { type: 'plain_text', text: 'x'.repeat(size) } }), 24],
      ['close', (size) => ({ close: { type: 'plain_text', text: 'x'.repeat(size) } }), 24],
      ['private_metadata', (size) => ({ private_metadata: 'x'.repeat(size) }), 3_000],
      ['callback_id', (size) => ({ callback_id: 'x'.repeat(size) }), 255],
      ['max_length', (size) => ({ blocks: [field({ type: 'plain_text_input', max_length: size })] }), 3_000],
      [
        'initial_value',
        (size) => ({ blocks: [field({ type: 'plain_text_input', initial_value: 'x'.repeat(size) })] }),
        3_000,
      ],
      ['max_files', (size) => ({ blocks: [field({ type: 'file_input', max_files: size })] }), 10],
    ]
    for (const [what, change, most] of cases) {
      expect(refusal(judgeView(modal(change(most)))), `${what}: ${most}`).toBeNull()
      expect(refusal(judgeView(modal(change(most + 1))))?.error, `${what}: ${most + 1}`).toBe('invalid_arguments')
    }
  })

  it('takes an alert, but no table, Markdown or container', () => {
    expect(refusal(judgeView(modal({ blocks: [alert] })))).toBeNull()
    for (const block of [
      table([row('x')]),
      { type: 'markdown', text: 'x' },
      { type: 'container', child_blocks: [divider()] },
    ]) {
      expect(refusal(judgeView(modal({ blocks: [block] })))?.messages).toEqual([
        `[ERROR] unsupported type: ${block.type} [json-pointer:/view/blocks/0/type]`,
      ])
    }
  })

  it('needs a submit button when it has an input', () => {
    const { submit, ...without } = modal({})
    expect(submit).toBeDefined()
    expect(refusal(judgeView(without))?.messages.join()).toContain('/view/submit')
  })

  it('is refused as a whole when it is larger than 250 KB', () => {
    const options = times(100, (index) => ({ text: plain(), value: `${index}`.padEnd(150, 'x') }))
    const select = (index: number) => ({
      ...field({ type: 'static_select', action_id: `${index}`, options }),
      block_id: `${index}`,
    })
    expect(refusal(judgeView(modal({ blocks: times(10, select) })))).toBeNull()
    expect(refusal(judgeView(modal({ blocks: times(20, select) })))?.error).toBe('view_too_large')
  })
})

const alert = { type: 'alert', text: { type: 'plain_text', text: 'x' } }

function refusal(judged: { accepted: unknown } | { refused: Refusal }): Refusal | null {
  return 'refused' in judged ? judged.refused : null
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function divider(): object {
  return { type: 'divider' }
}

function plain(): object {
  return { type: 'plain_text', text: 'x' }
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text } }
}

function table(rows: readonly (readonly object[])[]): { type: string; rows: unknown } {
  return { type: 'table', rows }
}

function actions(elements: readonly object[]): object {
  return { type: 'actions', elements }
}

function button(change: object): object {
  return { type: 'button', action_id: 'press', text: plain(), ...change }
}

function field(element: object): object {
  return { type: 'input', label: plain(), element: { action_id: 'value', ...element } }
}

function modal(change: object): { submit: object } {
  const title = { type: 'plain_text', text: 'Diagnose' }
  const blocks = [field({ type: 'plain_text_input', multiline: true }), field({ type: 'file_input' })]
  return { ...{ type: 'modal', title, submit: plain(), blocks }, ...change }
}
