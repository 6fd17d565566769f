import { describe, expect, it } from 'vitest'
import { point } from '../../../../src/core/address/address-range.ts'
import { isProblem, parseAddress, parseAddressText } from '../../../../src/core/address/parse-address.ts'
import type { Change, ChangeKind } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { trafficBetween } from '../../../../src/core/selectors/box.ts'
import { ANY_PORT } from '../../../../src/core/selectors/interval.ts'
import { iosDialect } from '../../../../src/core/vendors/cisco-ios/dialect.ts'
import { ciscoIos } from '../../../../src/core/vendors/cisco-ios/vendor.ts'
import { cryptoMap, readIos } from './ios-text.ts'

function range(text: string) {
  const address = parseAddressText(text)
  return isProblem(address) ? point('ipv4', 0n) : address
}

function host(text: string) {
  const address = parseAddress(text)
  return isProblem(address) ? point('ipv4', 0n) : address
}

const BETWEEN = trafficBetween(range('10.1.0.0/24'), range('10.2.0.0/24'))
const LIST = ' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255'
const MAP = cryptoMap(LIST)

/** The commands for a change of a configuration, without what stands around them all. */
function commands<K extends ChangeKind>(text: string, change: Change<K>): string[] {
  const { end } = readIos(text)
  const gateway: Endpoint = {
    label: 'A',
    name: 'R1',
    vendor: ciscoIos,
    addresses: end?.addresses ?? [],
    peers: end?.peers ?? [],
    spd: undefined,
    site: undefined,
    settings: {},
    editor: null,
    span: end?.span ?? null,
    partlyRead: false,
  }
  const dialect = end?.dialect ?? iosDialect
  return dialect[change.kind](change, gateway, gateway).map(({ run }) =>
    (run ?? 'nothing to copy')
      .replace('configure terminal\n', '')
      .replace(/\nend(?:\nclear crypto session remote 198\.51\.100\.7)?$/, ''),
  )
}

const VTI = `crypto keyring RING
 pre-shared-key address 198.51.100.7 key Example-key-1
crypto isakmp policy 10
 authentication pre-share
crypto isakmp profile ISAKMP
 keyring RING
 match identity address 198.51.100.7 255.255.255.255
 initiate mode aggressive
crypto ipsec transform-set TS esp-aes esp-sha-hmac
crypto ipsec profile IPSEC
 set transform-set TS
 set isakmp-profile ISAKMP
interface Tunnel1
 tunnel source 203.0.113.1
 tunnel mode ipsec ipv4
 tunnel destination 198.51.100.7
 tunnel protection ipsec profile IPSEC
`

