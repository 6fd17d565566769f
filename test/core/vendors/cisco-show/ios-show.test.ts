import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { iosShow } from '../../../../src/core/vendors/cisco-show/ios-show.ts'
import { anchorsOf, endInWords, linesWith, readText } from '../isa/read-text.ts'
import { endOf, filtersIn, fixture, ikeSasIn, sasIn } from './read-show.ts'

const fixtures = readdirSync(new URL('../../../fixtures/cisco-show/ios', import.meta.url))

describe('every output', () => {
  it.each(fixtures)('of %s is read to its last line, as one block', (name) => {
    const text = fixture(`ios/${name}`)
    expect(anchorsOf(iosShow, text)).toEqual([1])
    expect(linesWith('unrecognised', text, readText(iosShow, text))).toEqual([])
  })

  it.each(fixtures)('of %s says the same without its indentation and with blank lines between', (name) => {
    const text = fixture(`ios/${name}`)
    const loose = text.replaceAll(/^ +/gm, '').replaceAll('\n', '\n\n')
    const [end, again] = [endOf(iosShow, text), endOf(iosShow, loose)]
    expect(filtersIn(again)).toEqual(filtersIn(end))
    expect(sasIn(again)).toEqual(sasIn(end))
    expect(ikeSasIn(again)).toEqual(ikeSasIn(end))
    expect(endInWords(again)).toEqual(endInWords(end))
    expect(linesWith('unrecognised', loose, readText(iosShow, loose))).toEqual([])
  })
})

