import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyse, diagnosticPages, type Report, renderText } from '../../src/core/index.ts'
import { pair } from '../../src/core/rules/negotiation/examples.ts'
import { judgeMessage } from '../../src/playground/judge.ts'
import { blocksText } from '../../src/slack/blocks/blocks-text.ts'
import { preformattedReplies, replyBlocks } from '../../src/slack/blocks/reply.ts'
import { context, header, markdownBlocks, sections } from '../../src/slack/blocks/text.ts'
import { tunnelMenu } from '../../src/slack/blocks/tunnels-table.ts'

/** A description with these many networks at each end, of which some do not fit, and names that try to break marks. */
const pastes = fc.record({
  locals: fc.integer({ min: 0, max: 12 }),
  remotes: fc.integer({ min: 0, max: 12 }),
  shifted: fc.integer({ min: 0, max: 12 }),
  vendor: fc.constantFrom('isa', 'windows', 'other', 'cisco-ios'),
  name: fc.oneof(fc.constantFrom('&<>*_`~', '<!channel>', 'x'.repeat(200)), fc.string({ maxLength: 30 })),
  noise: fc.array(fc.string({ maxLength: 4_000 }), { maxLength: 5 }),
})

function reportOf({
  locals,
  remotes,
  shifted,
  vendor,
  name,
  noise,
}: typeof pastes extends fc.Arbitrary<infer T> ? T : never): Report {
  const list = (net: number, from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `10.${net}.${from + at}.0/24`).join(', ')
  const text = [
    'ends:',
    '  A:',
    `    name: ${JSON.stringify(name)}`,
    `    vendor: ${vendor}`,
    '    external_address: 203.0.113.1',
    `    local_networks: [${list(1, 0, locals)}]`,
    `    remote_networks: [${list(2, 0, remotes)}]`,
    '  B:',
    '    vendor: other',
    '    external_address: 198.51.100.7',
    `    local_networks: [${list(2, shifted, remotes)}]`,
    `    remote_networks: [${list(1, 0, locals)}]`,
    '',
  ].join('\n')
  return analyse({
    pastes: [
      { source: 'a.yaml', text },
      { source: 'b.txt', text: noise.join('\n') },
    ],
  })
}

