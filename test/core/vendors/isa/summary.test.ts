import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import { isProblem, parseAddressText } from '../../../../src/core/address/parse-address.ts'
import { siteToSiteSummary } from '../../../../src/core/vendors/isa/summary/summary.ts'
import { anchorsOf, endInWords, linesWith, quoted, readText } from './read-text.ts'

const MAIN = fixture('main-office.txt')
const TMG = fixture('branch-tmg.txt')

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/isa/site-to-site-summary/${name}`, import.meta.url), 'utf8')
}

function read(text: string) {
  return readText(siteToSiteSummary, text)
}

/** The only end of a text in which nothing is wrong. */
function endOf(text: string) {
  const { endpoints, problems } = read(text)
  expect(problems).toEqual([])
  expect(endpoints).toHaveLength(1)
  return endInWords(endpoints[0])
}

const MAIN_END = {
  vendor: 'isa',
  addresses: ['203.0.113.1/32'],
  peers: ['198.51.100.7/32'],
  site: { name: 'Branch', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '198.51.100.7/32'] },
  settings: {
    'IKE encryption': '3DES',
    'IKE integrity': 'SHA1',
    'IKE Diffie-Hellman group': '2',
    'authentication method': 'pre-shared key',
    'pre-shared key': '‹secret 1›',
    'IKE lifetime': '28800 s',
    'ESP encryption': '3DES',
    'ESP integrity': 'MD5',
    'perfect forward secrecy': 'group 2',
    'IPsec lifetime': '3600 s',
  },
}

describe('what a site-to-site summary tells', () => {
  it('gives endpoints, Remote Site, routable local networks and both phases', () => {
    expect(endOf(MAIN)).toEqual(MAIN_END)
  })

  it('leaves the filters to be derived', () => {
    expect(read(MAIN).endpoints[0]?.filters).toBeUndefined()
  })

  it('has a role for each line, the notice about proxy and NAT traffic included', () => {
    const reading = read(MAIN)
    expect(linesWith('read', MAIN, reading)).toEqual(
      MAIN.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1])),
    )
  })

  it('reads ranges, prefixes, single addresses, names with quotes, and all local networks where none is called routable', () => {
    const { endpoints, problems } = read(TMG)
    expect(endInWords(endpoints[0])).toEqual({
      vendor: 'tmg',
      addresses: ['198.51.100.7/32'],
      peers: ['203.0.113.1/32'],
      site: {
        name: 'Head\'s "main" office',
        locals: ['10.2.0.0/24', '192.0.2.0/28'],
        remotes: ['10.1.0.1-10.1.0.254', '203.0.113.1/32'],
      },
      settings: {
        'IKE encryption': 'DES',
        'IKE integrity': 'MD5',
        'IKE Diffie-Hellman group': '14',
        'authentication method': 'certificate',
        'IKE lifetime': '7200 s',
        'ESP encryption': '3DES',
        'ESP integrity': 'SHA1',
        'perfect forward secrecy': 'off',
        'IPsec lifetime': '3600 s, 100000 KB',
      },
    })
    expect(problems.map(({ kind, say }) => [kind, say])).toEqual([
      ['unsupported', expect.stringMatching(/several local networks.*\(assumed\)/)],
    ])
    expect(linesWith('irrelevant', TMG, read(TMG))).toEqual([1])
  })

  it('places each value where it stands', () => {
    const end = read(MAIN).endpoints[0]
    const settings = [...(end?.addresses ?? []), ...(end?.peers ?? []), ...(end?.site?.remotes ?? [])]
    const spans = settings.map((setting) => (setting.origin === 'stated' ? setting.span : undefined))
    expect(spans.map((span) => span?.line)).toEqual([1, 2, 27, 28])
    expect(spans.map((span) => quoted(MAIN, span))).toEqual([
      '203.0.113.1',
      '198.51.100.7',
      '10.2.0.0/255.255.255.0',
      '198.51.100.7/255.255.255.255',
    ])
    expect(end?.span).toMatchObject({ line: 1, column: 1 })
  })

  it.each([
    ['Group 1 (768 bit)', '1'],
    ['Group 14 (2048 bit)', '14'],
    ['DH group 2', '2'],
    ['1024', '2'],
  ])('knows "%s" as IKE group %s', (written, group) => {
    expect(endOf(MAIN.replace('Group 2 (1024 bit)', written)).settings['IKE Diffie-Hellman group']).toBe(group)
  })

  it.each([
    ['(********)', undefined],
    ['', undefined],
    ['(‹secret ?›)', '‹secret ?›'],
  ])('has the mark of a key that stood in the text: %s', (key, mark) => {
    const { settings } = endOf(MAIN.replace('(‹secret 1›)', key))
    expect(settings['pre-shared key']).toBe(mark)
    expect(settings['authentication method']).toBe('pre-shared key')
  })

  it('says "none" where no rekeying is on, and nothing where its amount is not printed', () => {
    expect(endOf(MAIN.replace('Time Rekeying: ON', 'Time Rekeying: OFF')).settings['IPsec lifetime']).toBe('none')
    expect(endOf(MAIN.replace('Kbyte Rekeying: OFF', 'Kbyte Rekeying: ON')).settings['IPsec lifetime']).toBeUndefined()
  })

  it('is of ISA Server when only a network is called after a TMG', () => {
    expect(endOf(MAIN.replace("'Branch'", "'TMG branch'")).vendor).toBe('isa')
  })
})

describe('damage that copying does to a summary', () => {
  it.each([
    ['lost indentation', (text: string) => text.replace(/^ +/gm, '')],
    ['one line', (text: string) => text.replace(/\s+/g, ' ')],
    ['one word a line', (text: string) => text.replace(/(?<!secret)\s+/g, '\n')],
    ['quoting marks', (text: string) => text.replace(/^/gm, '> ')],
    ['lost colons', (text: string) => text.replace(/: (?=\S)/g, ' ').replace(/Subnet /g, '')],
    ['no blank behind colons', (text: string) => text.replace(/: /g, ':')],
    ['typographic quotes', (text: string) => text.replace(/'(.*?)'/g, '‘$1’')],
    [
      'capitals',
      (text: string) =>
        text
          .toUpperCase()
          .replace(/SECRET 1/, 'secret 1')
          .replace('BRANCH', 'Branch'),
    ],
    ['rules and fences', (text: string) => `\`\`\`\n${text}-----------\n\`\`\``],
    ['shuffled phases', (text: string) => shuffle(text)],
  ])('%s', (_, damage) => {
    const damaged = damage(MAIN)
    expect(damaged).not.toBe(MAIN)
    expect(endOf(damaged)).toEqual(MAIN_END)
    expect(linesWith('unrecognised', damaged, read(damaged))).toEqual([])
  })

  function shuffle(text: string): string {
    const lines = text.split('\n')
    return [
      ...lines.slice(0, 15),
      ...lines.slice(24),
      ...lines.slice(15, 16),
      ...lines.slice(16, 24).toReversed(),
    ].join('\n')
  }

  it('shows lines that it does not know, and reads the others', () => {
    const text = MAIN.replace(
      '    Integrity: MD5',
      '    Idle Timeout: 300 seconds\n    Integrity: MD5\n    Integrity: WHIRLPOOL',
    )
    expect(endOf(text)).toEqual(MAIN_END)
    expect(linesWith('unrecognised', text, read(text))).toEqual([19, 21])
  })

  it('reads labels such as __proto__ as nothing', () => {
    const text = `${MAIN}__proto__: 3DES\nconstructor: DES\n`
    expect(endOf(text)).toEqual(MAIN_END)
    expect(linesWith('unrecognised', text, read(text))).toHaveLength(2)
  })
})

