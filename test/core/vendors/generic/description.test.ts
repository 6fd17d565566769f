import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressRange } from '../../../../src/core/address/address-range.ts'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { isProblem, parseAddressText } from '../../../../src/core/address/parse-address.ts'
import type { Endpoint, EndpointFragment, TextEdit } from '../../../../src/core/model/endpoint.ts'
import type { Reading } from '../../../../src/core/model/format.ts'
import { type Setting, stated } from '../../../../src/core/model/setting.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { description } from '../../../../src/core/vendors/generic/description.ts'
import { vendorIds } from '../../../../src/core/vendors/generic/description-schema.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/generic/description/${name}`, import.meta.url), 'utf8')
}

function read(text: string): Reading {
  return description.read({ source: 'paste', lines: splitLines('paste', text) })
}

function recognise(text: string): readonly number[] {
  return description.recognise(splitLines('paste', text))
}

function hosts(settings: readonly Setting<AddressRange>[] | undefined): string[] | undefined {
  return settings?.map(({ value }) => formatHost(value))
}

function summary({ label, name, vendor, addresses, peers, site }: EndpointFragment) {
  const lists = { addresses: hosts(addresses), peers: hosts(peers), locals: hosts(site?.locals) }
  return { label, name, vendor: vendor.id, ...lists, remotes: hosts(site?.remotes) }
}

const ISA_A = {
  label: 'A',
  name: 'ISA-A',
  vendor: 'isa',
  addresses: ['203.0.113.1'],
  peers: ['198.51.100.7'],
  locals: ['10.1.0.0/24'],
  remotes: ['10.2.0.0/24'],
}
const ISA_B = {
  label: 'B',
  name: 'ISA-B',
  vendor: 'isa',
  addresses: ['198.51.100.7'],
  peers: ['203.0.113.1'],
  locals: ['10.2.0.0/24'],
  remotes: ['10.1.0.0/24'],
}

