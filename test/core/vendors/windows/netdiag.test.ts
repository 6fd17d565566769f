import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import type { AddressTerm, PacketFilter } from '../../../../src/core/model/spd-entry.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { netdiag } from '../../../../src/core/vendors/windows/netdiag/netdiag.ts'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { staticFilters } from '../../../../src/core/vendors/windows/static-store/static-filters.ts'
import { anchorsOf, endInWords, linesWith, quoted, readText } from '../isa/read-text.ts'

const TUNNEL = readFileSync(new URL('../../../fixtures/windows/netdiag/tunnel.txt', import.meta.url), 'utf8')
/** The test alone, without the name of the computer. */
const TEST = TUNNEL.slice(TUNNEL.indexOf('IP Security test'))

function read(text: string) {
  return readText(netdiag, text)
}

function term(address: AddressTerm | null): string {
  return address === null ? '-' : address === 'own' ? 'own' : formatRange(address)
}

/** `To branch: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 198.51.100.7/32 (tunnel)` */
function print(filter: PacketFilter): string {
  const ports = `${formatPort(filter.sourcePort)}>${formatPort(filter.destinationPort)}`
  const pair = `${term(filter.source)} > ${term(filter.destination)} ${formatProtocol(filter.protocol)} ${ports}`
  const via = `via ${term(filter.tunnel.destination)} (${filter.mode})`
  return `${filter.name}: ${filter.direction} ${filter.action} ${pair} ${via}`
}

function filtersOf(text: string): string[] | undefined {
  return read(text).endpoints[0]?.filters?.map(print)
}

function problemsOf(text: string): string[] {
  return read(text).problems.map(({ kind, span, say }) => `${kind} at "${quoted(text, span)}": ${say}`)
}

const FILTERS = [
  'To branch: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 198.51.100.7/32 (tunnel)',
  'From branch: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any via 203.0.113.1/32 (tunnel)',
  'null: in discard 0.0.0.0/0 > 203.0.113.1/32 udp any>1434 via - (null)',
]

describe('the IPsec test of netdiag', () => {
  it('gives filters with their directions, and both tunnel addresses', () => {
    const { endpoints, problems } = read(TUNNEL)
    expect(problems).toEqual([])
    expect(endpoints).toHaveLength(1)
    expect(endpoints[0]?.name).toBe('GW-A')
    expect(filtersOf(TUNNEL)).toEqual(FILTERS)
    expect(endInWords(endpoints[0])).toMatchObject({
      vendor: 'windows',
      addresses: ['203.0.113.1/32'],
      peers: ['198.51.100.7/32'],
    })
  })

  it('has a role for each line, other tests included', () => {
    const reading = read(TUNNEL)
    expect(linesWith('unrecognised', TUNNEL, reading)).toEqual([])
    expect(linesWith('irrelevant', TUNNEL, reading)).toEqual([
      1, 4, 5, 7, 8, 9, 10, 13, 14, 18, 19, 27, 28, 35, 36, 37, 45,
    ])
  })

  it('takes a negotiate filter without a tunnel address for transport mode', () => {
    const text = TEST.replace('Inbound Block', 'Inbound')
    expect(filtersOf(text)?.[2]).toBe('null: in protect 0.0.0.0/0 > 203.0.113.1/32 udp any>1434 via - (transport)')
  })

  it('lets pass what the flags permit', () => {
    expect(filtersOf(TEST.replace('Inbound Block', 'Outbound Permit'))?.[2]).toContain('null: out bypass')
  })

  it('reads flags directly below the other fields', () => {
    expect(filtersOf(TUNNEL.replace(/\n\n( +Flags)/g, '\n$1'))).toEqual(FILTERS)
  })

  it('leaves a line of the test that is not known unrecognised', () => {
    const text = TEST.replace('    There are', '    Colour is blue\n    There are')
    expect(linesWith('unrecognised', text, read(text))).toEqual([5])
  })

  it('has no filters where it counts none', () => {
    const text = `${TEST.slice(0, TEST.indexOf('    There are'))}    There are 0 filters\n`
    expect(read(text).endpoints[0]?.filters).toEqual([])
    expect(problemsOf(text)).toEqual([])
  })
})