describe('a summary with something wrong', () => {
  it.each([
    ['999.1.1.1', '999'],
    ['vpn.example.com', 'vpn.example.com'],
    ['<none>', '<none>'],
  ])('asks for the address where the remote endpoint is %s', (written, quote) => {
    const text = MAIN.replace('Endpoint: 198.51.100.7', `Endpoint: ${written}`)
    const { endpoints, problems, roles } = read(text)
    expect(endpoints[0]?.peers).toEqual([])
    expect(endInWords(endpoints[0]).site).toEqual(MAIN_END.site)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'invalid', span: { line: 2, column: 25 } })
    expect(problems[0]?.say).toContain(quote)
    expect(problems[0]?.instead).toContain('--b-address')
    expect(roles.get(2)).toBe('unsupported')
  })

  it('says that an endpoint is empty', () => {
    const { problems } = read(MAIN.replace('Endpoint: 203.0.113.1', 'Endpoint:'))
    expect(problems.map(({ say }) => say)).toEqual(['The address of the local tunnel endpoint is missing.'])
  })

  it.each([
    ['10.2.0.0/255.0.255.0', 'gap'],
    ['10.2.0.0/33', '33'],
    ['10.2.0.9 - 10.2.0.1', 'backwards'],
    ['10.2.0.1 - 2001:db8::1', 'mixes IPv4 and'],
    ['10.2.0.256', '256'],
    ['SubnetB', 'SubnetB'],
  ])('leaves the subnet %s out and says why', (written, why) => {
    const text = MAIN.replace('10.2.0.0/255.255.255.0', written)
    const { endpoints, problems, roles } = read(text)
    expect(endInWords(endpoints[0]).site?.remotes).toEqual(['198.51.100.7/32'])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.kind).toBe('invalid')
    expect(problems[0]?.say).toContain(why)
    expect(quoted(text, problems[0]?.span)).toBe(written)
    expect(roles.get(27)).toBe('unsupported')
  })

  it.each([
    [
      /Remote Network[\s\S]*/,
      'lacks a list "Remote Network \'...\' IP Subnets", the list "Routable Local IP Addresses".',
    ],
    [/Local Network[\s\S]*/, 'lacks the list "Routable Local IP Addresses".'],
    [/(?<=Local Network.*)\n[\s\S]*/, 'lacks the subnets of its last list.'],
    [/(?<=Routable.*)\n[\s\S]*/, 'lacks the subnets of its last list.'],
  ])('is cut at %s: its networks are not known', (rest, say) => {
    const { endpoints, problems } = read(MAIN.replace(rest, ''))
    expect(problems.map(({ kind }) => kind)).toEqual(['cut'])
    expect(problems[0]?.say).toContain(say)
    expect(endpoints[0]?.site).toBeUndefined()
    expect(endInWords(endpoints[0]).settings).toEqual(MAIN_END.settings)
  })

  it('is cut inside of its last address', () => {
    const { problems } = read(MAIN.trimEnd().slice(0, -'55.255.0'.length))
    expect(problems.map(({ kind }) => kind)).toEqual(['cut'])
  })

  it('is cut at its beginning', () => {
    const text = MAIN.slice(MAIN.indexOf('IKE Phase I '))
    expect(anchorsOf(siteToSiteSummary, text)).toEqual([1])
    const { endpoints, problems } = read(text)
    expect(problems.map(({ say }) => say)).toEqual([
      'The site-to-site summary is not whole: it lacks "Local Tunnel Endpoint", "Remote Tunnel Endpoint".',
    ])
    expect(endpoints[0]).toMatchObject({ addresses: [], peers: [] })
  })
})