describe('a description of a tunnel', () => {
  it('gives two ends that are each other’s peers', () => {
    const text = fixture('isa-and-isa.yaml')
    const { endpoints, problems, roles } = read(text)
    expect(endpoints.map(summary)).toEqual([ISA_A, ISA_B])
    expect(endpoints.map(({ filters }) => filters)).toEqual([undefined, undefined])
    expect(problems).toEqual([])
    expect(new Set(splitLines('paste', text).map(({ number }) => roles.get(number)))).toEqual(new Set(['read']))
  })

  it('says where each value stands', () => {
    const [, b] = read(fixture('isa-and-third-party.yaml')).endpoints
    expect(b?.addresses[0]).toMatchObject({ span: { source: 'paste', line: 15, column: 23, length: 12 } })
    expect(b?.site?.locals[0]).toMatchObject({ span: { line: 16, column: 22, length: 11 } })
    expect(b?.settings['IKE Diffie-Hellman group']).toMatchObject({ span: { line: 18, column: 53, length: 8 } })
    expect(b?.site?.remotes[0]).toMatchObject({ span: { line: 17, column: 23, length: 11 } })
  })

  it('makes settings plain, so that two spellings of one value are equal', () => {
    const [a, b] = read(fixture('isa-and-third-party.yaml')).endpoints.map(({ settings }) =>
      Object.fromEntries(Object.entries(settings).map(([topic, { value }]) => [topic, value])),
    )
    const shared = {
      'IKE encryption': '3DES',
      'IKE integrity': 'SHA1',
      'IKE Diffie-Hellman group': '2',
      'ESP encryption': '3DES',
      'ESP integrity': 'SHA1',
      'perfect forward secrecy': 'group 2',
      'authentication method': 'pre-shared key',
    }
    expect(b).toEqual(shared)
    expect(a).toEqual({ ...shared, 'IKE lifetime': '28800 s', 'IPsec lifetime': '3600 s' })
  })

  it('keeps the mark of a key and nothing else of it', () => {
    const key = (psk: string) =>
      read(fixture('isa-and-isa.yaml').replace('vendor: isa', `vendor: isa\n    psk: ${psk}`)).endpoints[0]?.settings[
        'pre-shared key'
      ]?.value
    expect(key('‹secret 1›')).toBe('‹secret 1›')
    expect(key('"‹secret 2›"')).toBe('‹secret 2›')
    expect(key('still in clear')).toBe('‹secret ?›')
  })

  it('may be JSON, and of one end', () => {
    const text = fixture('one-end.json')
    const end = {
      ...ISA_A,
      name: null,
      vendor: 'other',
      locals: ['10.1.0.0/24', '203.0.113.1'],
    }
    expect(read(text).endpoints.map(summary)).toEqual([end])
    expect(read(text.replace(/\s+/g, ' ')).endpoints.map(summary)).toEqual([end])
  })

  it('may stand in a code block, with comments, CR LF and blanks that are no plain ones', () => {
    const text = fixture('isa-and-isa.yaml')
    const fenced = `\`\`\`yaml\n${text}\`\`\``
    for (const variant of [
      fenced,
      `\`\`\`${text.trimEnd()}\`\`\``,
      text.replaceAll('\n', ' # note\r\n'),
      text.replaceAll('  ', '\u00a0\u00a0'),
      `# mine\n---\n${text}`,
      text.replace(/^/gm, '    '),
    ]) {
      expect(read(variant).endpoints.map(summary), variant).toEqual([ISA_A, ISA_B])
      expect(recognise(variant), variant).toEqual([variant === fenced ? 2 : 1])
    }
  })

  it('ends where words follow that are neither indented nor a key', () => {
    const text = fixture('isa-and-isa.yaml')
    const mail = read(`${text}\nThanks in advance,\n--\nJohn Doe | Network team\n`)
    expect(mail.endpoints.map(summary)).toEqual([ISA_A, ISA_B])
    expect(mail.problems).toEqual([])
    const below = text.split('\n').length + 1
    expect([0, 1, 2].map((line) => mail.roles.get(below + line))).toEqual([undefined, undefined, undefined])
    // A word without its colon in the middle is a mistake of the description.
    expect(read(text.replace('local_networks:', 'local_networks')).problems).not.toEqual([])
  })

  it('tells an empty list from one that is missing', () => {
    const [empty] = read(fixture('one-end.json').replace('["10.2.0.0/24"]', '[]')).endpoints
    expect(empty?.site?.remotes).toEqual([])
    const missing = read(fixture('one-end.json').replace(/,\s*"remote_networks".*/, ''))
    expect(missing.endpoints[0]?.site).toBeUndefined()
    expect(missing.problems[0]?.say).toContain('the key "remote_networks" is missing')
  })

  it('is explained in docs/description.md with examples that can be read, and with each vendor', () => {
    const page = readFileSync(new URL('../../../../docs/description.md', import.meta.url), 'utf8')
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '')
    expect(examples).toHaveLength(2)
    for (const example of examples) {
      expect(recognise(example)).toEqual([1])
      expect(read(example)).toMatchObject({
        endpoints: [ISA_A, {}].map(({ name }: { name?: string }) => (name ? { name } : {})),
        problems: [],
      })
    }
    for (const id of vendorIds) expect(page).toContain(`\`${id}\``)
  })
})

