import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { xmlExport } from '../../../../src/core/vendors/isa/xml-export/xml-export.ts'
import { anchorsOf, endInWords, linesWith, quoted, readText } from './read-text.ts'

const ARRAY = readFileSync(new URL('../../../fixtures/isa/xml-export/array.xml', import.meta.url), 'utf8')
const HEAD = '<?xml version="1.0"?>\n<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4">\n'

function read(text: string) {
  return readText(xmlExport, text)
}

function range(from: string, to: string): string {
  return `<IpRangeSet><R><IPFrom>${from}</IPFrom><IPTo>${to}</IPTo></R></IpRangeSet>`
}

function network(name: string, ...content: readonly string[]): string {
  return `<N><Name>${name}</Name>${content.join('')}</N>`
}

/** An export with one array of these networks. */
function array(...networks: readonly string[]): string {
  return `<Array><NetConfig><Networks>\n${networks.join('\n')}\n</Networks></NetConfig></Array>`
}

function document(...arrays: readonly string[]): string {
  return `${HEAD}<Arrays>${arrays.join('\n')}</Arrays></fpc4:Root>`
}

const TUNNEL = '<V><RemoteServerAddress>198.51.100.7</RemoteServerAddress></V>'
const INTERNAL = network('Internal', range('10.1.0.0', '10.1.0.255'))
const BRANCH = network('Branch', range('10.2.0.0', '10.2.0.255'), TUNNEL)

const ARRAY_END = {
  vendor: 'isa',
  addresses: ['203.0.113.1/32'],
  peers: ['198.51.100.7/32'],
  site: { name: 'Branch', locals: ['10.1.0.0/24'], remotes: ['10.2.0.1-10.2.0.254', '198.51.100.7/32'] },
  settings: {
    'IKE encryption': 'value 1',
    'IKE Diffie-Hellman group': 'value 2',
    'authentication method': 'value 1',
    'IKE lifetime': '28800 s',
    'IPsec lifetime': '3600 s',
  },
}

