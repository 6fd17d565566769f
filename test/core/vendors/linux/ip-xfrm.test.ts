import { describe, expect, it } from 'vitest'
import { endInWords } from '../isa/read-text.ts'
import { blocksOf, filtersOf, fixture, linesOf, printSa, problemsOf, read } from './read-xfrm.ts'

const TUNNEL_A = [
  'out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; priority 375423; esp 203.0.113.1>198.51.100.7 tunnel reqid 1',
  'fwd protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; priority 375423; esp 198.51.100.7>203.0.113.1 tunnel reqid 1',
  'in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; priority 375423; esp 198.51.100.7>203.0.113.1 tunnel reqid 1',
]

describe('ip xfrm policy', () => {
  it.each(['tunnel-a.txt', 'tunnel-a-counted.txt', 'tunnel-a-one-line.txt'])('reads %s', (name) => {
    expect(filtersOf(fixture(name))).toEqual(TUNNEL_A)
    expect(problemsOf(fixture(name))).toEqual([])
    expect(linesOf('unrecognised', fixture(name))).toEqual([])
  })

  it('tells whose it is by its templates', () => {
    expect(endInWords(read(fixture('tunnel-a.txt')).endpoints[0])).toMatchObject({
      vendor: 'linux',
      addresses: ['203.0.113.1/32'],
      peers: ['198.51.100.7/32'],
    })
  })

  it('reads ports, messages, marks, interface numbers and bundles', () => {
    expect(filtersOf(fixture('kinds.txt'))).toEqual([
      'out protect 2001:db8:1::/64 > 2001:db8:2::/64 any any>any; priority 12; esp 2001:db8::1>2001:db8::2 null reqid 0',
      'out bypass 10.1.0.0/24 > 10.2.0.0/24 gre any>any; priority 11',
      'out discard 10.1.0.0/24 > 10.2.0.0/24 icmp 2048>2048; priority 10',
      'out protect 10.1.0.0/24 > 10.2.0.0/24 tcp 80>443; priority 90; ah 203.0.113.1>198.51.100.7 tunnel reqid 3 spi 0x1234',
      'in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; priority 100; comp 198.51.100.7>203.0.113.1 tunnel reqid 2 optional; esp ->- transport reqid 2; if_id 7; mark 16/255',
    ])
  })

  it('says what it cannot take into account', () => {
    expect(problemsOf(fixture('kinds.txt'))).toEqual([
      'unsupported at "proto esp reqid 0 mode beet": The mode "beet" is neither tunnel nor transport mode and is not looked at.',
      'unsupported at "ptype sub": This is a sub-policy of Mobile IPv6; it is read like a main one.',
      'unsupported at "proto gre key 16909060": Only GRE with the key 16909060 is meant; keys are not looked at here.',
      'unsupported at "dev lo": This policy is for the interface lo alone; it is read as if for any.',
    ])
  })

  it('leaves neighbour discovery (RFC 4861) and per-socket policies out', () => {
    const ofType = (type: number) =>
      `src ::/0 dst ::/0 proto ipv6-icmp type ${type} \n\tdir out priority 1 ptype main \n`
    const socket = 'src 0.0.0.0/0 dst 0.0.0.0/0 \n\tsocket in priority 0 ptype main \n'
    for (const text of [...[133, 134, 135, 136, 137].map(ofType), socket]) {
      expect(filtersOf(text)).toEqual([])
      expect(linesOf('irrelevant', text)).toHaveLength(2)
    }
    for (const echo of [128, 129].map(ofType)) expect(filtersOf(echo)).toHaveLength(1)
  })

  it('puts the older of two policies of one priority first, which the kernel lists last', () => {
    const weights = read(fixture('tunnel-a.txt')).endpoints[0]?.filters?.map(
      ({ weight }) => (weight ?? 0n) & 0xffffffffn,
    )
    expect(weights).toEqual([2n, 1n, 0n])
  })

  it('takes a masked number for one that is not known', () => {
    const text = fixture('tunnel-a.txt').replaceAll('375423', 'PRIORITY').replaceAll('reqid 1', 'reqid REQID')
    expect(filtersOf(text)?.[0]).toBe(
      'out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; priority null; esp 203.0.113.1>198.51.100.7 tunnel reqid null',
    )
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    ['10.1.0.0/24 dst', '10.1.0/24 dst', 'invalid at "src 10.1.0/24 dst 10.2.0.0/24"'],
    ['priority 375423', 'priority 37542e', 'invalid at "priority 37542e": "37542e" is not a number.'],
    ['10.2.0.0/24 \n', '10.2.0.0/24 proto tcpp \n', 'invalid at "proto tcpp": "tcpp" is not a protocol.'],
    ['10.2.0.0/24 \n', '10.2.0.0/24 proto tcp dport 65536 \n', '"65536" is not a port.'],
  ])('with %s changed to %s', (from, to, problem) => {
    expect(problemsOf(fixture('tunnel-a.txt').replace(from, to))[0]).toContain(problem)
  })

  it('says where the text was cut', () => {
    const lines = fixture('tunnel-a.txt').split('\n')
    expect(problemsOf(lines.slice(0, -1).slice(0, 11).join('\n'))).toEqual([
      'cut at "tmpl src 198.51.100.7 dst 203.0.113.1": The text ends in the middle of this template.',
    ])
    expect(problemsOf(lines.slice(0, 9).join('\n'))).toEqual([
      'cut at "src 10.2.0.0/24 dst 10.1.0.0/24": The text ends in the middle of this policy or SA, which is left out.',
    ])
  })

  it('says of a line with the end of one policy and the next one what is worse', () => {
    const text = `src 10.1.0.0/16 dst 10.2.0.0/16
	priority 375423 src 10.3.0.0/16 dst 10.4.0.0/16
	dir out priority 375423 ptype main`
    expect(linesOf('unsupported', text)).toEqual([
      'src 10.1.0.0/16 dst 10.2.0.0/16',
      'priority 375423 src 10.3.0.0/16 dst 10.4.0.0/16',
    ])
    expect(linesOf('read', text)).toEqual(['dir out priority 375423 ptype main'])
  })

  it('names the lines with words that it does not know', () => {
    const text = fixture('tunnel-a.txt').replace('ptype main ', 'ptype main frobnicate 7')
    expect(linesOf('unrecognised', text)).toEqual(['dir out priority 375423 ptype main frobnicate 7'])
    expect(filtersOf(text)).toEqual(TUNNEL_A)
  })
})

