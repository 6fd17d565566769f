import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { asaRunningConfig } from '../../../../src/core/vendors/cisco-asa/running-config.ts'
import { pairOf, readAsa } from './read-asa.ts'

const hq = readAsa(readFileSync(new URL('../../../fixtures/cisco-asa/hq.txt', import.meta.url), 'utf8'))

describe('a whole running-config of an ASA', () => {
  it('is one block from the prompt on', () => {
    expect(asaRunningConfig.recognise(hq.lines)).toEqual([1])
  })

  it('accounts for every line', () => {
    const lost = hq.lines.filter(({ number, text }) => text.trim() !== '' && hq.roles.get(number) === undefined)
    expect(lost.map(({ text }) => text)).toEqual([])
  })

  it('names the gateway, the address of the interface with the crypto map, and the peers', () => {
    expect(hq.end?.name).toBe('asa-hq')
    expect(hq.end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.1'])
    expect(hq.end?.peers.map(({ value }) => formatHost(value))).toEqual([
      '198.51.100.7',
      '198.51.100.8',
      '192.0.2.20',
      '192.0.2.50',
    ])
  })

  it('has a connection for each peer of an entry, for whoever comes, and for the tunnel interface', () => {
    expect(hq.connections.map(({ name, accepts }) => `${name}, IKEv${accepts.join()}`)).toEqual([
      'outside_map 10 to 198.51.100.7, IKEv1',
      'outside_map 10 to 198.51.100.8, IKEv1',
      'outside_map 20, IKEv2',
      'ANYBODY 5, IKEv1',
      'vti-azure, IKEv2',
    ])
  })

  it('has a child for each pair of a line with nested groups, without the packets that are denied before', () => {
    const [first] = hq.connections
    expect(first?.children.map(pairOf)).toEqual([
      '10.1.0.0/24 > 10.2.0.0/24',
      '10.9.0.0/24 > 10.2.0.0/24',
      '10.1.6.1 > 10.2.0.0/24',
    ])
    const except = first?.children.map((child) => child.except?.map(({ local }) => local.addresses) ?? [])
    expect(except?.map((denied) => denied.map((each) => (each === 'dynamic' ? each : formatHost(each))))).toEqual([
      ['10.1.0.99'],
      [],
      [],
    ])
  })

  it('has the services of objects and groups', () => {
    expect(hq.connections[2]?.children.map(pairOf)).toEqual([
      '10.1.0.0/24 > 10.3.0.5:80-80 protocol 6',
      '10.1.0.0/24 > 10.3.0.5:8000-8010 protocol 6',
      '0.0.0.0/0 > 10.3.1.0/24:443-443 protocol 6',
      '10.1.0.0/24 > 10.3.0.53:53-53 protocol 17',
      // ICMP echo: type 8, any code (RFC 4301 4.4.1.1).
      '10.1.0.0/24 > 10.3.0.53:2048-2303 protocol 1',
    ])
  })

  it('takes the transform sets in their order, with the group that a bare "set pfs" means before 9.13', () => {
    expect(hq.connections[0]?.children[0]?.proposals.value).toEqual([
      {
        protocol: 'esp',
        encryption: ['AES_CBC_256'],
        integrity: ['HMAC_SHA1_96'],
        prf: [],
        ke: ['MODP_1024'],
        esn: ['NO_EXT_SEQ'],
      },
      {
        protocol: 'esp',
        encryption: ['3DES_CBC'],
        integrity: ['HMAC_MD5_96'],
        prf: [],
        ke: ['MODP_1024'],
        esn: ['NO_EXT_SEQ'],
      },
    ])
  })

  it('has no integrity beside AEAD, and lists of algorithms in IKEv2', () => {
    const [gcm, aes] = hq.connections[2]?.children[0]?.proposals.value ?? []
    expect(gcm).toMatchObject({ encryption: ['AES_GCM_16_256'], integrity: [], ke: ['ECP_256'] })
    expect(aes).toMatchObject({ encryption: ['AES_CBC_256'], integrity: ['HMAC_SHA2_256_128', 'HMAC_SHA1_96'] })
  })

  it('offers the policies of the way in which the tunnel group authenticates alone', () => {
    expect(hq.connections[0]?.proposals.value).toEqual([
      {
        protocol: 'ike',
        encryption: ['AES_CBC_256'],
        integrity: ['HMAC_SHA1_96'],
        prf: ['PRF_HMAC_SHA1'],
        ke: ['MODP_1536'],
        esn: [],
      },
    ])
    expect(hq.connections[2]?.proposals.value[0]?.ke).toEqual(['ECP_256', 'MODP_2048'])
  })

  it('waits where it only answers', () => {
    expect(hq.connections.map(({ children }) => children.every(({ waits }) => waits))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ])
  })

  it('takes the lifetime of the entry before that of all', () => {
    expect(hq.connections.map(({ children }) => children[0]?.lifetime.end)).toEqual([3600, 3600, 28_800, 3600, 27_000])
  })

  it('leaves an incomplete entry out, as the ASA does, and says what it lacks', () => {
    expect(hq.end?.ike?.notLoaded.map(({ name, span }) => `${name}, line ${span.line}`)).toEqual([
      'outside_map 30, line 133',
    ])
    expect(hq.problems.map(({ say }) => say)).toEqual([
      'The crypto map entry outside_map 30 has no "match address", so that the ASA takes it for incomplete and leaves it out.',
    ])
  })

  it('cannot compare the keys that it masks', () => {
    expect(hq.end?.ike?.keys?.map(({ mark, owners }) => `${owners[0]?.text ?? ''} ${mark}`)).toEqual([
      '198.51.100.7 ‹secret ?›',
      '192.0.2.20 ‹secret ?›',
      '192.0.2.50 ‹secret ?›',
    ])
  })

  it('tells that NAT takes the packets of the one entry that has no exemption', () => {
    const told = hq.end?.obstacles?.filter(({ kind }) => kind === 'translated')
    expect(told?.map(({ connection, spans }) => `${connection ?? ''}: line ${spans[0]?.line ?? 0}`)).toEqual([
      'outside_map 20: line 90',
    ])
  })
})