describe('what is wrong with it', () => {
  it('is a filter in whose middle the text ends', () => {
    const text = TEST.slice(0, TEST.lastIndexOf('        Flags'))
    expect(filtersOf(text)).toEqual(FILTERS.slice(0, 2))
    expect(problemsOf(text)).toEqual([
      'cut at "TunnelFilter: No": The text ends in the middle of this filter, so the filter is left out.',
    ])
  })

  it('is a filter that is counted and missing', () => {
    const text = TEST.slice(0, TEST.indexOf('    No Name'))
    expect(filtersOf(text)).toEqual(FILTERS.slice(0, 2))
    expect(problemsOf(text)).toEqual([
      'cut at "There are 3 filters": "There are 3 filters" counts 3, but 2 filters stand below it.',
    ])
  })

  it('is a mask that is none', () => {
    const text = TEST.replace('255.255.255.0', '255.0.255.0')
    expect(filtersOf(text)).toEqual(FILTERS.slice(1))
    expect(problemsOf(text)[0]).toContain('invalid at "10.1.0.0": The source of this filter cannot be used')
  })

  it('is a tunnel filter without a tunnel address', () => {
    const text = TEST.replace('198.51.100.7', '0.0.0.0')
    expect(filtersOf(text)).toEqual(FILTERS.slice(1))
    expect(problemsOf(text)).toEqual([
      'invalid at "Yes": This filter is said to be a tunnel filter and has no tunnel address, so it is left out.',
    ])
  })

  it('is the short form, which shows no filters', () => {
    const text = "IP Security test . . . . . . . . . : Passed\n    Local IPSec Policy Active: 'Branch tunnel'\n"
    expect(read(text).endpoints).toEqual([])
    expect(problemsOf(text)).toEqual([
      'cut at "IP Security test . . . . . . . . . : Passed": The test shows no filters; only its longer form does.',
    ])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it.each([
    ['IP Security test . . . . . . . . . : Skipped\n', 'The test was skipped'],
    [
      'IP Security test . . . . . . . . . : Passed\n  IPSec policy service is active, but no policy is assigned.\n',
      'no policy is assigned',
    ],
    ["'netdiag' is not recognized as an internal or external command,\n", 'netdiag is not installed on this computer'],
  ])('is %s', (text, say) => {
    expect(anchorsOf(netdiag, text)).toEqual([1])
    expect(read(text).endpoints).toEqual([])
    expect(read(text).problems.map((problem) => problem.say)).toEqual([expect.stringContaining(say)])
    expect(read(text).problems[0]?.kind).toBe('unsupported')
  })
})

describe('text that was changed on the way', () => {
  it.each([
    ['with a blank line after each', (text: string) => text.replace(/\n/g, '\n\n')],
    ['without blank lines', (text: string) => text.replace(/\n\s*\n/g, '\n')],
    ['quoted in a mail', (text: string) => text.replace(/^/gm, '> ')],
    ['without indentation and padding', (text: string) => text.replace(/^ +/gm, '').replace(/ +/g, ' ')],
    ['with one field a line', (text: string) => text.replace(/ {2,}(?=\S+ ?\S*:|\S+ \S+ :)/g, '\n')],
  ])('%s gives the same filters', (_, shape) => {
    expect(filtersOf(shape(TUNNEL))).toEqual(FILTERS)
    expect(anchorsOf(netdiag, shape(TUNNEL))).toEqual([1])
  })

  it('run together into one line loses only the names of filters', () => {
    const text = TUNNEL.replace(/\s+/g, ' ')
    expect(filtersOf(text)).toEqual(FILTERS.map((filter) => filter.replace(/^[^:]*/, 'null')))
  })

  it('never throws, whatever is cut out of it', () => {
    fc.assert(
      fc.property(fc.nat(2500), fc.nat(2500), fc.string(), (at, length, junk) => {
        const text = TUNNEL.slice(0, at) + junk + TUNNEL.slice(at + length)
        anchorsOf(netdiag, text)
        read(text)
      }),
    )
  })

  it.each([
    ['words', 'word '.repeat(50_000), 0],
    ['a line of dots', 'test . . '.repeat(50_000), 0],
    ['blanks', ' '.repeat(300_000), 0],
    ['tests one behind the other', TEST.repeat(3000), 3000],
  ])('has the filters that it shows, however long: %s', (_, text, times) => {
    anchorsOf(netdiag, text)
    const filters = (of: string) => read(of).endpoints.flatMap((end) => end.filters ?? []).length
    expect(filters(text)).toBe(times * filters(TEST))
  })
})

describe('where a run begins', () => {
  it('is its command, the name of the computer, the first test or the IPsec test', () => {
    expect(anchorsOf(netdiag, `Hello\n${TUNNEL}`)).toEqual([2])
    expect(anchorsOf(netdiag, TUNNEL.slice(TUNNEL.indexOf('    Computer')))).toEqual([1])
    expect(anchorsOf(netdiag, TUNNEL.slice(TUNNEL.indexOf('Netcard')))).toEqual([1])
    expect(anchorsOf(netdiag, `Hello\n${TEST}`)).toEqual([2])
  })

  it('is its first filter where the heading was not copied', () => {
    const text = TEST.slice(TEST.indexOf('        Filter Id'))
    expect(anchorsOf(netdiag, text)).toEqual([1])
    expect(filtersOf(text)).toHaveLength(3)
  })

  it('comes again with the next command or the next test', () => {
    expect(anchorsOf(netdiag, `${TUNNEL}\n${TUNNEL}`)).toEqual([1, 47])
    expect(anchorsOf(netdiag, `${TEST}\n${TEST}`)).toEqual([1, 36])
  })

  it.each([
    ['a request for it', 'Please run\nnetdiag /test:ipsec /debug\nand paste what it prints.\n'],
    ['other tests of netdiag', 'Netcard queries test . . . . . . . : Passed\nDNS test . . . . . : Passed\n'],
    ['quick mode filters', 'Quick Mode Filters(Specific):\n-----\nFilter name : Branch\nSource Address : 10.1.0.0\n'],
    ['an event', 'Quick Mode Filter ID: 65536\nMain Mode SA ID: 3\n'],
    ['nothing', ''],
  ])('is nowhere in %s', (_, text) => {
    expect(anchorsOf(netdiag, text)).toEqual([])
  })

  it('is not claimed by other formats of Windows', () => {
    expect(anchorsOf(qmfilters, TUNNEL)).toEqual([])
    expect(anchorsOf(staticFilters, TUNNEL)).toEqual([])
  })
})
