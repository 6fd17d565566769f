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
    what: 'strongSwan: children for the same networks',
    make: (count) => [
      swanctl({ own: A, peer: B, children: times(count, (at) => child(at, '10.1.0.0/16', `${net(0)}/24`)) }),
      swanctl({ own: B, peer: A, children: times(count, (at) => child(at, `${net(0)}/24`, '10.1.0.0/16')) }),
    ],
  },
  {
    what: 'strongSwan: networks of one child',
    make: (count) => {
      const nets = times(count, (at) => `${net(at)}/24`).join(', ')
      return [
        swanctl({ own: A, peer: B, children: [child(0, '10.1.0.0/16', nets)] }),
        swanctl({ own: B, peer: A, children: [child(0, nets, '10.1.0.0/16')] }),
      ]
    },
  },
]

function times(count: number, make: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => make(at))
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

function ios({ own, peer, lines, entries = 1 }: Gateway & { lines: readonly string[]; entries?: number }): string {
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
 crypto map VPN
ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0
ip access-list extended VPN
${lines.join('\n')}
`
}

function swanctl({ own, peer, children }: Gateway & { children: readonly string[] }): string {
  return `connections {
  gateway {
    version = 2
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
  }
}
secrets {
  ike-1 {
    secret = "an example"
  }
}
`
}
