import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHost, nameRange } from '../../../../src/core/address/address-range.ts'
import type { Endpoint, EndpointFragment, TextEdit } from '../../../../src/core/model/endpoint.ts'
import type { Reading } from '../../../../src/core/model/format.ts'
import type { AddressTerm, PacketFilter, SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { trafficBetween } from '../../../../src/core/selectors/box.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { filterList } from '../../../../src/core/vendors/isa/filter-list/filter-list.ts'
import { mayHoldFilter, parseLine, plainFilter } from '../../../../src/core/vendors/isa/filter-list/filter-notation.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/isa/filter-list/${name}`, import.meta.url), 'utf8')
}

function read(text: string): Reading {
  return filterList.read({ source: 'paste', lines: splitLines('paste', text) })
}

function recognise(text: string): readonly number[] {
  return filterList.recognise(splitLines('paste', text))
}

function term(address: AddressTerm | null): string {
  return address === null ? '-' : address === 'own' ? 'own' : formatHost(address)
}

/** `A1 out SubnetA > SubnetB via ISA-A > ISA-B` */
function print(filter: PacketFilter): string {
  const { name, direction, source, destination, tunnel } = filter
  const via = `${term(tunnel.source)} > ${term(tunnel.destination)}`
  return `${name} ${direction} ${term(source)} > ${term(destination)} via ${via}`
}

function summary(fragment: EndpointFragment | undefined) {
  return {
    label: fragment?.label,
    name: fragment?.name,
    addresses: fragment?.addresses.map(({ value }) => formatHost(value)),
    peers: fragment?.peers.map(({ value }) => formatHost(value)),
    locals: fragment?.site?.locals.map(({ value }) => formatHost(value)),
    remotes: fragment?.site?.remotes.map(({ value }) => formatHost(value)),
    filters: fragment?.filters?.map(print),
  }
}

const END_A = {
  label: 'A',
  name: 'ISA-A',
  addresses: ['ISA-A'],
  peers: ['ISA-B'],
  locals: ['SubnetA'],
  remotes: ['SubnetB'],
  filters: [
    'A1 out SubnetA > SubnetB via ISA-A > ISA-B',
    'A3 out ISA-A > SubnetB via ISA-A > ISA-B',
    'A2 in SubnetB > SubnetA via ISA-B > ISA-A',
    'A4 in SubnetB > ISA-A via ISA-B > ISA-A',
  ],
}
const END_B = {
  label: 'B',
  name: 'ISA-B',
  addresses: ['ISA-B'],
  peers: ['ISA-A'],
  locals: ['SubnetB'],
  remotes: ['SubnetA'],
  filters: [
    'B1 out SubnetB > SubnetA via ISA-B > ISA-A',
    'B3 out ISA-B > SubnetA via ISA-B > ISA-A',
    'B2 in SubnetA > SubnetB via ISA-A > ISA-B',
    'B4 in SubnetA > ISA-B via ISA-A > ISA-B',
  ],
}

