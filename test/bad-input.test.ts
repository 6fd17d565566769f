import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse, Report, renderText } from '../src/core/index.ts'

const summary = readFileSync(new URL('./golden/cases/isa-isa-summaries/isa-a.txt', import.meta.url), 'utf8')
const xml = readFileSync(new URL('./fixtures/isa/xml-export/array.xml', import.meta.url), 'utf8')
const ROOT = '<?xml version="1.0"?>\n<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4">'

/** Analyses and renders one text, which must neither throw nor give a report of another shape. */
function examine(text: string): Report {
  const report = analyse({ pastes: [{ source: 'paste.txt', text }] })
  expect(Report.safeParse(report).error?.issues ?? []).toEqual([])
  expect(renderText(report)).not.toBe('')
  return report
}

interface Expected {
  readonly code: string
  /** What is wrong. */
  readonly what: RegExp
  /** What to paste or write instead. */
  readonly instead: RegExp
  /** The line of the place; `null` where there is none. */
  readonly line: number | null
}

function expectFinding(report: Report, { code, what, instead, line }: Expected): void {
  const found = report.diagnostics.filter((finding) => finding.code === code && what.test(finding.what))
  expect(found, JSON.stringify(report.diagnostics.map((finding) => [finding.code, finding.what]))).not.toEqual([])
  expect(found[0]?.why).toMatch(instead)
  expect(found[0]?.evidence[0]?.line ?? null).toBe(line)
}

/** Each line of the text is counted once, as read, irrelevant, unsupported or unrecognised. */
function expectEachLineOnce(report: Report, text: string): void {
  const inputs = [...report.ends.flatMap((end) => end.inputs), ...report.otherInputs]
  const lines = inputs.map((input) => input.lines)
  const counted = lines.reduce(
    (sum, { read, irrelevant, unsupported, unrecognised }) =>
      sum + read + irrelevant + unsupported.length + unrecognised.length,
    0,
  )
  const written = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  expect(counted).toBe(written.at(-1) === '' ? written.length - 1 : written.length)
}

function unrecognisedIn(report: Report): number[] {
  return [...report.ends.flatMap((end) => end.inputs), ...report.otherInputs].flatMap(
    (input) => input.lines.unrecognised,
  )
}

/** The numbers of the lines that hold something. */
function filledLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]))
}

describe('a text without content', () => {
  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['blanks', '    '],
    ['a million blanks', ' '.repeat(1_000_000)],
    ['a million blank lines', ' \n'.repeat(1_000_000)],
    ['tabs, blanks and all kinds of line breaks', ' \t\r\n\r\n\t \r \n'],
  ])('made of %s is said to be empty, with what to paste', (_, text) => {
    const report = examine(text)
    expectFinding(report, {
      code: 'PA002',
      what: /^paste\.txt is empty\.$/,
      instead: /netsh ipsec dynamic show/,
      line: null,
    })
    expectEachLineOnce(report, text)
    expect(unrecognisedIn(report)).toEqual([])
    expect(report.verdict).toBe('unknown')
  })

  it('that is not there at all is said to be missing', () => {
    const report = analyse({ pastes: [] })
    expect(Report.safeParse(report).success).toBe(true)
    expectFinding(report, {
      code: 'PA002',
      what: /Nothing was pasted/,
      instead: /netsh ipsec dynamic show/,
      line: null,
    })
  })
})

