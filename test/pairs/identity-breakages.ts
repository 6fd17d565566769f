import type { Product } from '../support/products.ts'
import type { IkeVersion } from '../support/tunnel.ts'
import { atB, type Breakage, bothTellPolicy, canSay, isAt, isCharon } from './breakage.ts'

/**
 * A FortiGate that is written to expect an address takes any identity (`peertype any`). An ASA compares none where a key is
 * used, nor does an IOS in IKEv1 without a profile: they know their peer by the address that it comes from.
 */
function takesAnyIdentity(product: Product, version: IkeVersion): boolean {
  return isAt(product, 'fortigate') || comparesNone(product, version)
}

function comparesNone(product: Product, version: IkeVersion): boolean {
  return isAt(product, 'cisco-asa') || (isAt(product, 'cisco-ios') && version === 1) || product.format === RULES
}

/** Rules of Windows Firewall: an end is its address, and the key is for the peer of the rule. */
const RULES = 'windows/firewall-rules'

/** Who the ends are, and how they prove it. */
export const ownIdentity: Breakage = {
  name: 'it shows another identity',
  spoil: atB(() => ({ id: 'gw-b.example' })),
  among: (pair) => bothTellPolicy(pair) && !takesAnyIdentity(pair.a, pair.version) && pair.b.format !== RULES,
  code: () => 'AU001',
}

export const peerIdentity: Breakage = {
  name: 'it expects another identity',
  spoil: atB(() => ({ peerId: 'gw-a.example' })),
  // A FortiGate has no words for an address in main mode, and a rule shows nothing else: that is told without a step.
  among: (pair) =>
    bothTellPolicy(pair) &&
    !comparesNone(pair.b, pair.version) &&
    !(pair.a.format === RULES && isAt(pair.b, 'fortigate')),
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
  // A strongSwan takes a key that has its own identity, if it has no better one (measured); a FortiGate's is in its phase 1.
  among: (pair) => bothTellPolicy(pair) && !isCharon(pair.b) && !isAt(pair.b, 'fortigate') && pair.b.format !== RULES,
  code: () => 'AU003',
  toldBy: ['pre-shared-key'],
}

export const virtualAddress: Breakage = {
  name: 'it asks for a virtual address',
  spoil: atB(() => ({ extra: 'virtual address' })),
  // Without a pool, a strongSwan refuses it in IKEv2 alone, a Libreswan in IKEv1 alone (measured with the lab).
  among: (pair) =>
    bothTellPolicy(pair) &&
    canSay(pair, 'virtual address') &&
    (pair.version === 2 ? isCharon(pair.a) : isAt(pair.a, 'libreswan')),
  code: () => 'MD005',
  toldBy: ['peer other-end authentication local-id'],
}
