import { describe, expect, it } from 'vitest'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { anchorsOf, endInWords, linesWith, quoted } from '../isa/read-text.ts'
import {
  dumpWith,
  filtersOf,
  fixture,
  GENERIC_FILTERS,
  LAN,
  labelsWith,
  problemsOf,
  RULE,
  read,
  SIX_FILTERS,
  SPECIFIC_FILTERS,
} from './read-qmfilters.ts'

const SPECIFIC = fixture('specific.txt')
const GENERIC = fixture('generic.txt')
const ALL = fixture('show-all.txt')
const SIX = fixture('ranges-and-ipv6.txt')

/** The filter of a dump, with its source in the place of 10.1.0.0/24. */
function withSource(source: string): string {
  return LAN.replace('10.1.0.0/24', source)
}

function sourceProblem(kind: string, at: string, say: string): string {
  return `${kind} at "${at}": The source of this filter cannot be used, so the filter is left out: ${say}`
}

describe('a dump of specific filters', () => {
  it('gives filters with directions and weights, and both tunnel addresses', () => {
    expect(filtersOf(SPECIFIC)).toEqual(SPECIFIC_FILTERS)
    expect(problemsOf(SPECIFIC)).toEqual([])
    expect(endInWords(read(SPECIFIC).endpoints[0])).toEqual({
      vendor: 'windows',
      addresses: ['203.0.113.1/32'],
      peers: ['198.51.100.7/32'],
      site: undefined,
      settings: {},
    })
  })

  it('has a role for each line', () => {
    expect(linesWith('unrecognised', SPECIFIC, read(SPECIFIC))).toEqual([])
    expect(linesWith('unsupported', SPECIFIC, read(SPECIFIC))).toEqual([])
    // The command, the heading with its rule, and the closing count.
    expect(linesWith('irrelevant', SPECIFIC, read(SPECIFIC))).toEqual([1, 3, 4, 56])
  })

  it('points at the two values that tell most, the addresses', () => {
    const spans = read(SPECIFIC).endpoints[0]?.filters?.[0]?.spans ?? []
    expect(spans.map((span) => [span.line, span.column, quoted(SPECIFIC, span)])).toEqual([
      [9, 25, '10.2.0.0         (255.255.255.0  )'],
      [8, 25, '10.1.0.0         (255.255.255.0  )'],
    ])
    const [peer] = read(SPECIFIC).endpoints[0]?.peers ?? []
    // A peer's place is the telling value of the filter that names it.
    expect(peer).toMatchObject({ span: { line: 9, column: 25 } })
  })
})

describe('a dump of generic filters', () => {
  it('gives filters with keywords, without directions', () => {
    expect(filtersOf(GENERIC)).toEqual(GENERIC_FILTERS)
    expect(problemsOf(GENERIC)).toEqual([])
    expect(linesWith('unrecognised', GENERIC, read(GENERIC))).toEqual([])
    expect(endInWords(read(GENERIC).endpoints[0])).toMatchObject({ addresses: [], peers: [] })
  })
})

