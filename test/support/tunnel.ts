/** A tunnel in words of no product: what both ends must agree on, told once for each so that one of them can be spoilt. */
export interface Tunnel {
  readonly a: TunnelEnd
  readonly b: TunnelEnd
}

export type IkeVersion = 1 | 2

export interface TunnelEnd {
  readonly name: string
  /** Own tunnel address, and the one that it takes for the peer's. */
  readonly address: string
  readonly peer: string
  /** What it shows as its identity, and what it expects: an address, or a host name. */
  readonly id: string
  readonly peerId: string
  /** Which packets go through the tunnel; prefixes, seen from this end. */
  readonly pairs: readonly NetworkPair[]
  readonly version: IkeVersion
  readonly ike: Suite
  readonly child: Suite
  /** Seconds. */
  readonly ikeLifetime: number
  readonly childLifetime: number
  /** The group of perfect forward secrecy, by its IKE number; `null` for none. */
  readonly pfs: number | null
  readonly mode: 'tunnel' | 'transport'
  readonly key: string
  /** Whose key it is, where that is not the peer. */
  readonly keyOf?: string
  /** What only some products can say; see `Product.extras`. */
  readonly extra?: Extra
  /** Of what is needed beside the tunnel, the one thing that is not there; an end that lacks nothing has all. */
  readonly lacks?: 'route' | 'admission' | 'exemption' | 'application'
}

/**
 * `compression`: it asks for IPComp; `aggressive`: the exchange of IKEv1; `childless`: it begins without a child (RFC 6023);
 * `no IKEv1`: the daemon refuses that version; `virtual address`: it asks for one; `one direction`: the filters for the way
 * back are missing.
 */
export type Extra = 'compression' | 'aggressive' | 'childless' | 'no IKEv1' | 'virtual address' | 'one direction'

export interface NetworkPair {
  readonly local: string
  readonly remote: string
}

export interface Suite {
  readonly encryption: '3des' | 'aes128' | 'aes256'
  readonly integrity: 'md5' | 'sha1' | 'sha256'
  /** By its IKE number; of IKE only. */
  readonly group: number
}

const A = { name: 'gw-a', address: '203.0.113.1', network: '10.1.0.0/24' } as const
const B = { name: 'gw-b', address: '198.51.100.7', network: '10.2.0.0/24' } as const

/** What every product can do in that version: in IKEv1 that is ISA Server's best, which an ASA has as well. */
const SUITES: Readonly<Record<IkeVersion, Suite>> = {
  1: { encryption: '3des', integrity: 'sha1', group: 14 },
  2: { encryption: 'aes256', integrity: 'sha256', group: 14 },
}

/** An end whose product protects packets of its own address too needs them covered by both ends. */
export interface Wish {
  readonly coversOwnAddress: boolean
}

/** A tunnel between two networks that comes up. */
export function tunnelBetween(a: Wish, b: Wish, version: IkeVersion): Tunnel {
  const pairs: NetworkPair[] = [{ local: A.network, remote: B.network }]
  if (a.coversOwnAddress) pairs.push({ local: `${A.address}/32`, remote: B.network })
  if (b.coversOwnAddress) pairs.push({ local: A.network, remote: `${B.address}/32` })
  const shared = {
    version,
    ike: SUITES[version],
    child: SUITES[version],
    ikeLifetime: 28_800,
    childLifetime: 3600,
    pfs: 14,
    mode: 'tunnel',
    key: 'Example-key-1',
  } as const
  return {
    a: { ...shared, name: A.name, address: A.address, peer: B.address, id: A.address, peerId: B.address, pairs },
    b: {
      ...shared,
      name: B.name,
      address: B.address,
      peer: A.address,
      id: B.address,
      peerId: A.address,
      pairs: pairs.map(turned),
    },
  }
}

function turned({ local, remote }: NetworkPair): NetworkPair {
  return { local: remote, remote: local }
}

export function isAddress(id: string): boolean {
  return /^[\d.]+$/.test(id)
}

/** `10.1.0.0/24` as an address and a mask. */
export function addressAndMask(prefix: string): {
  readonly address: string
  readonly mask: string
  readonly length: number
} {
  const [address = '', length = '32'] = prefix.split('/')
  const bits = 0xffffffff ^ (2 ** (32 - Number(length)) - 1)
  return { address, length: Number(length), mask: [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.') }
}

/** The networks of one side, each once. */
export function networksOf(end: TunnelEnd, side: keyof NetworkPair): readonly string[] {
  return [...new Set(end.pairs.map((pair) => pair[side]))]
}
