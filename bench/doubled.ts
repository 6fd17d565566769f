import { analyse } from '../src/core/index.ts'
import { exponentFigure, type Figure, type Section } from './figure.ts'
import { exponentOf, medianTime } from './measure.ts'

/** Two ends' texts with so many of one thing. */
interface Growing {
  readonly what: string
  readonly make: (count: number) => readonly [a: string, b: string]
}

const MOST = 1.3

/** Texts of which one thing alone is doubled again and again, such as entries that name the same list. */
export async function doubled(sizes: readonly number[], progress: (line: string) => void): Promise<Section> {
  const figures: Figure[] = []
  for (const { what, make } of growing) {
    const ends = (count: number) => make(count).map((text, at) => ({ source: `${'ab'[at]}.txt`, text }))
    for (let run = 0; run < 3; run++) analyse({ pastes: ends(50) })
    const points: { size: number; time: number }[] = []
    for (const size of sizes) {
      const pastes = ends(size)
      points.push({ size, time: await medianTime(() => analyse({ pastes }), 1) })
    }
    progress(`${what}: ${points.map(({ size, time }) => `${size} in ${Math.round(time)} ms`).join(', ')}`)
    figures.push(exponentFigure(`${what}: exponent`, exponentOf(points), MOST))
  }
  return {
    title: 'Doubled inputs',
    about: `One thing of two small configurations is there ${sizes.join(', ')} times (\`bench/doubled.ts\`), and both are analysed: what takes longer than in proportion is seen there.`,
    figures,
  }
}

const A = '203.0.113.1'
const B = '198.51.100.7'
const GROUPS = ['modp2048', 'modp3072', 'modp4096', 'ecp256', 'ecp384', 'curve25519']
const HERE = '10.1.0.0 0.0.255.255'

