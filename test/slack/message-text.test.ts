import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlackMessage } from '../../src/slack/conversation/message.ts'
import { messageText } from '../../src/slack/conversation/message-text.ts'

const self = 'U0BOT'

function textOf(message: object): string {
  return messageText(SlackMessage.parse({ ts: '1.0', ...message }), self)
}

function section(...elements: object[]): object {
  return { blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }] }
}

const text = (words: string): object => ({ type: 'text', text: words })

describe('the text of a message', () => {
  it('is what stands in its rich text, where nothing is escaped', () => {
    expect(textOf({ text: 'A1 SubnetA &gt; SubnetB', ...section(text('A1 SubnetA > SubnetB')) })).toBe(
      'A1 SubnetA > SubnetB',
    )
  })

  it('has the parts of the rich text on lines of their own', () => {
    const elements = [
      { type: 'rich_text_section', elements: [text('ours:\n')] },
      { type: 'rich_text_preformatted', elements: [text('A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB')] },
      { type: 'rich_text_quote', elements: [text('quoted')] },
    ]
    expect(textOf({ blocks: [{ type: 'rich_text', elements }] })).toBe(
      'ours:\nA1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\nquoted',
    )
  })

  it.each([
    ['an emoji in an address', [text('2001:db8:'), { type: 'emoji', name: 'a' }, text('b::1')], '2001:db8::a:b::1'],
    ['an emoji with a tone', [{ type: 'emoji', name: 'wave', skin_tone: 2 }], ':wave::skin-tone-2:'],
    ['a host', [{ type: 'link', url: 'http://gw.example.com', text: 'gw.example.com' }], 'gw.example.com'],
    ['a link without a label', [{ type: 'link', url: 'http://gw.example.com/x' }], 'http://gw.example.com/x'],
    ['the mention of the app', [{ type: 'user', user_id: self }, text(' help')], 'help'],
    ['another mention', [{ type: 'user', user_id: 'U2' }, text(' look')], '@U2 look'],
    ['a channel', [{ type: 'channel', channel_id: 'C2' }], '#C2'],
    ['a broadcast', [{ type: 'broadcast', range: 'here' }, text(' look')], '@here look'],
    ['a date', [{ type: 'date', timestamp: 1, format: '{date}', fallback: '1 Jan' }], '1 Jan'],
    ['a colour', [{ type: 'color', value: '#10aa00' }], '#10aa00'],
    [
      'typographic quotes and dashes',
      [text('psk “x” 10.0.0.1–10.0.0.9 — ‘y’\u00a0z')],
      `psk "x" 10.0.0.1-10.0.0.9 -- 'y' z`,
    ],
    ['a part that is not known', [{ type: 'novelty' }, text('x')], 'x'],
  ])('undoes %s', (_, elements, expected) => {
    expect(textOf(section(...elements))).toBe(expected)
  })

  it('has lists as they were typed', () => {
    const items = ['permit a', 'deny b'].map((item) => ({ type: 'rich_text_section', elements: [text(item)] }))
    const list = (style: string, more: object) => ({
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style, elements: items, ...more }] }],
    })
    expect(textOf(list('bullet', { indent: 1 }))).toBe('- permit a\n  - deny b')
    expect(textOf(list('ordered', { offset: 9 }))).toBe('10. permit a\n11. deny b')
  })

  it('without rich text is `text` with Slack’s marks undone', () => {
    expect(
      textOf({
        text: `<@${self}> <http://gw.example.com|gw.example.com> &lt;x&gt; &amp; <mailto:a@b.example|a@b.example>`,
      }),
    ).toBe('gw.example.com <x> & a@b.example')
    expect(textOf({ text: '```A1 SubnetA &gt; SubnetB\nA2 SubnetA &lt; SubnetB```' })).toBe(
      'A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB',
    )
    expect(textOf({ text: '<!here> <#C1|vpn> <http://x.example/>' })).toBe('here vpn http://x.example/')
  })

  it('has pasted tables as lines with tabs', () => {
    const cell = (value: string) => ({ type: 'raw_text', text: value })
    const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text('10.1.0.0')] }] }
    const table = {
      type: 'table',
      rows: [
        [cell('Name'), cell('Source')],
        [cell('A1'), rich],
      ],
    }
    expect(textOf({ ...section(text('see')), attachments: [{ blocks: [table] }] })).toBe(
      'see\nName\tSource\nA1\t10.1.0.0',
    )
  })

  it('is some text, whatever the blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.string(), (blocks, words) => {
        const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: blocks }] }
        for (const some of [blocks, [rich], [{ type: 'table', rows: [blocks] }]]) {
          expect(typeof textOf({ text: words, blocks: some, attachments: [{ blocks: some }] })).toBe('string')
        }
      }),
      { numRuns: 200 },
    )
  })

  it('of a message that is nothing like one is empty', () => {
    expect(textOf({})).toBe('')
    expect(textOf({ blocks: [null, 7, { type: 'rich_text', elements: 'x' }], attachments: [null], text: '' })).toBe('')
  })
})