describe('a reply', () => {
  it('is one that Slack takes, whatever the report', () => {
    fc.assert(
      fc.property(pastes, (input) => {
        const report = reportOf(input)
        for (const reply of [replyBlocks(report), ...preformattedReplies(report)]) {
          expect(judgeMessage(reply)).not.toHaveProperty('refused')
          expect(reply.text).not.toBe('')
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('says what it leaves out', () => {
    const report = reportOf({ locals: 12, remotes: 12, shifted: 6, vendor: 'other', name: 'A', noise: [] })
    const shown = JSON.stringify(replyBlocks(report).blocks)
    expect(shown).toMatch(/\d+ more flows/)
    expect(shown).toMatch(/\d+ more findings are left out/)
    expect(JSON.stringify(preformattedReplies(report))).toMatch(/\d+ more parts are left out/)
  })

  it('says what each step is for, and what it mends that another fault hides', () => {
    // With keys that differ no end ever gets as far as its ESP proposals.
    const report = analyse(
      pair({ secret: 'one', child: 'esp_proposals = aes256-sha256' }, { child: 'esp_proposals = aes128-sha1' }),
    )
    const last = report.remediation.steps.length
    const shown = blocksText(replyBlocks(report).blocks)
    expect(shown).toContain('Step 1, on A (192.0.2.1) (for AU002-1)\n')
    expect(shown).toContain(
      `Step ${last}, on B (192.0.2.2) (for AU002-1)\nMends PR002, which shows only once AU002-1 is mended: The ends have no ESP`,
    )
  })

  it('has what is wrong before the steps, and remarks behind them', () => {
    const weak = { child: 'esp_proposals = aes128-sha1-modp1024' }
    const report = analyse(pair({ ...weak, secret: 'one' }, weak))
    const shown = blocksText(replyBlocks(report).blocks)
    const order = ['AU002-1:', 'Step 1, on', 'the simulation says: up', 'To check', 'CR001-1:', 'CR001-2:']
    expect(order.filter((text) => !shown.includes(text))).toEqual([])
    expect(order.toSorted((a, b) => shown.indexOf(a) - shown.indexOf(b))).toEqual(order)
  })

  it('says once what several findings say of their reasons', () => {
    const weak = { child: 'esp_proposals = aes128-sha1-modp1024' }
    const report = analyse(pair(weak, weak))
    const [reason = '?', ...more] = report.diagnostics.filter(({ code }) => code === 'CR001').map(({ why }) => why)
    expect(more).toContain(reason)
    for (const text of [blocksText(replyBlocks(report).blocks), renderText(report)]) {
      expect(text.split(reason)).toHaveLength(2)
    }
  })

  it('tells what else could be done', () => {
    const lists = 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\n\nB1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\n'
    const report = analyse({ pastes: [{ source: 'lists', text: lists }] })
    const says = report.remediation.alternatives.map(({ say }) => say)
    expect(says.length).toBeGreaterThan(0)
    expect(blocksText(replyBlocks(report).blocks)).toContain(`Otherwise\n${says.map((say) => `- ${say}`).join('\n')}`)
  })

  it('has a column for what is after the fix only where one is known', () => {
    const one = analyse({ pastes: [{ source: 'a', text: 'A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\n' }] })
    const columns = (report: Report) =>
      replyBlocks(report).blocks.find((block) => block.type === 'table')?.rows[0]?.length
    expect(columns(one)).toBe(3)
    expect(columns(reportOf({ locals: 1, remotes: 1, shifted: 0, vendor: 'isa', name: 'A', noise: [] }))).toBe(4)
  })

  it('shows a table of tunnels with at most four columns, and says how many are left out', () => {
    const row = {
      id: 'A-B',
      name: 'A - B',
      peer: '198.51.100.7',
      ends: ['A', 'B'],
      verdict: 'down' as const,
      summary: 'x'.repeat(500),
    }
    const hub = { ...analyse({ pastes: [] }), tunnels: Array.from({ length: 300 }, () => row) }
    const reply = replyBlocks(hub)
    expect(judgeMessage(reply)).not.toHaveProperty('refused')
    const table = reply.blocks.find((block) => block.type === 'table')
    expect(table?.rows[0]).toHaveLength(4)
    expect(JSON.stringify(table)).toMatch(/\d+ more tunnels/)
  })

  it('leaves findings and steps their room beside a long table', () => {
    const report = reportOf({ locals: 12, remotes: 12, shifted: 1, vendor: 'other', name: 'A', noise: [] })
    const reply = replyBlocks(report)
    expect(JSON.stringify(reply.blocks)).toMatch(/\d+ more flows/)
    expect(JSON.stringify(reply.blocks)).toContain('Step 1, on ')
    expect(judgeMessage(reply)).not.toHaveProperty('refused')
  })

  it('is one that Slack takes with a menu of a hundred tunnels of long names, and much around it', () => {
    const row = { id: 'A-B', ends: ['A', 'B'], verdict: 'down' as const, summary: 'x'.repeat(500) }
    const tunnels = Array.from({ length: 300 }, (_, at) => ({
      ...row,
      name: `site-${at} ${'n'.repeat(200)}`,
      peer: '2001:db8::1',
    }))
    const hub = { ...reportOf({ locals: 0, remotes: 0, shifted: 0, vendor: 'isa', name: 'A', noise: [] }), tunnels }
    const opening = sections('What changed. '.repeat(150))
    const reply = replyBlocks({ ...hub, flows: [] }, { opening, buttons: tunnelMenu(hub, 'U1:0123456789abcdef') })
    expect(judgeMessage(reply)).not.toHaveProperty('refused')
    expect(JSON.stringify(reply.blocks)).toMatch(/\d+ more tunnels/)
    expect(reply.blocks.at(-1)).toHaveProperty('accessory.options.length', 100)
  })

  it('marks nothing of a paste: where Slack reads marks, there is no text of it', () => {
    const name = '<!channel> *bold* <https://example.com|x> `code` _it_'
    const report = reportOf({ locals: 1, remotes: 1, shifted: 0, vendor: 'isa', name, noise: [] })
    const reply = replyBlocks(report)
    expect(JSON.stringify(reply.blocks)).toContain('<!channel>')
    const marked = reply.blocks.filter(({ type }) => type === 'section')
    expect(marked.length).toBeGreaterThan(0)
    expect(JSON.stringify(marked)).not.toMatch(/channel|example\.com|bold/)
    expect(reply.text).not.toMatch(/[<>]/)
  })
})

describe('the page of a diagnostic', () => {
  it.each(diagnosticPages.map(({ code, markdown }) => [code, markdown] as const))(
    '%s fits in a message',
    (_, markdown) => {
      const blocks = [header('Title'), ...markdownBlocks(markdown)]
      expect(judgeMessage({ text: 'x', blocks })).not.toHaveProperty('refused')
    },
  )
})

describe('a long text', () => {
  it('goes on in the next section, cut between lines or words and never inside an escaped mark', () => {
    const text = `${'a line of words\n'.repeat(300)}${'&lt;'.repeat(2_000)}`
    const shown = sections(text).map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''))
    expect(shown.length).toBeGreaterThan(3)
    expect(shown.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
    for (const piece of shown) expect(piece).not.toMatch(/&[a-z]*$/)
  })

  it('is cut in a context line, which says so', () => {
    expect(JSON.stringify(context('word '.repeat(2_000)))).toMatch(/word \.\.\."/)
  })
})