describe('ip xfrm state', () => {
  it('reads addresses, counters, algorithms and selectors, and no key', () => {
    const [end] = read(fixture('state-a.txt')).endpoints
    expect(end?.sas?.map(printSa)).toEqual([
      '- esp 203.0.113.1 > 198.51.100.7 tunnel; spi c09c1a31 reqid 1; packets 3 received 0 sent 3 window 0; dropped 0 0 0; authentication hmac(sha256) ‹secret 1›; encryption cbc(aes) ‹secret 2›',
      'in esp 198.51.100.7 > 203.0.113.1 tunnel; spi c22947ec reqid 1; packets 2 received 4294967298 sent 0 window 128; dropped 4 5 6; aead rfc4106(gcm(aes)) ‹secret 3›; if_id 7; mark 16/255',
      '- esp 203.0.113.1 > 198.51.100.7 transport; spi 0 reqid 2; packets null received 0 sent 0 window 0; for 203.0.113.1/32 > 198.51.100.7/32',
    ])
    expect(linesOf('unrecognised', fixture('state-a.txt'))).toEqual([])
    expect(problemsOf(fixture('state-a.txt'))).toEqual([])
  })

  it('tells whose they are by what counts', () => {
    const [end] = read(fixture('state-a.txt')).endpoints
    expect(endInWords(end)).toMatchObject({ addresses: ['203.0.113.1/32'], peers: ['198.51.100.7/32'] })
    expect(end?.filters).toBeUndefined()
  })
})