describe('a line of the crypto access list', () => {
  it('is changed in the list that has it, of several entries for one peer', () => {
    const second = `crypto map VPN 30 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address SECOND
ip access-list extended SECOND
 permit ip 10.3.0.0 0.0.0.255 10.4.0.0 0.0.0.255
`
    const text = cryptoMap(LIST, second)
    const from = trafficBetween(range('10.3.0.0/24'), range('10.4.0.0/24'))
    const to = trafficBetween(range('10.3.0.0/24'), range('10.4.0.0/25'))
    expect(commands(text, { kind: 'replace', from, to })).toEqual([
      'ip access-list extended SECOND\n 9 permit ip 10.3.0.0 0.0.0.255 10.4.0.0 0.0.0.127\n no permit ip 10.3.0.0 0.0.0.255 10.4.0.0 0.0.0.255',
    ])
    expect(commands(text, { kind: 'remove', box: from, entry: 'A2' })).toEqual([
      'ip access-list extended SECOND\n no permit ip 10.3.0.0 0.0.0.255 10.4.0.0 0.0.0.255',
    ])
    expect(commands(text, { kind: 'remove', box: BETWEEN, entry: 'A1' })).toEqual([
      'ip access-list extended VPN\n no permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255',
    ])
  })

  it('is added behind the others', () => {
    const box = trafficBetween(range('10.1.0.0/24'), host('198.51.100.7'))
    expect(commands(MAP, { kind: 'cover', box })).toEqual([
      'ip access-list extended VPN\n permit ip 10.1.0.0 0.0.0.255 host 198.51.100.7',
    ])
  })

  it('is added in front of a line that denies its packets', () => {
    const text = cryptoMap(`${LIST}\n deny ip any any`)
    const box = trafficBetween(range('10.1.0.0/24'), range('10.3.0.0-10.3.0.2'))
    expect(commands(text, { kind: 'cover', box })).toEqual([
      'ip access-list extended VPN\n 15 permit ip 10.1.0.0 0.0.0.255 10.3.0.0 0.0.0.1\n 16 permit ip 10.1.0.0 0.0.0.255 host 10.3.0.2',
    ])
  })

  it('is replaced where it stands, by a number in front of it where one is free', () => {
    const text = cryptoMap(` 5 permit ip host 10.9.9.9 any\n 40${LIST}`)
    const to = { ...BETWEEN, protocol: { from: 6, to: 6 }, remotePort: { from: 443, to: 443 } }
    expect(commands(text, { kind: 'replace', from: BETWEEN, to })).toEqual([
      'ip access-list extended VPN\n 39 permit tcp 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255 eq 443\n no permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255',
    ])
    const full = text.replace(' 5 permit', ' 39 permit')
    expect(commands(full, { kind: 'replace', from: BETWEEN, to })).toEqual([
      'ip access-list extended VPN\n no permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\n 40 permit tcp 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255 eq 443',
    ])
  })

  it('is removed as it is written', () => {
    expect(commands(MAP, { kind: 'remove', entry: 'A#1', box: BETWEEN })).toEqual([
      'ip access-list extended VPN\n no permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255',
    ])
  })

  it('with object groups is left to people', () => {
    const text = cryptoMap(
      ' permit ip object-group HERE any\nobject-group network HERE\n 10.1.0.0 255.255.255.0\n 10.3.0.0 255.255.255.0',
    )
    const box = trafficBetween(range('10.1.0.0/24'), range('0.0.0.0/0'))
    expect(commands(text, { kind: 'remove', entry: 'A#1', box })).toEqual(['nothing to copy'])
  })

  it('becomes one for each pair of two lists, of which it may be one itself', () => {
    const side = (text: string) => ({
      addresses: range(text),
      protocol: { from: 0, to: 255 },
      ports: ANY_PORT,
      span: null,
    })
    const change = {
      kind: 'child-selectors',
      connection: 'VPN 10',
      child: 'VPN line 1',
      local: [side('10.1.0.0/24'), side('203.0.113.1')],
      remote: [side('10.2.0.0/24')],
    } as const
    expect(commands(MAP, change)).toEqual([
      'ip access-list extended VPN\n 9 permit ip host 203.0.113.1 10.2.0.0 0.0.0.255',
    ])
  })
})

