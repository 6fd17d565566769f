import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import { readIos } from './ios-text.ts'

interface Changes {
  readonly map?: string
  readonly outside?: string
  readonly more?: string
  readonly routes?: string
}

/** A whole configuration with a crypto map, of which one thing is changed. */
function whole({ map = ' crypto map VPN', outside = '', more = '', routes }: Changes = {}): string {
  return `version 15.7
hostname R1
crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
${outside}
${map}
interface GigabitEthernet0/1
 ip address 10.1.0.254 255.255.255.0
 ip nat inside
interface GigabitEthernet0/2
 ip address 192.0.2.1 255.255.255.0
${routes ?? 'ip route 0.0.0.0 0.0.0.0 203.0.113.254'}
ip access-list extended VPN
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
${more}
end
`
}

function obstacles(text: string) {
  return (readIos(text).end?.obstacles ?? []).map(({ kind, direction, packet, packets, spans, say, steps }) => ({
    kind,
    direction,
    packet,
    packets: packets.map(({ local, remote }) => `${formatRange(local)} > ${formatRange(remote)}`),
    lines: spans.map(({ line }) => text.split('\n')[line - 1]?.trim()),
    say,
    run: steps.map(({ run }) => run),
  }))
}

it('finds nothing in the way of a tunnel that is complete', () => {
  expect(obstacles(whole())).toEqual([])
})

describe('a profile of IKEv2 that is for the peer', () => {
  const profile = (address: string, name = 'PROF') =>
    `crypto ikev2 profile ${name}\n match identity remote address ${address} 255.255.255.255\n authentication remote pre-share\n authentication local pre-share\n keyring local KR\n`
  const keyring = 'crypto ikev2 keyring KR\n peer HQ\n  address 198.51.100.7\n  pre-shared-key Example-key-1\n'
  /** The same without anything of IKEv1. */
  const text = (more: string) =>
    whole({ more: `${keyring}${more}` })
      .replace(/crypto isakmp policy 10\n(?: .*\n)+/, '')
      .replace(/crypto isakmp key .*\n/, '')

  it('is meant where nothing is configured for IKEv1, and the entry does not name it', () => {
    expect(obstacles(text(profile('198.51.100.7')))).toEqual([
      {
        kind: 'inactive',
        direction: 'both',
        packet: 'dropped',
        packets: ['10.1.0.0/24 > 10.2.0.0/24'],
        lines: ['crypto map VPN 10 ipsec-isakmp', 'crypto ikev2 profile PROF'],
        say: 'The IKEv2 profile PROF is for the peer, and the crypto map VPN 10 does not name it: it begins with IKEv1, for which nothing is configured.',
        run: ['configure terminal\ncrypto map VPN 10 ipsec-isakmp\n set ikev2-profile PROF\nend'],
      },
    ])
  })

  it('is not meant beside a policy of IKEv1, for another peer, or as one of several', () => {
    expect(obstacles(whole({ more: `${keyring}${profile('198.51.100.7')}` }))).toEqual([])
    expect(obstacles(text(profile('198.51.100.8')))).toEqual([])
    expect(obstacles(text(profile('198.51.100.7') + profile('198.51.100.7', 'OTHER')))).toEqual([])
    const named = text(profile('198.51.100.7')).replace(
      ' match address VPN\n',
      ' match address VPN\n set ikev2-profile PROF\n',
    )
    expect(obstacles(named)).toEqual([])
  })
})