describe('where summaries begin', () => {
  it('at the first label, wrapped or not, or at the title above it', () => {
    expect(anchorsOf(siteToSiteSummary, `Hello\n\n${MAIN}`)).toEqual([3])
    expect(anchorsOf(siteToSiteSummary, `Hello\n${MAIN.replace(/ /g, '\n')}`)).toEqual([2])
    expect(anchorsOf(siteToSiteSummary, `Hello\n${TMG}`)).toEqual([2])
  })

  it('at each first label that comes again', () => {
    const lines = MAIN.split('\n').length - 1
    expect(anchorsOf(siteToSiteSummary, MAIN + MAIN)).toEqual([1, lines + 1])
    expect(anchorsOf(siteToSiteSummary, `ISA-A:\n${MAIN}ISA-B:\n${TMG}`)).toEqual([2, lines + 3])
  })

  it('reads two that were run together into one line as two', () => {
    const { endpoints } = read(`${MAIN} ${TMG}`.replace(/\s+/g, ' '))
    expect(endpoints.map((end) => end.site?.name)).toEqual(['Branch', 'Head\'s "main" office'])
  })

  it.each([
    'Quick Mode Filters(Generic):\nTunnel Source : 203.0.113.1\nTunnel Destination : 198.51.100.7',
    'Rule Name: x\nLocalTunnelEndpoint: 203.0.113.1\nRemoteTunnelEndpoint: 198.51.100.7',
    'Filter 1\n  Tunnel Endpoint: 198.51.100.7\n  Src Addr: 10.1.0.0',
    'Local Endpoint:\n\tNetwork Address:\t10.1.0.0\n\tTunnel Endpoint:\t203.0.113.1',
    'ends:\n  a: {name: ISA-A, address: 203.0.113.1, local: [10.1.0.0/24]}',
    '<fpc4:LocalTunnelEndpoint>203.0.113.1</fpc4:LocalTunnelEndpoint>',
    'A1 SubnetA > SubnetB\nA4 ISA-A < SubnetB',
    'The local tunnel endpoint of ISA-A is not set.',
    '',
  ])('nowhere in %j', (text) => {
    expect(anchorsOf(siteToSiteSummary, text)).toEqual([])
  })
})

