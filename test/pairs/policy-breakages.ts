import { atB, type Breakage, bothTellPolicy, canSay, isAt, isCharon, type Pair } from './breakage.ts'

/** Rules of Windows Firewall know no group 15 and no IKEv2, and those in transport mode are of no tunnel. */
function isRules({ format }: Pair['b']): boolean {
  return format === 'windows/firewall-rules'
}

/** An ASA has no block for an entry of its crypto map: its lines stand beside each other. */
const ASA_ENTRY = 'crypto map OUTSIDE 10 '

/** How an end negotiates: versions, modes, proposals and lifetimes. */
export const ikeProposals: readonly Breakage[] = [
  {
    name: 'the IKE cipher is another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, encryption: 'aes128' } })),
    among: bothTellPolicy,
    code: () => 'PR001',
  },
  {
    name: 'the Diffie-Hellman group is another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, group: 15 } })),
    among: (pair) => bothTellPolicy(pair) && !isRules(pair.b),
    code: () => 'PR001',
  },
]

export const childProposals: Breakage = {
  name: 'the ESP cipher is another one',
  spoil: atB(({ child }) => ({ child: { ...child, encryption: 'aes128' } })),
  among: bothTellPolicy,
  code: () => 'PR002',
}

/** Settings that are shown one by one, as ISA Server's are; between two whole policies they are the proposals. */
export const shownSettings: readonly Breakage[] = [
  {
    name: 'the hash of phase 1 is shown to be another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, integrity: 'md5' } })),
    among: showSettings,
    code: () => 'PR006',
  },
  {
    name: 'the hash of phase 2 is shown to be another one',
    spoil: atB(({ child }) => ({ child: { ...child, integrity: 'md5' } })),
    among: showSettings,
    code: () => 'PR006',
  },
  {
    name: 'the group of phase 1 is shown to be another one',
    spoil: atB(({ ike }) => ({ ike: { ...ike, group: 2 } })),
    among: showSettings,
    code: () => 'PR006',
  },
]

/** At B there is nothing but settings that are shown, and both show them. */
function showSettings({ a, b }: Pair): boolean {
  return showsSettings(b) && (a.tellsPolicy || showsSettings(a))
}

function showsSettings({ format }: Pair['a']): boolean {
  return ['isa/site-to-site-summary', 'generic/description'].includes(format)
}

/** Only phase 2 of IKEv1 carries the group of the first child; IKEv2 shows it at the first rekey (RFC 7296 1.3.2). */
const shownAtOnce: Pick<Breakage, 'code' | 'severity'> = {
  code: ({ version }) => (version === 1 ? 'PR003' : 'PR004'),
  severity: ({ version }) => (version === 1 ? 'error' : 'warning'),
}

export const secrecy: readonly Breakage[] = [
  {
    name: 'there is no perfect forward secrecy',
    spoil: atB(() => ({ pfs: null })),
    among: bothTellPolicy,
    toldBy: [ASA_ENTRY],
    ...shownAtOnce,
  },
  {
    name: 'perfect forward secrecy has another group',
    spoil: atB(() => ({ pfs: 15 })),
    among: (pair) => bothTellPolicy(pair) && !takesAnyGroup(pair) && !isRules(pair.b),
    ...shownAtOnce,
  },
]

/** Libreswan takes any group in quick mode, and renews with that of the IKE SA (measured; docs/negotiation.md). */
function takesAnyGroup({ a, b, version }: Pair): boolean {
  return isAt(b, 'libreswan') && (version === 2 || isAt(a, 'libreswan'))
}

/** VyOS commits no networks for it. */
export const transportMode: Breakage = {
  name: 'it is in transport mode',
  spoil: atB(() => ({ mode: 'transport' })),
  among: (pair) =>
    bothTellPolicy(pair) &&
    !eachTakesItsMode(pair) &&
    !goesBackToTunnel(pair) &&
    !isRules(pair.b) &&
    !isAt(pair.b, 'vyos'),
  code: (pair) => (leavesNetworksOut(pair) ? 'TS012' : 'MD003'),
}

/** Two Libreswans in IKEv1 agree on any mode, and each takes its own (measured): packets are lost, and nothing says so yet. */
function eachTakesItsMode({ a, b, version }: Pair): boolean {
  return version === 1 && [a, b].every((product) => isAt(product, 'libreswan'))
}

/**
 * An IOS uses transport mode for packets between the peers alone, and a tunnel for all others; an ASA falls back to a tunnel
 * in IKEv2 (their command references, "mode" and "crypto map set ikev2 mode").
 */
function goesBackToTunnel({ b, version }: Pair): boolean {
  return isAt(b, 'cisco-ios') || (isAt(b, 'cisco-asa') && version === 2)
}

/** A strongSwan in transport mode has selectors of its host only, and refuses networks (measured). */
function leavesNetworksOut({ b, version }: Pair): boolean {
  return version === 2 && isCharon(b)
}

export const compression: Breakage = {
  name: 'it asks for compression',
  spoil: atB(() => ({ extra: 'compression' })),
  // strongSwan answers without it; Libreswan does not, in IKEv1 (measured).
  among: (pair) =>
    bothTellPolicy(pair) &&
    canSay(pair, 'compression') &&
    pair.version === 1 &&
    [pair.a, pair.b].some((product) => isAt(product, 'libreswan')),
  code: () => 'PR005',
}

export const otherVersion: Breakage = {
  name: 'the IKE version is another one',
  spoil: atB(({ version }) => ({ version: version === 1 ? 2 : 1 })),
  among: (pair) => bothTellPolicy(pair) && !isRules(pair.b),
  code: () => 'MD001',
  toldBy: [ASA_ENTRY],
}

export const refusesVersion1: Breakage = {
  name: 'the daemon refuses IKEv1',
  spoil: atB(() => ({ extra: 'no IKEv1' })),
  among: (pair) => canSay(pair, 'no IKEv1') && pair.version === 1,
  // A conn of a version that its daemon refuses is not loaded.
  code: () => 'PA005',
  calledFor: 'ikev2=no',
}

export const aggressiveMode: Breakage = {
  name: 'it is in aggressive mode',
  spoil: atB(() => ({ extra: 'aggressive' })),
  among: (pair) => bothTellPolicy(pair) && canSay(pair, 'aggressive') && pair.version === 1,
  code: () => 'MD002',
}

export const childless: Breakage = {
  name: 'it insists on an IKE SA without a child',
  spoil: atB(() => ({ extra: 'childless' })),
  among: (pair) => bothTellPolicy(pair) && canSay(pair, 'childless') && pair.version === 2,
  code: () => 'MD004',
}
