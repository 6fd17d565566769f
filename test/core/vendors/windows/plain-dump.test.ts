import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { plainDumpOf } from '../../../../src/core/vendors/windows/qmfilters/plain-dump.ts'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { fixture } from './read-qmfilters.ts'

interface Values {
  readonly usual: readonly string[]
  readonly odd: readonly string[]
}

const VALUES: readonly (readonly [label: string, values: Values])[] = [
  [
    'Filter name',
    { usual: ['To branch', 'Büro-7'], odd: ['No filters', 'Netsh: all', 'To "branch"', 'Quick Mode Filters(Generic)'] },
  ],
  ['Connection Type', { usual: ['ALL', 'LAN'], odd: ['ALL of them', 'Branch'] }],
  [
    'Source Address',
    {
      usual: ['10.1.0.0         (255.255.255.0  )', '10.1.0.7', '0.0.0.0 (0.0.0.0)', '10.1.0.5 (255.255.0.0)'],
      odd: [
        '<My IP Address>  (255.255.255.255)',
        '0.0.0.0',
        '10.1.0.0 (255.0.255.0)',
        '10.1.0.1-10.1.0.9',
        '10.1.0.0/16',
      ],
    },
  ],
  [
    'Destination Address',
    {
      usual: ['10.2.0.0         (255.255.255.0  )', '10.2.0.7'],
      odd: ['<Any IP Address> (0.0.0.0)', '10.2.0.300', '2001:db8:2::/48', '10.2.0.0 (255.255.255.0) x', ''],
    },
  ],
  ['Tunnel Source', { usual: ['<Any IP Address>', '203.0.113.1'], odd: ['<My IP Address>', 'gateway', '0.0.0.0'] }],
  ['Tunnel Destination', { usual: ['198.51.100.7', '203.0.113.1'], odd: ['0.0.0.0', '198.51.100.0 (255.255.255.0)'] }],
  [
    'Protocol',
    {
      usual: [
        'ANY     Src Port: 0      Dest Port: 0',
        'TCP     Src Port: 0      Dest Port: 443',
        '47      Src Port: 0      Dest Port: 0',
        'ANY',
      ],
      odd: [
        'RAW     Src Port: 0      Dest Port: 0',
        'TCP (6)',
        'UDP     Src Port: 500    Dest Port: 70000',
        'UDP     Src Port: 500',
      ],
    },
  ],
  ['Mirrored', { usual: ['no', 'YES'], odd: ['maybe'] }],
  ['Direction', { usual: ['Outbound', 'Inbound'], odd: ['Sideways', 'outbound'] }],
  ['Weight', { usual: ['34603784', '0x10'], odd: ['10h', 'heavy'] }],
  ['Quick Mode Policy', { usual: ['Branch tunnel'], odd: ['Main Mode Filters', 'Branch (tunnel)'] }],
  ['Inbound Action', { usual: ['Negotiate', 'Permit'], odd: ['Negotiate security', 'Allow'] }],
  ['Outbound Action', { usual: ['Negotiate', 'Block'], odd: ['Pass', 'negotiate'] }],
]

/** Mostly with all lines, and with what is usual on them. */
const filters: fc.Arbitrary<string> = fc
  .tuple(
    ...VALUES.map(([label, { usual, odd }]) =>
      fc.oneof(
        { weight: 150, arbitrary: fc.constantFrom(...usual).map((value) => [`${label.padEnd(22)}: ${value}`]) },
        { weight: 1, arbitrary: fc.constantFrom(...odd).map((value) => [`${label.padEnd(22)}: ${value}`]) },
        { weight: 1, arbitrary: fc.constant<string[]>([]) },
      ),
    ),
  )
  .map((lines) => `${lines.flat().join('\n')}\n`)

const COMMAND = 'C:\\>netsh ipsec dynamic show qmfilter all type=specific\n\n'

const dumps = fc.record({
  above: fc.constantFrom('', '\n', COMMAND, COMMAND + COMMAND, 'Filters:\n'),
  list: fc.array(filters, { minLength: 1, maxLength: 4 }),
  between: fc.oneof({ weight: 9, arbitrary: fc.constant('\n') }, fc.constantFrom('', '\n\n', 'see below\n')),
  below: fc.constantFrom(
    '',
    '',
    '1 Specific Filter(s)\n',
    '2 Specific Filter(s)\n',
    '1 Specific Filter(s)\n\nC:\\>\n',
    'C:\\>\n',
  ),
})

const HEADING = 'Quick Mode Filters(Specific):'

function readingOf(text: string) {
  const lines = splitLines('paste', text)
  const anchors = qmfilters.recognise(lines)
  const { roles, ...reading } = qmfilters.read({ source: 'paste', lines })
  return { anchors, ...reading, roles: lines.map(({ number }) => roles.get(number)) }
}

function isPlain(text: string): boolean {
  return plainDumpOf(splitLines('paste', text)) !== null
}

describe('a dump that stands there as it was printed', () => {
  it('is known as such', () => {
    expect(isPlain(fixture('specific.txt'))).toBe(true)
  })

  it('tells what it tells to the reader that takes text of any shape', () => {
    let plain = 0
    fc.assert(
      fc.property(dumps, ({ above, list, between, below }) => {
        const text = `${above}${HEADING}\n${'-'.repeat(79)}\n\n${list.join(between)}\n${below}`
        // A blank behind the heading means nothing, and is never printed.
        const other = text.replace(HEADING, `${HEADING} `)
        expect(isPlain(other)).toBe(false)
        expect(readingOf(text)).toEqual(readingOf(other))
        if (isPlain(text)) plain += 1
      }),
      { numRuns: 600 },
    )
    expect(plain).toBeGreaterThan(100)
  })
})