describe('a filter list in short notation', () => {
  it('is one end for each letter, with directions by the side that the packet comes from', () => {
    const { endpoints, problems } = read(fixture('two-lists.txt'))
    expect(endpoints.map(summary)).toEqual([END_A, END_B])
    expect(problems).toEqual([])
  })

  it('is the same on one line, in two columns, with arrows, colons, bullets and HTML escapes', () => {
    const lists = fixture('two-lists.txt').replace(/ISA-[AB]\n/g, '')
    const [a, b] = lists.split(/(?=B1)/).map((list) => list.trim().split('\n'))
    const columns = a?.map((line, index) => `${line}\t\t${b?.[index]}`).join('\n') ?? ''
    const variants = [
      lists.replace(/\s+/g, ' '),
      columns,
      lists.replaceAll(' > ', '->').replaceAll(' < ', '<-'),
      lists.replaceAll('>', '→').replaceAll('<', '←'),
      lists.replaceAll('<', '&lt;').replaceAll(' > ', '&gt;'),
      lists.replace(/^(\w\d)/gm, '- $1:'),
      lists.replace(/^(\w\d)/gm, '> *$1*'),
      lists.replaceAll('\n', '\r\n\r\n'),
      lists.replace(/^(\w\d) +/gm, '$1) '),
    ]
    for (const variant of variants) {
      expect(read(variant).endpoints.map(summary), variant).toEqual([END_A, END_B])
      expect(recognise(variant), variant).toHaveLength(1)
    }
  })

  it('keeps the place of each filter and of each name', () => {
    const { endpoints } = read('A1 SubnetA > SubnetB\n  A2 SubnetA < SubnetB')
    expect(endpoints[0]?.filters?.map((filter) => filter.spans)).toEqual([
      [{ source: 'paste', line: 1, column: 1, length: 20 }],
      [{ source: 'paste', line: 2, column: 3, length: 20 }],
    ])
    expect(endpoints[0]?.site?.remotes[0]).toMatchObject({ span: { line: 1, column: 14, length: 7 } })
  })

  it('takes the first of two lists and says so, when an article shows the state before and after', () => {
    const text = fixture('before-and-after.txt')
    const { endpoints, problems, roles } = read(text)
    expect(recognise(text)).toEqual([1])
    expect(endpoints.map(summary)).toEqual([END_A, END_B])
    expect(problems.map(({ kind, say }) => ({ kind, say }))).toEqual([
      {
        kind: 'unsupported',
        say: expect.stringContaining('in lines 9 to 15, and again in lines 26 to 31 with A5, A6 added'),
      },
      {
        kind: 'unsupported',
        say: expect.stringContaining('in lines 19 to 22, and again in lines 33 to 38 with B5, B6 added'),
      },
    ])
    for (const line of splitLines('paste', text)) {
      if (line.text !== '') expect([line.number, roles.get(line.number)]).not.toContain(undefined)
    }
  })

  it('reads a list with the entries for the other gateway', () => {
    const [, after = ''] = fixture('before-and-after.txt').split('Afterwards the lists were:')
    const [a] = read(after).endpoints
    expect(summary(a)).toMatchObject({ locals: ['SubnetA'], remotes: ['SubnetB', 'ISA-B'] })
    expect(a?.filters?.map(print)).toEqual([
      'A1 out SubnetA > SubnetB via ISA-A > ISA-B',
      'A3 out ISA-A > SubnetB via ISA-A > ISA-B',
      'A5 in ISA-B > SubnetA via ISA-B > ISA-A',
      'A2 in SubnetB > SubnetA via ISA-B > ISA-A',
      'A4 in SubnetB > ISA-A via ISA-B > ISA-A',
      'A6 out SubnetA > ISA-B via ISA-A > ISA-B',
    ])
  })

  it('counts a filter that is repeated once, and asks about a name that stands for two things', () => {
    const { endpoints, problems } = read(
      'A1 SubnetA > SubnetB\nA1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\nA2 SubnetA < SubnetC',
    )
    expect(endpoints[0]?.filters?.map((filter) => filter.name)).toEqual(['A1', 'A2'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'invalid', span: { line: 4 } })
    expect(problems[0]?.say).toContain('SubnetC > SubnetA here and for SubnetB > SubnetA in line 3')
  })
})