describe('older spellings', () => {
  it('are read as their successors', () => {
    const { connections, end } = readAsa(OLD)
    expect(connections.map(({ name, accepts }) => `${name} ${accepts.join()}`)).toEqual(['VPN 10 1'])
    expect(connections[0]?.proposals.value[0]).toMatchObject({
      encryption: ['3DES_CBC'],
      integrity: ['HMAC_MD5_96'],
      ke: ['MODP_1024'],
    })
    expect(connections[0]?.children.map(pairOf)).toEqual(['10.1.0.0/24 > 10.2.0.0/24'])
    expect(connections[0]?.children[0]?.proposals.value[0]).toMatchObject({
      encryption: ['AES_CBC_128'],
      integrity: ['HMAC_SHA1_96'],
    })
    expect(end?.ike?.keys?.[0]).toMatchObject({
      mark: '‹secret 1›',
      owners: [{ kind: 'address', text: '198.51.100.7' }],
    })
    expect(end?.obstacles).toBeUndefined()
  })

  it('translate what no "nat 0" exempts', () => {
    const { end } = readAsa(OLD.replace('nat (inside) 0 access-list NONAT\n', ''))
    expect(end?.obstacles?.map(({ kind, spans }) => `${kind} ${spans[0]?.line ?? 0}`)).toEqual(['translated 14'])
  })
})

const OLD = `PIX Version 7.2(4)
hostname pix
name 10.2.0.0 branch
interface Ethernet0
 nameif outside
 ip address 203.0.113.1 255.255.255.0
interface Ethernet1
 nameif inside
 ip address 10.1.0.1 255.255.255.0
access-list 101 permit ip 10.1.0.0 255.255.255.0 branch 255.255.255.0
access-list NONAT extended permit ip 10.1.0.0 255.255.255.0 branch 255.255.255.0
route outside 0 0 203.0.113.254
global (outside) 1 interface
nat (inside) 0 access-list NONAT
nat (inside) 1 0.0.0.0 0.0.0.0
crypto ipsec transform-set MINE esp-aes esp-sha-hmac
crypto map VPN 10 match address 101
crypto map VPN 10 set peer 198.51.100.7
crypto map VPN 10 set transform-set MINE
crypto map VPN interface outside
isakmp enable outside
crypto isakmp policy 10 authentication pre-share
crypto isakmp policy 10 encryption 3des
crypto isakmp policy 10 hash md5
crypto isakmp policy 10 group 2
tunnel-group 198.51.100.7 type ipsec-l2l
tunnel-group 198.51.100.7 ipsec-attributes
pre-shared-key Example-key-1
`

