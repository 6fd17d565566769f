/**
 * Algorithms by the names that IOS and ASA give them, and by those of the model (IANA's, as daemons print them). Sources:
 * Cisco IOS Security Command Reference ("crypto ipsec transform-set", "encryption (IKE policy)", "crypto ikev2 proposal"),
 * Cisco ASA Series Command Reference ("crypto ipsec ikev2 ipsec-proposal", "crypto ikev2 policy").
 */

import { groupsNumbered } from '../../model/group-numbers.ts'
import { prfOf } from '../../model/prf-of.ts'

/** What one word of a transform set stands for. */
export interface Transform {
  readonly kind: 'encryption' | 'integrity' | 'ah' | 'compression' | 'none'
  readonly name: string
}

const TRANSFORMS: ReadonlyMap<string, Transform> = new Map<string, Transform>([
  ['esp-null', { kind: 'encryption', name: 'NULL' }],
  ['esp-des', { kind: 'encryption', name: 'DES_CBC' }],
  ['esp-3des', { kind: 'encryption', name: '3DES_CBC' }],
  ['esp-seal', { kind: 'encryption', name: 'SEAL' }],
  ['esp-md5-hmac', { kind: 'integrity', name: 'HMAC_MD5_96' }],
  ['esp-sha-hmac', { kind: 'integrity', name: 'HMAC_SHA1_96' }],
  ['esp-sha256-hmac', { kind: 'integrity', name: 'HMAC_SHA2_256_128' }],
  ['esp-sha384-hmac', { kind: 'integrity', name: 'HMAC_SHA2_384_192' }],
  ['esp-sha512-hmac', { kind: 'integrity', name: 'HMAC_SHA2_512_256' }],
  ['esp-none', { kind: 'none', name: 'NONE' }],
  ['ah-md5-hmac', { kind: 'ah', name: 'HMAC_MD5_96' }],
  ['ah-sha-hmac', { kind: 'ah', name: 'HMAC_SHA1_96' }],
  ['ah-sha256-hmac', { kind: 'ah', name: 'HMAC_SHA2_256_128' }],
  ['ah-sha384-hmac', { kind: 'ah', name: 'HMAC_SHA2_384_192' }],
  ['ah-sha512-hmac', { kind: 'ah', name: 'HMAC_SHA2_512_256' }],
  ['comp-lzs', { kind: 'compression', name: 'LZS' }],
])

const SIZED = {
  'esp-aes': 'AES_CBC',
  'esp-gcm': 'AES_GCM_16',
  'esp-gmac': 'NULL_AES_GMAC',
} as const

/**
 * The transforms of a transform set: `esp-aes 256 esp-sha-hmac`, `esp-aes-256` (ASA), `esp-gcm`. AES without a size is of
 * 128 bits. A word that is none is the problem.
 */
export function parseTransforms(words: readonly string[]): readonly Transform[] | { readonly problem: string } {
  const found: Transform[] = []
  for (let at = 0; at < words.length; at++) {
    const word = (words[at] ?? '').toLowerCase()
    const known = TRANSFORMS.get(word)
    if (known !== undefined) {
      found.push(known)
      continue
    }
    const [, name = '', size] = /^(esp-aes|esp-gcm|esp-gmac)(?:-(128|192|256))?$/.exec(word) ?? []
    if (name !== 'esp-aes' && name !== 'esp-gcm' && name !== 'esp-gmac') {
      return { problem: `"${words[at] ?? ''}" is no transform that is known.` }
    }
    const next = /^(?:128|192|256)$/.exec(words[at + 1] ?? '')?.[0]
    if (size === undefined && next !== undefined) at++
    found.push({ kind: 'encryption', name: `${SIZED[name]}_${size ?? next ?? '128'}` })
  }
  return found
}

const CIPHERS: ReadonlyMap<string, string> = new Map([
  ['null', 'NULL'],
  ['des', 'DES_CBC'],
  ['3des', '3DES_CBC'],
])

/**
 * The cipher of an IKE policy or proposal, with its size in a word of its own or not: `aes 256` (IOS), `aes-256` (ASA),
 * `aes-cbc-256`, `aes-gcm-256`, `3des`. `undefined` for another word.
 */