describe('all that the driver shows', () => {
  it('gives the specific filters once, wherever they stand', () => {
    expect(read(ALL).endpoints).toHaveLength(1)
    expect(filtersOf(ALL)).toEqual(SPECIFIC_FILTERS)
    expect(problemsOf(ALL)).toEqual([])
    const turned = `${SPECIFIC}\n${GENERIC}`
    expect(anchorsOf(qmfilters, turned)).toEqual([1])
    expect(read(turned).endpoints).toHaveLength(1)
    expect(filtersOf(turned)).toEqual(SPECIFIC_FILTERS)
  })

  it('gives the generic ones where no specific ones are loaded', () => {
    const text = `${GENERIC}\nQuick Mode Filters(Specific):\n${RULE}\n\n0 Specific Filter(s)\n`
    expect(filtersOf(text)).toEqual(GENERIC_FILTERS)
    expect(problemsOf(text)).toEqual([])
  })

  it('passes over the sections that tell nothing, and shows those that would and are not read', () => {
    expect(linesWith('unrecognised', ALL, read(ALL))).toEqual([])
    expect(labelsWith('unsupported', ALL)).toEqual([
      'Main Mode Filters(Generic)',
      RULE,
      'Filter name',
      'Source Address',
      'Destination Address',
      'Inbound Negotiation',
      '1 Generic Filter(s)',
      'Quick Mode Policies',
      RULE,
      'Policy name',
      'PFS',
    ])
    expect(labelsWith('irrelevant', ALL)).toEqual(
      expect.arrayContaining(['Main Mode SAs', 'Offer', 'Quick Mode SAs', 'Invalid SPI Packets', 'Acquire Fail']),
    )
    // Four specific records: eleven, twelve or (transport) ten lines each.
    expect(labelsWith('read', ALL)).toHaveLength(12 + 12 + 12 + 10)
  })

  it('does not take the addresses of associations for filters', () => {
    const text = `${SPECIFIC.replace(/^4 Spec.*\n/m, '')}\nQuick Mode SAs:\n\nSource Address : 10.9.0.0\nDestination Address : 10.8.0.0\n`
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })
})

