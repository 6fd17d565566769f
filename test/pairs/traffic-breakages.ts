import { atB, type Breakage, canSay, neitherCoversItself } from './breakage.ts'

/** What packets an end protects, and where it sends them. */
export const notCovered: Breakage = {
  name: 'a network is in the list of A alone',
  spoil: ({ a, b }) => ({ a: { ...a, pairs: [...a.pairs, { local: '10.3.0.0/24', remote: '10.2.0.0/24' }] }, b }),
  among: () => true,
  code: () => 'TS003',
  calledFor: '10.3.0.0',
}

/** The founding case: what an ISA Server sends from its own external address, nobody but itself knows of. */
export const ownAddressNotCovered: Breakage = {
  name: "the external address of A is not in B's list",
  spoil: ({ a, b }) => ({ a, b: { ...b, pairs: b.pairs.filter(({ remote }) => remote !== `${a.address}/32`) } }),
  among: ({ a }) => a.coversOwnAddress,
  code: () => 'TS001',
  calledFor: '10.2.0.0',
}

export const otherNetwork: Breakage = {
  name: 'a network is another one',
  spoil: atB(({ pairs }) => ({ pairs: pairs.map((pair) => ({ ...pair, local: '10.2.1.0/24' })) })),
  among: () => true,
  code: () => 'TS005',
  // What A sends from its own address, and what B sends from the other network, are told of each for itself.
  follows: ({ a }) => (a.coversOwnAddress ? ['TS003'] : []),
}

export const otherPeer: Breakage = {
  name: "the peer's address is another one",
  spoil: atB(() => ({ peer: '192.0.2.99' })),
  // Of a rule of Windows, the answer quotes the filter and not the tunnel's destination.
  among: (pair) => neitherCoversItself(pair) && pair.b.format !== 'windows/netsh-static',
  code: () => 'AD001',
  // A daemon without a connection for the address that the peer comes from answers nothing.
  follows: ({ a, b }) => (a.tellsPolicy && b.tellsPolicy ? ['AD003'] : []),
}

export const oneDirection: Breakage = {
  name: 'the filter for one direction is missing',
  spoil: atB(() => ({ extra: 'one direction' })),
  among: (pair) => canSay(pair, 'one direction') && !pair.a.coversOwnAddress,
  code: () => 'SP001',
  calledFor: '10.2.0.0',
}