describe('a screen', () => {
  const prompted = (host: string) =>
    `root@${host}:~# ip xfrm policy\n${fixture('tunnel-a.txt')}root@${host}:~# ip -s xfrm state\n${fixture('state-a.txt')}root@${host}:~#\n`

  it('is one block for one machine, with its name', () => {
    expect(blocksOf(prompted('gw-a'))).toEqual(['1-59'])
    const [end] = read(prompted('gw-a')).endpoints
    expect(end).toMatchObject({ name: 'gw-a' })
    expect(end?.filters).toHaveLength(3)
    expect(end?.sas).toHaveLength(3)
    expect(linesOf('unrecognised', prompted('gw-a'))).toEqual([])
  })

  it('is two blocks for two machines', () => {
    expect(blocksOf(prompted('gw-a') + prompted('gw-b'))).toEqual(['1-59', '60-118'])
  })

  it.each([
    ['a blank line', '\n'],
    ['a sentence', 'and on the other side:\n'],
    ['a command', '$ ip xfrm policy\n'],
  ])('is two blocks where the same list comes again behind %s', (_, gap) => {
    expect(blocksOf(fixture('tunnel-a.txt') + gap + fixture('tunnel-b.txt'))).toHaveLength(2)
  })

  it('shows that there is nothing where a command printed nothing', () => {
    const [end] = read('# ip xfrm policy\n# ip xfrm state\n# \n').endpoints
    expect(end).toMatchObject({ filters: [], sas: [] })
  })

  it('says that a part of a list is a part', () => {
    expect(problemsOf(`# ip xfrm policy list dir out\n${fixture('tunnel-a.txt')}`)).toEqual([
      'unsupported at "# ip xfrm policy list dir out": This command lists only what fits "dir out"; what it leaves out is taken to be missing.',
    ])
  })

  it.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blanks for tabs', (text: string) => text.replaceAll('\t', '    ')],
    ['no indentation', (text: string) => text.replace(/^\s+/gm, '')],
    ['marks of a quoting mail', (text: string) => text.replace(/^/gm, '> ')],
    ['no line breaks inside records', (text: string) => text.replace(/\n\s+/g, ' ')],
    ['lines broken at 40 characters', (text: string) => text.replace(/^(\t.{20,40}) (?=\S)/gm, '$1\n')],
  ])('reads the same with %s', (_, mangle) => {
    for (const name of ['tunnel-a.txt', 'tunnel-a-counted.txt', 'kinds.txt']) {
      expect(filtersOf(mangle(fixture(name)))).toEqual(filtersOf(fixture(name)))
      expect(blocksOf(mangle(fixture(name)))).toHaveLength(1)
    }
    const sas = read(fixture('state-a.txt')).endpoints[0]?.sas?.map(printSa)
    expect(read(mangle(fixture('state-a.txt'))).endpoints[0]?.sas?.map(printSa)).toEqual(sas)
    expect(linesOf('unrecognised', mangle(fixture('state-a.txt')))).toEqual([])
  })

  it.each([
    'the policy is src 10.1.0.0/24 dst 10.2.0.0/24, I think',
    'tcpdump src 10.1.0.1 dst 10.2.0.1',
    'ip route get 10.1.0.1\nip xfrm help',
  ])('is nothing where it says %s', (text) => {
    expect(blocksOf(text)).toEqual([])
  })
})

describe('a text that was cut anywhere', () => {
  it.each(['tunnel-a.txt', 'tunnel-a-counted.txt', 'tunnel-a-one-line.txt', 'kinds.txt', 'state-a.txt'])(
    'gives what stands above the cut, of %s',
    (name) => {
      const whole = fixture(name)
      const all = filtersOf(whole) ?? []
      const sas = read(whole).endpoints[0]?.sas ?? []
      for (let length = 0; length < whole.length; length += 7) {
        const [end] = read(whole.slice(0, length)).endpoints
        const complete = (filtersOf(whole.slice(0, length)) ?? []).slice(0, -1)
        // Of a policy that was left out the next one follows; the last one may be cut.
        expect(all.filter((filter) => complete.includes(filter))).toEqual(complete)
        expect((end?.sas ?? []).slice(0, -1).map(printSa)).toEqual(
          sas.slice(0, Math.max(0, (end?.sas ?? []).length - 1)).map(printSa),
        )
      }
    },
  )
})
