import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { anchorsOf, linesWith, quoted } from '../isa/read-text.ts'
import {
  dumpWith,
  filtersOf,
  fixture,
  GENERIC_FILTERS,
  LAN,
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
/** The dump without the command above it. */
const DUMP = SPECIFIC.slice(SPECIFIC.indexOf('Quick Mode'))
const DUMPS = [
  ['specific', SPECIFIC, SPECIFIC_FILTERS],
  ['generic', GENERIC, GENERIC_FILTERS],
  ['all', ALL, SPECIFIC_FILTERS],
  ['ranges and IPv6', SIX, SIX_FILTERS],
] as const
const COMMAND = 'C:\\>netsh ipsec dynamic show qmfilter all type=specific\n'
const CUT = 'The text ends in the middle of this filter, so the filter is left out.'

/** Breaks each line that is longer than `width` at a blank, as mail clients do. */
function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = []
      let rest = line
      while (rest.length > width) {
        const last = rest.lastIndexOf(' ', width)
        const at = rest.slice(0, Math.max(last, 0)).trim() === '' ? rest.indexOf(' ', width) : last
        if (at < 0) break
        lines.push(rest.slice(0, at))
        rest = rest.slice(at + 1)
      }
      return [...lines, rest]
    })
    .join('\n')
}

/** Runs all lines together and breaks them again, within labels and values too. */
function fill(text: string, width: number): string {
  return wrap(text.replace(/\s+/g, ' '), width)
}

function quote(text: string): string {
  return text.replace(/^/gm, '> ')
}