describe('a tunnel interface', () => {
  it('asks for particular networks by a list of its own', () => {
    const everything = trafficBetween(range('0.0.0.0/0'), range('0.0.0.0/0'))
    expect(commands(VTI, { kind: 'replace', from: everything, to: BETWEEN })).toEqual([
      'ip access-list extended Tunnel1-TRAFFIC\n permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\ninterface Tunnel1\n tunnel protection ipsec policy ipv4 Tunnel1-TRAFFIC',
    ])
  })

  it('goes to another address, and begins at another', () => {
    const from = host('198.51.100.7')
    expect(commands(VTI, { kind: 'retarget', from, to: host('198.51.100.9') })).toEqual([
      'interface Tunnel1\n tunnel destination 198.51.100.9',
    ])
    const own = { kind: 'own-addresses', connection: 'Tunnel1', addresses: [host('203.0.113.9')] } as const
    expect(commands(VTI, own)).toEqual(['interface Tunnel1\n tunnel source 203.0.113.9'])
  })

  it('that is multipoint goes to another address by its commands of NHRP, and has no destination', () => {
    const nhrp = ` ip nhrp map 172.16.0.1 198.51.100.7
 ip nhrp map multicast 198.51.100.7
 ip nhrp nhs 172.16.0.1
`
    const change = { kind: 'retarget', from: host('198.51.100.7'), to: host('198.51.100.9') } as const
    const written = `interface Tunnel1
 no ip nhrp map 172.16.0.1 198.51.100.7
 ip nhrp map 172.16.0.1 198.51.100.9
 no ip nhrp map multicast 198.51.100.7
 ip nhrp map multicast 198.51.100.9`
    const multipoint = VTI.replace(' tunnel destination 198.51.100.7\n', nhrp).replace('ipsec ipv4', 'gre multipoint')
    expect(commands(multipoint, change)).toEqual([written])
    const single = VTI.replace(' tunnel mode ipsec ipv4\n', nhrp)
    expect(commands(single, change)).toEqual([`${written}\n tunnel destination 198.51.100.9`])
  })

  it('that wraps packets in GRE becomes a tunnel of IPsec', () => {
    const text = VTI.replace(' tunnel mode ipsec ipv4\n', '')
    expect(commands(text, { kind: 'cover', box: BETWEEN })).toEqual(['interface Tunnel1\n tunnel mode ipsec ipv4'])
  })

  it('has its lifetime, its transform sets and its group in its profile', () => {
    const lifetime = { rekey: undefined, end: 1800 }
    expect(commands(VTI, { kind: 'lifetime', connection: 'Tunnel1', child: 'Tunnel1', lifetime })).toEqual([
      'crypto ipsec profile IPSEC\n set security-association lifetime seconds 1800',
    ])
    const proposal = {
      protocol: 'esp',
      encryption: ['AES_CBC_256'],
      integrity: ['HMAC_SHA2_256_128'],
      prf: [],
      ke: ['ECP_384'],
      esn: [],
    } as const
    const change = { kind: 'child-proposals', connection: 'Tunnel1', child: 'Tunnel1', proposals: [proposal] } as const
    expect(commands(VTI, change)).toEqual([
      'crypto ipsec transform-set TS-2 esp-aes 256 esp-sha256-hmac\n mode tunnel\ncrypto ipsec profile IPSEC\n set transform-set TS-2\n set pfs group20',
    ])
  })

  it('has its key in the keyring of its profile', () => {
    const owners = [
      { kind: 'address', text: '203.0.113.1' },
      { kind: 'address', text: '198.51.100.7' },
    ] as const
    expect(commands(VTI, { kind: 'new-key', owners, replaces: null })).toEqual([
      'crypto keyring RING\n pre-shared-key address 198.51.100.7 key <the same new key on both ends>',
    ])
  })

  it('has another key once the one that is there is taken away, since IOS keeps that', () => {
    const replaces = readIos(VTI).end?.ike?.keys?.[0]?.span ?? null
    expect(commands(VTI, { kind: 'new-key', owners: [], replaces })).toEqual([
      `crypto keyring RING
 no pre-shared-key address 198.51.100.7 key <the key of line 2>
 pre-shared-key address 198.51.100.7 key <the same new key on both ends>`,
    ])
    const written = `no crypto isakmp key <the key of line 6> address 198.51.100.7
crypto isakmp key <the same new key on both ends> address 198.51.100.7`
    const single = readIos(MAP).end?.ike?.keys?.[0]?.span ?? null
    expect(commands(MAP, { kind: 'new-key', owners: [], replaces: single })).toEqual([written])
    const owners = [{ kind: 'address', text: '198.51.100.7' }] as const
    expect(commands(MAP, { kind: 'new-key', owners, replaces: null })).toEqual([written])
  })

  it('uses main mode, and other identities, by its ISAKMP profile', () => {
    expect(commands(VTI, { kind: 'exchange', connection: 'Tunnel1', exchange: 'main' })).toEqual([
      'crypto isakmp profile ISAKMP\n no initiate mode aggressive',
    ])
    const identity = { kind: 'fqdn', text: 'gw-b.example' } as const
    expect(commands(VTI, { kind: 'peer-identity', connection: 'Tunnel1', identity })).toEqual([
      'crypto isakmp profile ISAKMP\n match identity host gw-b.example\n no match identity address 198.51.100.7 255.255.255.255',
    ])
    expect(commands(VTI, { kind: 'own-identity', connection: 'Tunnel1', identity })).toEqual([
      'crypto isakmp profile ISAKMP\n self-identity fqdn gw-b.example',
    ])
  })
})

