import type { Product } from '../support/products.ts'
import type { IkeVersion, Tunnel, TunnelEnd } from '../support/tunnel.ts'

/** One thing that is wrong with a tunnel that would come up otherwise, and what must be said of it. */
export interface Breakage {
  readonly name: string
  /** The tunnel with that one thing wrong; it stands at B unless the name says otherwise. */
  readonly spoil: (tunnel: Tunnel) => Tunnel
  /** Between which products it is one thing that is wrong, and can be said by both. */
  readonly among: (pair: Pair) => boolean
  /** What names the cause. */
  readonly code: (pair: Pair) => string
  /** Errors that follow from it, and say so. */
  readonly follows?: (pair: Pair) => readonly string[]
  /** An error unless it shows later only. */
  readonly severity?: (pair: Pair) => 'error' | 'warning'
  /** What B's broken text lacks: the other end's line that calls for it holds this. */
  readonly calledFor?: string
}

export interface Pair {
  readonly a: Product
  readonly b: Product
  readonly version: IkeVersion
}

function atB(change: (end: TunnelEnd) => Partial<TunnelEnd>): (tunnel: Tunnel) => Tunnel {
  return ({ a, b }) => ({ a, b: { ...b, ...change(b) } })
}

/** Of two texts with the whole policy; what else is told of settings is compared, and asked about (`unchecked`). */
function bothTellPolicy({ a, b }: Pair): boolean {
  return a.tellsPolicy && b.tellsPolicy
}

function neitherCoversItself({ a, b }: Pair): boolean {
  return !a.coversOwnAddress && !b.coversOwnAddress
}

/** Only phase 2 of IKEv1 carries the group of the first child; IKEv2 shows it at the first rekey (RFC 7296 1.3.2). */
function atOnceInVersion1({ version }: Pair): 'error' | 'warning' {
  return version === 1 ? 'error' : 'warning'
}

/** Libreswan takes any group in quick mode, and renews with that of the IKE SA (measured; docs/negotiation.md). */
function takesAnyGroup({ a, b, version }: Pair): boolean {
  return b.format === 'libreswan/ipsec-conf' && (version === 2 || a.format === 'libreswan/ipsec-conf')
}

/** Two Libreswans in IKEv1 agree on any mode, and each takes its own (measured): packets are lost, and nothing says so yet. */
function eachTakesItsMode({ a, b, version }: Pair): boolean {
  return version === 1 && [a, b].every(({ format }) => format === 'libreswan/ipsec-conf')
}

/** A strongSwan in transport mode has selectors of its host only, and refuses networks (measured). */
function leavesNetworksOut({ b, version }: Pair): boolean {
  return version === 2 && b.format.startsWith('strongswan/')
}

export const breakages: readonly Breakage[] = [
  {
    name: 'a network is not in the list',
    spoil: ({ a, b }) => ({ a: { ...a, pairs: [...a.pairs, { local: '10.3.0.0/24', remote: '10.2.0.0/24' }] }, b }),
    among: neitherCoversItself,
    code: () => 'TS003',
    calledFor: '10.3.0.0',
  },
  {
    name: 'a network is another one',
    spoil: atB((end) => ({ pairs: end.pairs.map((pair) => ({ ...pair, local: '10.2.1.0/24' })) })),
    among: neitherCoversItself,
    code: () => 'TS005',
  },
  {
    name: "the peer's address is another one",
    spoil: atB(() => ({ peer: '192.0.2.99' })),
    among: (pair) => neitherCoversItself(pair) && pair.b.format !== 'windows/netsh-static',
    code: () => 'AD001',
    // A daemon without a connection for the address that the peer comes from answers nothing.
    follows: (pair) => (bothTellPolicy(pair) ? ['AD003'] : []),
  },
  {
    name: 'the IKE cipher is another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, encryption: 'aes128' } })),
    among: bothTellPolicy,
    code: () => 'PR001',
  },
  {
    name: 'the Diffie-Hellman group is another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, group: 15 } })),
    among: bothTellPolicy,
    code: () => 'PR001',
  },
  {
    name: 'the ESP cipher is another one',
    spoil: atB(({ child }) => ({ child: { ...child, encryption: 'aes128' } })),
    among: bothTellPolicy,
    code: () => 'PR002',
  },
  {
    name: 'there is no perfect forward secrecy',
    spoil: atB(() => ({ pfs: null })),
    among: bothTellPolicy,
    code: ({ version }) => (version === 1 ? 'PR003' : 'PR004'),
    severity: atOnceInVersion1,
  },
  {
    name: 'perfect forward secrecy has another group',
    spoil: atB(() => ({ pfs: 15 })),
    among: (pair) => bothTellPolicy(pair) && !takesAnyGroup(pair),
    code: ({ version }) => (version === 1 ? 'PR003' : 'PR004'),
    severity: atOnceInVersion1,
  },
  {
    name: 'it shows another identity',
    spoil: atB(() => ({ id: 'gw-b.example' })),
    among: bothTellPolicy,
    code: () => 'AU001',
  },
  {
    name: 'it expects another identity',
    spoil: atB(() => ({ peerId: 'gw-a.example' })),
    among: bothTellPolicy,
    code: () => 'AU001',
  },
  {
    name: 'the pre-shared key is another one',
    spoil: atB(() => ({ key: 'Example-key-2' })),
    among: bothTellPolicy,
    code: () => 'AU002',
  },
  {
    name: 'the IKE version is another one',
    spoil: atB(({ version }) => ({ version: version === 1 ? 2 : 1 })),
    among: bothTellPolicy,
    code: () => 'MD001',
  },
  {
    name: 'it is in transport mode',
    spoil: atB(() => ({ mode: 'transport' })),
    among: (pair) => bothTellPolicy(pair) && !eachTakesItsMode(pair),
    code: (pair) => (leavesNetworksOut(pair) ? 'TS012' : 'MD003'),
  },
]
