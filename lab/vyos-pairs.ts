import type { EndLetter, LabCase } from './case.ts'
import { type Random, seededRandom } from './random.ts'
import { vyosSwanctl } from './vyos-swanctl.ts'
import { type VyosDraft, type VyosProposal, type VyosTunnel, vyosCommands, vyosTree } from './vyos-text.ts'

interface Pair {
  readonly a: VyosDraft
  readonly b: VyosDraft
}

/** One way in which the two ends of such pairs differ from each other in real life. */
type Kind = (pair: Pair, random: Random) => Pair

/**
 * A pair of which one end at least is pasted as VyOS, and the other as that or as the swanctl.conf; both daemons get the file that VyOS
 * makes of it.
 */
export function vyosPair(seed: number, index: number): LabCase {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b) ^ 0x56794f53)
  const kinds = random.sample(
    KINDS,
    random.weighted([
      [1, 60],
      [2, 30],
      [3, 10],
    ]),
  )
  const made = kinds.reduce((known, [, kind]) => kind(known, random), drawn(random))
  const pair = { a: committed(made.a), b: committed(made.b) }
  const initiator = random.pick<EndLetter>(['a', 'b'])
  const pasted = random.pick(['both', 'a', 'b'] as const)
  return {
    id: `v${seed}-${String(index).padStart(4, '0')}`,
    a: vyosSwanctl(pair.a),
    b: vyosSwanctl(pair.b),
    ...(pasted === 'b' ? {} : { pasted_a: random.pick([vyosCommands, vyosTree])(pair.a) }),
    ...(pasted === 'a' ? {} : { pasted_b: random.pick([vyosCommands, vyosTree])(pair.b) }),
    initiate: childOf(pair[initiator], random),
    initiator,
    ike: 'other',
    addr_a: pair.a.address,
    addr_b: pair.b.address,
    ...(random.chance(0.2) ? { rekey: true } : {}),
    kinds: kinds.map(([name]) => name),
  }
}

/** As it is committed: without networks in transport mode, and never without a tunnel. */
function committed(end: VyosDraft): VyosDraft {
  if (end.tunnels.length === 0) return { ...end, vti: end.vti ?? 'vti9' }
  if (end.mode !== 'transport') return end
  return { ...end, tunnels: end.tunnels.map((own) => ({ ...own, local: [], remote: [] })) }
}

export function vyosKinds(): readonly string[] {
  return KINDS.map(([name]) => name)
}

function childOf({ tunnels }: VyosDraft, random: Random): string {
  const numbers = tunnels.filter(({ disable }) => disable !== true).map(({ number }) => number)
  return numbers.length === 0 ? 'other-vti' : `other-tunnel-${random.pick(numbers)}`
}

const IKE: readonly VyosProposal[] = [
  { encryption: 'aes256', hash: 'sha256', dh: '14' },
  { encryption: 'aes128', hash: 'sha1', dh: '5' },
  { encryption: 'aes256gcm128', hash: 'sha384', dh: '20' },
  { encryption: 'aes128', hash: 'sha256', prf: 'prfsha512', dh: '19' },
  { encryption: '3des', hash: 'md5' },
  {},
]
const ESP: readonly VyosProposal[] = [
  { encryption: 'aes256', hash: 'sha256' },
  { encryption: 'aes128gcm128', hash: 'sha1' },
  { encryption: 'chacha20poly1305', hash: 'sha256' },
  { encryption: '3des', hash: 'sha1' },
  {},
]

function drawn(random: Random): Pair {
  const [one, other] = random.pick([
    ['192.0.2.1', '192.0.2.2'],
    ['203.0.113.5', '198.51.100.20'],
    ['2001:db8:ffff::a', '2001:db8:ffff::b'],
  ] as const)
  const shared = {
    keyExchange: random.weighted([
      ['ikev2', 5],
      ['ikev1', 4],
      [undefined, 2],
    ] as const),
    aggressive: false,
    ike: random.sample(IKE, random.integer(1, 2)),
    esp: random.sample(ESP, random.integer(1, 2)),
    pfs: random.pick([undefined, 'enable', 'disable', 'dh-group14', 'dh-group19']),
    mode: random.pick([undefined, 'tunnel'] as const),
    compression: false,
    mobike: random.chance(0.7),
    encapsulates: false,
    connectionType: random.pick([undefined, 'initiate', 'respond', 'none'] as const),
    virtualAddress: false,
    vti: undefined,
  }
  const tunnels = random.sample(NETWORKS, random.integer(1, 3)).map(([local, remote], at) => ({
    number: at,
    local: [local],
    remote: [remote],
  }))
  const ids = random.chance(0.5)
  const end = (address: string, peer: string, own: readonly VyosTunnel[]): VyosDraft => ({
    ...shared,
    address,
    remote: [peer],
    localId: ids ? address : undefined,
    remoteId: ids ? peer : undefined,
    tunnels: own,
    key: { ids: [address, peer], secret: 'Lab-key-1' },
  })
  return { a: end(one, other, tunnels), b: end(other, one, tunnels.map(turned)) }
}

const NETWORKS: readonly (readonly [string, string])[] = [
  ['10.1.0.0/24', '10.2.0.0/24'],
  ['10.1.0.0/24', '10.3.0.0/16'],
  ['10.11.0.0/24', '10.2.0.0/24'],
  ['172.16.1.0/28', '172.16.2.16/28'],
  ['2001:db8:1::/64', '2001:db8:2::/64'],
]

function turned(tunnel: VyosTunnel): VyosTunnel {
  const { localPort, remotePort, ...rest } = tunnel
  return {
    ...rest,
    local: tunnel.remote,
    remote: tunnel.local,
    ...(remotePort === undefined ? {} : { localPort: remotePort }),
    ...(localPort === undefined ? {} : { remotePort: localPort }),
  }
}

