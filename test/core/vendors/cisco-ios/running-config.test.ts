import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost, formatRange } from '../../../../src/core/address/address-range.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { iosRunningConfig } from '../../../../src/core/vendors/cisco-ios/running-config.ts'
import { cryptoMap, readIos, unread } from './ios-text.ts'

const r1 = readFileSync(new URL('../../../fixtures/cisco-ios/r1.txt', import.meta.url), 'utf8')

describe('a whole running-config', () => {
  const whole = readIos(r1)
  const { end, lines, problems } = whole

  it('is recognised at its first line', () => {
    expect(iosRunningConfig.recognise(lines)).toEqual([1])
  })

  it('names the gateway, its tunnel address and its peers', () => {
    expect(end?.name).toBe('R1')
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.1'])
    expect(end?.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.7', '192.0.2.77'])
  })

  it('has a connection for each peer of an entry, and for whoever comes', () => {
    expect(end?.ike?.connections.map(({ name }) => name)).toEqual([
      'VPN 10 198.51.100.7',
      'VPN 10 192.0.2.77',
      'ANYONE 5',
    ])
  })

  it('has the policies of IKEv1 by priority, with what they leave to the defaults', () => {
    expect(end?.ike?.connections[0]?.proposals.value).toEqual([
      {
        protocol: 'ike',
        encryption: ['AES_CBC_256'],
        integrity: ['HMAC_SHA2_256_128'],
        prf: ['PRF_HMAC_SHA2_256'],
        ke: ['MODP_2048'],
        esn: [],
      },
      {
        protocol: 'ike',
        encryption: ['3DES_CBC'],
        integrity: ['HMAC_SHA1_96'],
        prf: ['PRF_HMAC_SHA1'],
        ke: ['MODP_1024'],
        esn: [],
      },
    ])
  })

  it('has a child for each permit line, without what earlier lines deny', () => {
    const children = end?.ike?.connections[0]?.children ?? []
    expect(children.map(({ name, span }) => `${name} in ${span.line}`)).toEqual([
      'TO-BRANCH line 2 in 85',
      'TO-BRANCH line 3 in 86',
    ])
    const [first, second] = children
    expect(first?.except?.map(({ local }) => local.addresses !== 'dynamic' && formatHost(local.addresses))).toEqual([
      '10.1.0.9',
    ])
    expect(second?.local.value[0]).toMatchObject({ protocol: { from: 6, to: 6 }, ports: { from: 1000, to: 2000 } })
    expect(second?.remote.value[0]).toMatchObject({ protocol: { from: 6, to: 6 }, ports: { from: 443, to: 443 } })
    expect(first?.proposals.value.map(({ encryption, integrity, ke }) => [encryption, integrity, ke])).toEqual([
      [['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048']],
      [['3DES_CBC'], ['HMAC_SHA1_96'], ['MODP_2048']],
    ])
    expect(first?.lifetime).toEqual({ rekey: { from: 3570, to: 3570 }, end: 3600 })
  })

  it('has one child for whoever comes, which waits', () => {
    const dynamic = end?.ike?.connections[2]
    expect(dynamic?.remoteAddresses.value).toEqual([])
    expect(dynamic?.children.map(({ waits, lifetime }) => [waits, lifetime.end])).toEqual([[true, 7200]])
  })

  it('tells of an entry that is incomplete', () => {
    expect(end?.ike?.notLoaded.map(({ name, span, say }) => [name, span.line, say])).toEqual([
      ['VPN 20', 56, expect.stringContaining('lacks an access list ("match address")')],
    ])
    expect(problems.map(({ span }) => span.line)).toEqual([56])
  })

  it('has the key by its mark, for its peer', () => {
    expect(end?.ike?.keys?.map(({ mark, owners }) => [mark, owners])).toEqual([
      [expect.stringMatching(/^‹secret \d›$/), [{ kind: 'address', text: '198.51.100.7' }]],
    ])
  })

  it('accounts for every line', () => {
    expect(unread(whole)).toEqual([])
  })
})

/** Local and remote addresses, protocol and ports of each child. */
function selectors(text: string): string[] {
  return readIos(text).connections.flatMap(({ children }) =>
    children.map(({ local, remote }) =>
      [local.value[0], remote.value[0]]
        .map((side) =>
          side === undefined
            ? ''
            : `${side.addresses === 'dynamic' ? 'dynamic' : formatRange(side.addresses)}[${formatProtocol(side.protocol)}/${formatPort(side.ports)}]`,
        )
        .join(' '),
    ),
  )
}

describe('a crypto access list', () => {
  it.each([
    [' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255', ['10.1.0.0/24[any/any] 10.2.0.0/24[any/any]']],
    [' permit ip host 10.1.0.5 any', ['10.1.0.5/32[any/any] 0.0.0.0/0[any/any]']],
    [' permit tcp 10.1.0.0 0.0.0.255 eq www host 10.2.0.10', ['10.1.0.0/24[tcp/80] 10.2.0.10/32[tcp/any]']],
    [
      ' permit udp host 10.1.0.5 gt 1023 host 10.2.0.10 eq domain',
      ['10.1.0.5/32[udp/1024-65535] 10.2.0.10/32[udp/53]'],
    ],
    [' 20 permit gre host 203.0.113.1 host 198.51.100.7 log', ['203.0.113.1/32[gre/any] 198.51.100.7/32[gre/any]']],
    [
      ' permit tcp any any eq 80 443',
      ['0.0.0.0/0[tcp/any] 0.0.0.0/0[tcp/80]', '0.0.0.0/0[tcp/any] 0.0.0.0/0[tcp/443]'],
    ],
    [
      ' permit ip object-group HERE object-group THERE\nobject-group network HERE\n 10.1.0.0 255.255.255.0\n range 10.1.9.1 10.1.9.3\nobject-group network THERE\n host 10.2.0.10\n group-object MORE\nobject-group network MORE\n 10.3.0.0 255.255.0.0',
      [
        '10.1.0.0/24[any/any] 10.2.0.10/32[any/any]',
        '10.1.0.0/24[any/any] 10.3.0.0/16[any/any]',
        '10.1.9.1-10.1.9.3[any/any] 10.2.0.10/32[any/any]',
        '10.1.9.1-10.1.9.3[any/any] 10.3.0.0/16[any/any]',
      ],
    ],
    [
      ' permit ip object-group HERE any\nobject-group network HERE\n 10.1.0.0 255.255.255.0\n 10.1.0.0 255.255.255.0\nobject-group network HERE\n 10.1.0.0 255.255.255.0',
      ['10.1.0.0/24[any/any] 0.0.0.0/0[any/any]'],
    ],
    [
      ' permit object-group WEB any any\nobject-group service WEB\n tcp eq 443\n udp source gt 1023 range 500 501',
      ['0.0.0.0/0[tcp/any] 0.0.0.0/0[tcp/443]', '0.0.0.0/0[udp/1024-65535] 0.0.0.0/0[udp/500-501]'],
    ],
  ])('is read: %s', (list, expected) => {
    expect(selectors(cryptoMap(list))).toEqual(expected)
  })

  describe('with large groups', () => {
    const group = (name: string, net: string, count: number) =>
      `object-group network ${name}\n${Array.from({ length: count }, (_, at) => ` host ${net}.${at >> 8}.${at & 255}`).join('\n')}\n`
    const line = ' permit ip object-group HERE object-group THERE'
    const told = (lines: number, here: number, there: number) => {
      const list = Array.from({ length: lines }, (_, at) => `${line} log${at}`).join('\n')
      return readIos(cryptoMap(list, group('HERE', '10.1', here) + group('THERE', '10.2', there)))
    }

    it('has each of 4096 pairs of one line, and none of a line with more, which it tells', () => {
      expect(told(1, 64, 64).connections[0]?.children).toHaveLength(4096)
      const { connections, problems, end, roles } = told(1, 65, 64)
      expect(connections[0]?.children).toEqual([])
      expect(problems).toMatchObject([
        {
          kind: 'unsupported',
          span: { line: 17 },
          say: 'The groups of this line of the access list "VPN" make 4160 pairs of networks, and no more than 4096 are made of one line; what the line permits or denies is not looked at.',
        },
      ])
      expect(roles.get(17)).toBe('unsupported')
      expect(end?.missing?.map(({ topic }) => topic)).toEqual(['pairs of the large groups in the access list VPN'])
    })

    it('has 16384 pairs of one list at most, and every line without groups', () => {
      const numbers = [0, 1, 2, 3, 4]
      const lines = numbers.map((at) => ` permit ip object-group HERE${at} object-group THERE`)
      const groups = numbers.map((at) => group(`HERE${at}`, `10.${at + 10}`, 64)).join('') + group('THERE', '10.2', 64)
      const list = [...lines, ' permit ip host 10.9.0.1 host 10.9.0.2'].join('\n')
      const { connections, problems } = readIos(cryptoMap(list, groups))
      expect(connections[0]?.children).toHaveLength(16_384 + 1)
      expect(problems.map(({ span, say }) => [span.line, say])).toEqual([
        [
          21,
          'The groups of this line of the access list "VPN" make 4096 pairs of networks, and no more than 16384 are made of one list; what the line permits or denies is not looked at.',
        ],
      ])
    })

    it('has 65536 pairs of all lists in sum', () => {
      const numbers = Array.from({ length: 20 }, (_, at) => at)
      const lists = numbers.map(
        (at) => `ip access-list extended L${at >> 2}\n permit ip object-group HERE${at} object-group THERE\n`,
      )
      const groups = numbers.map((at) => group(`HERE${at}`, `10.${at + 10}`, 64)).join('') + group('THERE', '10.2', 64)
      const { problems } = readIos(cryptoMap(' permit ip host 10.9.0.1 any', lists.join('') + groups))
      expect(problems.map(({ say }) => /list "(L\d)" .* (no more .*?);/.exec(say)?.slice(1))).toEqual(
        numbers.slice(16).map(() => ['L4', 'no more than 65536 are made in all']),
      )
    })

    it('is read at once, however many members the groups of however many lines have', () => {
      const { connections, problems } = told(100, 3000, 3000)
      expect(connections[0]?.children).toEqual([])
      expect(problems.filter(({ kind, say }) => kind === 'unsupported' && say.includes('9000000 pairs'))).toHaveLength(
        100,
      )
    })
  })

  it('leaves out of a permit line what the lines above it deny of its packets, and nothing else', () => {
    const deny = (at: number) => ` deny ip host 10.1.0.${at} any`
    const list = [deny(1), deny(2), ' permit ip host 10.1.0.2 any', deny(3), ' permit ip 10.1.0.0 0.0.0.255 any']
    const children = readIos(cryptoMap(list.join('\n'))).connections[0]?.children ?? []
    expect(children.map(({ except }) => except?.map(({ local }) => local.span?.line))).toEqual([[18], [17, 18, 20]])
    const apart = Array.from({ length: 1026 }, (_, at) => `${deny(at & 255)}\n permit ip host 10.8.0.${at & 255} any`)
    const read = readIos(cryptoMap(apart.join('\n')))
    expect(read.connections[0]?.children.filter(({ except }) => except !== undefined)).toEqual([])
    expect(read.problems).toEqual([])
  })

  it('leaves 200 pairs out of one, and tells of the first line beyond', () => {
    const denied = Array.from({ length: 203 }, (_, at) => ` deny tcp any any eq ${at + 1}`)
    const { connections, problems, roles } = readIos(
      cryptoMap([...denied, ' permit ip 10.1.0.0 0.0.0.255 any', ' permit ip 10.2.0.0 0.0.0.255 any'].join('\n')),
    )
    expect(connections[0]?.children.map(({ except }) => except?.length)).toEqual([200, 200])
    expect(problems.map(({ kind, span, say }) => [kind, span.line, say])).toEqual([
      [
        'unsupported',
        17 + 200,
        'More than 200 lines above line 204 of the access list "VPN" deny packets that it permits; from this one on they are not taken into account.',
      ],
    ])
    expect(roles.get(17 + 200)).toBe('unsupported')
  })

  it('leaves out 16,384 pairs in all, and tells from where on it leaves out no more', () => {
    const denied = Array.from({ length: 200 }, (_, at) => ` deny tcp any any eq ${at + 1}`)
    const permitted = Array.from({ length: 100 }, (_, at) => ` permit ip 10.1.${at}.0 0.0.0.255 any`)
    const { connections, problems } = readIos(cryptoMap([...denied, ...permitted].join('\n')))
    // 81 times 200 and 184.
    const left = connections[0]?.children.map(({ except }) => except?.length)
    expect(left?.slice(79, 84)).toEqual([200, 200, 184, undefined, undefined])
    expect(problems.map(({ span, say }) => [span.line, say])).toEqual([
      [
        17 + 184,
        'The access list "VPN" denies packets that its lines permit more than 16384 times; what this line denies of line 282 and of those below it is not taken into account.',
      ],
    ])
  })

  it('tells of words that change what it takes, and not of those that only TCP and the log know', () => {
    const read = (words: string) => readIos(cryptoMap(` permit tcp 10.1.0.0 0.0.0.255 any ${words}`)).problems
    expect(read('eq 22 established log')).toEqual([])
    expect(read('time-range NIGHT').map(({ kind, span }) => [kind, span.line])).toEqual([['unsupported', 17]])
  })

  it('tells that a transform set that insists on transport mode is read as if it did not', () => {
    const text = cryptoMap(' permit ip any any')
    const read = (mode: string) => readIos(text.replace('mode tunnel', mode)).problems
    expect(read('mode transport')).toEqual([])
    expect(read('mode transport require').map(({ kind, span }) => [kind, span.line])).toEqual([['unsupported', 8]])
  })

  it('is in the order of its sequence numbers', () => {
    expect(selectors(cryptoMap(' 20 permit ip host 10.1.0.2 any\n 10 permit ip host 10.1.0.1 any'))).toEqual([
      '10.1.0.1/32[any/any] 0.0.0.0/0[any/any]',
      '10.1.0.2/32[any/any] 0.0.0.0/0[any/any]',
    ])
  })

  it('is read as "show access-lists" prints it', () => {
    const shown = 'Extended IP access list VPN\n    10 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255 (142 matches)'
    expect(selectors(cryptoMap(' remark elsewhere', shown))).toEqual(['10.1.0.0/24[any/any] 10.2.0.0/24[any/any]'])
  })

  it.each([
    [' permit ip 10.1.0.0 0.0.1.254 any', 'has a gap'],
    [' permit ip 10.1.0.0 0.0.0.255 10.2.0.256 0.0.0.255', '256 is larger than 255'],
    [' permit tcp any any eq nowhere', '"nowhere" is not a port.'],
    [' permit frob any any', '"frob" is no protocol'],
  ])('that is wrong gets an answer: %s', (list, say) => {
    const { problems, connections } = readIos(cryptoMap(list))
    expect(problems.map((problem) => problem.say)).toEqual([expect.stringContaining(say)])
    expect(connections[0]?.children).toEqual([])
  })
})

describe('a part of a configuration', () => {
  it('without indentation is read the same', () => {
    const text = cryptoMap(' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255')
    const flat = readIos(text.replaceAll(/^ +/gm, ''))
    expect(flat.connections.map(({ name, children }) => [name, children.length])).toEqual([['VPN 10', 1]])
    expect(flat.connections[0]?.proposals.value).toEqual(readIos(text).connections[0]?.proposals.value)
    expect(unread(flat)).toEqual([])
  })

  it('without indentation is known where it has trustpoints and certificates', () => {
    const certificates = `crypto pki trustpoint TP-self-signed-1
enrollment selfsigned
subject-name cn=router-a
serial-number none
ip-address none
revocation-check none
rsakeypair TP-self-signed-1
crypto pki certificate chain TP-self-signed-1
certificate self-signed 01
3082022B 30820194 A0030201 02020101 300D0609 2A864886 F70D0101 05050030
31312F30 2D06
quit
`
    const text = certificates + cryptoMap(' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255').replaceAll(/^ +/gm, '')
    const flat = readIos(text)
    expect(unread(flat)).toEqual([])
    expect(flat.connections.map(({ name, children }) => [name, children.length])).toEqual([['VPN 10', 1]])
  })

  it('without indentation has the members of its object groups', () => {
    const groups =
      'object-group network HERE\n 10.1.0.0 255.255.255.0\n 10.3.0.0/16\n host 10.5.0.1\n range 10.6.0.1 10.6.0.9\n'
    const text = `${cryptoMap(' permit ip object-group HERE 10.2.0.0 0.0.0.255')}\n${groups}`
    const [whole, flat] = [readIos(text), readIos(text.replaceAll(/^ +/gm, ''))]
    expect(unread(flat)).toEqual([])
    expect(flat.connections[0]?.children.map(({ local }) => local.value)).toEqual(
      whole.connections[0]?.children.map(({ local }) =>
        local.value.map((each) => ({ ...each, span: expect.anything() })),
      ),
    )
    expect(whole.connections[0]?.children.length).toBeGreaterThan(3)
  })

  it('typed at prompts is read the same', () => {
    const text =
      'R1(config)#crypto map VPN 10 ipsec-isakmp\nR1(config-crypto-map)#set peer 198.51.100.7\nR1(config-crypto-map)#match address VPN\nR1(config-crypto-map)#exit'
    expect(readIos(text).end?.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.7'])
  })

  it('asks for what it names and does not hold, and takes nothing for missing that is', () => {
    const { end } = readIos(
      'crypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.7\n set transform-set TS\n match address VPN',
    )
    expect(end?.missing?.map(({ topic, command }) => `${topic}: ${command}`)).toEqual([
      'transform set TS: `show running-config | section crypto ipsec`',
      'access list VPN: `show access-lists VPN`',
      'IKE policies (crypto isakmp policy): `show running-config | section crypto isakmp`',
      'pre-shared key: `show running-config | include isakmp key|pre-shared-key`',
    ])
    expect(end?.ike?.notLoaded).toEqual([])
    expect(end?.ike?.keys).toBeUndefined()
  })

  it('is whole between its release and "end"; what is not there is then not configured', () => {
    const { end } = readIos(
      'version 15.2\nhostname R1\ncrypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.7\n set transform-set TS\n match address VPN\nend',
    )
    expect(end?.missing).toBeUndefined()
    expect(end?.ike?.notLoaded.map(({ say }) => say)).toEqual([
      'The entry 10 of the crypto map "VPN" names the transform set "TS", which does not exist.',
    ])
  })
})

describe('parts that were pasted one by one', () => {
  const lists = splitLines('lists.txt', ' permit ip any any\nip access-list extended VPN\n permit ip host 10.1.0.1 any')
  const map = splitLines('map.txt', cryptoMap(''))
  const readings = iosRunningConfig.readTogether?.([
    { source: 'map.txt', lines: map },
    { source: 'lists.txt', lines: lists },
  ])

  it('are read as one, and each line is told in its own text', () => {
    expect(readings?.map(({ endpoints }) => endpoints.length)).toEqual([1, 0])
    const [child] = readings?.[0]?.endpoints[0]?.ike?.connections[0]?.children ?? []
    expect(child?.span).toMatchObject({ source: 'lists.txt', line: 3 })
    expect([1, 2, 3, 4].map((line) => readings?.[1]?.roles.get(line))).toEqual([undefined, 'read', 'read', undefined])
  })
})

describe('IKEv2', () => {
  const text = `version 15.2
crypto ikev2 proposal GCM
 encryption aes-gcm-256 aes-gcm-128
 prf sha384
 group 20 14
crypto ikev2 proposal CBC
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POLICY
 proposal GCM
 proposal CBC
crypto ikev2 keyring KEYS
 peer OTHER
  address 198.51.100.0 255.255.255.0
  pre-shared-key local Example-key-1
  pre-shared-key remote Example-key-1
 !
 peer B
  identity fqdn gw-c.example
  pre-shared-key Example-key-2
crypto ikev2 profile PROFILE
 match identity remote fqdn domain example
 identity local email router@example.net
 authentication remote rsa-sig
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS
 lifetime 3600
crypto ipsec transform-set TS esp-gcm 256
 mode tunnel
crypto ipsec profile IPSEC
 set transform-set TS
 set pfs group19
 set ikev2-profile PROFILE
interface Tunnel1
 ip address 10.255.0.1 255.255.255.252
 tunnel source GigabitEthernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 198.51.100.7
 tunnel protection ipsec profile IPSEC
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
`
  const { connections, end } = readIos(text)
  const [connection] = connections

  it('has the proposals of its policy, combined ciphers apart', () => {
    expect(
      connection?.proposals.value.map(({ encryption, integrity, prf, ke }) => [encryption, integrity, prf, ke]),
    ).toEqual([
      [['AES_GCM_16_256', 'AES_GCM_16_128'], [], ['PRF_HMAC_SHA2_384'], ['ECP_384', 'MODP_2048']],
      [['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['PRF_HMAC_SHA2_256'], ['MODP_2048']],
    ])
  })

  it('has the identities and the ways to authenticate of its profile', () => {
    expect(connection?.local.map(({ method, id }) => [method.value, id?.value])).toEqual([
      ['psk', { kind: 'email', text: 'router@example.net' }],
    ])
    expect(connection?.remote.map(({ method, id }) => [method.value, id?.value])).toEqual([
      ['any', { kind: 'fqdn', text: '*.example' }],
    ])
    expect(connection?.lifetime.end).toBe(3600)
  })

  it('has the keys of its keyring, one where both directions are the same', () => {
    expect(end?.ike?.keys?.map(({ owners }) => owners)).toEqual([
      [{ kind: 'address', text: '198.51.100.0/24' }],
      [{ kind: 'fqdn', text: 'gw-c.example' }],
    ])
  })

  it('has one child for a tunnel interface, for any traffic', () => {
    expect(selectors(text)).toEqual(['0.0.0.0/0[any/any] 0.0.0.0/0[any/any]'])
    expect(connection?.children[0]?.proposals.value[0]).toMatchObject({
      encryption: ['AES_GCM_16_256'],
      integrity: [],
      ke: ['ECP_256'],
    })
  })

  it('has two keys of a peer as one, by which the router proves itself and expects the peer to', () => {
    const keys = (remote: string) =>
      readIos(text.replace('remote Example-key-1', `remote ${remote}`)).end?.ike?.keys?.map(({ mark, expects }) => [
        mark,
        expects?.mark,
        expects?.span.line,
      ])
    expect(keys('Example-key-1')?.[0]).toEqual(['‹secret 1›', undefined, undefined])
    expect(keys('Example-key-3')?.[0]).toEqual(['‹secret 1›', '‹secret 2›', 17])
  })

  it('has GRE between the two ends where the tunnel interface does not say otherwise', () => {
    expect(selectors(text.replace(' tunnel mode ipsec ipv4\n', ''))).toEqual(['dynamic[gre/any] dynamic[gre/any]'])
  })

  it('has the default proposal where no policy names one, whatever proposals there are', () => {
    const without = readIos(text.replace(/crypto ikev2 policy[\s\S]*?(?=crypto ikev2 keyring)/, ''))
    const { value, origin } = without.connections[0]?.proposals ?? { value: [], origin: null }
    expect([origin, value.map(({ encryption, ke }) => [encryption, ke])]).toEqual([
      'default',
      [
        [
          ['AES_CBC_256', 'AES_CBC_192', 'AES_CBC_128'],
          ['MODP_1536', 'MODP_1024'],
        ],
      ],
    ])
  })

  it('is refused where the profile is incomplete', () => {
    const { end: refused } = readIos(text.replace(' match identity remote fqdn domain example\n', ''))
    expect(refused?.ike?.notLoaded.map(({ say }) => say)).toEqual([
      'The IKEv2 profile "PROFILE" lacks "match identity remote" or "match certificate", so that it is incomplete and not used.',
    ])
  })
})

describe('a session of configuration at the prompt', () => {
  const typed = `R1(config)#Crypto Isa Pol 10
R1(config-isakmp)#Encr AES 256
R1(config-isakmp)#HASH sha256
R1(config-isakmp)#Auth pre-share
R1(config-isakmp)#Group 14
R1(config-isakmp)#exit
R1(config)#crypto isakmp key not-a-real-key address 198.51.100.7
R1(config)#cry ips trans TS esp-aes 256 esp-sha256-hmac
R1(cfg-crypto-trans)#exit
R1(config)#crypto map VPN 10 ipsec-isakmp
% NOTE: This new crypto map will remain disabled until a peer
        and a valid access list have been configured.
R1(config-crypto-map)#set pe 198.51.100.7
R1(config-crypto-map)#set trans TS
R1(config-crypto-map)#match add 100
R1(config-crypto-map)#exit
R1(config)#access-l 100 permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255
R1(config)#int g0/0
R1(config-if)#ip add 203.0.113.1 255.255.255.0
R1(config-if)#no shut
R1(config-if)#cry map VPN
`
  const written = `crypto isakmp policy 10
 encryption aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key not-a-real-key address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address 100
access-list 100 permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255
interface g0/0
 ip address 203.0.113.1 255.255.255.0
 no shutdown
 crypto map VPN
`

  /** What a connection is, without the places where it is told. */
  const said = (text: string) =>
    readIos(text).connections.map(({ proposals, children, localAddresses, remoteAddresses }) => ({
      proposals: proposals.value,
      children: children.map(({ local, remote, ...child }) => ({
        sides: [local, remote].map(({ value }) => value.map(({ addresses }) => addresses)),
        proposals: child.proposals.value,
      })),
      addresses: [localAddresses.value, remoteAddresses.value],
    }))

  it('is read with words that are cut short, in any case, and with what the router says in between', () => {
    expect(unread(readIos(typed))).toEqual([])
    expect(said(typed)).toHaveLength(1)
    expect(said(typed)).toEqual(said(written))
  })

  it('accounts for the lines of a note as irrelevant, and the command behind it stays in its mode', () => {
    const { roles } = readIos(typed)
    expect([11, 12, 13].map((number) => roles.get(number))).toEqual(['irrelevant', 'irrelevant', 'read'])
  })

  it('has the words of a mode as they are, though a command outside it may begin so', () => {
    const group = 'R1(config)#object-group network FAR\nR1(config-network-group)#host 10.2.0.7\n'
    const text = group + typed.replace('10.2.0.0 0.0.255.255', 'object-group FAR')
    expect(unread(readIos(text))).toEqual([])
    const [far] = readIos(text).connections[0]?.children[0]?.remote.value ?? []
    expect(far === undefined || far.addresses === 'dynamic' ? '' : formatHost(far.addresses)).toBe('10.2.0.7')
  })

  it('leaves a word that two commands begin with, and a key behind a word that is cut short', () => {
    const { connections, roles } = readIos(typed.replace('set pe ', 'set p '))
    expect(connections).toEqual([])
    expect(roles.get(13)).not.toBe('read')
    const short = readIos(typed.replace('crypto isakmp key', 'crypto isa key'))
    expect(short.roles.get(7)).not.toBe('read')
  })
})

describe('a transform set that was wrapped', () => {
  const said = (transforms: string, mode = ' mode tunnel') => {
    const text = cryptoMap(' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255')
    const written = text.replace('esp-aes 256 esp-sha256-hmac\n mode tunnel', () => `${transforms}\n${mode}`)
    const { connections, ...reading } = readIos(written)
    const [child] = connections[0]?.children ?? []
    const [proposal] = child?.proposals.value ?? []
    return { ...proposal, unread: unread(reading) }
  }
  const whole = { encryption: ['AES_CBC_256'], integrity: ['HMAC_SHA2_256_128'], unread: [] }

  it.each([
    ['not at all', 'esp-aes 256 esp-sha256-hmac'],
    ['between two transforms', 'esp-aes 256\nesp-sha256-hmac'],
    ['with an indentation', 'esp-aes 256 \n    esp-sha256-hmac'],
    ['within a transform', 'esp-aes\n256 esp-sha256-hmac'],
    ['twice', 'esp-aes\n256\nesp-sha256-hmac'],
    ['within a word', 'esp-aes 256 esp-sha256-\nhmac'],
    ['within another word', 'esp-a\nes 256 esp-sha256-hmac'],
  ])('%s is read whole, with what follows in its mode', (_, transforms) => {
    expect(said(transforms)).toMatchObject(whole)
    expect(said(transforms, 'mode tunnel')).toMatchObject(whole)
  })

  it('ends at a separator', () => {
    expect(said('esp-aes 256\n!\nesp-sha256-hmac')).toMatchObject({
      integrity: [],
      unread: ['9 esp-sha256-hmac', '10  mode tunnel'],
    })
  })
})