describe('a crypto map', () => {
  it('that is applied nowhere lets its packets go in clear', () => {
    expect(obstacles(whole({ map: '' }))).toEqual([
      {
        kind: 'inactive',
        direction: 'both',
        packet: 'clear',
        packets: ['10.1.0.0/24 > 10.2.0.0/24'],
        lines: ['crypto map VPN 10 ipsec-isakmp'],
        say: expect.stringContaining('is applied to no interface'),
        run: ['configure terminal\ninterface GigabitEthernet0/0\n crypto map VPN\nend'],
      },
    ])
  })

  it('may be applied in a part that was not pasted', () => {
    expect(obstacles(whole({ map: '' }).replace(/^version.*\n/, ''))).toEqual([])
  })

  it('on an interface that is shut down drops them', () => {
    const [found, ...more] = obstacles(whole({ outside: ' shutdown' }))
    expect(more).toEqual([])
    expect(found).toMatchObject({ kind: 'inactive', packet: 'dropped', lines: ['shutdown'] })
    expect(found?.run).toEqual(['configure terminal\ninterface GigabitEthernet0/0\n no shutdown\nend'])
  })
})

describe('NAT', () => {
  const rule = 'ip nat inside source list NAT interface GigabitEthernet0/0 overload\nip access-list extended NAT\n'

  it('changes what its list permits before the map sees it, also packets for the peer itself', () => {
    const found = obstacles(whole({ outside: ' ip nat outside', more: `${rule} permit ip 10.1.0.0 0.0.0.255 any` }))
    expect(found.map(({ kind, direction, packet, packets }) => [kind, direction, packet, packets])).toEqual([
      ['translated', 'out', 'clear', ['10.1.0.0/24 > 10.2.0.0/24']],
      ['translated', 'out', 'clear', ['10.1.0.0/24 > 198.51.100.7/32']],
    ])
    expect(found[0]?.run).toEqual([
      'configure terminal\nip access-list extended NAT\n 9 deny ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255\nend',
    ])
  })

  it('leaves what its list denies first, or only a part of it', () => {
    const denied = ` deny ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.127\n permit ip 10.1.0.0 0.0.0.255 10.0.0.0 0.255.255.255`
    const [found] = obstacles(whole({ outside: ' ip nat outside', more: rule + denied }))
    expect(found?.packets).toEqual(['10.1.0.0/24 > 10.2.0.128/25'])
  })

  it('by a route map goes by the lists of its clauses', () => {
    const more = `ip nat inside source route-map RM interface GigabitEthernet0/0 overload
route-map RM permit 10
 match ip address NAT
ip access-list extended NAT
 deny ip 10.1.0.0 0.0.0.255 any
 permit ip any any`
    expect(obstacles(whole({ outside: ' ip nat outside', more }))).toEqual([])
  })

  it('of one host changes that host', () => {
    const more = 'ip nat inside source static 10.1.0.5 203.0.113.5'
    const [found] = obstacles(whole({ outside: ' ip nat outside', more }))
    expect(found?.packets).toEqual(['10.1.0.5/32 > 10.2.0.0/24'])
  })

  describe('by a standard access list, which knows no destination', () => {
    const standard = 'access-list 1 permit 10.1.0.0 0.0.0.255\naccess-list 1 deny any'
    const inPlace = `ip access-list extended NAT-1
 1 deny ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
 1000 permit ip 10.1.0.0 0.0.0.255 any
 1001 deny ip any any
do clear ip nat translation *`

    it('goes by an extended one with the same lines behind those that deny', () => {
      const more = `ip nat inside source list 1 interface GigabitEthernet0/0 overload\n${standard}`
      const [found] = obstacles(whole({ outside: ' ip nat outside', more }))
      expect(found?.run).toEqual([
        `configure terminal
${inPlace}
no ip nat inside source list 1 interface GigabitEthernet0/0 overload
ip nat inside source list NAT-1 interface GigabitEthernet0/0 overload
end`,
      ])
    })

    it('is named anew in the route map that names it', () => {
      const more = `ip nat inside source route-map RM pool P\nroute-map RM permit 10\n match ip address 1\n${standard}`
      const [found] = obstacles(whole({ outside: ' ip nat outside', more }))
      expect(found?.run).toEqual([
        `configure terminal
${inPlace}
route-map RM permit 10
 no match ip address 1
 match ip address NAT-1
end`,
      ])
    })
  })

  it('is none where the interface of the map is not "ip nat outside"', () => {
    expect(obstacles(whole({ more: `${rule} permit ip any any` }))).toEqual([])
  })
})

