import type { Proposal } from '../../model/ike-policy.ts'

/** What the RFCs say of an algorithm; `null`: nothing against it. */
export interface Discouraged {
  readonly level: 'MUST NOT' | 'SHOULD NOT' | 'deprecated'
  readonly authority: string
}

const IKE = 'RFC 8247'
const ESP = 'RFC 8221'
const OBSOLETE = 'RFC 9395'

/** RFC 8247 2.1 to 2.4, and what RFC 9395 7 deprecates beside. */
const IN_IKE: ReadonlyMap<string, Discouraged> = new Map([
  ...list('MUST NOT', IKE, 'DES_CBC HMAC_MD5_96 PRF_HMAC_MD5 MODP_768 MODP_1024_160'),
  ...list('SHOULD NOT', IKE, 'MODP_1024 MODP_1536 MODP_2048_224 MODP_2048_256'),
  ...list('deprecated', OBSOLETE, 'CAST_CBC_128 HMAC_MD5_128 HMAC_SHA1_160'),
  ...list('deprecated', OBSOLETE, 'BLOWFISH_CBC_128 BLOWFISH_CBC_192 BLOWFISH_CBC_256'),
])

/** RFC 8221 5 and 6; a key exchange of its own is that of IKE. */
const IN_ESP: ReadonlyMap<string, Discouraged> = new Map([
  ...IN_IKE,
  ...list('MUST NOT', ESP, 'DES_CBC HMAC_MD5_96 BLOWFISH_CBC_128 BLOWFISH_CBC_192 BLOWFISH_CBC_256'),
  ...list('SHOULD NOT', ESP, '3DES_CBC'),
])

export function discouraged(protocol: Proposal['protocol'], algorithm: string): Discouraged | null {
  return (protocol === 'ike' ? IN_IKE : IN_ESP).get(algorithm) ?? null
}

/** A cipher of 64-bit blocks is not offered to anybody who has none yet, though RFC 8247 still lets IKE have it. */
function isRecommended(protocol: Proposal['protocol'], algorithm: string): boolean {
  return discouraged(protocol, algorithm) === null && !['3DES_CBC', 'NULL', 'MODP_NULL'].includes(algorithm)
}

/**
 * A proposal without the algorithms that nobody should begin to use; `undefined` where a kind that it needs is left
 * without any. What an end uses already (`inUse`) it does not begin to use, unless an RFC says that it must not.
 */
export function recommended(proposal: Proposal, inUse: readonly Proposal[] = []): Proposal | undefined {
  const { protocol } = proposal
  const kinds = ['encryption', 'integrity', 'prf', 'ke'] as const
  const keep = (kind: (typeof kinds)[number]) =>
    proposal[kind].filter(
      (algorithm) =>
        isRecommended(protocol, algorithm) ||
        (mayStay(protocol, algorithm) && inUse.some((each) => each[kind].includes(algorithm))),
    )
  if (kinds.every((kind) => keep(kind).length === proposal[kind].length)) return proposal
  if (kinds.some((kind) => proposal[kind].length > 0 && keep(kind).length === 0)) return undefined
  return {
    ...proposal,
    encryption: keep('encryption'),
    integrity: keep('integrity'),
    prf: keep('prf'),
    ke: keep('ke'),
  }
}

/** It protects something, and no RFC says that it must not be used. */
function mayStay(protocol: Proposal['protocol'], algorithm: string): boolean {
  return !['NULL', 'MODP_NULL', 'NONE'].includes(algorithm) && discouraged(protocol, algorithm)?.level !== 'MUST NOT'
}

export function isRecommendedGroup(group: string): boolean {
  return isRecommended('ike', group) && group !== 'NONE'
}

/** What every product of today has (RFC 8247 2: MUST), for ends that have nothing good in common. */
export const STRONG_IKE: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: ['PRF_HMAC_SHA2_256'],
  ke: ['MODP_2048'],
  esn: [],
}

/** RFC 8221 5 and 6: MUST. */
export const STRONG_ESP: Proposal = {
  protocol: 'esp',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: [],
  ke: [],
  esn: ['NO_EXT_SEQ'],
}

/** The same with SHA-1 (RFC 8247 2.3 and RFC 8221 6: MUST-), for products whose IKEv1 has nothing better. */
export function withSha1(proposal: Proposal): Proposal {
  const prf = proposal.prf.length > 0 ? ['PRF_HMAC_SHA1'] : []
  return { ...proposal, integrity: ['HMAC_SHA1_96'], prf }
}

/** How strong a proposal is: the weakest algorithm of each kind, added up; roughly in bits (RFC 3766, NIST SP 800-57). */
export function strengthOf({ encryption, integrity, prf, ke }: Proposal): number {
  const parts = [
    weakest(encryption, keyBits),
    weakest([...integrity, ...prf], (name) => (/MD5/.test(name) ? 40 : /SHA1/.test(name) ? 80 : 200)),
    weakest(ke, (name) => (Number(/_(\d+)/.exec(name)?.[1] ?? 0) < 2048 && name.startsWith('MODP') ? 60 : 112)),
  ]
  return parts.reduce((sum, part) => sum + part, 0)
}

/** Of names such as `AES_GCM_16_256`; ChaCha20 has one length of key (RFC 8439). */
function keyBits(cipher: string): number {
  return cipher.startsWith('CHACHA20') ? 256 : Number(/_(\d+)$/.exec(cipher)?.[1] ?? 128)
}

function weakest(names: readonly string[], bits: (name: string) => number): number {
  return names.length === 0 ? 0 : Math.min(...names.map(bits))
}

function list(level: Discouraged['level'], authority: string, names: string): [string, Discouraged][] {
  return names.split(' ').map((name) => [name, { level, authority }])
}