const growing: readonly Growing[] = [
  {
    what: 'IOS: entries of a crypto map for one peer that name one list',
    make: (count) => [
      ios({ own: A, peer: B, entries: count, lines: [` permit ip ${HERE} ${net(0)} 0.0.0.255`] }),
      ios({ own: B, peer: A, lines: [` permit ip ${net(0)} 0.0.0.255 ${HERE}`] }),
    ],
  },
  {
    what: 'IOS: lines of an access list that differ in their ports',
    make: (count) => [
      ios({ own: A, peer: B, lines: times(count, (at) => ` permit tcp ${HERE} ${net(0)} 0.0.0.255 eq ${at + 1}`) }),
      ios({ own: B, peer: A, lines: times(count, (at) => ` permit tcp ${net(0)} 0.0.0.255 eq ${at + 1} ${HERE}`) }),
    ],
  },
  {
    what: 'IOS: lines of an access list that the other end lacks',
    make: (count) => [
      ios({ own: A, peer: B, lines: times(count, (at) => ` permit ip ${HERE} ${net(at)} 0.0.0.255`) }),
      ios({ own: B, peer: A, lines: [` permit ip ${net(0)} 0.0.0.255 ${HERE}`] }),
    ],
  },
  {
    what: 'IOS: hosts that are translated one by one, and lines of an access list',
    make: (count) => [
      ios({ own: A, peer: B, lines: times(count, (at) => ` permit ip ${HERE} ${net(at)} 0.0.0.255`), hosts: count }),
      ios({ own: B, peer: A, lines: times(count, (at) => ` permit ip ${net(at)} 0.0.0.255 ${HERE}`) }),
    ],
  },
  {
    what: 'IOS: sessions that it shows, each with a peer of its own',
    make: (count) => [
      `Router#show crypto session\nCrypto session current status\n\nInterface: GigabitEthernet0/0\nSession status: UP-ACTIVE\n${times(count, session).join('')}`,
      '',
    ],
  },
  {
    what: 'ASA: peers of one entry of a crypto map',
    make: (count) => [asa({ peers: times(count, spoke) }), ''],
  },
  {
    what: 'strongSwan: children for the same networks',
    make: (count) => [
      swanctl([
        connection({ own: A, peer: B, children: times(count, (at) => child(at, '10.1.0.0/16', `${net(0)}/24`)) }),
      ]),
      swanctl([
        connection({ own: B, peer: A, children: times(count, (at) => child(at, `${net(0)}/24`, '10.1.0.0/16')) }),
      ]),
    ],
  },
  {
    what: 'strongSwan: networks of one child',
    make: (count) => {
      const nets = times(count, (at) => `${net(at)}/24`).join(', ')
      return [
        swanctl([connection({ own: A, peer: B, children: [child(0, '10.1.0.0/16', nets)] })]),
        swanctl([connection({ own: B, peer: A, children: [child(0, nets, '10.1.0.0/16')] })]),
      ]
    },
  },
  {
    what: 'strongSwan: connections of both ends, whose keys differ',
    make: (count) => [swanctl(times(count, hereTo), 'one example'), swanctl(times(count, backTo), 'another example')],
  },
  {
    what: 'strongSwan: connections of both ends, of which each is answered by the first',
    make: (count) => [swanctl(times(count, hereTo)), swanctl(times(count, backTo))],
  },
  {
    what: 'strongSwan: connections to whoever comes',
    make: (count) => [
      swanctl(times(count, (at) => hereTo(at).replace(`remote_addrs = ${B}`, 'remote_addrs = %any'))),
      swanctl([backTo(0)]),
    ],
  },
  {
    what: 'strongSwan: children of one end that meet one child of the other',
    make: (count) => [
      swanctl([
        connection({ own: A, peer: B, children: times(count, (at) => child(at, '10.1.0.0/16', `${net(at)}/24`)) }),
      ]),
      swanctl([connection({ own: B, peer: A, children: [child(0, '172.16.0.0/12', '10.1.0.0/16')] })]),
    ],
  },
  {
    what: 'strongSwan: children of both ends that have no counterpart',
    make: (count) => [
      swanctl([
        connection({ own: A, peer: B, children: times(count, (at) => child(at, '10.1.0.0/16', `${net(at)}/24`)) }),
      ]),
      swanctl([
        connection({
          own: B,
          peer: A,
          children: times(count, (at) => child(at, `${net(count + at)}/24`, '10.1.0.0/16')),
        }),
      ]),
    ],
  },
  {
    what: 'strongSwan: proposals of both ends that have nothing in common',
    make: (count) => {
      const proposals = (cipher: string) =>
        times(count, (at) => `${cipher}-sha256-${GROUPS[at % GROUPS.length]}`).join(', ')
      const [here, there] = [child(0, '10.1.0.0/16', '10.2.0.0/16'), child(0, '10.2.0.0/16', '10.1.0.0/16')]
      return [
        swanctl([connection({ own: A, peer: B, children: [here], proposals: proposals('aes128') })]),
        swanctl([connection({ own: B, peer: A, children: [there], proposals: proposals('aes256') })]),
      ]
    },
  },
  {
    what: 'Descriptions: networks of a site that the other end lacks',
    make: (count) => [
      description({ label: 'A', own: A, locals: ['10.1.0.0/16'], remotes: times(count, (at) => `${net(at)}/24`) }),
      description({
        label: 'B',
        own: B,
        locals: times(count, (at) => `${net(count + at)}/24`),
        remotes: ['10.1.0.0/16'],
      }),
    ],
  },
  {
    what: 'Linux: policies for one direction that the other end lacks',
    make: (count) => [
      times(count, (at) => outbound({ own: A, peer: B }, '10.1.0.0/16', `${net(at)}/24`)).join(''),
      times(count, (at) => outbound({ own: B, peer: A }, `${net(count + at)}/24`, '10.1.0.0/16')).join(''),
    ],
  },
  {
    what: 'Linux: policies, each with a peer of its own',
    make: (count) => [
      times(count, (at) => outbound({ own: A, peer: spoke(at) }, '10.1.0.0/16', `${net(at)}/24`)).join(''),
      '',
    ],
  },
  {
    what: 'Libreswan: connections that name one template, whose networks the other end lacks',
    make: (count) => [
      libreswan(
        { own: A, peer: B },
        times(count, (at) => conn(at, '10.1.0.0/16', `${net(at)}/24`)),
      ),
      libreswan({ own: B, peer: A }, [conn(0, `${net(0)}/24`, '10.1.0.0/16')]),
    ],
  },
  {
    what: 'FortiGate: tunnels with a route and two policies each',
    make: (count) => [
      fortigate({ own: A, tunnels: times(count, spoke) }),
      fortigate({ own: '198.18.0.0', tunnels: [A], isBack: true }),
    ],
  },
  {
    what: 'FortiGate: routes of one tunnel',
    make: (count) => [
      fortigate({ own: A, tunnels: [B], routes: count }),
      fortigate({ own: B, tunnels: [A], isBack: true }),
    ],
  },
  {
    what: 'FortiGate: networks of one phase 2 that it shows',
    make: (count) => [
      `list all ipsec tunnel in vd 0
name=to-b ver=2 serial=1 ${A}:0->${B}:0
proxyid=to-b proto=0 sa=0 ref=2 serial=1
${times(count, (at) => `  src: 0:${net(at)}/255.255.255.0:0\n`).join('')}  dst: 0:10.1.0.0/255.255.0.0:0
`,
      '',
    ],
  },
]

