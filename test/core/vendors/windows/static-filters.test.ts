import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import type { AddressTerm, PacketFilter } from '../../../../src/core/model/spd-entry.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { staticFilters } from '../../../../src/core/vendors/windows/static-store/static-filters.ts'
import { anchorsOf, linesWith, quoted, readText } from '../isa/read-text.ts'

const ALL = fixture('show-all.txt')
const LIST = fixture('filterlist.txt')
const CHINESE = fixture('filterlist-zh-cn.txt')
const SHAPES: readonly (readonly [name: string, shape: (text: string) => string])[] = [
  ['run together into one line', (text) => text.replace(/\s+/g, ' ')],
  ['with a blank line after each', (text) => text.replace(/\n/g, '\n\n')],
  ['without blank lines', (text) => text.replace(/\n\s*\n/g, '\n')],
  ['quoted in a mail', (text) => text.replace(/^/gm, '> ')],
  ['without padding', (text) => text.replace(/ +/g, ' ').replace(/ :/g, ':')],
  ['without colons', (text) => text.replace(/ +: /g, ' ')],
  ['wrapped after each colon', (text) => text.replace(/: /g, ':\n    ')],
  ['with full-width colons', (text) => text.replace(/:/g, '：')],
  ['with escaped brackets', (text) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;')],
  ['with Windows line breaks', (text) => text.replace(/\n/g, '\r\n')],
]

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/windows/static/${name}`, import.meta.url), 'utf8')
}

function read(text: string) {
  return readText(staticFilters, text)
}

function term(address: AddressTerm | null): string {
  return address === null ? '-' : address === 'own' ? 'own' : formatRange(address)
}

/** `LAN: protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 198.51.100.7/32 (tunnel)` */
function print(filter: PacketFilter): string {
  const ports = `${formatPort(filter.sourcePort)}>${formatPort(filter.destinationPort)}`
  const arrow = filter.mirrored ? '<>' : '>'
  const pair = `${term(filter.source)} ${arrow} ${term(filter.destination)}`
  const via = `via ${term(filter.tunnel.destination)} (${filter.mode})`
  return `${filter.name}: ${filter.action} ${pair} ${formatProtocol(filter.protocol)} ${ports} ${via}`
}

/** Without those of a policy that stands aside. */
function filtersOf(text: string): string[] | undefined {
  return read(text)
    .endpoints[0]?.filters?.filter(({ off }) => off?.aside !== true)
    .map(print)
}

it('asks for the specific filters where a keyword stands for addresses that are not shown', () => {
  const text = LIST.replace(/Destination IP Address : .*/, 'Destination IP Address : <DNS Servers>')
  const [problem] = read(text).problems.filter(({ say }) => say.includes('<DNS Servers>'))
  expect(problem?.instead).toContain('show qmfilter all type=specific')
})

function problemsOf(text: string): string[] {
  return read(text).problems.map(({ kind, span, say }) => `${kind} at "${quoted(text, span)}": ${say}`)
}

const ALL_FILTERS = [
  'LAN to branch: protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 198.51.100.7/32 (tunnel)',
  'Branch to main: protect 10.2.0.0/24 > 10.1.0.0/24 any any>any via 203.0.113.1/32 (tunnel)',
  'Remote desktop: bypass 0.0.0.0/0 <> own tcp any>3389 via - (null)',
]
const LIST_FILTERS = [
  'LAN to branch: protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via - (null)',
  'Branch: protect own > 198.51.100.7/32 tcp any>445 via - (null)',
]
const ASSUMED =
  'unsupported at "Branch": No rule that uses filter list "Branch" is shown, so neither the action nor the tunnel endpoint is known; the action is assumed to be negotiate, and of two filters for both ways the first to be outbound, unless the other end tells.'
describe('all policies, rules and filter lists', () => {
  it('give the filters of assigned policies, with the action and tunnel endpoint of their rules', () => {
    expect(filtersOf(ALL)).toEqual(ALL_FILTERS)
    expect(read(ALL).endpoints[0]).toMatchObject({ vendor: { id: 'windows' }, addresses: [], peers: [], settings: {} })
  })

  it('tell those of a policy that is not assigned beside one with tunnels, with the commands that add its rules to that', () => {
    const old = read(ALL).endpoints[0]?.filters?.at(-1)
    expect(old && print(old)).toContain('10.1.0.0/24 > 10.9.0.0/24')
    expect(old?.off).toMatchObject({
      alone: false,
      aside: true,
      say: 'Policy "Old tunnel" is not assigned: "Branch tunnel" is, which has tunnels as well, and Windows applies one policy alone, so that none of the filters of "Old tunnel" is in force.',
    })
    expect(old?.off?.steps[0]?.run).toBe(
      'netsh ipsec static add rule name="To old branch" policy="Branch tunnel" filterlist="Main to old branch" filteraction="Require ESP" tunnel=198.51.100.99 psk="<key>"',
    )
  })

  it('are those of the only policy, with the command that assigns it, where none is assigned', () => {
    const isOfOther = (line: string, at: number) => at >= 29 && at < 39 && line !== ''
    const lines = ALL.split('\n').filter((line, at) => !isOfOther(line, at))
    const text = lines.join('\n').replace(/^(Assigned {15}: )YES$/m, '$1NO')
    expect(text).not.toContain('Old tunnel')
    expect(problemsOf(text)).toEqual([])
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
    const assigned = { alone: true, steps: [{ run: 'netsh ipsec static set policy name="Branch tunnel" assign=yes' }] }
    expect(read(text).endpoints[0]?.filters).toMatchObject(ALL_FILTERS.map(() => ({ off: assigned })))
    expect(
      read(ALL)
        .endpoints[0]?.filters?.slice(0, 3)
        .every((filter) => !('off' in filter)),
    ).toBe(true)
  })

  it('have a role for each line', () => {
    expect(linesWith('unrecognised', ALL, read(ALL))).toEqual([])
    const settings = linesWith('unsupported', ALL, read(ALL)).map((line) => ALL.split('\n')[line - 1]?.split(' : ')[0])
    expect(settings.map((label) => label?.trim())).toEqual(['Master PFS', 'Polling Interval', 'Inbound Passthrough'])
  })

  it('name the lines that prove a filter, of its rule none', () => {
    const spans = read(ALL).endpoints[0]?.filters?.[0]?.spans ?? []
    expect(spans.map((span) => quoted(ALL, span))).toEqual(['10.2.0.0', '10.1.0.0'])
  })

  it('tell a rule that is not activated, with the command that activates it', () => {
    const text = ALL.replace('Activated              : YES', 'Activated              : NO')
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
    expect(problemsOf(text)).toEqual([])
    const [first, second] = read(text).endpoints[0]?.filters ?? []
    expect(first?.off).toMatchObject({
      alone: false,
      say: 'Rule "To branch" is not activated, so that its filters are not in force.',
      steps: [{ run: 'netsh ipsec static set rule name="To branch" policy="Branch tunnel" activate=yes' }],
    })
    expect(first?.off?.spans.map((span) => quoted(text, span))).toEqual(['Activated              : NO'])
    expect(second).not.toHaveProperty('off')
  })

  it('pass over a policy without tunnels that is not assigned beside another one, as Windows ships three', () => {
    const text = ALL.replace('Tunnel Dest IP Address : 198.51.100.99', 'Tunnel Dest IP Address : NONE')
    expect(problemsOf(text)).toEqual([])
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
  })

  it('are those of a policy with tunnels that is not assigned, beside one without any that is', () => {
    const text = ALL.replace(/^(Tunnel Dest IP Address : )(?:198\.51\.100\.7|203\.0\.113\.1)$/gm, '$1NONE')
    const old = read(text).endpoints[0]?.filters?.at(-1)
    expect(old && print(old)).toContain('10.1.0.0/24 > 10.9.0.0/24')
    expect(old?.off).toMatchObject({
      alone: true,
      say: 'Policy "Old tunnel" is not assigned: "Branch tunnel" is, and Windows applies one policy alone, so that none of the filters of "Old tunnel" is in force.',
    })
  })

  it('give no command where a name would be another one on the command line', () => {
    const named = ALL.replace('Policy Name            : Branch tunnel', 'Policy Name            : %TEMP%')
    const idle = read(named.replace('Activated              : YES', 'Activated              : NO')).endpoints[0]
    expect(idle?.filters?.[0]?.off?.steps).toEqual([{ say: 'Activate the rule "To branch".', run: null }])
  })

  it('use a list once for each rule that names it', () => {
    const text = ALL.replace(': Branch to main\nFilterAction', ': Main to branch\nFilterAction')
    const [first] = ALL_FILTERS
    expect(filtersOf(text)?.slice(0, 2)).toEqual([first, first?.replace('198.51.100.7', '203.0.113.1')])
  })

  it('read a list that is printed within its rule and again on its own once', () => {
    const [, ...lists] = ALL.split(/(?=^FilterList Name {8}: Main to branch\nDescription)/m)
    const nested = lists.join('').split(/(?=^FilterList Name {8}: Branch to main)/m)[0] ?? ''
    const text = ALL.replace(/^FilterList Name {8}: Main to branch\nFilterAction/m, `${nested}FilterAction`)
    expect(text).not.toBe(ALL)
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
    expect(problemsOf(text)).toEqual([])
  })

  it('block what a rule blocks', () => {
    expect(filtersOf(ALL.replace(': PERMIT', ': BLOCK'))?.at(2)).toContain('Remote desktop: discard')
  })

  it('leave out the filters of a rule whose action is not known', () => {
    const text = ALL.replace(': PERMIT', ': PONDER')
    expect(filtersOf(text)).toEqual(ALL_FILTERS.slice(0, 2))
    expect(problemsOf(text)).toContain(
      'invalid at "PONDER": "PONDER" is not an action that is known here, so the filters of rule "Management" are left out.',
    )
  })

  it('assume negotiate and say so where a filter action is not shown', () => {
    const text = ALL.slice(0, ALL.indexOf('Filter Actions'))
    expect(filtersOf(text)?.slice(0, 2)).toEqual(ALL_FILTERS.slice(0, 2))
    expect(problemsOf(text)).toContain(
      'unsupported at "Let pass": What the filter action "Let pass" of rule "Management" does is not shown; it is assumed to be negotiate.',
    )
  })

  it('leave the mode open where a rule shows no tunnel endpoint, and tell transport where it shows that there is none', () => {
    const endpoint = 'Tunnel Dest IP Address : 198.51.100.7\n'
    const open = ALL.replace(endpoint, '')
    expect(filtersOf(open)?.[0]).toMatch(/via - \(null\)$/)
    expect(problemsOf(open)[0]).toBe(
      'unsupported at "To branch": The tunnel endpoint of rule "To branch" is not shown, so whether its filters use tunnel mode is not known.',
    )
    const none = ALL.replace(endpoint, 'Tunnel Endpoint : NONE\n')
    expect(filtersOf(none)?.[0]).toMatch(/via - \(transport\)$/)
    expect(problemsOf(none)).toEqual([])
  })

  it('are in transport mode where others show a tunnel endpoint, and theirs are for the gateway itself', () => {
    const negotiated = ALL.replace(': PERMIT', ': NEGOTIATE SECURITY')
    expect(filtersOf(negotiated)?.at(2)).toMatch(/ <> own .*via - \(transport\)$/)
    expect(problemsOf(negotiated)).toEqual([])
  })

  it('say which filter list of a rule is not shown', () => {
    const text = ALL.slice(0, ALL.indexOf('Filter Lists'))
    expect(read(text).endpoints[0]?.filters).toBeUndefined()
    expect(problemsOf(text)).toContain(
      'cut at "Branch to main": Filter list "Branch to main", which rule "From branch" uses, is not shown, so its filters are not known.',
    )
  })

  it('say so where policies stand alone', () => {
    const text = 'Policy Name : Branch tunnel\nAssigned : YES\n'
    expect(read(text).endpoints).toEqual([])
    expect(problemsOf(text)).toEqual([
      'cut at "Branch tunnel": Policy "Branch tunnel" is shown without rules and filter lists, so its filters are not known.',
    ])
  })

  it('say so where it is not shown that the policy is assigned', () => {
    const text = ALL.replace(/^Assigned {15}: YES\n/m, '')
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
    expect(problemsOf(text)[0]).toBe(
      'unsupported at "Branch tunnel": Whether the policy of rule "To branch" is assigned is not shown; it is assumed to be.',
    )
  })
})

describe('filter lists alone', () => {
  it('give filters that are assumed to be protected, of unknown mode, and say so', () => {
    expect(filtersOf(LIST)).toEqual(LIST_FILTERS)
    expect(problemsOf(LIST)).toEqual([ASSUMED])
    expect(read(LIST).problems[0]?.instead).toContain('`netsh ipsec static show all`')
    expect(linesWith('unrecognised', LIST, read(LIST))).toEqual([])
  })

  it('take an address without a mask for a single one', () => {
    expect(filtersOf(LIST.replace(/^Destination Mask.*\n/m, ''))?.[0]).toContain('> 10.2.0.0/32 ')
  })

  it('read an address range, which has no mask', () => {
    const text = LIST.replace(/^Destination Mask.*\n/m, '').replace(
      'Address : 10.2.0.0\n',
      'Address : 10.2.0.0-10.2.0.9\n',
    )
    expect(filtersOf(text)?.[0]).toContain('> 10.2.0.0-10.2.0.9 ')
  })

  it('are read with Chinese labels', () => {
    expect(filtersOf(CHINESE)).toEqual([
      '到分支: protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via - (null)',
      '分支: protect own <> 0.0.0.0/0 tcp any>443 via - (null)',
    ])
    expect(problemsOf(CHINESE)).toHaveLength(1)
    expect(linesWith('unrecognised', CHINESE, read(CHINESE))).toEqual([])
  })

  it('say what became of keywords that a forum has dropped', () => {
    const text = LIST.replace(/<[^<>\n]*>/g, '')
    expect(filtersOf(text)).toEqual(LIST_FILTERS)
    expect(problemsOf(text)[1]).toContain('assumed to have been lost when the text was copied')
  })

  it('leave out a filter with a mask that is none', () => {
    const text = LIST.replace('Mask            : 255.255.255.0', 'Mask            : 255.0.255.0')
    expect(filtersOf(text)).toEqual(LIST_FILTERS.slice(1))
    expect(problemsOf(text)[1]).toContain('The source of this filter cannot be used, so the filter is left out')
    expect(linesWith('unsupported', text, read(text))).toContain(11)
  })

  it('leave out a filter in whose middle the text ends', () => {
    const text = LIST.slice(0, LIST.lastIndexOf('Destination Port'))
    expect(filtersOf(text)).toEqual(LIST_FILTERS.slice(0, 1))
    expect(problemsOf(text)).toContain(
      'cut at "Source Port            : ANY": The text ends in the middle of this filter, so the filter is left out.',
    )
  })

  it('say so where a filter is missing', () => {
    const text = LIST.slice(0, LIST.indexOf('\n\nDescription') + 1)
    expect(problemsOf(text)[1]).toBe(
      'cut at "No. of Filters         : 2": This filter list counts 2, but 1 filter stands in it.',
    )
  })

  it('leave an unknown line unrecognised', () => {
    const text = LIST.replace('Mirrored               : NO', 'Mirrored               : NO\nColour : blue')
    expect(linesWith('unrecognised', text, read(text))).toEqual([11])
  })
})

describe('text that was changed on the way', () => {
  const texts = [ALL, LIST, CHINESE] as const
  it.each(SHAPES)('%s gives the same filters', (_, shape) => {
    for (const text of texts) {
      expect(filtersOf(shape(text))).toEqual(filtersOf(text))
      expect(anchorsOf(staticFilters, shape(text))).toHaveLength(1)
    }
  })

  it('never throws, whatever is cut out of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(4000), fc.nat(4000), fc.string(), (text, at, length, junk) => {
        const changed = text.slice(0, at) + junk + text.slice(at + length)
        anchorsOf(staticFilters, changed)
        read(changed)
      }),
    )
  })

  it.each([
    [
      'lists',
      Array.from({ length: 3000 }, (_, index) => LIST.replaceAll('Branch', `Branch ${index}`)).join('\n'),
      3000,
    ],
    [
      'rules for one list, of which a hundred count',
      'Policy Name : P\nAssigned : YES\nRule Name : R\nFilterList Name : Branch\n'.repeat(5000) + LIST,
      100,
    ],
    ['a label', 'Rule Name\n'.repeat(50_000), 0],
    ['a label and blanks', `Policy Name ${' '.repeat(200_000)}`, 0],
    ['a word', 'filter '.repeat(50_000), 0],
  ])('has the filters that it shows, however long: %s', (_, text, times) => {
    anchorsOf(staticFilters, text)
    const filters = (of: string) => read(of).endpoints.flatMap((end) => end.filters ?? []).length
    expect(filters(text)).toBe(times * filters(LIST))
  })
})

describe('errors of the static command', () => {
  it.each([
    ['ERR IPsec[05072] : There are no policies in the store.', 'the store of this computer holds no IPsec policy'],
    ['No Policies', 'the store of this computer holds no IPsec policy'],
    ["ERR IPsec[05014] : Policy with name 'x' already exists", 'something of that name exists already'],
    ['The requested operation requires elevation', 'the command was run without administrator rights'],
    ['ERR Win32[00005] : something else', 'netsh reports an error'],
  ])('%s', (error, means) => {
    const text = `C:\\>netsh ipsec static show all\n${error}\n`
    expect(anchorsOf(staticFilters, text)).toEqual([1])
    expect(read(text).endpoints).toEqual([])
    expect(read(text).problems.map(({ say }) => say)).toEqual([expect.stringContaining(means)])
    expect(linesWith('read', text, read(text))).toEqual([2])
  })
})

describe('where a store begins', () => {
  it('is its command', () => {
    expect(anchorsOf(staticFilters, `Hello\n\nC:\\>netsh ipsec static show all\n\n${ALL}`)).toEqual([3])
    expect(anchorsOf(staticFilters, `netsh ipsec static>show filterlist all\n\n${LIST}`)).toEqual([1])
  })

  it('is the banner of a collector', () => {
    const rule = '='.repeat(40)
    const banner = `${rule}\nIPsec Netsh Output (STATIC)\n${rule}\nOverview\n${'-'.repeat(40)}\n   1. netsh ipsec static show all\n${rule}\n`
    const text = `${banner}\n${'-'.repeat(28)}\nnetsh ipsec static show all\n${'-'.repeat(28)}\n${ALL}`
    expect(anchorsOf(staticFilters, text)).toEqual([1])
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
    expect(filtersOf(text)).toEqual(ALL_FILTERS)
  })

  it('is its first policy or list', () => {
    expect(anchorsOf(staticFilters, `Look at this:\n${ALL}`)).toEqual([2])
    expect(anchorsOf(staticFilters, `Look at this:\n${CHINESE}`)).toEqual([2])
  })

  it('comes again with the same command or the heading of another end', () => {
    const command = 'C:\\>netsh ipsec static show filterlist all\n'
    expect(anchorsOf(staticFilters, `${command}${LIST}\n${command}${LIST}`)).toEqual([1, 33])
    expect(anchorsOf(staticFilters, `ISA-A:\n${LIST}\nISA-B:\n${LIST}`)).toEqual([2, 34])
  })

  it('comes again with the store of another machine, and with no other policy of the same', () => {
    const policy = (name: string, machine: string) =>
      `Policy Name : ${name}\nStore : Local Store <${machine}>\nAssigned : YES\nRule Name : Out\nFilterList Name : Outbound`
    expect(anchorsOf(staticFilters, `${policy('One', 'GW-A')}\n\n${policy('Two', 'GW-A')}`)).toEqual([1])
    expect(anchorsOf(staticFilters, `${policy('One', 'GW-A')}\n\n${policy('One', 'GW-B')}`)).toEqual([1, 7])
  })

  it('does not come again with another command for the same store', () => {
    const text = `C:\\>netsh ipsec static show all\n${ALL}\nC:\\>netsh ipsec static show filterlist all\n${LIST}`
    expect(anchorsOf(staticFilters, text)).toEqual([1])
  })

  it('takes the name of a remote computer from its prompt', () => {
    const text = `[gw-a]: PS C:\\> netsh ipsec static show filterlist all\n${LIST}`
    expect(read(text).endpoints[0]?.name).toBe('gw-a')
  })

  it.each([
    ['quick mode filters', 'Quick Mode Filters(Generic):\n-----\nFilter name : Branch\nSource Address : 10.1.0.0\n'],
    ['another netsh', 'C:\\>netsh advfirewall consec show rule all\nRule Name: Branch\nEnabled: Yes\n'],
    ['a command without output', 'Please run\nnetsh ipsec static show all\nand paste what it prints.\n'],
    ['prose', 'The policy name is Branch and it is assigned to the filter list.\n'],
    ['nothing', ''],
  ])('is nowhere in %s', (_, text) => {
    expect(anchorsOf(staticFilters, text)).toEqual([])
  })

  it('is not claimed by the quick mode filters', () => {
    for (const text of [ALL, LIST, CHINESE]) expect(anchorsOf(qmfilters, text)).toEqual([])
  })
})