const address = fc.ipV4()
const subnet = fc.oneof(
  fc.tuple(address, fc.nat(32)).map(([ip, length]) => `${ip}/${length}`),
  fc.tuple(address, fc.constantFrom('255.255.255.0', '255.255.0.0', '255.255.255.255')).map((pair) => pair.join('/')),
  fc.tuple(fc.nat(254), address).map(([last, ip]) => `${ip.replace(/\d+$/, `${last}`)} - ${ip.replace(/\d+$/, '255')}`),
  address,
)
const list = fc.array(subnet, { minLength: 1, maxLength: 4 })
const name = fc
  .array(fc.constantFrom('Branch', "Bob's", '"North"', 'IP', 'Network', '2', 'Subnets', 'ÄÖ', '-'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(' '))
const phase = fc.record({
  Encryption: fc.constantFrom('3DES', 'DES'),
  Integrity: fc.constantFrom('SHA1', 'MD5'),
  'Diffie-Hellman group': fc.constantFrom('Group 1 (768 bit)', 'Group 2 (1024 bit)', 'Group 14 (2048 bit)'),
  'Security Association Lifetime': fc.integer({ min: 60, max: 172800 }).map((seconds) => `${seconds} seconds`),
  'Perfect Forward Secrecy': fc.constantFrom('ON', 'OFF'),
})
const summary = fc.record({
  local: address,
  remote: address,
  phase1: phase,
  phase2: phase,
  name,
  remotes: list,
  locals: list,
})
type Summary = typeof summary extends fc.Arbitrary<infer T> ? T : never

function print({ local, remote, phase1, phase2, name, remotes, locals }: Summary): string {
  const pairs = (of: object) => Object.entries(of).map(([label, value]) => `    ${label}: ${value}`)
  const subnets = (of: readonly string[]) => of.map((text) => `    Subnet: ${text}`)
  return [
    `Local Tunnel Endpoint: ${local}`,
    `Remote Tunnel Endpoint: ${remote}`,
    'IKE Phase I Parameters:',
    ...pairs({ ...phase1, 'Authentication Method': 'Pre-shared secret (********)' }),
    'IKE Phase II Parameters:',
    ...pairs({ ...phase2, 'Time Rekeying': 'ON', 'Kbyte Rekeying': 'OFF' }),
    `Remote Network '${name}' IP Subnets:`,
    ...subnets(remotes),
    "Local Network 'Internal' IP Subnets:",
    ...subnets(locals),
    'Routable Local IP Addresses:',
    ...subnets(locals),
  ].join('\n')
}

function canonical(written: string): string {
  const range = parseAddressText(written)
  return isProblem(range) ? range.problem : formatRange(range)
}

describe('any summary', () => {
  it('reads the same however its whitespace is mangled', () => {
    const blanks = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\t', '   ', '\n\n    '), {
      minLength: 1,
      maxLength: 50,
    })
    fc.assert(
      fc.property(summary, blanks, (model, whitespace) => {
        const text = print(model)
        let next = 0
        const mangled = text.replace(/\s+/g, () => whitespace[next++ % whitespace.length] ?? ' ')
        const end = endOf(text)
        expect(endOf(mangled)).toEqual(end)
        expect(endOf(text.replace(/\s+/g, ' '))).toEqual(end)
        expect(linesWith('unrecognised', mangled, read(mangled))).toEqual([])
      }),
    )
  })

  it('gives what was printed', () => {
    fc.assert(
      fc.property(summary, (model) => {
        const end = endOf(print(model))
        const { phase1, phase2 } = model
        expect(end.addresses).toEqual([`${model.local}/32`])
        expect(end.peers).toEqual([`${model.remote}/32`])
        expect(end.site?.name).toBe(model.name)
        expect(end.site?.remotes).toEqual(model.remotes.map(canonical))
        expect(end.site?.locals).toEqual(model.locals.map(canonical))
        const group = (label: string) => /\d+/.exec(label)?.[0]
        expect(end.settings).toEqual({
          'IKE encryption': phase1.Encryption,
          'IKE integrity': phase1.Integrity,
          'IKE Diffie-Hellman group': group(phase1['Diffie-Hellman group']),
          'authentication method': 'pre-shared key',
          'IKE lifetime': `${phase1['Security Association Lifetime'].replace(' seconds', '')} s`,
          'ESP encryption': phase2.Encryption,
          'ESP integrity': phase2.Integrity,
          'perfect forward secrecy':
            phase2['Perfect Forward Secrecy'] === 'OFF' ? 'off' : `group ${group(phase2['Diffie-Hellman group'])}`,
          'IPsec lifetime': `${phase2['Security Association Lifetime'].replace(' seconds', '')} s`,
        })
      }),
    )
  })

  it('never throws', () => {
    const words = [
      'Local',
      'Network',
      "'",
      'Tunnel',
      'Endpoint:',
      'IP',
      'Subnets:',
      'Subnet:',
      '-',
      '/',
      '10.0.0.1',
      '(',
      'mode',
    ]
    const soup = fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 40 })
    fc.assert(
      fc.property(soup, (parts) => {
        const text = `IKE Phase I Parameters: ${parts.join(' ')}`
        expect(anchorsOf(siteToSiteSummary, text)[0]).toBe(1)
        expect(read(text).endpoints.length).toBeGreaterThan(0)
      }),
    )
  })
})