const SHAPES: readonly (readonly [name: string, shape: (text: string) => string])[] = [
  ['run together into one line', (text) => text.replace(/\s+/g, ' ')],
  ['wrapped at 60 columns', (text) => wrap(text, 60)],
  ['wrapped at 40 columns', (text) => wrap(text, 40)],
  ['filled to 60 columns', (text) => fill(text, 60)],
  ['filled to 40 columns', (text) => fill(text, 40)],
  ['quoted in a mail', quote],
  ['quoted in a mail twice', (text) => quote(quote(text))],
  ['wrapped, then quoted', (text) => quote(wrap(text, 40))],
  ['filled, then quoted', (text) => quote(fill(text, 60))],
  ['quoted, then wrapped', (text) => wrap(quote(text), 50)],
  ['with a blank line after each', (text) => text.replace(/\n/g, '\n\n')],
  ['without blank lines', (text) => text.replace(/\n\s*\n/g, '\n')],
  ['without padding', (text) => text.replace(/ +/g, ' ').replace(/ :/g, ':')],
  ['with labels glued to values', (text) => text.replace(/ *: /g, ':')],
  ['without colons', (text) => text.replace(/ +: /g, ' ')],
  ['wrapped after each colon', (text) => text.replace(/: /g, ':\n    ')],
  ['wrapped before each colon', (text) => text.replace(/ : /g, '\n : ')],
  ['several fields to a line', (text) => text.replace(/\n(?=Dest|Tunnel|Weight|Outbound)/g, '   ')],
  ['with full-width colons', (text) => text.replace(/ : /g, '：')],
  ['with no-break spaces', (text) => text.replace(/ /g, '\u00a0')],
  ['with tabs', (text) => text.replace(/ {2,}/g, '\t')],
  ['with escaped brackets', (text) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;')],
  ['with Windows line breaks', (text) => text.replace(/\n/g, '\r\n')],
  ['indented', (text) => text.replace(/^/gm, '    ')],
]

describe('text that was changed on the way', () => {
  it.each(SHAPES)('%s gives the same filters', (_, shape) => {
    for (const [name, text, filters] of DUMPS) {
      const changed = shape(text)
      expect(filtersOf(changed), name).toEqual(filters)
      expect(problemsOf(changed), name).toEqual([])
      expect(linesWith('unrecognised', changed, read(changed)), name).toEqual([])
      expect(anchorsOf(qmfilters, changed), name).toEqual([1])
    }
  })

  it('is read where neither colons nor blanks part labels from values', () => {
    // Without its colon, the `1` of `Weight1` could as well begin an IPv6 address, so IPv4 alone.
    for (const text of [SPECIFIC, GENERIC]) expect(filtersOf(text.replace(/ +: +/g, ''))).toEqual(filtersOf(text))
  })

  it('keeps smart quotes out of the way', () => {
    const text = SPECIFIC.replace(/Branch tunnel/g, '“Branch tunnel”')
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('keeps the place of a value that was wrapped', () => {
    const text = quote(wrap(dumpWith({}), 40))
    const [destination] = read(text).endpoints[0]?.filters?.[0]?.spans ?? []
    expect(quoted(text, destination)).toBe('10.2.0.0')
    const later = dumpWith({ 'Source Address': '10.1.0.0\n> (255.0.255.0)' })
    expect(read(later).problems.map(({ span }) => [span.line, quoted(later, span)])).toEqual([[5, '10.1.0.0']])
  })

  it('does not take the end of a wrapped "Mirrored : no" for an error', () => {
    const text = GENERIC.replace(/: no\n/g, ':\nno ')
    expect(filtersOf(text)).toEqual(GENERIC_FILTERS)
    expect(problemsOf(text)).toEqual([])
  })

  it('at any width gives the same filters', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DUMPS),
        fc.constantFrom(wrap, fill),
        fc.integer({ min: 30, max: 120 }),
        fc.boolean(),
        ([, text, filters], rewrap, width, isQuoted) => {
          const changed = rewrap(text, width)
          expect(filtersOf(isQuoted ? quote(changed) : changed)).toEqual(filters)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(['-- More  --', '-- More (42%) --', '--More--'])('is the same page by page: %s', (mark) => {
    const text = SPECIFIC.split('\n')
      .flatMap((line, at) => (at % 7 === 6 ? [line, mark] : [line]))
      .join('\n')
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('in any order of its fields gives the same filters', () => {
    const [command = '', heading = '', ...records] = SPECIFIC.trimEnd().split('\n\n')
    const count = records.pop() ?? ''
    const seeds = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(seeds, (seed) => {
        const shuffled = records.map((record) =>
          record
            .split('\n')
            .map((line, index) => ({ line, at: seed[index] ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ line }) => line)
            .join('\n'),
        )
        const text = [command, heading, ...shuffled, count].join('\n\n')
        expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
      }),
    )
  })

  it('never throws, whatever is cut out of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DUMPS), fc.nat(4000), fc.nat(4000), fc.string(), ([, text], at, length, junk) => {
        const changed = text.slice(0, at) + junk + text.slice(at + length)
        anchorsOf(qmfilters, changed)
        read(changed)
      }),
    )
  })

  it('never throws on a mix of its own words, and gives no other line a role', () => {
    const words = [...new Set(ALL.split(/(\s+|[:<>()-])/)), '> ', '&lt;', '(', '0x', '/', 'ERR IPsec[1]', 'C:\\>netsh']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 120 }), (mixed) => {
        const text = mixed.join('')
        const lines = text.split('\n').length
        for (const anchor of anchorsOf(qmfilters, text)) expect(anchor).toBeLessThanOrEqual(lines)
        expect(read(text).roles.get(lines + 1)).toBeUndefined()
      }),
    )
  })

  it.each([
    ['the same dump again and again', DUMP.repeat(1500), 4],
    ['the same without line breaks', DUMP.replace(/\s+/g, ' ').repeat(1500), 4],
    ['a label', 'Filter name\n'.repeat(50_000), 0],
    ['a label and blanks', `Source Address ${' '.repeat(200_000)}`, 0],
    ['words of a head', 'quick mode filters '.repeat(20_000), 0],
    ['a head', 'Quick Mode Filters(Generic) '.repeat(10_000), 0],
    ['marks of quoting', '> '.repeat(100_000), 0],
    ['a command', 'C:\\>netsh ipsec dynamic show all\n'.repeat(10_000), 0],
    ['half an address', '10.1.0.0 (255.'.repeat(20_000), 0],
  ])('has the filters that it shows, however long: %s', (_, text, filters) => {
    anchorsOf(qmfilters, text)
    expect(filtersOf(text) ?? []).toHaveLength(filters)
  })
})

