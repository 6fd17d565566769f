import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { siteToSiteSummary } from '../../../../src/core/vendors/isa/summary/summary.ts'
import { shortened } from '../../../../src/core/vendors/isa/summary/summary-lists.ts'

const SUBNETS = [
  '    Subnet: 10.2.0.0/255.255.255.0',
  '    Subnet: 198.51.100.7/255.255.255.255',
  '    Subnet: 10.3.0.0/16',
]
const OTHERS = [
  '    Subnet: 10.4.0.0/255.0.255.0',
  '    Subnet: 10.5.0.0/',
  '    Subnet: 10.6.0.1 - 10.6.0.9',
  '    Subnet:',
  '10.7.0.0/24',
  'Subnet: 10.8.0.0/24 and more',
  '',
  "Remote Network 'Branch' IP Subnets:",
  "Local Network 'Internal' IP Subnets:",
  'Routable Local IP Addresses:',
  'Remote Network',
  'IP Subnets:',
  'Local Tunnel Endpoint: 203.0.113.1',
  'Remote Tunnel Endpoint:',
  'IKE Phase I Parameters:',
  '    Mode:',
  '    Encryption: 3DES',
  'To allow HTTP proxy or NAT traffic to the remote site,',
  'site tunnel end-point IP address.',
  'Forefront TMG',
]

const texts = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.constantFrom(...SUBNETS), { minLength: 1, maxLength: 6 }) },
      { weight: 2, arbitrary: fc.constantFrom(...OTHERS).map((line) => [line]) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => ['Local Tunnel Endpoint: 203.0.113.1', ...parts.flat()].join('\n'))

function readingOf(text: string) {
  const lines = splitLines('paste', text)
  const anchors = siteToSiteSummary.recognise(lines)
  const { roles, ...reading } = siteToSiteSummary.read({ source: 'paste', lines })
  return { anchors, ...reading, roles: lines.map(({ number }) => roles.get(number)) }
}

describe('subnets one below the other', () => {
  it('are taken out of the text but for those at its ends', () => {
    const lines = splitLines('paste', ['one', ...SUBNETS, ...SUBNETS, 'two', ...SUBNETS].join('\n'))
    const { flowing, below } = shortened(lines)
    expect(flowing.lines.map(({ number }) => number)).toEqual([1, 2, 3, 7, 8, 9, 10, 11])
    expect([...below].map(([line, networks]) => [line, networks.map(({ span }) => span.line)])).toEqual([
      [3, [4, 5, 6]],
    ])
  })

  it('say what they say where each is read as part of the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        // A blank behind a subnet means nothing, and is never printed.
        const other = text
          .split('\n')
          .map((line) => (SUBNETS.includes(line) ? `${line} ` : line))
          .join('\n')
        expect(shortened(splitLines('paste', other)).below.size).toBe(0)
        expect(readingOf(text)).toEqual(readingOf(other))
      }),
      { numRuns: 1000 },
    )
  })
})