describe('the access list for what comes in', () => {
  const outside = ' ip access-group IN in'

  it('has to admit IKE and ESP from the peer', () => {
    const more = 'ip access-list extended IN\n permit icmp any any'
    const [found, ...others] = obstacles(whole({ outside, more }))
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'not-admitted', direction: 'both', packet: 'dropped' })
    expect(found?.say).toContain('does not admit IKE (UDP port 500) and ESP from 198.51.100.7')
    expect(found?.run).toEqual([
      'configure terminal\nip access-list extended IN\n 7 permit udp host 198.51.100.7 host 203.0.113.1 eq isakmp\n 8 permit udp host 198.51.100.7 host 203.0.113.1 eq non500-isakmp\n 9 permit esp host 198.51.100.7 host 203.0.113.1\nend',
    ])
  })

  it.each([
    [' permit udp any any eq isakmp\n permit esp any any'],
    [' permit udp any any eq isakmp\n permit udp any any eq non500-isakmp'],
    [' permit ip host 198.51.100.7 any'],
  ])('admits them by %s', (lines) => {
    expect(obstacles(whole({ outside, more: `ip access-list extended IN\n${lines}` }))).toEqual([])
  })

  it('that was not pasted is not judged', () => {
    expect(obstacles(whole({ outside }))).toEqual([])
  })
})

describe('a static route', () => {
  it('is made by the entry itself where it says so ("reverse-route")', () => {
    const routes = 'ip route 192.0.2.128 255.255.255.128 192.0.2.9'
    const text = whole({ routes }).replace(' match address VPN\n', ' match address VPN\n reverse-route static\n')
    expect(obstacles(text)).toEqual([])
  })

  it('to the peer by another interface tells where the map belongs', () => {
    const text = whole({ map: '', more: 'interface GigabitEthernet0/1\n crypto map VPN' })
    expect(obstacles(text)).toMatchObject([
      {
        kind: 'inactive',
        say: 'The crypto map VPN is applied to GigabitEthernet0/1, and its peer 198.51.100.7 is reached by GigabitEthernet0/0.',
        run: [
          'configure terminal\ninterface GigabitEthernet0/1\n no crypto map VPN\ninterface GigabitEthernet0/0\n crypto map VPN\nend',
        ],
      },
    ])
    const other = obstacles(`${text.replace('end\n', '')}interface GigabitEthernet0/0\n crypto map OTHER\nend\n`)
    expect(other.map(({ run }) => run)).toEqual([[null]])
  })

  it('that leads elsewhere takes packets past the map', () => {
    const routes = 'ip route 0.0.0.0 0.0.0.0 203.0.113.254\nip route 10.2.0.0 255.255.0.0 192.0.2.9'
    const [found] = obstacles(whole({ routes }))
    expect(found).toMatchObject({ kind: 'no-route', direction: 'out', packet: 'clear' })
    expect(found?.lines).toEqual(['ip route 10.2.0.0 255.255.0.0 192.0.2.9'])
    expect(found?.run).toEqual(['configure terminal\nip route 10.2.0.0 255.255.255.0 203.0.113.254\nend'])
  })

  it('that is missing leaves packets without a way', () => {
    const [found] = obstacles(whole({ routes: 'ip route 192.0.2.128 255.255.255.128 192.0.2.9' }))
    expect(found).toMatchObject({ kind: 'no-route', packet: 'dropped' })
  })

  it.each([['router bgp 65000'], ['interface GigabitEthernet0/3\n ip address dhcp']])(
    'is not all that there is beside %s',
    (more) => {
      const routes = 'ip route 10.2.0.0 255.255.0.0 192.0.2.9'
      expect(obstacles(whole({ routes, more }))).toEqual([])
    },
  )
})