describe('a dump of which a part is missing', () => {
  it('counts more filters than it shows', () => {
    const text = SPECIFIC.replace('4 Specific', '5 Specific')
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(problemsOf(text)).toEqual([
      'cut at "5 Specific Filter(s)": "5 Specific Filter(s)" counts 5, but 4 filters stand above it.',
    ])
  })

  it('ends in the middle of a filter', () => {
    const text = SPECIFIC.slice(0, SPECIFIC.lastIndexOf('Inbound Action'))
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS.slice(0, 3))
    expect(problemsOf(text)).toEqual([`cut at "Quick Mode Policy     : Management": ${CUT}`])
    const first = SPECIFIC.slice(0, SPECIFIC.indexOf('.51.100.7'))
    expect(read(first).endpoints[0]?.filters).toBeUndefined()
    expect(problemsOf(first)).toEqual([`cut at "Tunnel Destination    : 198": ${CUT}`])
  })

  it('ends behind the name of a filter', () => {
    const from = SPECIFIC.lastIndexOf('Filter name')
    const text = SPECIFIC.slice(0, SPECIFIC.indexOf('\n', from))
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS.slice(0, 3))
    const [line = ''] = SPECIFIC.slice(from).split('\n')
    expect(problemsOf(text)).toEqual([`cut at "${line}": ${CUT}`])
  })

  it('ends before the closing count that the other section has', () => {
    const text = `${GENERIC}\n${DUMP}`.replace(/4 Specific.*\n/, '')
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(problemsOf(text)).toEqual([
      'cut at "Quick Mode Filters(Specific):": These filters have no closing count, although those of the other section have one; some may be missing.',
    ])
  })

  it('ends under its heading', () => {
    const text = `${COMMAND}\nQuick Mode Filters(Specific):\n${RULE}\n`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(read(text).endpoints[0]?.filters).toBeUndefined()
    expect(problemsOf(text)).toEqual([
      'cut at "Quick Mode Filters(Specific):": The text ends under this heading, before the first filter.',
    ])
  })

  it('lacks the source of one filter, and keeps the others whole', () => {
    const text = GENERIC.replace(/^Filter name {11}: To branch\nConnection.*\nSource.*\n/m, '')
    expect(filtersOf(text)).toEqual(GENERIC_FILTERS.slice(1))
    expect(problemsOf(text)).toEqual([
      'invalid at "10.2.0.0         (255.255.255.0  )": This filter has no source address, so it is left out.',
    ])
  })

  it('has labels in a language that is not known', () => {
    const text = `Quick Mode Filters(Specific):\n${RULE}\n\nNom : LAN\nAdresse source : 10.1.0.0\n`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(read(text).endpoints[0]?.filters).toBeUndefined()
    expect(read(text).problems[0]?.say).toBe(
      'No filter could be read under this heading, since none of the labels below it is known.',
    )
    expect(read(text).problems[0]?.instead).toContain('display language is English')
    expect(linesWith('unrecognised', text, read(text))).toEqual([4, 5])
  })

  it('lacks its heading', () => {
    const text = DUMP.slice(DUMP.indexOf('Filter name'))
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
  })
})

