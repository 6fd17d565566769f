import { atB, type Breakage, bothTellPolicy, canSay, isAt } from './breakage.ts'

/** Who the ends are, and how they prove it. */
export const ownIdentity: Breakage = {
  name: 'it shows another identity',
  spoil: atB(() => ({ id: 'gw-b.example' })),
  among: bothTellPolicy,
  code: () => 'AU001',
}

export const peerIdentity: Breakage = {
  name: 'it expects another identity',
  spoil: atB(() => ({ peerId: 'gw-a.example' })),
  among: bothTellPolicy,
  code: () => 'AU001',
}

export const otherKey: Breakage = {
  name: 'the pre-shared key is another one',
  spoil: atB(() => ({ key: 'Example-key-2' })),
  among: bothTellPolicy,
  code: () => 'AU002',
}

export const keyOfAnother: Breakage = {
  name: 'the pre-shared key is for another peer',
  spoil: atB(() => ({ keyOf: '192.0.2.99' })),
  // A strongSwan takes a key that has its own identity, if it has no better one (measured).
  among: (pair) => bothTellPolicy(pair) && !isAt(pair.b, 'strongswan'),
  code: () => 'AU003',
}

export const virtualAddress: Breakage = {
  name: 'it asks for a virtual address',
  spoil: atB(() => ({ extra: 'virtual address' })),
  // Without a pool, a strongSwan refuses it in IKEv2 alone, a Libreswan in IKEv1 alone (measured with the lab).
  among: (pair) =>
    bothTellPolicy(pair) &&
    canSay(pair, 'virtual address') &&
    (pair.version === 2 ? isAt(pair.a, 'strongswan') : !isAt(pair.a, 'strongswan')),
  code: () => 'MD005',
}