describe('a part of a configuration', () => {
  it('asks for what it names and does not hold', () => {
    const { end } = readAsa(`crypto map M 10 match address ACL-B
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev1 transform-set SET
crypto map M interface outside
`)
    expect(end?.missing?.map(({ topic, command }) => `${topic}: ${command}`)).toEqual([
      'access list ACL-B: `show running-config access-list ACL-B`',
      'ikev1 transform-set SET: `show running-config crypto ipsec`',
      'IKEv1 policies: `show running-config crypto ikev1`',
      'tunnel groups: `show running-config tunnel-group`',
    ])
  })

  it('without indentation is known where it has trustpoints, certificates, inspection and call-home', () => {
    const { roles, lines, children } = readAsa(`crypto ca trustpoint ASDM_TrustPoint0
enrollment self
fqdn fw.example.net
subject-name CN=fw
keypair key-a
crl configure
crypto ca certificate chain ASDM_TrustPoint0
certificate 5a3f1c52
308201e7 30820150 a0030201 0202045a 3f1c5230 0d06092a 864886f7 0d010105
05003038 31
quit
access-list ACL-B extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
crypto map M 10 match address ACL-B
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev2 ipsec-proposal P
policy-map type inspect dns preset_dns_map
parameters
message-length maximum client auto
call-home
profile CiscoTAC-1
no active
destination transport-method http
subscribe-to-alert-group diagnostic
`)
    expect(
      lines.filter(({ number, text }) => text !== '' && roles.get(number) === undefined).map(({ text }) => text),
    ).toEqual([])
    expect(children.map(pairOf)).toEqual(['10.1.0.0/24 > 10.2.0.0/24'])
  })

  it('asks for a group that a line names', () => {
    const { end, children } = readAsa(`access-list ACL-B extended permit ip object-group HERE object-group THERE
crypto map M 10 match address ACL-B
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev2 ipsec-proposal P
`)
    expect(children).toEqual([])
    expect(end?.missing?.[0]?.topic).toBe('object or group HERE')
  })

  it('is read together with the other parts of its end', () => {
    const part = (source: string, text: string) => ({
      source,
      lines: text.split('\n').map((line, at) => ({ source, number: at + 1, text: line })),
    })
    const [first, second] =
      asaRunningConfig.readTogether?.([
        part(
          'a-map.txt',
          'crypto map M 10 match address ACL-B\ncrypto map M 10 set peer 198.51.100.7\ncrypto map M 10 set ikev1 transform-set S',
        ),
        part('a-acl.txt', 'access-list ACL-B extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0'),
      ]) ?? []
    expect(first?.endpoints[0]?.ike?.connections[0]?.children.map(pairOf)).toEqual(['10.1.0.0/24 > 10.2.0.0/24'])
    expect(second?.endpoints).toEqual([])
    expect(second?.roles.get(1)).toBe('read')
  })

  it('of "show access-list" has the members of groups where the groups were not pasted', () => {
    const { children } = readAsa(`asa# show access-list ACL-B
access-list ACL-B; 2 elements; name hash: 0x11111111
access-list ACL-B line 1 extended permit ip object-group HERE object BRANCH (hitcnt=4) 0x22222222
  access-list ACL-B line 1 extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0 (hitcnt=4) 0x33333333
  access-list ACL-B line 1 extended permit ip 10.9.0.0 255.255.255.0 10.2.0.0 255.255.255.0 (hitcnt=0) 0x44444444
asa# show running-config crypto map
crypto map M 10 match address ACL-B
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev1 transform-set S
`)
    expect(children.map(pairOf)).toEqual(['10.1.0.0/24 > 10.2.0.0/24', '10.9.0.0/24 > 10.2.0.0/24'])
  })

  it('counts as it was typed: what "no" takes away is gone, and a number puts a line in between', () => {
    const { children } = readAsa(`access-list X extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
access-list X extended permit ip 10.1.1.0 255.255.255.0 10.2.0.0 255.255.255.0
no access-list X extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
access-list X line 1 extended permit ip host 10.1.0.5 10.2.0.0 255.255.255.0
crypto map M 10 match address X
crypto map M 10 set pfs group14
no crypto map M 10 set pfs
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev2 ipsec-proposal P
crypto ipsec ikev2 ipsec-proposal P
protocol esp encryption aes-256
protocol esp integrity sha-256
`)
    expect(children.map(pairOf)).toEqual(['10.1.0.5 > 10.2.0.0/24', '10.1.1.0/24 > 10.2.0.0/24'])
    expect(children[0]?.proposals.value[0]?.ke).toEqual([])
  })

  it('tells of an SA for each pair of hosts, and not of one for each line, which is the default', () => {
    const told = (what: string) =>
      readAsa(`crypto map outside_map 10 set inheritance ${what}\n`).problems.filter(
        ({ kind }) => kind === 'unsupported',
      )
    expect(told('rule')).toEqual([])
    expect(told('data').map(({ say }) => say)).toEqual([expect.stringContaining('set inheritance')])
  })

  it('says which word it does not understand', () => {
    const { problems } = readAsa(`crypto ikev2 policy 1
 encryption aes-512
 integrity sha256
access-list X extended permit ip 10.1.0.0 255.255.255.0 10.2.0.300 255.255.255.0
`)
    expect(problems.map(({ say, span }) => `${span.line}: ${say}`)).toEqual([
      '2: "aes-512" is no algorithm of an ASA that is known.',
      '4: "ip 10.1.0.0 255.255.255.0 10.2.0.300 255.255.255.0" is no line of an access list that is understood.',
    ])
  })
})

