import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { plainListOf } from '../../../../src/core/vendors/windows/static-store/plain-list.ts'
import { staticFilters } from '../../../../src/core/vendors/windows/static-store/static-filters.ts'

interface Values {
  readonly usual: readonly string[]
  readonly odd: readonly string[]
}

const VALUES: readonly (readonly [label: string, values: Values])[] = [
  ['Description', { usual: ['LAN to branch', 'NONE', 'Büro-7'], odd: ['Policy Name', 'No filters', 'a: b', ''] }],
  ['Mirrored', { usual: ['NO', 'YES'], odd: ['maybe'] }],
  [
    'Source IP Address',
    {
      usual: ['10.1.0.0', '<My IP Address>', '<Any IP Address>', '10.1.0.7'],
      odd: ['0.0.0.0', '10.1.0.0/16', '<DNS Servers>', '2001:db8:1::', 'gateway', '10.1.0.0 (255.255.0.0)'],
    },
  ],
  ['Source Mask', { usual: ['255.255.255.0', '255.255.255.255'], odd: ['255.0.255.0', '24'] }],
  ['Source DNS Name', { usual: ['10.1.0.0', 'branch.example.net', '<My IP Address>'], odd: ['two words'] }],
  ['Destination IP Address', { usual: ['10.2.0.0', '198.51.100.7'], odd: ['10.2.0.300', '<My IP Address>'] }],
  ['Destination Mask', { usual: ['255.255.255.0', '0.0.0.0'], odd: ['255.255.255.0 255.255.255.0'] }],
  ['Destination DNS Name', { usual: ['10.2.0.0'], odd: ['-', ''] }],
  ['Protocol', { usual: ['ANY', 'TCP', '47'], odd: ['RAW', 'TCP (6)', 'TCP     Src Port: 0      Dest Port: 443'] }],
  ['Source Port', { usual: ['ANY', '500'], odd: ['any port', '0'] }],
  ['Destination Port', { usual: ['ANY', '445'], odd: ['70000', '80-90'] }],
]

/** Mostly with all lines, and with what is usual on them. */
const filters: fc.Arbitrary<string> = fc
  .tuple(
    ...VALUES.map(([label, { usual, odd }]) =>
      fc.oneof(
        { weight: 150, arbitrary: fc.constantFrom(...usual).map((value) => [`${label.padEnd(23)}: ${value}`]) },
        { weight: 1, arbitrary: fc.constantFrom(...odd).map((value) => [`${label.padEnd(23)}: ${value}`]) },
        { weight: 1, arbitrary: fc.constant<string[]>([]) },
      ),
    ),
  )
  .map((lines) => `${lines.flat().join('\n')}\n`)

const DETAILS = [
  'Description            : Both ways',
  'Store                  : Local Store <GW-A>',
  'Last Modified          : 14/03/2006 09:12:40',
  'GUID                   : {0F6B2C51-7A3E-4D0C-9B1F-3C5D7E9A1B20}',
  'No. of Filters         : 1',
  'No. of Filters         : 2',
  'Policy Name            : Branch tunnel',
]

const lists = fc.record({
  name: fc.constantFrom('Branch', 'Branch', 'All branches', 'Filter list details'),
  details: fc.subarray(DETAILS, { maxLength: 4 }),
  list: fc.array(filters, { minLength: 1, maxLength: 4 }),
  between: fc.oneof({ weight: 9, arbitrary: fc.constant('\n') }, fc.constantFrom('', '\n\n', 'see below\n')),
  below: fc.constantFrom('', '\n', 'FilterList Name        : Other\n'),
})

function readingOf(text: string) {
  const lines = splitLines('paste', text)
  const anchors = staticFilters.recognise(lines)
  const { roles, ...reading } = staticFilters.read({ source: 'paste', lines })
  return { anchors, ...reading, roles: lines.map(({ number }) => roles.get(number)) }
}

function isPlain(text: string): boolean {
  return plainListOf(splitLines('paste', text)) !== null
}

describe('a filter list that stands there as it was printed', () => {
  it('tells what it tells to the reader that takes text of any shape', () => {
    let plain = 0
    fc.assert(
      fc.property(lists, ({ name, details, list, between, below }) => {
        const head = [`FilterList Name        : ${name}`, ...details, 'Filter(s)', '---------', ''].join('\n')
        const text = head + list.join(between) + below
        // A blank behind the heading means nothing, and is never printed.
        const other = text.replace('Filter(s)', 'Filter(s) ')
        expect(isPlain(other)).toBe(false)
        expect(readingOf(text)).toEqual(readingOf(other))
        if (isPlain(text)) plain += 1
      }),
      { numRuns: 600 },
    )
    expect(plain).toBeGreaterThan(60)
  })
})