describe('show crypto ipsec sa and show crypto isakmp sa of one router', () => {
  const end = endOf(iosShow, fixture('ios/router.txt'))

  it('are one end, with the name of the prompt and the addresses of the tunnel', () => {
    expect(end?.name).toBe('R1')
    expect(endInWords(end)).toMatchObject({
      vendor: 'cisco-ios',
      addresses: ['203.0.113.1/32'],
      peers: ['198.51.100.7/32'],
    })
  })

  it('give each pair of identities as an entry each way, with what was counted and dropped', () => {
    expect(filtersIn(end)).toEqual([
      'VPN (1) out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 412 packets; 2 no-sa',
      'VPN (1) in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > 203.0.113.1; 398 packets; 5 replay',
      'VPN (2) out: out protect 10.1.9.0/24 > 10.2.0.10 tcp any>443; 203.0.113.1 > 198.51.100.7; 0 packets',
      'VPN (2) in: in protect 10.2.0.10 > 10.1.9.0/24 tcp 443>any; 198.51.100.7 > 203.0.113.1; 0 packets',
    ])
  })

  it('give the SAs of a pair, and none where none is listed', () => {
    expect(sasIn(end)).toEqual([
      'in esp 198.51.100.7 > 203.0.113.1 tunnel; spi c0000001 of pair 1; cbc(aes) hmac(sha256); window 64',
      'out esp 203.0.113.1 > 198.51.100.7 tunnel; spi c0000002 of pair 1; cbc(aes) hmac(sha256); window 64',
    ])
  })

  it('are read in the shape of IOS 12.2 and 12.3', () => {
    const old = fixture('ios/router.txt')
      .replace('local addr 203', 'local addr. 203')
      .replaceAll('current_peer 198.51.100.7 port 500', 'current_peer: 198.51.100.7:500')
      .replace('0xC0000002(3221225474)\n     PFS', 'C0000002\n     PFS')
      .replace('verify: 398', 'verify 398')
    expect(filtersIn(endOf(iosShow, old))).toEqual(filtersIn(end))
    expect(sasIn(endOf(iosShow, old))).toEqual(sasIn(end))
    expect(linesWith('unrecognised', old, readText(iosShow, old))).toEqual([])
  })

  it('are read from the lines of its pairs alone, as a filter or a copy leaves them', () => {
    const lines = fixture('ios/router.txt').split('\n')
    const filtered = lines.filter((line) => / ident |caps:/.test(line))
    const text = ['R1#show crypto ipsec sa | include ident|caps', ...filtered].join('\n')
    expect(filtersIn(endOf(iosShow, text))).toEqual([
      '-: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; - > -; 412 packets',
      '-: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; - > -; 398 packets',
      '-: out protect 10.1.9.0/24 > 10.2.0.10 tcp any>443; - > -; 0 packets',
      '-: in protect 10.2.0.10 > 10.1.9.0/24 tcp 443>any; - > -; 0 packets',
    ])
    expect(sasIn(endOf(iosShow, text))).toBeUndefined()
    expect(linesWith('unrecognised', text, readText(iosShow, text))).toEqual([])
    const below = lines.slice(lines.findIndex((line) => line.includes('Crypto map tag')))
    expect(filtersIn(endOf(iosShow, below.join('\n')))).toEqual(filtersIn(end))
  })

  it('tell of a paste that ends before the SAs only what its SPI says of them', () => {
    const whole = fixture('ios/router.txt').split('\n')
    const upTo = (line: string) => {
      const at = whole.findIndex((each) => each.trim().startsWith(line))
      expect(at).toBeGreaterThan(0)
      return whole.slice(0, at).join('\n')
    }
    expect(sasIn(endOf(iosShow, upTo('current outbound spi')))).toBeUndefined()
    const untold = 'esp 203.0.113.1 > 198.51.100.7 null; spi not printed of pair 1; ; window null'
    const spis = (text: string) => sasIn(endOf(iosShow, text))?.map((sa) => `${sa.slice(0, 3)} ${/spi .* of/.exec(sa)}`)
    expect(sasIn(endOf(iosShow, upTo('inbound esp sas')))).toContain(`out ${untold}`)
    expect(spis(upTo('inbound esp sas'))).toEqual(['in  spi not printed of', 'out spi not printed of'])
    expect(spis(upTo('outbound esp sas'))).toEqual(['in  spi c0000001 of', 'out spi not printed of'])
    expect(sasIn(endOf(iosShow, upTo('inbound esp sas').replace(/spi: 0x.*/, 'spi: 0x0(0)')))).toEqual([])
  })

  it('give what a pair has very many of, in time in proportion to the text', () => {
    const many = 100_000
    const text = [
      'interface: GigabitEthernet0/0/0',
      'Crypto map tag: VPN, local addr 203.0.113.1',
      'local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)',
      'remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)',
      'current_peer 198.51.100.7 port 500',
      ...new Array(many).fill('#send errors 1, #recv errors 0'),
      'inbound esp sas:',
      ...new Array(many).fill('spi: 0xC0000001(3221225473)'),
      ...new Array(many).fill('transform: esp-256-aes ,'),
    ].join('\n')
    const long = endOf(iosShow, text)
    expect(long?.sas?.length).toBe(many)
    expect(long?.sas?.at(-1)?.spans.length).toBe(1 + many)
    expect(long?.filters?.[0]?.installed?.counted?.dropped.length).toBe(many)
  })

  it('give the states of IKE', () => {
    expect(ikeSasIn(end)).toEqual([
      'IKEv1 203.0.113.1 - 198.51.100.7 QM_IDLE: established',
      'IKEv1 203.0.113.1 - 192.0.2.99 MM_NO_STATE (deleted): contact',
    ])
  })
})