describe('what an XML export tells', () => {
  it('gives an end for a Remote Site, with the ranges of the local networks', () => {
    const { endpoints, problems } = read(ARRAY)
    expect(problems).toEqual([])
    expect(endpoints.map(endInWords)).toEqual([ARRAY_END])
  })

  it('reads the same from one line, and with other prefixes and capitals', () => {
    const oneLine = ARRAY.replace(/>\s+</g, '><')
    expect(read(oneLine).endpoints.map(endInWords)).toEqual([ARRAY_END])
    const renamed = ARRAY.replaceAll('fpc4:', 'isa:').replace(
      /(<\/?isa:)(\w+)/g,
      (_, tag, name) => tag + name.toUpperCase(),
    )
    expect(anchorsOf(xmlExport, renamed)).toEqual([1])
    expect(read(renamed).endpoints.map(endInWords)).toEqual([ARRAY_END])
  })

  it('reads the same below a heading and an empty line, and behind words', () => {
    for (const above of ['ISA-A:\n\n', 'This is the export: '])
      expect(read(`${above}${ARRAY}`).endpoints.map(endInWords)).toEqual([ARRAY_END])
  })

  it('reads text that was copied from a tree view', () => {
    const tree = ARRAY.replace(/^ *(?=<fpc4:[NI])/gm, '- ')
    expect(tree).not.toBe(ARRAY)
    expect(read(tree).endpoints.map(endInWords)).toEqual([ARRAY_END])
  })

  it('places each range where it stands, on several lines or on one', () => {
    for (const text of [ARRAY, ARRAY.replace(/>\s+</g, '><'), ARRAY.replace(/>(10\.2\.0\.1)</, '>\n\n  $1\n<')]) {
      const site = read(text).endpoints[0]?.site
      const settings = [...(site?.locals ?? []), ...(site?.remotes ?? [])]
      const spans = settings.map((setting) => (setting.origin === 'stated' ? setting.span : undefined))
      expect(spans.map((span) => quoted(text, span))).toEqual(['10.1.0.0', '10.2.0.1', '198.51.100.7'])
    }
  })

  it('calls lines read that hold a value, and all others of the document irrelevant', () => {
    const text = `${ARRAY}Regards\n`
    const reading = read(text)
    expect(linesWith('read', text, reading)).toEqual([3, 10, 13, 14, 21, 22, 25, ...span(30, 39), 42])
    expect(linesWith('unsupported', text, reading)).toEqual([])
    expect(linesWith('unrecognised', text, reading)).toEqual([text.split('\n').indexOf('Regards') + 1])
  })

  function span(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }

  it('takes build 7 for TMG', () => {
    expect(read(ARRAY.replace('5.0.5720.100', '7.0.7734.100')).endpoints[0]?.vendor.id).toBe('tmg')
  })

  it('knows words for choices, and the mark of a key', () => {
    const settings = [
      '<Phase1Encryption>fpcVpn3DES</Phase1Encryption><Phase1DHGroup>fpcVpnDHGroup2</Phase1DHGroup>',
      '<Phase2UsePFS>1</Phase2UsePFS><Phase2DHGroup>fpcVpnDHGroup1</Phase2DHGroup>',
      '<PreSharedKey>‹secret 1›</PreSharedKey>',
    ]
    const { endpoints } = read(document(array(INTERNAL, network('Branch', TUNNEL, ...settings))))
    expect(endInWords(endpoints[0]).settings).toEqual({
      'IKE encryption': '3DES',
      'IKE Diffie-Hellman group': '2',
      'perfect forward secrecy': 'group 1',
      'pre-shared key': '‹secret 1›',
    })
  })

  it('gives an end for each Remote Site of each array, with the local networks of that array', () => {
    const other = network('North', range('192.0.2.0', '192.0.2.127'), TUNNEL)
    const lan = network('LAN', range('10.3.0.0', '10.3.0.255'))
    const { endpoints, problems } = read(document(array(INTERNAL, BRANCH, other), array(BRANCH, lan)))
    expect(problems).toEqual([])
    expect(endpoints.map(({ site }) => site?.name)).toEqual(['Branch', 'North', 'Branch'])
    expect(endpoints.map((end) => endInWords(end).site?.locals)).toEqual([
      ['10.1.0.0/24'],
      ['10.1.0.0/24'],
      ['10.3.0.0/24'],
    ])
  })

  it('leaves out the networks that ISA makes itself', () => {
    const builtIn = ['External', 'Local Host', 'VPN Clients', 'Quarantined VPN Clients']
    const networks = builtIn.map((name) => network(name, range('0.0.0.0', '255.255.255.255')))
    const { endpoints, problems } = read(document(array(...networks, INTERNAL, BRANCH)))
    expect(problems).toEqual([])
    expect(endInWords(endpoints[0]).site?.locals).toEqual(['10.1.0.0/24'])
  })

  it('says so, once, when it takes several local networks as routed', () => {
    const perimeter = network('Perimeter', range('192.0.2.0', '192.0.2.255'))
    const { endpoints, problems } = read(document(array(INTERNAL, perimeter, BRANCH, BRANCH)))
    expect(endpoints.map((end) => endInWords(end).site?.locals)).toEqual([
      ['10.1.0.0/24', '192.0.2.0/24'],
      ['10.1.0.0/24', '192.0.2.0/24'],
    ])
    expect(problems.map(({ kind, say }) => [kind, say])).toEqual([
      ['unsupported', expect.stringMatching(/assumed.*"Internal", "Perimeter"/)],
    ])
  })

  it('does not know the filters of a Remote Site without local networks', () => {
    const { endpoints, problems } = read(document(array(BRANCH)))
    expect(endpoints[0]?.site).toBeUndefined()
    expect(problems[0]?.say).toMatch(/no local network/)
  })

  it('says that there is no Remote Site', () => {
    const { endpoints, problems } = read(document(array(INTERNAL)))
    expect(endpoints).toEqual([])
    expect(problems.map(({ say }) => say)).toEqual([
      'The export holds no Remote Site with an IPsec tunnel endpoint, among 1 network.',
    ])
  })
})