describe('the addresses behind the names', () => {
  it('come from lines that give names addresses, for a gateway without filters of its own too', () => {
    const { endpoints, problems } = read(fixture('with-addresses.txt'))
    expect(problems).toEqual([])
    expect(endpoints.map(summary)).toEqual([
      {
        label: 'A',
        name: 'ISA-A',
        addresses: ['203.0.113.1'],
        peers: ['198.51.100.7'],
        locals: ['10.1.0.0/24'],
        remotes: ['10.2.0.0/24'],
        filters: [
          'A1 out 10.1.0.0/24 > 10.2.0.0/24 via 203.0.113.1 > 198.51.100.7',
          'A2 in 10.2.0.0/24 > 10.1.0.0/24 via 198.51.100.7 > 203.0.113.1',
          'A3 out 203.0.113.1 > 10.2.0.0/24 via 203.0.113.1 > 198.51.100.7',
          'A4 in 10.2.0.0/24 > 203.0.113.1 via 198.51.100.7 > 203.0.113.1',
        ],
      },
      {
        label: 'B',
        name: 'GW-B',
        addresses: ['198.51.100.7'],
        peers: ['203.0.113.1'],
        locals: ['10.2.0.0/24'],
        remotes: ['10.1.0.0/24'],
        filters: [
          'B1 out 10.2.0.0/24 > 10.1.0.0/24 via 198.51.100.7 > 203.0.113.1',
          'B2 in 10.1.0.0/24 > 10.2.0.0/24 via 203.0.113.1 > 198.51.100.7',
        ],
      },
    ])
  })

  it('may stand in the filters themselves; the single address among networks is the gateway', () => {
    const { endpoints } = read(
      'C1 10.1.0.0 255.255.255.0 > 10.2.0.0/24\nC2 10.1.0.0/24 < 10.2.0.0/24\nC3 203.0.113.1 > 10.2.0.0/24',
    )
    expect(summary(endpoints[0])).toMatchObject({
      label: null,
      name: null,
      addresses: ['203.0.113.1'],
      peers: [],
      locals: ['10.1.0.0/24'],
      filters: [
        'C1 out 10.1.0.0/24 > 10.2.0.0/24 via 203.0.113.1 > -',
        'C2 in 10.2.0.0/24 > 10.1.0.0/24 via - > 203.0.113.1',
        'C3 out 203.0.113.1 > 10.2.0.0/24 via 203.0.113.1 > -',
      ],
    })
  })

  it('may stand in the filters under a heading with the name alone', () => {
    const [end] = read('ISA-A:\nA1 10.1.0.0/24 > 10.2.0.0/24\nA3 203.0.113.1 > 10.2.0.0/24').endpoints
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.1'])
  })

  it('leave a host inside a listed network alone: it is no gateway', () => {
    const { endpoints } = read('A1 10.1.0.0/24 > 10.2.0.0/24\nA2 10.1.0.5 > 10.2.0.0/24')
    expect(endpoints[0]?.addresses).toEqual([])
  })

  it('may be IPv6', () => {
    const { endpoints } = read('A1 2001:db8:1::/48 > 2001:db8:2::/48\nA2: 2001:db8:1::/48 < 2001:db8:2::/48')
    expect(endpoints[0]?.filters?.map(print)).toEqual([
      'A1 out 2001:db8:1::/48 > 2001:db8:2::/48 via - > -',
      'A2 in 2001:db8:2::/48 > 2001:db8:1::/48 via - > -',
    ])
  })

  it.each([
    ['a topology line', 'Lan1 — Box1 — Internet — Box2 — Lan2\nA1 Lan1 > Lan2\nA2 Box1 > Lan2', 'Box1'],
    ['a heading', 'Box1:\nA1 Lan1 > Lan2\nA2 Box1 > Lan2', 'Box1'],
    ['the sound of the name', 'A1 Lan1 > Lan2\nA2 gw1 > Lan2', 'gw1'],
    ['nothing', 'A1 Lan1 > Lan2\nA2 Box1 > Lan2', undefined],
  ])('%s tells which name is the gateway', (_, text, gateway) => {
    const [end] = read(text).endpoints
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(gateway === undefined ? [] : [gateway])
    expect(end?.name).toBe(gateway ?? null)
  })
})