describe('a front door VRF', () => {
  const tunnel = ({ profile = '', outside = ' vrf forwarding INET', tunnelVrf = ' tunnel vrf INET', more = '' }) =>
    `version 16.9
hostname R1
crypto ikev2 proposal P1
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
${profile}
 proposal P1
crypto ikev2 keyring KR
 peer B
  address 198.51.100.7
  pre-shared-key Example-key-1
crypto ikev2 profile PROF
${profile}
 match identity remote address 198.51.100.7 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto ipsec profile P
 set ikev2-profile PROF
interface GigabitEthernet1
${outside}
 ip address 203.0.113.1 255.255.255.0
interface Tunnel1
 ip address 172.16.0.1 255.255.255.252
 tunnel source GigabitEthernet1
 tunnel mode ipsec ipv4
 tunnel destination 198.51.100.7
${tunnelVrf}
 tunnel protection ipsec profile P
${more}
end
`
  const told = (changes: Parameters<typeof tunnel>[0]) =>
    obstacles(tunnel(changes)).map(({ say, run }) => [
      say,
      ...run.map((commands) => commands?.split('\n').slice(1, -1)),
    ])

  it.each([
    ['is named by the profile', { profile: ' match fvrf INET' }],
    ['is any to the profile', { profile: ' match fvrf any' }],
    ['is the global table', { outside: '', tunnelVrf: '' }],
    ['is the global table by name', { outside: '', tunnelVrf: ' tunnel vrf default' }],
  ])('is in the way of nothing where it %s', (_, changes) => {
    expect(told(changes)).toEqual([])
  })

  it('is named by a profile that lacks it, which is then for the global table alone', () => {
    expect(told({})).toEqual([
      [
        'The IKEv2 profile PROF is for the global table of routes, since it has no "match fvrf", and Tunnel1 reaches its peer in the VRF INET.',
        ['crypto ikev2 profile PROF', ' match fvrf INET'],
      ],
    ])
  })

  it('is taken out of a profile for another one', () => {
    expect(told({ profile: ' match fvrf MPLS', outside: '', tunnelVrf: '' })).toEqual([
      [
        'The IKEv2 profile PROF is for the VRF MPLS, and Tunnel1 reaches its peer in the global table of routes.',
        ['crypto ikev2 profile PROF', ' no match fvrf MPLS'],
      ],
    ])
  })

  it('is any where the profile is for tunnels of several', () => {
    const more = `interface GigabitEthernet2
 ip address 192.0.2.1 255.255.255.0
interface Tunnel2
 tunnel source GigabitEthernet2
 tunnel mode ipsec ipv4
 tunnel destination 198.51.100.9
 tunnel protection ipsec profile P`
    expect(told({ more }).map(([, run]) => run)).toEqual([['crypto ikev2 profile PROF', ' match fvrf any']])
  })

  it('is that of the source', () => {
    expect(told({ profile: ' match fvrf any', tunnelVrf: '' })).toEqual([
      [
        'Tunnel1 looks for its peer in the global table of routes, and its source GigabitEthernet1 is in the VRF INET.',
        ['interface Tunnel1', ' tunnel vrf INET'],
      ],
    ])
  })

  it('has the default proposals where no policy is for it', () => {
    const groups = (profile: string) =>
      readIos(tunnel({ profile })).end?.ike?.connections[0]?.proposals.value.flatMap(({ ke }) => ke)
    expect(groups(' match fvrf INET')).toEqual(['MODP_2048'])
    expect(groups('')).toEqual(['MODP_1536', 'MODP_1024'])
  })

  it('has routes of its own', () => {
    const withoutRoute = (vrf: string) => {
      const more = `ip route ${vrf}10.2.0.0 255.255.255.0 Tunnel1\nip route 0.0.0.0 0.0.0.0 192.0.2.254`
      return obstacles(tunnel({ profile: ' match fvrf any', more })).flatMap(({ packets }) => packets.length)
    }
    expect(withoutRoute('vrf CUST ')).toEqual([2])
    expect(withoutRoute('')).toEqual([3])
  })
})