describe('a crypto map entry', () => {
  it('goes to another peer, and begins at another interface', () => {
    expect(commands(MAP, { kind: 'retarget', from: host('198.51.100.7'), to: host('198.51.100.9') })).toEqual([
      'crypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.9\n no set peer 198.51.100.7',
    ])
    const text = `${MAP}interface Loopback0\n ip address 203.0.113.9 255.255.255.255\n`
    const own = { kind: 'own-addresses', connection: 'VPN 10', addresses: [host('203.0.113.9')] } as const
    expect(commands(text, own)).toEqual(['crypto map VPN local-address Loopback0'])
  })

  it('uses transport mode by its transform sets', () => {
    expect(commands(MAP, { kind: 'mode', connection: 'VPN 10', child: 'VPN line 1', mode: 'transport' })).toEqual([
      'crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n mode transport',
    ])
  })

  it('gets IKEv2 with all that goes with it', () => {
    expect(commands(MAP, { kind: 'version', connection: 'VPN 10', version: 2 })).toEqual([
      `crypto ikev2 proposal PROPOSAL-2
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POLICY
 proposal default
 proposal PROPOSAL-2
crypto ikev2 keyring KEYS-198.51.100.7
 peer 198.51.100.7
  address 198.51.100.7
  pre-shared-key <the pre-shared key as it is now>
crypto ikev2 profile IKEV2-198.51.100.7
 match identity remote address 198.51.100.7 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS-198.51.100.7
crypto map VPN 10 ipsec-isakmp
 set ikev2-profile IKEV2-198.51.100.7`,
    ])
  })

  it('gets a policy behind those that are there', () => {
    const known = readIos(MAP).connections[0]?.proposals.value ?? []
    const more = known.map((each) => ({ ...each, ke: ['ECP_256'] }))
    expect(commands(MAP, { kind: 'ike-proposals', connection: 'VPN 10', proposals: [...known, ...more] })).toEqual([
      'crypto isakmp policy 20\n encryption aes 256\n hash sha256\n group 19\n authentication pre-share',
    ])
  })

  it('shows a name of its own in a profile that is made for it', () => {
    const identity = { kind: 'fqdn', text: 'gw-a.example' } as const
    expect(commands(MAP, { kind: 'own-identity', connection: 'VPN 10', identity })).toEqual([
      'crypto isakmp profile IKE-198.51.100.7\n keyring default\n self-identity fqdn gw-a.example\n match identity address 198.51.100.7 255.255.255.255\ncrypto map VPN 10 ipsec-isakmp\n set isakmp-profile IKE-198.51.100.7',
    ])
  })

  it('gets its key for another peer by typing it again', () => {
    const key = readIos(MAP).end?.ike?.keys?.[0]?.span
    expect(key).toBeDefined()
    if (key === undefined) return
    const owners = [
      { kind: 'address', text: '203.0.113.1' },
      { kind: 'address', text: '198.51.100.9' },
    ] as const
    expect(commands(MAP, { kind: 'key-owners', key, owners })).toEqual([
      'crypto isakmp key <the key of line 6> address 198.51.100.9',
    ])
  })
})

describe('a gateway of which no configuration was pasted', () => {
  it('gets the same commands with names to fill in', () => {
    expect(commands('hostname R1', { kind: 'cover', box: BETWEEN })).toEqual([
      'ip access-list extended <the access list of the crypto map>\n permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255',
    ])
  })
})