describe('what cannot be', () => {
  it.each([
    ['A3 999.1.1.1 > SubnetB', 'invalid', '999 is larger than 255'],
    ['A3 10.1.0.9-10.1.0.1 > SubnetB', 'invalid', 'runs backwards'],
    ['A3 10.1.0.0/255.0.255.0 > SubnetB', 'invalid', 'has a gap'],
    ['A3 10.1.0.0/24 > 2001:db8::/32', 'invalid', 'IPv4 on one side and IPv6 on the other'],
    ['A3 SubnetA > SubnetA', 'invalid', 'both sides are the same'],
    ['A3 ISA-A <', 'cut', 'ends before its second side'],
    ['A3 > SubnetB', 'cut', 'lacks its first side'],
    ['A3 SubnetA <> SubnetB', 'unsupported', 'both directions'],
    ['A3 SubnetA > SubnetB tcp 80', 'unsupported', 'a protocol or port'],
  ])('is said, with its place: %s', (line, kind, say) => {
    const { endpoints, problems, roles } = read(`A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\n${line}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind, span: { line: 3 }, say: expect.stringContaining(say) })
    expect(roles.get(3)).toBe('unsupported')
    expect(endpoints[0]?.filters?.map(({ name }) => name)).toEqual(['A1', 'A2'])
  })

  it('is a filter between two names that are on the same side', () => {
    const { endpoints, problems } = read('A1 SubnetA > SubnetB\nA2 ISA-A < SubnetB\nA3 ISA-A > SubnetA')
    expect(problems[0]).toMatchObject({ kind: 'invalid', span: { line: 3 } })
    expect(problems[0]?.say).toContain('A3 puts ISA-A and SubnetA on opposite sides')
    expect(problems[0]?.say).toContain('A2 in line 2 and A1 in line 1')
    expect(endpoints[0]?.filters?.map(({ name }) => name)).toEqual(['A1', 'A2'])
  })

  it('is a name with two addresses', () => {
    const { problems } = read(
      'SubnetA = 10.1.0.0/24\nSubnetA = 10.9.0.0/24\nA1 SubnetA > SubnetB\nA2 SubnetA < SubnetB',
    )
    expect(problems.map(({ say }) => say)).toEqual([
      '"SubnetA" is given the address 10.9.0.0/24 here and 10.1.0.0/24 in line 1; the first one is used.',
    ])
  })

  it('leaves a line of which the operator is lost as not recognised', () => {
    const { roles } = read('A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\nA3 ISA-A SubnetB\nGateway: ISA-A\n10.1.0.0')
    expect([3, 4, 5].map((line) => roles.get(line))).toEqual([undefined, undefined, undefined])
  })
})

describe('recognition', () => {
  it.each([
    [
      'one filter in a sentence',
      'Since A3 ISA-A > SubnetB has no partner, the ping fails.\nA4 ISA-A < SubnetB has none either.',
    ],
    ['one filter', 'A1 SubnetA > SubnetB'],
    ['tcpdump', '12:00:01 IP6 2001:db8::1 > 2001:db8::2: ICMP6\nIP6 2001:db8::1 > 2001:db8::2: ICMP6\n12:00 IP a > b'],
    ['a filter dump', 'Source Address : <My IP Address> (255.255.255.255)\nTunnel Source : <Any IP Address>'],
    ['a prompt', 'C:\\>ping 10.2.0.10\nroot@h1 conf > show\nroot@h1 conf > exit'],
    ['HTML', '<h1 id="a">A1</h1>\n<td>A2</td>'],
  ])('is silent on %s', (_, text) => {
    expect(recognise(text)).toEqual([])
  })

  it('begins at the definitions when another format stands above', () => {
    const dump = 'Filter name : x\nSource Address : 10.1.0.0 (255.255.255.0)\n'
    expect(recognise(`${dump}SubnetA = 10.1.0.0/24\nA1 SubnetA > SubnetB\nA2 SubnetA < SubnetB`)).toEqual([3])
    expect(recognise(`${dump}\nA1 SubnetA > SubnetB\nA2 SubnetA < SubnetB`)).toEqual([4])
  })
})

describe('the editor', () => {
  const text = fixture('two-lists.txt').replace(/^ISA-[AB]$/gm, '')

  function entry(name: string, direction: 'out' | 'in', local: string, remote: string, line = 0): SpdEntry {
    const selectors = [trafficBetween(nameRange(local), nameRange(remote))]
    const spans = line === 0 ? [] : [{ source: 'paste', line, column: 1, length: 10 }]
    const tunnel = { source: null, destination: null }
    const common = { action: 'protect', mode: 'tunnel', weight: null } as const
    return { id: `A#${name}`, name, direction, selectors, spans, tunnel, ...common }
  }

  const known = [
    entry('A1', 'out', 'SubnetA', 'SubnetB', 3),
    entry('A3', 'out', 'ISA-A', 'SubnetB', 4),
    entry('A2', 'in', 'SubnetA', 'SubnetB', 5),
    entry('A4', 'in', 'ISA-A', 'SubnetB', 6),
  ]

  function edits(before: readonly SpdEntry[], after: readonly SpdEntry[]): readonly TextEdit[] {
    const [fragment] = read(text).endpoints
    if (fragment?.editor == null) return []
    const { ike: _, ...listed } = fragment
    const end = (spd: readonly SpdEntry[]): Endpoint => ({
      ...listed,
      label: 'A',
      name: 'ISA-A',
      spd,
      partlyRead: false,
    })
    return fragment.editor(end(before), end(after))
  }

  it('adds the new filters below the list', () => {
    const added = [entry('A5', 'in', 'SubnetA', 'ISA-B'), entry('A6', 'out', 'SubnetA', 'ISA-B')]
    const [edit, ...more] = edits(known, [...known, ...added])
    expect(more).toEqual([])
    expect(edit).toMatchObject({ source: 'paste', line: 7, remove: null })
    expect(edit?.insert.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'A5 ISA-B > SubnetA',
      'A6 ISA-B < SubnetA',
    ])
  })

  it('takes a filter away', () => {
    expect(edits(known, known.slice(1))).toEqual([
      { source: 'paste', line: 3, remove: 'A1   SubnetA > SubnetB', insert: '' },
    ])
  })
})

describe('for any lists', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[B-Z][a-z]{2,6}-?\d?$/), { minLength: 4, maxLength: 9 })
  const blank = fc.constantFrom(' ', '  ', '\t', ' \u00a0 ')

  it('finds the side of each name whatever the order, the spelling of the operator and the blanks', () => {
    fc.assert(
      fc.property(
        names,
        fc.infiniteStream(blank),
        fc.infiniteStream(fc.constantFrom('>', '->', '→', '&gt;')),
        fc.infiniteStream(fc.boolean()),
        (all, blanks, arrows, backwards) => {
          const half = Math.floor(all.length / 2)
          const [own, remote] = [all.slice(0, half), all.slice(half)]
          const pairs = own.flatMap((local) => remote.map((other) => ({ local, other })))
          const gap = () => blanks.next().value
          const lines = pairs.map(({ local, other }, index) => {
            // The first line has an own name on its left; the others stand as they like.
            const [left, right] = index > 0 && backwards.next().value ? [other, local] : [local, other]
            return `A${index + 1}${gap()}${left}${gap()}${arrows.next().value}${gap()}${right}`
          })
          const [end] = read(lines.join('\n')).endpoints
          for (const filter of end?.filters ?? []) {
            expect(filter.direction).toBe(own.includes(term(filter.source)) ? 'out' : 'in')
          }
          expect(end?.filters).toHaveLength(pairs.length)
        },
      ),
    )
  })

  it('takes a name in other letters and an address in another notation for the same place', () => {
    const { endpoints } = read(
      'A1 SubnetA > 10.2.0.0/24\nA2 SUBNETA < 10.2.0.0/255.255.255.0\nA3 subneta > 10.2.0.9/24',
    )
    expect(summary(endpoints[0])).toMatchObject({ locals: ['SubnetA'], remotes: ['10.2.0.0/24'] })
  })

  it('takes a time that grows with the lines alone, however many lists they are of and however often one comes again', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRST']
    const names = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}1`)))
    const net = (at: number) => `10.${at >> 8}.${at & 255}.0/24`
    const { endpoints } = read(names.map((name, at) => `${name} ${net(at)} > SubnetB`).join('\n'))
    expect(endpoints).toHaveLength(8000)
    expect(summary(endpoints[7999]).filters).toEqual([`TTT1 out 10.31.63.0/24 > SubnetB via - > -`])
    const long = names.map((_, at) => `A${at + 1} ${net(at)} > SubnetB`)
    const again = read([...long, ...names.map(() => `A1 ${net(0)} > SubnetB`)].join('\n'))
    expect(again.endpoints[0]?.filters).toHaveLength(8000)
    expect(again.problems).toEqual([])
  })

  it('reads a line that holds nothing but a filter as the reader of any line does', () => {
    const name = fc.constantFrom('A1', 'b22', 'IP6', 'IP4', 'ABCD123456', 'A0')
    const side = fc.constantFrom('SubnetA', 'ISA-A', 'x', 'a_', 'tcp', '10.1.0.0/24', '10.1.0.1', '1.2.3.4/999', 'x-')
    const mostly = (usual: string, ...others: string[]) =>
      fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
    const blank = mostly(' ', '  ', '\t', '')
    const end = mostly('', ' ', ':', ' tcp', ' x')
    const line = fc.tuple(name, blank, side, blank, fc.constantFrom('>', '<', '->'), blank, side, end)
    let plain = 0
    fc.assert(
      fc.property(line, (words) => {
        for (const each of splitLines('paste', words.join(''))) {
          const filter = plainFilter(each)
          if (filter === null) continue
          plain += 1
          expect(parseLine(each)).toMatchObject({ filters: [filter], broken: [] })
        }
      }),
      { numRuns: 2000 },
    )
    expect(plain).toBeGreaterThan(100)
  })

  it('looks closer at each line with a filter, or with what begins like one', () => {
    const name = fc.constantFrom('A1', 'b22.', '(ABCD123456)', 'A1:', 'A1)SubnetA', 'ABCD1234567', 'ABCDE1', '1A', '')
    const side = fc.constantFrom('SubnetA', '10.1.0.0/24', '10.1.0.1', 'a1', '')
    const operator = fc.constantFrom('>', '&lt;', '->', '↔', '')
    let found = 0
    fc.assert(
      fc.property(fc.array(fc.oneof(name, side, operator), { maxLength: 9 }), (words) => {
        for (const line of splitLines('paste', words.join(' '))) {
          const { filters, broken } = parseLine(line)
          if (filters.length + broken.length === 0) continue
          found += 1
          expect(mayHoldFilter(line)).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
    expect(found).toBeGreaterThan(100)
    const [long] = splitLines('paste', 'A1234567 SubnetA > SubnetB')
    expect(long && mayHoldFilter(long)).toBe(false)
  })

  it('neither throws nor forgets a line, whatever the text', () => {
    const word = fc.constantFrom(
      'A1',
      'A2',
      'B1',
      '>',
      '<',
      '->',
      '&lt;',
      'SubnetA',
      '10.1.0.0/24',
      '—',
      '=',
      ':',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 60 }), (words) => {
        const lines = splitLines('paste', words.join(' '))
        const { endpoints, roles } = filterList.read({ source: 'paste', lines })
        for (const { span } of endpoints
          .flatMap(({ filters }) => filters ?? [])
          .flatMap(({ spans }) => spans.map((span) => ({ span })))) {
          expect(['read', 'unsupported']).toContain(roles.get(span.line))
        }
        filterList.recognise(lines)
      }),
    )
  })
})