describe('show crypto session detail', () => {
  const end = endOf(iosShow, fixture('ios/session.txt'))

  it('gives flows, their counters and whether they have SAs', () => {
    expect(filtersIn(end)?.filter((text) => text.includes(' out: '))).toEqual([
      'GigabitEthernet0/0/0 (1) out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 37 packets',
      'GigabitEthernet0/0/0 (2) out: out protect 10.1.9.0/24 > 10.2.0.10 tcp any>443; 203.0.113.1 > 198.51.100.7; 0 packets; 12 unsaid',
      'GigabitEthernet0/0/0 (3) out: out protect 10.1.0.0/24 > 192.168.99.0/24 any any>any; 203.0.113.1 > 192.0.2.99; 0 packets; 4 unsaid',
    ])
    expect(sasIn(end)).toEqual([
      'out esp 203.0.113.1 > 198.51.100.7 null; spi not printed of pair 1; ; window null',
      'in esp 198.51.100.7 > 203.0.113.1 null; spi not printed of pair 1; ; window null',
    ])
  })

  it('gives the status of a session beside its IKE SA', () => {
    expect(ikeSasIn(end)).toEqual([
      'IKEv2 203.0.113.1 - 198.51.100.7 Active: established',
      'IKEv? 192.0.2.99 DOWN-NEGOTIATING: contact',
      'IKEv1 203.0.113.1 - 192.0.2.99 Inactive: contact',
    ])
  })

  it('joins its flows with the entries of show crypto ipsec sa, which knows their SPIs', () => {
    const both = endOf(iosShow, fixture('ios/session.txt') + fixture('ios/router.txt'))
    const outward = filtersIn(both)?.filter((text) => text.includes(' out: '))
    expect(outward).toHaveLength(3)
    expect(sasIn(both)?.map((text) => /spi \S+/.exec(text)?.[0])).toEqual(['spi c0000001', 'spi c0000002'])
  })
})

describe('show crypto isakmp sa detail', () => {
  it('tells whose the addresses are', () => {
    const end = endOf(iosShow, fixture('ios/isakmp-detail.txt'))
    expect(ikeSasIn(end)).toEqual(['IKEv1 203.0.113.1 - 198.51.100.7 ACTIVE: established'])
    expect(endInWords(end)).toMatchObject({ addresses: ['203.0.113.1/32'], peers: ['198.51.100.7/32'] })
  })
})

describe('show crypto ikev2 sa', () => {
  it('gives states and roles, of IPv6 with the addresses on lines of their own', () => {
    const end = endOf(iosShow, fixture('ios/ikev2.txt'))
    expect(ikeSasIn(end)).toEqual([
      'IKEv2 203.0.113.1 - 198.51.100.7 READY: established, initiator',
      'IKEv2 203.0.113.1 - 192.0.2.99 IN-NEG: keyed, initiator',
      'IKEv2 2001:db8:a::1 - 2001:db8:b::1 READY: established',
    ])
    expect(end?.ikeSas?.[1]?.means).toBe('It says "Initiator waiting for AUTH response".')
    expect(end?.filters).toBeUndefined()
  })

  it('is closing where its row says so, whatever its description still says', () => {
    const deleted = fixture('ios/ikev2.txt').replace('READY', 'DELETE')
    expect(deleted).toContain('Status Description: Negotiation done')
    expect(ikeSasIn(endOf(iosShow, deleted))).toContain('IKEv2 203.0.113.1 - 198.51.100.7 DELETE: closing, initiator')
  })
})