describe('a mistake', () => {
  it('is answered with line, column and what is allowed', () => {
    const { endpoints, problems } = read(fixture('mistakes.yaml'))
    expect(endpoints).toEqual([])
    const said = problems.map(({ span, say, instead }) => `${span.line}:${span.column} ${say} ${instead}`)
    const expected = [
      [/^3:5 /, 'line 3, column 5: the key "external_address" is missing.'],
      [/^3:13 /, '"cisco" does not fit here. Did you mean "cisco-ios" or "cisco-asa"? Allowed are isa, tmg, windows,'],
      [/^4:5 /, 'the key "extern_address" is not known. Did you mean "external_address"? Allowed here: name, vendor,'],
      [/^5:35 /, '"999.1.1.1" is not an IPv4 address: 999 is larger than 255.'],
      [/^6:18 /, 'a group of keys does not fit here. Write the addresses of the Remote Site'],
      [/^9:23 /, 'One address is wanted here, not a network.'],
      [/^10:21 /, 'The mask 255.0.255.0 has a gap'],
      [/^11:23 /, 'The range 10.1.0.9-10.1.0.1 runs backwards.'],
      [/^12:11 /, 'the key "cipher" is not known. Allowed here: encryption, integrity, group, lifetime.'],
      [/^12:32 /, '"two" is not known here. Write the Diffie-Hellman group'],
    ] as const
    expect(said).toHaveLength(expected.length)
    for (const [index, [place, sentence]] of expected.entries()) {
      expect(said[index]).toMatch(place)
      expect(said[index]).toContain(sentence)
    }
  })

  it.each([
    ['ends:\n  A: [1, 2\n', 'unexpected end of the stream within a flow collection'],
    ['ends:\n  A:\n    vendor: isa\n   name: x\n', 'line 4'],
    ['ends:\n  A:\n    name: "x\n', 'line 3'],
    ['ends:\n\tA: 1\n', 'line 2'],
    ['ends:\n  A: {vendor: isa, vendor: tmg}', 'the key "vendor" stands twice'],
    ['ends: &a [*a]', 'the value must be written out'],
    ['ends: !!js/function x', 'has a tag'],
    ['ends:\n  A: {}\n---\nends:\n  B: {}', 'several documents'],
    [`ends: ${'['.repeat(500)}`, 'nesting exceeded'],
    [`ends:\n  A:\n    ${'x'.repeat(1_100_000)}`, 'longer than 1048576 characters'],
    ['ends: {? [a] : b}', 'a key must be a word'],
    ['ends: {}', 'no end is described'],
    ['ends:', 'an empty value does not fit here'],
    ['end:\n  A:\n    vendor: isa', 'Did you mean "ends"?'],
    ['ends:\n  A:\n  B:', 'an empty value does not fit here'],
  ])('of YAML or shape is one sentence with its place, never an exception: %s', (text, words) => {
    const { endpoints, problems } = read(text)
    expect(endpoints).toEqual([])
    const said = problems.map(({ say, instead }) => `${say} ${instead}`).join('\n')
    expect(said).toContain(words)
    expect(said).toMatch(/line \d+, column \d+/)
  })

  it('does not grow with a bomb of references', () => {
    const layers = Array.from({ length: 30 }, (_, n) => `l${n}: &l${n} [${`*l${n - 1},`.repeat(9)}]`)
    const { problems } = read(`ends:\nl: &l-1 [x]\n${layers.join('\n')}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]?.say).toContain('the value must be written out')
  })

  it('in one end leaves the other one', () => {
    const { endpoints, problems } = read(fixture('isa-and-isa.yaml').replace('203.0.113.1', '203.0.113.256'))
    expect(endpoints.map(({ label }) => label)).toEqual(['B'])
    expect(endpoints[0]?.peers).toEqual([])
    expect(problems).toHaveLength(1)
  })

  it('cannot reach the prototype of anything', () => {
    const { problems } = read('ends:\n  A:\n    __proto__: {vendor: isa}\n    constructor: 1\n')
    expect(problems.map(({ say }) => say).join('\n')).toContain('the key "__proto__" is not known')
  })
})

describe('recognition', () => {
  it.each([
    ['ends:\n  A:\n    vendor: isa', [1]],
    ['{"ends": {"A": {}}}', [1]],
    ['{\n "ends": {}\n}', [1]],
    ['Here it is.\n\n# both\nends:\n  B:\n    name: x', [3]],
    ['end:\n  A:\n    external_address: 203.0.113.1', [1]],
    ['Our side:\n\nremote_site: [10.2.0.0/24]', [3]],
    ['ends:\n  A: {}\n\nends:\n  B: {}', [1, 4]],
  ])('finds %j', (text, anchors) => {
    expect(recognise(text)).toEqual(anchors)
  })

  it.each(
    [
      'ends:',
      'The tunnel ends:\n  A: in Rome',
      'weekends:\n  A: 1',
      'ends:\nA1 SubnetA > SubnetB',
      "Local Tunnel Endpoint: 192.0.2.1\nRemote Network 'B' IP Subnets:",
      'conn a\n  left=203.0.113.1\n  rightsubnet=10.2.0.0/24',
    ].slice(1),
  )('is silent on %j', (text) => {
    expect(recognise(text)).toEqual([])
  })
})

/** Makes the edits of one change, as a person would. */
function apply(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n')
  for (const { line, remove, insert } of edits.toSorted((a, b) => b.line - a.line)) {
    if (remove === null) lines.splice(line - 1, 0, insert)
    else {
      expect(lines[line - 1]).toContain(remove)
      lines[line - 1] = (lines[line - 1] ?? '').replace(remove, () => insert)
    }
  }
  return lines.join('\n')
}

function range(text: string): Setting<AddressRange> {
  const parsed = parseAddressText(text)
  if (isProblem(parsed)) throw new Error(parsed.problem)
  return stated(parsed, { source: 'fix', line: 1, column: 1, length: 1 })
}

interface Target {
  readonly locals?: readonly string[]
  readonly remotes?: readonly string[]
  readonly peer?: string
}

/** The text after an end has got other lists or another peer. */
function edited(text: string, label: string, target: Target): string {
  const fragment = read(text).endpoints.find((end) => end.label === label)
  if (fragment?.editor == null || fragment.site === undefined) return 'no editor'
  const { ike: _, ...described } = fragment
  const before: Endpoint = { ...described, label, name: label, spd: undefined, partlyRead: false }
  const { locals, remotes } = fragment.site
  const keep = (known: readonly Setting<AddressRange>[], wanted: readonly string[]) =>
    wanted.map((host) => known.find(({ value }) => formatHost(value) === host) ?? range(host))
  const after: Endpoint = {
    ...before,
    peers: target.peer === undefined ? before.peers : [range(target.peer)],
    site: {
      name: null,
      locals: target.locals === undefined ? locals : keep(locals, target.locals),
      remotes: target.remotes === undefined ? remotes : keep(remotes, target.remotes),
    },
  }
  return apply(text, fragment.editor(before, after))
}

describe('the editor', () => {
  const block = fixture('isa-and-isa.yaml')
  const flowStyle = fixture('isa-and-third-party.yaml')
  const json = fixture('one-end.json')
  const compact = json.replace(/\s+/g, ' ')
  const single = block.replace(/:\n\s+- /g, ': ')

  it('adds an item below the last one, in the same style', () => {
    expect(edited(block, 'A', { remotes: ['10.2.0.0/24', '198.51.100.7'] })).toContain(
      '    remote_site:\n      - 10.2.0.0/24\n      - 198.51.100.7\n  B:',
    )
    expect(edited(flowStyle, 'A', { remotes: ['10.2.0.0/24', '198.51.100.7'] })).toContain(
      '    remote_site: [10.2.0.0/24, 198.51.100.7]\n',
    )
    expect(edited(json, 'A', { remotes: ['10.2.0.0/24', '198.51.100.7'] })).toContain(
      '"remote_networks": ["10.2.0.0/24", "198.51.100.7"]\n',
    )
  })

  it.each([
    ['block', block],
    ['flow', flowStyle],
    ['JSON', json],
    ['JSON on one line', compact],
    ['single values', single],
    ['indented', block.replace(/^/gm, '  ')],
  ])('gives the lists that were asked for: %s', (_, text) => {
    const before = read(text).endpoints.map(summary)
    const [locals = [], remotes = []] = [before[0]?.locals, before[0]?.remotes]
    for (const target of [
      { remotes: [...remotes, '198.51.100.7'] },
      { remotes: [...remotes, '198.51.100.7', '10.3.0.0/24'] },
      { remotes: ['10.9.0.0/24', ...remotes.slice(1)] },
      { locals: [...locals, '10.4.0.0/16'], remotes: [...remotes, '10.5.0.1-10.5.0.9'] },
      { remotes: ['10.9.0.0/24', '10.9.1.0/24', '10.9.2.0/24'] },
      { locals: ['2001:db8::', ...locals.slice(1)] },
      { locals: locals.slice(1) },
    ]) {
      const result = read(edited(text, 'A', target))
      expect(result.problems, JSON.stringify(target)).toEqual([])
      const [a, ...others] = result.endpoints.map(summary)
      expect(a?.locals?.toSorted()).toEqual((target.locals ?? locals).toSorted())
      expect(a?.remotes?.toSorted()).toEqual((target.remotes ?? remotes).toSorted())
      expect(others).toEqual(before.slice(1))
    }
  })

  it('changes the peer where it is written, and writes it where it is not', () => {
    expect(edited(json, 'A', { peer: '192.0.2.9' })).toContain('"peer_address": "192.0.2.9",')
    const result = edited(block, 'A', { peer: '192.0.2.9' })
    expect(result).toContain('    external_address: 203.0.113.1\n    peer_address: 192.0.2.9\n')
    expect(read(result).endpoints[0]?.peers.map(({ value }) => formatHost(value))).toEqual(['192.0.2.9'])
  })
})

it('never throws, whatever the text', () => {
  const word = fc.constantFrom(
    'ends:',
    'A:',
    '  ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    '&a',
    '*a',
    ': ',
    '10.1.0.0/24',
    '|',
    '!!',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 50 }), (words) => {
      const lines = splitLines('paste', `ends:${words.join('')}`)
      description.recognise(lines)
      const { endpoints, problems } = description.read({ source: 'paste', lines })
      expect(endpoints.length + problems.length).toBeGreaterThan(0)
    }),
  )
})