export function parseIkeCipher(word: string, size?: string): string | undefined {
  const name = word.toLowerCase()
  const plain = CIPHERS.get(name)
  if (plain !== undefined) return plain
  const [, mode, own] = /^aes(?:-(cbc|gcm))?(?:-(128|192|256))?$/.exec(name) ?? []
  if (!name.startsWith('aes')) return undefined
  if (mode === undefined && own === undefined && name !== 'aes') return undefined
  const bits = own ?? (/^(?:128|192|256)$/.test(size ?? '') ? size : '128')
  return `${mode === 'gcm' ? 'AES_GCM_16' : 'AES_CBC'}_${bits}`
}

const HASHES: ReadonlyMap<string, string> = new Map([
  ['md5', 'HMAC_MD5_96'],
  ['sha', 'HMAC_SHA1_96'],
  ['sha1', 'HMAC_SHA1_96'],
  ['sha256', 'HMAC_SHA2_256_128'],
  ['sha384', 'HMAC_SHA2_384_192'],
  ['sha512', 'HMAC_SHA2_512_256'],
])

/** `sha`, `sha256`: the integrity of an IKE policy. `undefined` for another word; `null` (ASA, with AEAD) for none. */
export function parseIkeHash(word: string): string | null | undefined {
  return word.toLowerCase() === 'null' ? null : HASHES.get(word.toLowerCase())
}

/** The PRF that such a word names. */
export function parsePrf(word: string): string | undefined {
  const hash = parseIkeHash(word)
  return hash === undefined || hash === null ? undefined : prfOf(hash)
}

/** Those of IOS and ASA. */
const GROUPS = groupsNumbered(1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 24, 31)

/** `14` or `group14`; `undefined` for a group that neither product has. */
export function parseGroup(word: string): string | undefined {
  const number = /^(?:group)?(\d{1,3})$/i.exec(word)?.[1]
  return number === undefined ? undefined : GROUPS.get(Number(number))
}

/** The number of a group, or `undefined` where the products have none for it. */
export function groupNumber(name: string): number | undefined {
  return [...GROUPS].find(([, group]) => group === name)?.[0]
}

/** The cipher of the model as a transform set has it, size apart: `['esp-aes', '256']`. */
export function transformOf(encryption: string): readonly string[] | undefined {
  const plain = [...TRANSFORMS].find(([, { kind, name }]) => kind === 'encryption' && name === encryption)?.[0]
  if (plain !== undefined) return [plain]
  const [, base, bits] = /^(AES_CBC|AES_GCM_16|NULL_AES_GMAC)_(128|192|256)$/.exec(encryption) ?? []
  const word = Object.entries(SIZED).find(([, name]) => name === base)?.[0]
  return word === undefined || bits === undefined ? undefined : [word, bits]
}

/** The integrity of the model as a transform set has it: `esp-sha-hmac`, or `ah-sha-hmac`. */
export function hashTransformOf(integrity: string, protocol: 'esp' | 'ah'): string | undefined {
  const kind = protocol === 'ah' ? 'ah' : 'integrity'
  return [...TRANSFORMS].find(([, transform]) => transform.kind === kind && transform.name === integrity)?.[0]
}

/** `sha256` of `HMAC_SHA2_256_128`; SHA-1 is `sha` in IKEv1 and `sha1` in IKEv2 of IOS. */
export function ikeHashOf(integrity: string, sha1: 'sha' | 'sha1'): string | undefined {
  const word = [...HASHES].find(([, name]) => name === integrity)?.[0]
  return word === 'sha' ? sha1 : word
}

/** `sha256` of `PRF_HMAC_SHA2_256`, for a proposal of IKEv2; SHA-1 is `sha` on an ASA and `sha1` on IOS. */
export function ikePrfOf(prf: string, sha1: 'sha' | 'sha1'): string | undefined {
  const integrity = [...HASHES.values()].find((each) => prfOf(each) === prf)
  return integrity === undefined ? undefined : ikeHashOf(integrity, sha1)
}

/** The cipher of an IKE proposal in three spellings: `aes 256`, `aes-256`, `aes-cbc-256`; AEAD is `aes-gcm-256` in all. */
export function ikeCipherOf(encryption: string, style: 'aes 256' | 'aes-256' | 'aes-cbc-256'): string | undefined {
  const plain = [...CIPHERS].find(([, name]) => name === encryption)?.[0]
  if (plain !== undefined) return plain
  const [, mode, bits] = /^AES_(CBC|GCM_16)_(128|192|256)$/.exec(encryption) ?? []
  if (bits === undefined) return undefined
  if (mode === 'GCM_16') return `aes-gcm-${bits}`
  if (style === 'aes-cbc-256') return `aes-cbc-${bits}`
  return bits === '128' ? 'aes' : `aes${style === 'aes 256' ? ' ' : '-'}${bits}`
}