describe('show crypto map', () => {
  const text = fixture('ios/crypto-map.txt')

  it('gives the lines of the crypto ACL of a map that is applied', () => {
    expect(filtersIn(endOf(iosShow, text))).toEqual([
      'VPN 10 (1) out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; - > 198.51.100.7',
      'VPN 10 (1) in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > -',
      'VPN 10 (2) out: out protect 10.1.9.1 > 10.2.0.0/24 tcp any>443; - > 198.51.100.7',
      'VPN 10 (2) in: in protect 10.2.0.0/24 > 10.1.9.1 tcp 443>any; 198.51.100.7 > -',
    ])
  })

  it('takes the entries of a map that is applied nowhere with that in their way, where no other is', () => {
    const [end] = readText(
      iosShow,
      text.slice(0, text.indexOf('Crypto Map IPv4 "OLD"')).replace(/^ *GigabitEthernet.*$/m, ''),
    ).endpoints
    expect(filtersIn(end)).toHaveLength(4)
    expect(end?.obstacles).toMatchObject([
      { kind: 'inactive', say: 'The crypto map entry VPN 10 is applied to no interface, so that it protects nothing.' },
    ])
  })

  it('leaves out an old map beside it that is applied nowhere', () => {
    const { problems } = readText(iosShow, text)
    expect(problems.map(({ kind, say }) => `${kind}: ${say}`)).toEqual([
      'unsupported: The crypto map entry OLD 5 is applied to no interface, so that it protects nothing.',
    ])
  })

  it('gives how the children of those that are applied are protected', () => {
    expect(endInWords(endOf(iosShow, text)).settings).toEqual({
      'ESP encryption': 'AES256',
      'ESP integrity': 'SHA256',
      'perfect forward secrecy': 'group 14',
      'IPsec lifetime': '28800 s, 4608000 KB',
    })
  })

  it('does not read deny lines as protected, and says so', () => {
    const denied = text.replace('permit tcp', 'deny tcp')
    const { problems } = readText(iosShow, denied)
    expect(problems[0]?.say).toBe(
      'What the deny lines of the crypto map entry VPN 10 leave out is not taken away here.',
    )
    expect(filtersIn(endOf(iosShow, denied))).toHaveLength(2)
  })
})

describe('show crypto ikev2 proposal, ipsec profile and isakmp policy', () => {
  it('give every word that is offered, any of which may be agreed on', () => {
    expect(endInWords(endOf(iosShow, fixture('ios/policies.txt'))).settings).toEqual({
      'IKE encryption': 'AES256 or AES128',
      'IKE integrity': 'SHA512 or SHA384 or SHA1 or SHA256',
      'IKE Diffie-Hellman group': 'ecp256 or 14 or 16',
      'authentication method': 'pre-shared key',
      'ESP encryption': 'AES_GCM_16_256',
      'perfect forward secrecy': 'off',
      'IKE lifetime': '28800 s',
      'IPsec lifetime': '3600 s',
    })
  })
})

describe('a screen', () => {
  it('of two routers is two blocks', () => {
    const one = fixture('ios/router.txt')
    const two = one.replaceAll('R1#', 'R2#')
    const anchors = anchorsOf(iosShow, one + two)
    expect(anchors).toEqual([1, one.split('\n').length])
  })

  it('of two headings is two blocks, where no prompt tells', () => {
    const output = fixture('ios/session.txt').split('\n').slice(1).join('\n')
    const text = `Gateway A:\n${output}\nGateway B:\n${output}`
    expect(anchorsOf(iosShow, text)).toEqual([2, output.split('\n').length + 3])
  })

  it.each(['conn a\n\tleft=1.2.3.4\n', 'interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n', ''])(
    'without such an output is none of it: %j',
    (text) => {
      expect(anchorsOf(iosShow, text)).toEqual([])
    },
  )

  it('that was cut in the middle is read as far as it goes', () => {
    const lines = fixture('ios/router.txt').split('\n')
    // Only the fourth line tells that it is an output of a router.
    for (let length = 4; length < lines.length; length += 3) {
      const text = lines.slice(0, length).join('\n')
      expect(linesWith('unrecognised', text, readText(iosShow, text))).toEqual([])
    }
  })
})

describe('a step for what show crypto map shows', () => {
  it('names the access list that it prints', () => {
    const maps = fixture('ios/crypto-map.txt')
    const other = `ends:
  B:
    vendor: isa
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/24]
    remote_networks: [10.1.0.0/24]
`
    const pastes = [
      { source: 'a.txt', text: maps, end: 'A' },
      { source: 'b.yaml', text: other },
    ]
    const { remediation } = analyse({ pastes, addresses: { A: '203.0.113.1' } })
    expect(remediation.steps.flatMap(({ run }) => run?.split('\n') ?? [])).toContain('ip access-list extended VPN-TO-B')
  })
})