/** Of both ends, or of one of them alone. */
function both(change: (end: VyosDraft, random: Random) => Partial<VyosDraft>): Kind {
  return ({ a, b }, random) => ({ a: { ...a, ...change(a, random) }, b: { ...b, ...change(b, random) } })
}

function one(change: (end: VyosDraft, random: Random) => Partial<VyosDraft>): Kind {
  return ({ a, b }, random) =>
    random.chance(0.5) ? { a: { ...a, ...change(a, random) }, b } : { a, b: { ...b, ...change(b, random) } }
}

/** Changes the first tunnel of one end. */
function tunnel(change: (own: VyosTunnel, random: Random) => Partial<VyosTunnel>): Kind {
  return one(({ tunnels: [first, ...rest] }, random) =>
    first === undefined ? {} : { tunnels: [{ ...first, ...change(first, random) }, ...rest] },
  )
}

/** Changes it at both ends, mirrored. */
function tunnels(change: (own: VyosTunnel) => Partial<VyosTunnel>): Kind {
  return ({ a, b }) => {
    const all = a.tunnels.map((own, at) => (at === 0 ? { ...own, ...change(own) } : own))
    return { a: { ...a, tunnels: all }, b: { ...b, tunnels: all.map(turned) } }
  }
}

function strangerTo(address: string): string {
  return address.includes(':') ? '2001:db8:ffff::99' : '192.0.2.99'
}

const TRANSPORT = { mode: 'transport', tunnels: [{ number: 1, local: [], remote: [] }] } as const
const GRE = { ...TRANSPORT, tunnels: [{ number: 1, local: [], remote: [], protocol: 'gre' }] } as const

const KINDS: readonly (readonly [string, Kind])[] = [
  ['mirrored', (pair) => pair],
  [
    'lists',
    tunnels(({ local, remote }) => ({ local: [...local, '10.21.0.0/24'], remote: [...remote, '10.22.0.0/24'] })),
  ],
  ['list_of_one', tunnel(({ local }) => ({ local: [...local, '10.21.0.0/24'] }))],
  ['wider', tunnel(() => ({ remote: ['10.0.0.0/8'] }))],
  ['passing', tunnels(() => ({ local: ['10.1.0.0/24'], remote: ['10.0.0.0/8'] }))],
  ['other_network', tunnel(() => ({ local: ['10.99.0.0/24'] }))],
  ['no_prefix', tunnel((_, random) => random.pick([{ local: [] }, { remote: [] }, { local: [], remote: [] }]))],
  ['protocol', tunnels(() => ({ protocol: 'tcp', remotePort: 443 }))],
  ['protocol_of_one', tunnel((_, random) => random.pick([{ protocol: 'udp' }, { protocol: 'tcp', localPort: 22 }]))],
  ['protocol_without_prefix', tunnels(() => ({ local: [], remote: [], protocol: 'gre' }))],
  [
    'disabled',
    ({ a, b }) => ({
      a,
      b: {
        ...b,
        tunnels: [...b.tunnels, { number: 9, local: ['10.9.0.0/24'], remote: ['10.1.0.0/24'], disable: true }],
      },
    }),
  ],
  ['transport', both(() => TRANSPORT)],
  ['gre', both(() => GRE)],
  ['transport_of_one', one(() => TRANSPORT)],
  ['vti', both(() => ({ vti: 'vti3', tunnels: [] }))],
  ['vti_of_one', one(() => ({ vti: 'vti0', tunnels: [] }))],
  ['vti_with_tunnels', both(() => ({ vti: 'vti1' }))],
  ['ike', one((_, random) => ({ ike: random.sample(IKE, 1) }))],
  ['esp', one((_, random) => ({ esp: random.sample(ESP, 1) }))],
  ['pfs', one((_, random) => ({ pfs: random.pick(['disable', 'dh-group5', 'dh-group31', undefined]) }))],
  ['no_ike_proposal', one(() => ({ ike: [] }))],
  ['version', one((_, random) => ({ keyExchange: random.pick(['ikev1', 'ikev2', undefined] as const) }))],
  ['aggressive', both(() => ({ aggressive: true }))],
  ['aggressive_of_one', one(() => ({ aggressive: true }))],
  [
    'local_id',
    one((_, random) => ({ localId: random.pick(['gw.example', '@gw.example', 'user@gw.example', '192.0.2.77']) })),
  ],
  ['remote_id', one((_, random) => ({ remoteId: random.pick(['gw.example', '%any', '192.0.2.77', undefined]) }))],
  [
    'ids',
    ({ a, b }) => ({
      a: { ...a, localId: 'a.example', remoteId: 'b.example' },
      b: { ...b, localId: '@b.example', remoteId: '@a.example' },
    }),
  ],
  ['secret', one(() => ({ key: { ids: [], secret: 'Lab-key-2' } }))],
  [
    'key_ids',
    one(({ address }, random) => ({
      key: { ids: random.pick([[], ['192.0.2.99'], [address], ['%any'], ['other.example']]), secret: 'Lab-key-1' },
    })),
  ],
  ['any_peer', one(() => ({ remote: undefined }))],
  ['several_peers', one(({ address, remote = [] }) => ({ remote: [...remote, strangerTo(address)] }))],
  ['other_peer', one(({ address }) => ({ remote: [strangerTo(address)] }))],
  ['compression', one(() => ({ compression: true }))],
  ['encapsulation', one(() => ({ encapsulates: true }))],
  ['virtual_address', one(() => ({ virtualAddress: true }))],
]