describe('a text that is something else', () => {
  const bytes = Array.from({ length: 65_536 }, (_, at) => String.fromCharCode((at * 7919 + (at >> 8)) % 256)).join('')
  const sentence = 'The tunnel between the main office and the branch is down again, please help.'

  it.each([
    ['bytes that are no text', bytes.replaceAll('\r', '')],
    ['4 MB of prose in lines', `${sentence}\n`.repeat(54_000)],
    ['4 MB of prose in one line', `${sentence} `.repeat(54_000)],
    ['a million opening brackets', '('.repeat(1_000_000)],
    ['a million lines with an opening bracket', '(\n'.repeat(1_000_000)],
    ['a million closing angles', '>'.repeat(1_000_000)],
    ['a million opening angles', '<'.repeat(1_000_000)],
    ['a million opening braces', '{'.repeat(1_000_000)],
    ['a million quotes', '"'.repeat(1_000_000)],
    ['a million colons', ':'.repeat(1_000_000)],
    ['a million dashes', '-'.repeat(1_000_000)],
    ['a million NULs', '\0'.repeat(1_000_000)],
    ['a number of a million digits', '9'.repeat(1_000_000)],
    ['a dotted number without end', '1.'.repeat(500_000)],
    ['an opening bracket behind each label', 'Pre-shared secret('.repeat(50_000)],
    ['lone surrogates', 'half \ud83d of a smile\nand \udfff the other, \ud800\nas \udc00\ud800 reversed'],
    ['marks that turn the direction of text', '\u202eplease help\u202c\n\u2066me\u2069'],
  ])('made of %s is not recognised, with its lines and what to paste', (_, text) => {
    const report = examine(text)
    expectFinding(report, {
      code: 'PA002',
      what: /^Nothing in paste\.txt \(\d+ lines?\) looks like/,
      instead: /netsh ipsec dynamic show qmfilter.*summary.*YAML/,
      line: 1,
    })
    expectEachLineOnce(report, text)
    expect(unrecognisedIn(report)).toEqual(filledLines(text))
    expect(report.verdict).toBe('unknown')
  })

  it('made of NULs, surrogates and turning marks shows none of them in a quoted line', () => {
    const text = renderText(examine('\0 NUL\n\u202e turned \u2066 and \u200b\nand \x1b[31m red'))
    for (const control of ['\0', '\x1b', '\u202e', '\u2066', '\u200b']) expect(text).not.toContain(control)
  })
})