describe('both versions in one entry', () => {
  const text = (more: string) => `access-list X extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
crypto map M 10 match address X
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev1 transform-set S
crypto map M 10 set ikev2 ipsec-proposal P
crypto map M interface outside
${more}`
  const names = (more: string) =>
    readAsa(text(more)).connections.map(({ name, insteadOf }) => `${name} < ${insteadOf ?? ''}`)

  it('are two connections, IKEv2 first', () => {
    expect(names('')).toEqual(['M 10 < ', 'M 10 (IKEv1) < M 10'])
  })

  it('are the one that is enabled on the interface', () => {
    expect(names('crypto ikev1 enable outside\n')).toEqual(['M 10 < '])
    expect(readAsa(text('crypto ikev1 enable outside\n')).connections[0]?.accepts).toEqual([1])
  })

  it('are the one that the tunnel group has a key for', () => {
    const group = 'tunnel-group 198.51.100.7 ipsec-attributes\n ikev1 pre-shared-key Example-key-1\n'
    expect(readAsa(text(group)).connections.map(({ accepts }) => accepts)).toEqual([[1]])
  })

  it('are the one that "vpn-tunnel-protocol" permits', () => {
    const group = 'group-policy DfltGrpPolicy attributes\n vpn-tunnel-protocol ikev1 ssl-clientless\n'
    expect(readAsa(text(group)).connections.map(({ accepts }) => accepts)).toEqual([[1]])
  })
})

describe('lines that are switched off', () => {
  it('protect nothing, and a list that has no others is not asked for', () => {
    const line = 'access-list X extended permit ip 10.1.0.0 255.255.0.0 10.2.0.0 255.255.0.0'
    const map = 'crypto map M 1 match address X\ncrypto map M 1 set peer 198.51.100.7\n'
    const read = (text: string) => readAsa(`${text}${map}crypto map M 1 set ikev2 ipsec-proposal P\n`)
    const topics = (text: string) => (read(text).end?.missing ?? []).map(({ topic }) => topic)
    expect(read(`${line} inactive\n`).children).toEqual([])
    expect(topics(`${line} inactive\n`)).not.toContain('access list X')
    expect(topics('')).toContain('access list X')
    expect(read(`${line} inactive\n${line.replace('10.1', '10.3')}\n`).children).toHaveLength(1)
  })
})