function session(at: number): string {
  const peer = spoke(at)
  return `Peer: ${peer} port 500
  IKEv1 SA: local ${A}/500 remote ${peer}/500 Active
  IPSEC FLOW: permit ip 10.1.0.0/255.255.0.0 ${net(at)}/255.255.255.0
        Active SAs: 2, origin: crypto map
`
}

function hereTo(at: number): string {
  return connection({ own: A, peer: B, children: [child(at, '10.1.0.0/16', `${net(at)}/24`)], name: `to-${at}` })
}

function backTo(at: number): string {
  return connection({ own: B, peer: A, children: [child(at, `${net(at)}/24`, '10.1.0.0/16')], name: `to-${at}` })
}

function times(count: number, make: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

function spoke(at: number): string {
  return `198.18.${at >> 8}.${at & 255}`
}

function net(at: number): string {
  return `172.${16 + (at >> 8)}.${at & 255}.0`
}

function child(at: number, own: string, peer: string): string {
  return `      net-${at} {\n        local_ts = ${own}\n        remote_ts = ${peer}\n      }`
}

interface Gateway {
  readonly own: string
  readonly peer: string
}

interface Router extends Gateway {
  readonly lines: readonly string[]
  readonly entries?: number
  /** So many hosts are translated. */
  readonly hosts?: number
}

function ios({ own, peer, lines, entries = 1, hosts = 0 }: Router): string {
  const map = (at: number) =>
    `crypto map VPN ${at + 1} ipsec-isakmp\n set peer ${peer}\n set transform-set STRONG\n match address VPN`
  return `version 15.9
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key an-example address ${peer}
crypto ipsec transform-set STRONG esp-aes 256 esp-sha256-hmac
${times(entries, map).join('\n')}
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
 ip nat outside
 crypto map VPN
${times(hosts, (at) => `ip nat inside source static 10.1.${at >> 8}.${at & 255} 192.0.2.1\n`).join('')}ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0
ip access-list extended VPN
${lines.join('\n')}
`
}

function asa({ peers }: { readonly peers: readonly string[] }): string {
  return `ASA Version 9.16(4)
hostname hq
interface GigabitEthernet0/0
 nameif outside
 ip address ${A} 255.255.255.0
access-list VPN extended permit ip 10.1.0.0 255.255.0.0 10.2.0.0 255.255.0.0
access-list VPN extended permit ip 10.3.0.0 255.255.0.0 10.2.0.0 255.255.0.0
crypto ipsec ikev2 ipsec-proposal P
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto map VPN 10 match address VPN
${peers.map((peer) => `crypto map VPN 10 set peer ${peer}\n`).join('')}crypto map VPN 10 set ikev2 ipsec-proposal P
crypto map VPN interface outside
crypto ikev2 enable outside
`
}

interface Connection extends Gateway {
  readonly children: readonly string[]
  readonly name?: string
  readonly proposals?: string
}

function connection({ own, peer, children, name = 'gateway', proposals = 'default' }: Connection): string {
  return `  ${name} {
    version = 2
    proposals = ${proposals}
    local_addrs = ${own}
    remote_addrs = ${peer}
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
${children.join('\n')}
    }
  }`
}

function swanctl(connections: readonly string[], secret = 'an example'): string {
  return `connections {
${connections.join('\n')}
}
secrets {
  ike-1 {
    secret = "${secret}"
  }
}
`
}

interface SiteLists {
  readonly label: string
  readonly own: string
  readonly locals: readonly string[]
  readonly remotes: readonly string[]
}

function description({ label, own, locals, remotes }: SiteLists): string {
  const list = (networks: readonly string[]) => networks.map((each) => `      - ${each}\n`).join('')
  return `ends:
  ${label}:
    vendor: isa
    external_address: ${own}
    local_networks:
${list(locals)}    remote_site:
${list(remotes)}`
}

function outbound({ own, peer }: Gateway, local: string, remote: string): string {
  return `src ${local} dst ${remote}
\tdir out priority 375423 ptype main
\ttmpl src ${own} dst ${peer}
\t\tproto esp reqid 1 mode tunnel
`
}

function conn(at: number, own: string, peer: string): string {
  return `conn net-${at}\n\talso=gateway\n\tleftsubnet=${own}\n\trightsubnet=${peer}\n\tauto=add\n`
}

function libreswan({ own, peer }: Gateway, conns: readonly string[]): string {
  return `# Libreswan
config setup

conn gateway
	authby=secret
	left=${own}
	right=${peer}
	ikev2=insist

${conns.join('\n')}
${own} ${peer} : PSK "an example"
`
}

interface Tunnels {
  readonly own: string
  /** Addresses of the peers. */
  readonly tunnels: readonly string[]
  /** So many for the first tunnel; one for each tunnel where it is not told. */
  readonly routes?: number
  /** It has the networks that the other end goes to. */
  readonly isBack?: true
}

function fortigate({ own, tunnels, routes = tunnels.length, isBack }: Tunnels): string {
  const here = () => '10.1.0.0 255.255.0.0'
  const there = (at: number) => `${net(at)} 255.255.255.0`
  const [local, remote] = isBack === true ? [there, here] : [here, there]
  const table = (path: string, objects: readonly string[]) => `config ${path}\n${objects.join('\n')}\nend`
  const object = (name: string | number, lines: readonly string[]) =>
    `    edit "${name}"\n${lines.map((line) => `        set ${line}\n`).join('')}    next`
  const nameOf = (at: number) => `tunnel-${Math.min(at, tunnels.length - 1)}`
  const phase1 = (peer: string, at: number) =>
    object(nameOf(at), ['interface "wan1"', 'proposal aes256-sha256', `remote-gw ${peer}`, 'psksecret example'])
  const phase2 = (at: number) =>
    object(nameOf(at), [
      `phase1name "${nameOf(at)}"`,
      'proposal aes256-sha256',
      `src-subnet ${local(at)}`,
      `dst-subnet ${remote(at)}`,
    ])
  const route = (at: number) => object(at + 1, [`dst ${remote(at)}`, `device "${nameOf(at)}"`])
  const anything = ['srcaddr "all"', 'dstaddr "all"', 'action accept', 'schedule "always"', 'service "ALL"']
  const policies = (at: number) => [
    object(2 * at + 1, ['srcintf "lan"', `dstintf "${nameOf(at)}"`, ...anything]),
    object(2 * at + 2, [`srcintf "${nameOf(at)}"`, 'dstintf "lan"', ...anything]),
  ]
  return `${[
    table('system interface', [object('wan1', [`ip ${own} 255.255.255.0`])]),
    table('vpn ipsec phase1-interface', tunnels.map(phase1)),
    table('vpn ipsec phase2-interface', times(tunnels.length, phase2)),
    table('router static', times(routes, route)),
    table(
      'firewall policy',
      times(tunnels.length, (at) => policies(at).join('\n')),
    ),
  ].join('\n')}\n`
}
