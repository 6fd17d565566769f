import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { readIos } from './ios-text.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

const BEFORE_RULES = 15

/** Hosts of 10.1.0.0/16 that are translated one by one, and networks behind the peer. */
function translating(hosts: number, networks: number) {
  const rules = numbers(hosts).map((at) => `ip nat inside source static 10.1.${at >> 8}.${at & 255} 192.0.2.1\n`)
  const lines = numbers(networks).map(
    (at) => ` permit ip 10.1.0.0 0.0.255.255 172.${16 + (at >> 8)}.${at & 255}.0 0.0.0.255\n`,
  )
  return readIos(`crypto isakmp policy 10
 authentication pre-share
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 ip nat outside
 crypto map VPN
interface GigabitEthernet0/1
 ip address 10.1.0.1 255.255.0.0
 ip nat inside
${rules.join('')}ip access-list extended VPN
${lines.join('')}`)
}

describe('static translations of hosts that have a tunnel', () => {
  it('are each told with what they take of every pair, and of what goes to the peer itself', () => {
    const { end, problems } = translating(2, 2)
    const told = end?.obstacles?.map(({ packets }) =>
      packets.map(({ local, remote }) => [local, remote].map(formatHost)),
    )
    const pairs = (host: string) => [
      [host, '172.16.0.0/24'],
      [host, '172.16.1.0/24'],
    ]
    const peer = (host: string) => [[host, '198.51.100.7']]
    expect(told).toEqual([pairs('10.1.0.0'), peer('10.1.0.0'), pairs('10.1.0.1'), peer('10.1.0.1')])
    expect(problems).toEqual([])
  })

  it('are looked at up to 256 of a pair', () => {
    const { end, problems } = translating(256, 2)
    expect(end?.obstacles).toHaveLength(512)
    expect(problems).toEqual([])
  })

  it('are told once from the next one on', () => {
    const { end, problems, roles } = translating(258, 2)
    expect(end?.obstacles).toHaveLength(512)
    expect(problems).toEqual([
      {
        kind: 'unsupported',
        span: expect.objectContaining({ line: BEFORE_RULES + 257 }),
        say: 'NAT translates more than 256 parts of what is to go from 10.1.0.0/16 to 172.16.0.0/24 into a tunnel; what this rule and those behind it take is not looked at.',
        instead:
          'Except the packets of the tunnels from NAT by a route map that denies them, and paste the configuration again.',
      },
    ])
    expect(roles.get(BEFORE_RULES + 257)).toBe('unsupported')
  })

  it('are looked at up to 16,384 parts in all beside the first of each pair', () => {
    const { end, problems } = translating(200, 100)
    // 100 networks and the peer: 162 rules more than the first take 101 parts each, and the next one 22.
    expect(end?.obstacles?.flatMap(({ packets }) => packets)).toHaveLength(101 + 16_384)
    expect(problems.map(({ span, say }) => [span.line, say])).toEqual([
      [
        BEFORE_RULES + 1 + 163,
        'NAT translates more than 16384 parts of the networks that are to go into tunnels; what this rule takes of those from 10.1.0.0/16 to 172.16.22.0/24, and what those behind it take of all, is not looked at.',
      ],
    ])
  })

  it('are read at once, however many there are', () => {
    expect(translating(4000, 4000).connections[0]?.children).toHaveLength(4000)
  })
})

describe('an access list that NAT goes by', () => {
  it('is followed however many networks it denies first', () => {
    const denied = numbers(300).map(
      (at) => ` deny ip 10.1.0.0 0.0.255.255 172.${16 + (at >> 8)}.${at & 255}.0 0.0.0.255\n`,
    )
    const { end } = readIos(`crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 ip nat outside
 crypto map VPN
ip nat inside source list NAT interface GigabitEthernet0/0 overload
ip access-list extended NAT
${denied.join('')} permit ip 10.1.0.0 0.0.255.255 172.16.0.0 0.15.255.255
ip access-list extended VPN
 permit ip 10.1.0.0 0.0.255.255 172.17.43.0 0.0.0.255
 permit ip 10.1.0.0 0.0.255.255 172.17.44.0 0.0.0.255
`)
    expect(end?.obstacles?.map(({ packets }) => packets.map(({ remote }) => formatHost(remote)))).toEqual([
      ['172.17.44.0/24'],
    ])
  })
})

describe('a translation in a VRF', () => {
  const translated = (rule: string, outside = '') =>
    readIos(`crypto isakmp policy 10
 authentication pre-share
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
${outside} ip address 203.0.113.1 255.255.255.0
 ip nat outside
 crypto map VPN
ip nat inside source list ALL interface GigabitEthernet0/0 ${rule}overload
ip access-list standard ALL
 permit any
ip access-list extended VPN
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
`).end?.obstacles?.some(({ kind }) => kind === 'translated') ?? false

  it('concerns the packets of that VRF alone', () => {
    const inside = ' vrf forwarding CUST\n'
    expect([translated(''), translated('vrf CUST ')]).toEqual([true, false])
    expect([translated('', inside), translated('vrf CUST ', inside)]).toEqual([false, true])
  })
})