describe('addresses', () => {
  it('are ranges and IPv6 as well', () => {
    expect(filtersOf(SIX)).toEqual(SIX_FILTERS)
    expect(problemsOf(SIX)).toEqual([])
    expect(linesWith('unrecognised', SIX, read(SIX))).toEqual([])
  })

  it.each([
    ['10.1.0.0 (  255.255.255.0 )', '10.1.0.0/24'],
    ['10.1.0.0(255.255.255.0)', '10.1.0.0/24'],
    ['10.1.0.0/24', '10.1.0.0/24'],
    ['10.1.0.0 / 255.255.255.0', '10.1.0.0/24'],
    ['10.1.0.0 (/24)', '10.1.0.0/24'],
    ['10.1.0.0 255.255.255.0', '10.1.0.0/24'],
    ['10.1.0.7', '10.1.0.7/32'],
    ['10.1.0.0 - 10.1.0.255', '10.1.0.0/24'],
    ['10.1.0.1–10.1.0.2', '10.1.0.1-10.1.0.2'],
    ['<My IP Address>', 'own'],
    ['<My IP Address> (255.255.255.255)', 'own'],
    ['&lt;My IP Address&gt; (255.255.255.255)', 'own'],
    ['My IP Address', 'own'],
    ['me', 'own'],
    ['<Any IP Address> (0.0.0.0        )', '0.0.0.0/0'],
    ['ANY', '0.0.0.0/0'],
    ['0.0.0.0', '0.0.0.0/0'],
  ])('%s', (written, range) => {
    const text = dumpWith({ 'Source Address': written })
    expect(filtersOf(text)).toEqual([withSource(range)])
    expect(problemsOf(text)).toEqual([])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('that stand for the own address come first, since the question is which that is', () => {
    const text = dumpWith({ 'Source Address': '<My IP Address>' })
    const spans = read(text).endpoints[0]?.filters?.[0]?.spans ?? []
    expect(spans.map((span) => quoted(text, span))).toEqual(['<My IP Address>', '10.2.0.0 (255.255.255.0)'])
  })

  it('have their masks on lines of their own', () => {
    const masks = { 'Source Mask': '255.255.252.0', 'Destination Mask': '255.255.0.0' }
    const text = dumpWith({ 'Source Address': '10.1.0.0', 'Destination Address': '10.2.0.0', ...masks })
    expect(filtersOf(text)).toEqual([LAN.replace('10.1.0.0/24 > 10.2.0.0/24', '10.1.0.0/22 > 10.2.0.0/16')])
    const plain = dumpWith({}).replace(/ \((255\.255\.255\.0)\)/g, '\nMask : $1')
    expect(plain).toContain('Mask')
    expect(filtersOf(plain)).toEqual([LAN])
  })

  it('are any of the family of the other side', () => {
    const text = dumpWith({ 'Source Address': 'any', 'Destination Address': '2001:db8::7' })
    expect(filtersOf(text)).toEqual([LAN.replace('10.1.0.0/24 > 10.2.0.0/24', '::/0 > 2001:db8::7/128')])
  })

  it.each([
    ['10.1.0.0 (255.0.255.0)', 'The mask 255.0.255.0 has a gap: a mask is ones, then zeros.'],
    ['10.1.0.0/33', 'The prefix length /33 of 10.1.0.0 is larger than 32.'],
    ['10.1.0.0 (gateway)', '"gateway" is not a mask.'],
    ['999.1.1.1 (255.255.255.0)', '"999.1.1.1" is not an IPv4 address: 999 is larger than 255.'],
    ['10.1.0 (255.255.255.0)', '"10.1.0" is not an IPv4 address: it has 3 numbers, not 4.'],
    ['10.1.0.20-10.1.0.1', 'The range 10.1.0.20-10.1.0.1 runs backwards.'],
    ['10.1.0.1-2001:db8::1', 'The range 10.1.0.1-2001:db8::1 mixes IPv4 and IPv6.'],
    ['10.1.0.7, 10.1.0.8', '"10.1.0.7, 10.1.0.8" is not an IP address.'],
    ['2001:db8::zz', '"2001:db8::zz" is not an IPv6 address.'],
    ['2001:db8::1%12', '"2001:db8::1%12" has a zone, which has no meaning at the other end.'],
  ])('that cannot be: %s', (written, say) => {
    const text = dumpWith({ 'Source Address': written })
    expect(read(text).endpoints[0]?.filters).toBeUndefined()
    expect(problemsOf(text)).toEqual([sourceProblem('invalid', written, say)])
    expect(linesWith('unsupported', text, read(text))).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it.each(['<DNS Servers>', 'WINS Servers <dynamic>', 'DHCP Server', '<Default Gateway>', 'Default Gateway'])(
    'that this output does not tell: %s',
    (written) => {
      const text = dumpWith({ 'Source Address': written })
      const say = `"${written}" stands for addresses that this output does not tell.`
      expect(problemsOf(text)).toEqual([sourceProblem('unsupported', written, say)])
      expect(read(text).endpoints[0]?.filters).toBeUndefined()
    },
  )

  it('that are a name', () => {
    const text = dumpWith({ 'Source Address': 'branch.example.net' })
    const say = '"branch.example.net" is a name, whose addresses this output does not tell.'
    expect(problemsOf(text)).toEqual([sourceProblem('unsupported', 'branch.example.net', say)])
  })

  it('that mix IPv4 and IPv6, or are missing, or are the same', () => {
    const problems = (changes: Record<string, string | null>) => problemsOf(dumpWith(changes))
    expect(problems({ 'Source Address': '2001:db8::1' })).toEqual([
      'invalid at "10.2.0.0 (255.255.255.0)": The source and the destination mix IPv4 and IPv6, so the filter is left out.',
    ])
    expect(problems({ 'Source Address': '' })).toEqual([
      'invalid at "Source Address        : ": This filter has no source address, so it is left out.',
    ])
    expect(problems({ 'Source Address': 'me', 'Destination Address': '<My IP Address>' })).toEqual([
      'invalid at "<My IP Address>": The source and the destination are both "my address", so the filter is left out.',
    ])
  })

  it('that a forum has dropped are concluded from their masks, and it is said so', () => {
    const text = GENERIC.replace(/<[^<>]*>/g, '')
    expect(filtersOf(text)).toEqual(GENERIC_FILTERS)
    const lost = (end: string, keyword: string) =>
      `The ${end} of this filter is empty; its mask is that of ${keyword}, which is assumed to have been lost when the text was copied.`
    expect(problemsOf(text)).toEqual([
      `unsupported at "(255.255.255.255)": ${lost('source', '<My IP Address>')}`,
      `unsupported at "(0.0.0.0        )": ${lost('source', '<Any IP Address>')}`,
      `unsupported at "(255.255.255.255)": ${lost('destination', '<My IP Address>')}`,
    ])
  })
})

describe('tunnel addresses', () => {
  it.each([null, '', '-', '0.0.0.0', '0.0.0.0 (0.0.0.0)', '::', '<Any IP Address>', 'any'])(
    'a source that is %s decides nothing',
    (written) => {
      const text = dumpWith({ 'Tunnel Source': written })
      expect(filtersOf(text)).toEqual([LAN.replace('203.0.113.1/32', '-')])
      expect(problemsOf(text)).toEqual([])
    },
  )

  it.each([null, '', '-', '0.0.0.0', '0.0.0.0 (0.0.0.0)', '::', '<Any IP Address>', 'any'])(
    'a destination that is %s means transport mode',
    (written) => {
      const text = dumpWith({ 'Tunnel Destination': written })
      expect(filtersOf(text)).toEqual([LAN.replace('198.51.100.7/32 (tunnel)', '- (transport)')])
      expect(endInWords(read(text).endpoints[0])).toMatchObject({ addresses: [], peers: [] })
    },
  )

  it('may be the own one', () => {
    const text = dumpWith({ 'Tunnel Source': '203.0.113.1', 'Tunnel Destination': '<My IP Address>' })
    expect(filtersOf(text)).toEqual([LAN.replace('198.51.100.7/32', 'own')])
  })

  it.each([
    ['999.1.1.1', 'invalid', '"999.1.1.1" is not an IPv4 address: 999 is larger than 255.'],
    ['gw.example.net', 'unsupported', '"gw.example.net" is a name, whose addresses this output does not tell.'],
  ])('a destination %s makes the filter useless, a source does not', (written, kind, say) => {
    expect(problemsOf(dumpWith({ 'Tunnel Destination': written }))).toEqual([
      `${kind} at "${written}": The tunnel destination of this filter cannot be used, so the filter is left out: ${say}`,
    ])
    const text = dumpWith({ 'Tunnel Source': written })
    expect(filtersOf(text)).toEqual([LAN.replace('203.0.113.1/32', '-')])
    expect(problemsOf(text)).toEqual([`${kind} at "${written}": The filter is read without its tunnel source: ${say}`])
  })

  it('are single ones', () => {
    const text = dumpWith({ 'Tunnel Destination': '198.51.100.0 (255.255.255.0)' })
    expect(filtersOf(text)).toBeUndefined()
    expect(problemsOf(text)).toEqual([
      'invalid at "198.51.100.0 (255.255.255.0)": The tunnel destination of this filter is more than one address, where no tunnel can end, so the filter is left out.',
    ])
  })
})

describe('the other fields', () => {
  it.each([
    ['TCP     Src Port: 0      Dest Port: 3389', 'tcp any>3389'],
    ['UDP     Src Port: 1701   Dest Port: ANY', 'udp 1701>any'],
    ['ICMP    Src Port: 0      Dest Port: 0', 'icmp any>any'],
    ['ANY     Source Port: 0   Destination Port: 0', 'any any>any'],
    ['0', 'any any>any'],
    ['6', 'tcp any>any'],
    ['47', 'gre any>any'],
    ['TCP (6)', 'tcp any>any'],
    ['', 'any any>any'],
  ])('protocol %s', (written, service) => {
    expect(filtersOf(dumpWith({ Protocol: written }))).toEqual([LAN.replace('any any>any', service)])
  })

  it.each([
    ['RAW', 'RAW', 'unsupported', '"RAW" tells no protocol number'],
    ['256', '256', 'invalid', '"256" is not a protocol that is known here'],
    ['TCP/UDP', 'TCP/UDP', 'invalid', '"TCP/UDP" is not a protocol that is known here'],
    ['TCP Src Port: 70000', '70000', 'invalid', '"70000" is not a source port that is known here'],
    ['TCP Src Port: 80-90', '80-90', 'invalid', '"80-90" is not a source port that is known here'],
    ['TCP Dest Port: http', 'http', 'invalid', '"http" is not a destination port that is known here'],
  ])('protocol %s is not read', (written, at, kind, say) => {
    const text = dumpWith({ Protocol: written })
    expect(filtersOf(text)).toBeUndefined()
    expect(problemsOf(text)).toEqual([`${kind} at "${at}": ${say}, so the filter is left out.`])
  })

  it.each([
    ['Permit', 'bypass'],
    ['Pass-through', 'bypass'],
    ['Passthru', 'bypass'],
    ['Block', 'discard'],
    ['Blocking', 'discard'],
  ])('action %s', (written, action) => {
    const text = dumpWith({ 'Inbound Action': written, 'Outbound Action': written })
    expect(filtersOf(text)).toEqual([LAN.replace('protect', action).replace('tunnel', 'null')])
  })

  it('action Negotiate security', () => {
    const negotiate = 'Negotiate security'
    expect(filtersOf(dumpWith({ 'Inbound Action': negotiate, 'Outbound Action': negotiate }))).toEqual([LAN])
  })

  it('the action is that of the own direction, and negotiating where the direction is not told', () => {
    const action = { 'Inbound Action': 'Permit', 'Outbound Action': 'Negotiate' }
    expect(filtersOf(dumpWith(action))).toEqual([LAN])
    const inbound = LAN.replace('out protect', 'in bypass').replace('tunnel', 'null')
    expect(filtersOf(dumpWith({ ...action, Direction: 'Inbound' }))).toEqual([inbound])
    expect(filtersOf(dumpWith({ ...action, Direction: null }))).toEqual([LAN.replace('out', 'null')])
  })

  it('without an action a tunnel filter negotiates, and another one is left out', () => {
    const action = { 'Inbound Action': '', 'Outbound Action': '' }
    expect(filtersOf(dumpWith(action))).toEqual([LAN])
    expect(problemsOf(dumpWith({ ...action, 'Tunnel Destination': null }))).toEqual([
      'invalid at "10.1.0.0 (255.255.255.0)": This filter tells no action, so it is left out.',
    ])
  })

  it.each([
    ['Inbound', 'in'],
    ['OUT', 'out'],
    ['', 'null'],
  ])('direction "%s"', (written, direction) => {
    expect(filtersOf(dumpWith({ Direction: written }))).toEqual([LAN.replace('out', direction)])
  })

  it.each([
    ['0', '0'],
    ['0xFF', '255'],
    ['18446744073709551616', '18446744073709551616'],
    ['', 'null'],
  ])('weight "%s"', (written, weight) => {
    expect(filtersOf(dumpWith({ Weight: written }))).toEqual([LAN.replace(/7$/, weight)])
    expect(problemsOf(dumpWith({ Weight: written }))).toEqual([])
  })

  it.each([
    ['yes', '<>'],
    ['YES', '<>'],
    ['no', '>'],
  ])('mirrored %s', (written, arrow) => {
    const filter = LAN.replace('/24 > ', `/24 ${arrow} `)
    expect(filtersOf(dumpWith({ Mirrored: written }))).toEqual([filter])
  })

  it.each([
    ['Inbound Action', 'Ponder', '"Ponder" is not an inbound action that is known here'],
    ['Direction', 'Sideways', '"Sideways" is not a direction that is known here'],
    ['Mirrored', 'maybe', '"maybe" is neither yes nor no'],
  ])('%s: %s is not read', (label, written, say) => {
    const text = dumpWith({ [label]: written })
    expect(filtersOf(text)).toBeUndefined()
    expect(problemsOf(text)).toEqual([`invalid at "${written}": ${say}, so the filter is left out.`])
  })

  it('a weight that is not understood costs the weight alone', () => {
    const text = dumpWith({ Weight: 'heavy' })
    expect(filtersOf(text)).toEqual([LAN.replace(/7$/, 'null')])
    expect(problemsOf(text)).toEqual([
      'unsupported at "heavy": "heavy" is not a weight that is known here, so the filter is read without it.',
    ])
  })

  it('a field that is not known is left unrecognised', () => {
    const text = dumpWith({ Colour: 'blue', 'Peer Source Address': '10.9.9.9' })
    expect(filtersOf(text)).toEqual([LAN])
    expect(labelsWith('unrecognised', text)).toEqual(['Colour', 'Peer Source Address'])
  })
})