describe('a YAML text', () => {
  const at = (line: number, column: number): RegExp => new RegExp(`YAML text.* line ${line}, column ${column}`)

  it.each([
    ['a bomb of aliases', 'ends:\n  A: &a [x, x]\n  B: [*a, *a]\n', { what: /refers to another place/, line: 3 }],
    [
      'a bomb of merged keys',
      `ends:\n  A: &a {x: 1}\n${'  B: &b [*a, *a, *a]\n'.repeat(1_000)}`,
      { what: /"\*"; the value must be written out/, line: 3 },
    ],
    ['100,000 nested lists', `ends: ${'['.repeat(100_000)}`, { what: at(1, 26), line: 1 }],
    ['100,000 nested objects', `{"ends": ${'{"A":'.repeat(100_000)}`, { what: at(1, 96), line: 1 }],
    [
      '300 levels of keys',
      `ends:\n${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth + 1)}a:`).join('\n')}`,
      { what: at(20, 20), line: 20 },
    ],
    ['a NUL', described('[10.2.0.0/24, \0]'), { what: at(6, 32), line: 6 }],
    ['a lone surrogate', described('[10.2.0.0/24, \ud800]'), { what: at(6, 32), line: 6 }],
    ['a tag', described('!!python/object [x]'), { what: /has a tag/, line: 6 }],
    ['keys named like those of every object', 'ends:\n  __proto__: x\n', { what: /"__proto__" is not known/, line: 2 }],
  ])('with %s is refused at its place', (_, text, { what, line }) => {
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what, instead: /Indent with blanks|Allowed here/, line })
    expectEachLineOnce(report, text)
  })
})

describe('an XML text', () => {
  const entities = `${ROOT.replace('\n', '\n<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>\n')}&b;&b;</fpc4:Root>`

  it.each([
    ['a bomb of entities', entities, { what: /document type \(DOCTYPE\).*line 2/, line: 2 }],
    ['an unknown entity', xml.replace('Branch', '&bomb;'), { what: /not well-formed.*entity.*line 42/, line: 42 }],
    ['100,000 nested elements', `${ROOT}\n${'<fpc4:a>'.repeat(100_000)}`, { what: /nests more than 100/, line: 3 }],
    ['a NUL', xml.replace('Branch', 'Br\0anch'), { what: /not well-formed.*character.*line 42/, line: 42 }],
    ['a lone surrogate', xml.replace('<fpc4:Build', '<fpc4:\ud800'), { what: /not well-formed.*line 3/, line: 3 }],
  ])('with %s is refused at its place', (_, text, { what, line }) => {
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what, instead: /Export the configuration again/, line })
    expectEachLineOnce(report, text)
  })
})

/** A value that cannot be, and what has to be said of it. */
const values: readonly (readonly [string, RegExp])[] = [
  ['999.1.1.1', /"999\.1\.1\.1" is not an IPv4 address: 999 is larger than 255/],
  ['10.2.0', /"10\.2\.0" is not an IPv4 address: it has 3 numbers, not 4/],
  ['10.2.0.0/255.0.255.0', /mask 255\.0\.255\.0 has a gap/],
  ['10.2.0.9-10.2.0.1', /range 10\.2\.0\.9 ?- ?10\.2\.0\.1 runs backwards/],
  ['10.2.0.1-2001:db8::1', /mixes IPv4 and IPv6/],
  ['10.2.0.0/99', /prefix length \/99 of 10\.2\.0\.0 is larger than 32/],
  [`10.2.0.0/${'9'.repeat(60)}`, /prefix length \/9{60} .*is larger than 32/],
  [`${'9'.repeat(60)}.2.0.0`, /is not an IPv4 address: 9{60} is larger than 255/],
]

describe('a value that cannot be', () => {
  it.each(values)('%s, is named at its place in a description', (value, what) => {
    const text = described(`[${value}]`)
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what, instead: /e\.g\. `remote_site: \[10\.2\.0\.0\/24\]`/, line: 6 })
    expectEachLineOnce(report, text)
  })

  it.each(values)('%s, is named at its place in a list of filters', (value, what) => {
    const text = `A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\nA3 ${value} > SubnetB\n`
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what, instead: /an address \(203\.0\.113\.1\), a prefix/, line: 3 })
    expectEachLineOnce(report, text)
  })

  it.each(values.filter(([value]) => !/-|\/\d+$/.test(value)))(
    '%s, is named at its place in a filter dump',
    (value, what) => {
      const text = dump(2).replace('10.0.0.0        (255.255.255.0)', value.replace(/\/(.*)/, '        ($1)'))
      const report = examine(text)
      expectFinding(report, { code: 'PA005', what, instead: /paste its whole output/, line: 5 })
      expectFinding(report, { code: 'PA005', what: /filter is left out/, instead: /./, line: 5 })
      expectEachLineOnce(report, text)
    },
  )

  it.each([
    ['999.2.0.0/255.255.255.0', /999 is larger than 255/],
    ['10.2.0.0/255.0.255.0', /mask 255\.0\.255\.0 has a gap/],
  ])('%s, is named at its place in a summary', (value, what) => {
    const text = summary.replace('10.2.0.0/255.255.255.0', value)
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what, instead: /Write it as an address and a mask, such as/, line: 27 })
    expectEachLineOnce(report, text)
  })

  it.each([
    ['999.2.0.254', /999 is larger than 255/],
    ['10.2.0.0', /runs backwards/],
    ['2001:db8::1', /mixes IPv4 and IPv6/],
  ])('the end %s of a range is named in an export', (value, what) => {
    const report = examine(xml.replace('10.2.0.254', value))
    expectFinding(report, { code: 'PA005', what, instead: /IPFrom and IPTo hold the first and the last/, line: 22 })
  })

  it('a filter between two families is left out, with its name', () => {
    const report = examine('A1 SubnetA > SubnetB\nA2 10.1.0.0/24 < 2001:db8::/64')
    expectFinding(report, {
      code: 'PA005',
      what: /^A2 has IPv4 on one side/,
      instead: /addresses of one family/,
      line: 2,
    })
  })

  it.each([
    ['999.1.1.1 -> 10.2.0.1', /999 is larger than 255.*203\.0\.113\.1 -> 10\.2\.0\.10 icmp/],
    [`10.1.0.1 -> 10.2.0.1 tcp/${'9'.repeat(100)}`, /.*203\.0\.113\.1 -> 10\.2\.0\.10 icmp/],
    ['('.repeat(100_000), /.*203\.0\.113\.1 -> 10\.2\.0\.10 icmp/],
  ])('as a packet to follow is told with an example', (probe, what) => {
    const report = analyse({
      pastes: [{ source: 'paste.txt', text: 'A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB' }],
      probe,
    })
    expect(Report.safeParse(report).success).toBe(true)
    expectFinding(report, { code: 'PA011', what, instead: /rest of the answer does not depend on it/, line: null })
  })
})

describe('a line that is not understood', () => {
  it('is listed beside what was read, in front of it, within it and behind it', () => {
    const text = `please help\n\n${dump(2).replace(/^Weight.*/m, 'Frobnication : 7')}\nFrobnicated twice\nthank you\n`
    const report = examine(text)
    expect(unrecognisedIn(report).toSorted((a, b) => a - b)).toEqual([1, 13, 30])
    expectFinding(report, { code: 'PA001', what: /Lines 13 and 30|Lines 13, 30/, instead: /assumed/, line: 13 })
    expectEachLineOnce(report, text)
  })

  it('is listed when its number is too large to be one', () => {
    const text = dump(2).replace('34603784', '9'.repeat(400))
    const report = examine(text)
    expectFinding(report, { code: 'PA005', what: /9{20}/, instead: /paste its whole output/, line: 11 })
    expectEachLineOnce(report, text)
  })
})

describe('a dump of many filters', () => {
  it('is read to its end at 200,000 lines', () => {
    const filters = 18_200
    const text = dump(filters)
    expect(text.split('\n').length).toBeGreaterThan(200_000)
    const report = examine(text)
    expect(report.ends[0]?.entries).toHaveLength(filters)
    expect(unrecognisedIn(report)).toEqual([])
    expectEachLineOnce(report, text)
  }, 20_000)
})

function described(remoteSite: string): string {
  return `ends:\n  A:\n    vendor: isa\n    external_address: 203.0.113.1\n    local_networks: [10.1.0.0/24]\n    remote_site: ${remoteSite}\n`
}

/** The specific filters of one end: pairs of networks, eleven lines for each filter. */
function dump(filters: number): string {
  const records = Array.from({ length: filters }, (_, at) => {
    const pair = at >> 1
    const sides = [`10.${(pair >> 8) & 127}.${pair & 255}.0`, '10.200.0.0', '203.0.113.1', '198.51.100.7']
    const [a, b, own, peer] = at % 2 === 0 ? sides : [sides[1], sides[0], sides[3], sides[2]]
    return `Filter name           : Filter ${at}
Source Address        : ${a}        (255.255.255.0)
Destination Address   : ${b}        (255.255.255.0)
Tunnel Source         : ${own}
Tunnel Destination    : ${peer}
Protocol              : ANY     Src Port: 0      Dest Port: 0
Direction             : ${at % 2 === 0 ? 'Outbound' : 'Inbound'}
Weight                : 34603784
Inbound Action        : Negotiate
Outbound Action       : Negotiate
`
  })
  const rule = '-'.repeat(79)
  return `Quick Mode Filters(Specific):\n${rule}\n\n${records.join('\n')}\n${filters} Specific Filter(s)\n`
}