describe('a driver without filters', () => {
  const none = (kind: string) => `Quick Mode Filters(${kind}):\n${RULE}\n\n0 ${kind} Filter(s)\n`
  it.each([
    ['counts none', none('Generic')],
    ['counts none of both', `${none('Generic')}\n${none('Specific')}`],
  ])('%s', (_, text) => {
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(read(text).endpoints).toHaveLength(1)
    expect(filtersOf(text)).toEqual([])
    expect(problemsOf(text)).toEqual([])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it.each(['There are no Quick Mode Filters.', 'Specified Quick Mode Filters not available.'])('says: %s', (say) => {
    const text = `${COMMAND}${say}\n`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(filtersOf(text)).toEqual([])
    expect(problemsOf(text)).toEqual([`unsupported at "${say}": "${say}" says that no quick mode filter is loaded.`])
  })
})

describe('an error in the place of a dump', () => {
  it.each([
    ['ERR IPsec[05012] : Something went wrong.', 'netsh reports an error'],
    ['ERR IPsec[05013] : The IPsec service is not running.', 'the service "IPsec Policy Agent" does not run'],
    ['ERR IPsec[05072] : The IPsec service is not running.', 'the service "IPsec Policy Agent" does not run'],
    ['ERR Win32[01062] : The service has not been started.', 'the service "IPsec Policy Agent" does not run'],
    ['ERR Win32[00005] : Access is denied.', 'the command was run without administrator rights'],
    [
      'The requested operation requires elevation (Run as administrator).',
      'the command was run without administrator rights',
    ],
    ["'netsh' is not recognized as an internal or external command,", 'this Windows does not know the command'],
    ['The following command was not found: ipsec dynamic show all.', 'this Windows does not know the command'],
  ])('%s', (error, means) => {
    const text = `${COMMAND}${error}\noperable program or batch file.\n`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(read(text).endpoints).toEqual([])
    expect(problemsOf(text)).toEqual([`unsupported at "${error}": "${error}" says that ${means}.`])
    expect(linesWith('read', text, read(text))).toEqual([2])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('stands alone under a heading', () => {
    const text = `Quick Mode Filters(Generic):\n${RULE}\nERR IPsec[05012] : Something went wrong.\n`
    expect(read(text).endpoints).toEqual([])
    expect(read(text).problems).toHaveLength(1)
  })
})

describe('where a dump begins', () => {
  it('is its command or its heading', () => {
    expect(anchorsOf(qmfilters, `Hello\n\n${SPECIFIC}`)).toEqual([3])
    expect(anchorsOf(qmfilters, `netsh ipsec dynamic>show qmfilters all\n\n${DUMP}netsh ipsec dynamic>\n`)).toEqual([1])
    expect(anchorsOf(qmfilters, `Hello\n\n${GENERIC}`)).toEqual([3])
    expect(anchorsOf(qmfilters, `Quick mode\nfilters (generic)\n${GENERIC.slice(GENERIC.indexOf('\n') + 1)}`)).toEqual([
      1,
    ])
  })

  it('is the banner of a collector', () => {
    const rule = '='.repeat(40)
    const line = '-'.repeat(28)
    const banner = `${rule}\nIPsec Netsh Output (DYNAMIC)\n${rule}\nOverview\n${'-'.repeat(40)}\n   1. netsh ipsec dynamic show all\n${rule}\n`
    const text = `${banner}\n${line}\nnetsh ipsec dynamic show all\n${line}\n${ALL.slice(ALL.indexOf('\n') + 1)}`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(problemsOf(text)).toEqual([])
  })

  it('comes again with the same kind of filters', () => {
    expect(anchorsOf(qmfilters, `${SPECIFIC}\n${SPECIFIC}`)).toEqual([1, 58])
    expect(anchorsOf(qmfilters, `ISA-A:\n${GENERIC}\nISA-B:\n${GENERIC}`)).toEqual([2, 54])
  })

  it('does not come again with the other kind', () => {
    const text = `C:\\>netsh ipsec dynamic show qmfilter all type=generic\n\n${GENERIC}\n${SPECIFIC}C:\\>`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(filtersOf(text)).toEqual(SPECIFIC_FILTERS)
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('takes the name of a remote computer from its prompt', () => {
    expect(read(SPECIFIC.replace('C:\\>', '[gw-a]: PS C:\\> ')).endpoints[0]?.name).toBe('gw-a')
  })

  it('is not in what follows it', () => {
    const text = `${dumpWith({})}\nThe quick mode filters (specific) on the other gateway look right.\n`
    expect(anchorsOf(qmfilters, text)).toEqual([1])
    expect(read(text).endpoints).toHaveLength(1)
    expect(filtersOf(text)).toEqual([LAN])
    expect(linesWith('unrecognised', text, read(text))).toEqual([17])
  })

  it.each([
    ['prose', 'I compared the quick mode filters of both gateways.\nThe source address is 10.1.0.0.\n'],
    ['prose with kinds', 'The quick mode filters (specific) on gateway A look right.\n'],
    ['wrapped prose', 'Please look at the quick mode filters (generic)\nsection of the output.\n'],
    ['prose with labels', 'Filter name can be anything.\nThe source address must be set.\n'],
    ['a request', 'Please run\nnetsh ipsec dynamic show qmfilters all\nand paste what it prints.\n'],
    ['main mode filters', ALL.slice(0, ALL.indexOf('Quick Mode Filters'))],
    ['an ISA summary', 'Local Tunnel Endpoint: 203.0.113.1\nRemote Tunnel Endpoint: 198.51.100.7\n'],
    ['lists of an article', 'A1 10.1.0.0/24 > 10.2.0.0/24\nA2 10.1.0.0/24 < 10.2.0.0/24\n'],
    ['YAML', 'ends:\n  - name: a\n    filters:\n      - source: 10.1.0.0/24\n        destination: 10.2.0.0/24\n'],
    ['an event', 'Quick Mode Filter ID: 65536\nMain Mode SA ID: 3\n'],
    ['another netsh', 'Rule Name: LAN\nEndpoint1: 10.1.0.0/24\nEndpoint2: 10.2.0.0/24\n'],
    ['static filters', readFileSync(new URL('../../../fixtures/windows/static/show-all.txt', import.meta.url), 'utf8')],
    ['nothing', ''],
  ])('is nowhere in %s', (_, text) => {
    expect(anchorsOf(qmfilters, text)).toEqual([])
  })
})