describe('lines that deny packets of one that permits them', () => {
  const denying = (count: number) => {
    const lines = Array.from(
      { length: count },
      (_, at) => `access-list X extended deny ip host 10.1.${at >> 8}.${at & 255} 10.2.0.0 255.255.0.0\n`,
    )
    const permit = 'access-list X extended permit ip 10.1.0.0 255.255.0.0 10.2.0.0 255.255.0.0\n'
    const map = 'crypto map M 1 match address X\ncrypto map M 1 set peer 198.51.100.7\n'
    return readAsa(`${lines.join('')}${permit}${map}crypto map M 1 set ikev2 ipsec-proposal P\n`)
  }

  it('are all left out of it up to two hundred', () => {
    const { children, problems } = denying(200)
    expect(children[0]?.except).toHaveLength(200)
    expect(problems.filter(({ kind }) => kind === 'unsupported')).toEqual([])
  })

  it('are told from the first one on that is one too many', () => {
    const { children, problems, roles } = denying(203)
    expect(children[0]?.except).toHaveLength(200)
    const [told, ...more] = problems.filter(({ kind }) => kind === 'unsupported')
    expect(more).toEqual([])
    expect(told?.span.line).toBe(201)
    expect(told?.say).toMatch(/^More than 200 lines above line 204 of the access list "X" deny packets that it permits/)
    expect(roles.get(201)).toBe('unsupported')
  })
})

describe('the groups of an access list', () => {
  const group = (name: string, net: string, count: number) =>
    `object-group network ${name}\n${Array.from({ length: count }, (_, at) => ` network-object host ${net}.${at >> 8}.${at & 255}`).join('\n')}\n`
  const map =
    'crypto map M 1 match address X\ncrypto map M 1 set peer 198.51.100.7\ncrypto map M 1 set ikev2 ipsec-proposal P\n'
  const line = (at: number) => `access-list X extended permit ip object-group H${at} object-group THERE\n`
  const read = (lines: number, here: number, there: number, more = '') => {
    const numbers = Array.from({ length: lines }, (_, at) => at)
    const groups = numbers.map((at) => group(`H${at}`, `10.${at + 10}`, here)).join('')
    return readAsa(`${numbers.map(line).join('')}${more}${map}${groups}${group('THERE', '10.2', there)}`)
  }

  it('make 4096 pairs of one line; a line with more is told, and not known', () => {
    expect(read(1, 64, 64).children).toHaveLength(4096)
    const { children, problems, end } = read(1, 65, 64)
    expect(children).toEqual([])
    expect(problems.map(({ kind, span, say }) => [kind, span.line, say])).toEqual([
      [
        'unsupported',
        1,
        'The groups of this line of the access list "X" make 4160 pairs of networks, and no more than 4096 are made of one line; what the line permits or denies is not looked at.',
      ],
    ])
    expect(end?.missing?.map(({ topic }) => topic)).toContain('pairs of the large groups in the access list X')
  })

  it('make 16384 pairs of one list; lines without groups are read beside them', () => {
    const { children, problems } = read(5, 64, 64, 'access-list X extended permit ip host 10.9.0.1 host 10.9.0.2\n')
    expect(children).toHaveLength(16_384 + 1)
    expect(problems.map(({ span, say }) => [span.line, say])).toEqual([
      [
        5,
        'The groups of this line of the access list "X" make 4096 pairs of networks, and no more than 16384 are made of one list; what the line permits or denies is not looked at.',
      ],
    ])
  })
})

describe('a text that nobody would write', () => {
  it('with groups in groups without end, or in a circle, is read all the same', () => {
    const deep = Array.from(
      { length: 3000 },
      (_, at) => `object-group network G${at}\n group-object G${at + 1}\n`,
    ).join('')
    const double = Array.from(
      { length: 40 },
      (_, at) => `object-group network D${at}\n group-object D${at + 1}\n group-object D${at + 1}\n`,
    ).join('')
    const lists = ['G0', 'D0', 'C']
      .map((name) => `access-list X extended permit ip object-group ${name} any\n`)
      .join('')
    const circle = 'object-group network D40\n network-object host 10.1.0.1\nobject-group network C\n group-object C\n'
    const { children } = readAsa(
      `${deep}${double}${circle}${lists}crypto map M 1 match address X\ncrypto map M 1 set peer 198.51.100.7\ncrypto map M 1 set ikev2 ipsec-proposal P\n`,
    )
    // A group that is in it twice, and twice in these, stands for its one host.
    expect(children.map(({ name }) => name)).toEqual(['X line 2'])
  })
})