describe('an export with something wrong', () => {
  it.each([
    ['10.2.0.9', '10.2.0.1', 'backwards'],
    ['10.2.0.1', '10.2.0.256', '256'],
    ['10.2.0.1', '2001:db8::1', 'mixes IPv4'],
    ['10.2.0.1', '', 'only one of IPFrom and IPTo'],
  ])('leaves the range %s to %s out and says why', (from, to, why) => {
    const text = document(array(INTERNAL, network('Branch', range(from, to), range('10.4.0.0', '10.4.0.1'), TUNNEL)))
    const { endpoints, problems, roles } = read(text)
    expect(endInWords(endpoints[0]).site?.remotes).toEqual(['10.4.0.0/31'])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.kind).toBe('invalid')
    expect(problems[0]?.say).toContain(why)
    expect(quoted(text, problems[0]?.span)).toBe(from)
    expect(roles.get(problems[0]?.span.line ?? 0)).toBe('unsupported')
  })

  it('asks for the address where the other gateway is a host name', () => {
    const { endpoints, problems } = read(ARRAY.replace('>198.51.100.7</fpc4:Remote', '>vpn.example.com</fpc4:Remote'))
    expect(endpoints[0]?.peers).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'invalid', span: { line: 31 } })
    expect(problems[0]?.say).toContain('vpn.example.com')
    expect(problems[0]?.instead).toContain('--b-address')
  })

  it('names line and column where it is not XML, and reads nothing of it', () => {
    const text = ARRAY.replace('10.1.0.0</fpc4:IPFrom>', '10.1.0.0</fpc4:IPTo>')
    const { endpoints, problems, roles } = read(text)
    expect(endpoints).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'invalid', span: { line: 13 } })
    expect(problems[0]?.say).toMatch(/^The document is not well-formed XML: .* \(line 13, column \d+\)\.$/)
    expect(problems[0]?.instead).toMatch(/^Export the configuration again/)
    expect(new Set(splitLines('paste', text).map(({ number }) => roles.get(number)))).toEqual(new Set(['unsupported']))
  })

  it('is cut where its root element does not end', () => {
    const text = ARRAY.split('\n').slice(0, 30).join('\n')
    const { endpoints, problems } = read(text)
    expect(endpoints).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'cut', span: { line: 30 } })
    expect(problems[0]?.say).toBe('The document ends inside of the element "fpc4:IPSecSettings".')
  })

  it.each([
    [
      'a document that expands to billions of characters',
      `<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY a0 "ha">\n${Array.from(
        { length: 30 },
        (_, level) => `<!ENTITY a${level + 1} "&a${level};&a${level};">`,
      ).join('\n')}\n]>\n<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4">&a30;</fpc4:Root>`,
      /document type \(DOCTYPE\)/,
    ],
    [
      'a document that names a file',
      `<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]><fpc4:Root>&f;</fpc4:Root>`,
      /document type \(DOCTYPE\)/,
    ],
    ['an entity that nobody declared', `${HEAD}&a30;</fpc4:Root>`, /undefined entity/],
    ['very deep nesting', `${HEAD}${'<a>'.repeat(100_000)}`, /nests more than 100 elements/],
    ['far too much text', `${HEAD}${'a'.repeat(64_000_000)}`, /more than 64 million characters/],
    ['a start tag without end', `${HEAD}<${'a'.repeat(100_000)}`, /ends inside of the element "fpc4:Root"/],
  ])('answers %s with a sentence', (_, text, say) => {
    expect(anchorsOf(xmlExport, text)).toEqual([1])
    const { endpoints, problems } = read(text)
    expect(endpoints).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.say).toMatch(say)
    expect(problems[0]?.say.length).toBeLessThan(300)
  })

  it('takes elements and attributes such as __proto__ for any other', () => {
    const text = document(
      array(INTERNAL, BRANCH, '<__proto__ constructor="1" __proto__="2"><toString>3</toString></__proto__>'),
    )
    expect(read(text).endpoints.map((end) => endInWords(end).site?.remotes)).toEqual([['10.2.0.0/24']])
  })
})

describe('where exports begin', () => {
  it('at the XML declaration, or at the root element', () => {
    expect(anchorsOf(xmlExport, `Hello\n${ARRAY}`)).toEqual([2])
    expect(anchorsOf(xmlExport, `Hello\n${ARRAY.replace(/<\?xml.*\n/, '')}`)).toEqual([2])
    expect(anchorsOf(xmlExport, `<fpc:Root>\n</fpc:Root>`)).toEqual([1])
    expect(anchorsOf(xmlExport, `<x:Root\n  xmlns:x="http://schemas.microsoft.com/isa/config-4">`)).toEqual([1])
    expect(anchorsOf(xmlExport, `${ARRAY}ISA-B:\n${ARRAY}`)).toEqual([1, ARRAY.split('\n').length + 1])
  })

  it.each([
    '<?xml version="1.0"?>\n<config><isa/></config>',
    '<html><body>isa/config-4</body></html>',
    '<Root xmlns="urn:example">\n<Networks/></Root>',
    'The root of isa/config-4 is fpc4:Root.',
    'Local Tunnel Endpoint: 203.0.113.1',
    '',
  ])('nowhere in %j', (text) => {
    expect(anchorsOf(xmlExport, text)).toEqual([])
  })
})

describe('any export', () => {
  it('gives the ranges that were written, in whatever order and layout', () => {
    const pair = fc
      .tuple(fc.nat(126), fc.nat(126))
      .map(([from, more]) => [`10.2.0.${from}`, `10.2.0.${from + more + 1}`] as const)
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom('', '\n', '\r\n\t'),
        (pairs, nameLast, gap) => {
          const parts = ['<Name>Branch</Name>', ...pairs.map(([from, to]) => range(from, to)), TUNNEL]
          const branch = `<N>${(nameLast ? parts.toReversed() : parts).join(gap)}</N>`
          const { endpoints, problems } = read(document(array(branch, INTERNAL)).replace(/></g, `>${gap}<`))
          expect(problems).toEqual([])
          const remotes =
            endpoints[0]?.site?.remotes.map(({ value }) => [value.from, value.to].map((each) => Number(each) & 255)) ??
            []
          const last = (address: string) => Number(address.replace(/^.*\./, ''))
          const written = pairs.map(([from, to]) => [last(from), last(to)])
          expect(remotes).toEqual(nameLast ? written.toReversed() : written)
          expect(endpoints[0]?.site?.name).toBe('Branch')
        },
      ),
    )
  })

  it('never throws, wherever it is damaged', () => {
    fc.assert(
      fc.property(fc.nat(ARRAY.length), fc.nat(40), fc.string(), (at, length, junk) => {
        const { endpoints, problems } = read(ARRAY.slice(0, at) + junk + ARRAY.slice(at + length))
        expect(endpoints.length + problems.length).toBeGreaterThan(0)
      }),
    )
  })
})
