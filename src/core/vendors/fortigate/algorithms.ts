import { groupsNumbered } from '../../model/group-numbers.ts'
import type { IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { prfOf } from '../../model/prf-of.ts'

/** A cipher by the word of `set proposal`. */
interface Cipher {
  readonly name: string
  readonly aead: boolean
}

const CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  ['null', { name: 'NULL', aead: false }],
  ['des', { name: 'DES_CBC', aead: false }],
  ['3des', { name: '3DES_CBC', aead: false }],
  ...['128', '192', '256'].flatMap((bits): (readonly [string, Cipher])[] => [
    [`aes${bits}`, { name: `AES_CBC_${bits}`, aead: false }],
    [`aria${bits}`, { name: `ARIA_CBC_${bits}`, aead: false }],
    [`aes${bits}gcm`, { name: `AES_GCM_16_${bits}`, aead: true }],
  ]),
  ['seed', { name: 'SEED_CBC', aead: false }],
  ['chacha20poly1305', { name: 'CHACHA20_POLY1305', aead: true }],
])

const HASHES: ReadonlyMap<string, string> = new Map([
  ['md5', 'HMAC_MD5_96'],
  ['sha1', 'HMAC_SHA1_96'],
  ['sha256', 'HMAC_SHA2_256_128'],
  ['sha384', 'HMAC_SHA2_384_192'],
  ['sha512', 'HMAC_SHA2_512_256'],
])

/** The groups of `set dhgrp`. */
const GROUPS = groupsNumbered(1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 27, 28, 29, 30, 31, 32)
const NUMBERS: ReadonlyMap<string, string> = new Map([...GROUPS].map(([number, name]) => [name, `${number}`]))

/** `undefined` for a number that `set dhgrp` does not take. */
export function groupOf(number: string): string | undefined {
  return /^[1-9]\d{0,2}$/.test(number) ? GROUPS.get(Number(number)) : undefined
}

/** The words that `set proposal` knows, for a slip of the keyboard. */
export const PROPOSAL_WORDS: readonly string[] = [...CIPHERS].flatMap(([cipher, { aead }]) =>
  aead ? [cipher, ...[...HASHES.keys()].map((hash) => `${cipher}-prf${hash}`)] : hashedWords(cipher),
)

function hashedWords(cipher: string): string[] {
  return [...HASHES.keys()].map((hash) => `${cipher}-${hash}`)
}

/**
 * One word of `set proposal` of phase 1: `aes256-sha256`, or of IKEv2 also `aes256gcm-prfsha384`. `null` where FortiOS has
 * no such word for that version.
 */
export function parseIke(word: string, version: IkeVersion): Omit<Proposal, 'ke'> | null {
  const [name = '', rest = ''] = split(word)
  const cipher = CIPHERS.get(name)
  if (cipher === undefined || name === 'null') return null
  const hash = HASHES.get(cipher.aead ? rest.replace(/^prf/, '') : rest)
  if (hash === undefined || (cipher.aead && (version === 1 || !rest.startsWith('prf')))) return null
  return {
    protocol: 'ike',
    encryption: [cipher.name],
    integrity: cipher.aead ? [] : [hash],
    prf: [prfOf(hash)],
    esn: [],
  }
}

/** One word of `set proposal` of phase 2: `aes256-sha256`, `aes128gcm`, `null-sha1`, `aes128-null`. */
export function parseEsp(word: string): Omit<Proposal, 'ke'> | null {
  const [name = '', rest = ''] = split(word)
  const cipher = CIPHERS.get(name)
  if (cipher === undefined || cipher.aead !== (rest === '')) return null
  const hash = HASHES.get(rest)
  if (!cipher.aead && hash === undefined && (rest !== 'null' || name === 'null')) return null
  return {
    protocol: 'esp',
    encryption: [cipher.name],
    integrity: hash === undefined ? [] : [hash],
    prf: [],
    esn: [NO_ESN],
  }
}

const NO_ESN = 'NO_EXT_SEQ'

function split(word: string): string[] {
  const at = word.indexOf('-')
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

/** What `set proposal` and `set dhgrp` have to be; `null` where they have no words for it. */
interface ProposalCommands {
  readonly proposal: readonly string[]
  /** Empty: without perfect forward secrecy. */
  readonly dhgrp: readonly string[]
}

/**
 * FortiOS offers each of its proposals with each of its groups, so that only a list that is such a product can be written
 * (FortiOS CLI reference, `config vpn ipsec phase1-interface` and `phase2-interface`).
 */
export function formatProposals(proposals: readonly Proposal[]): ProposalCommands | null {
  const words = proposals.flatMap(wordsOf)
  const groups = new Set(proposals.flatMap(({ ke }) => ke))
  if (words.length === 0 || words.includes(null)) return null
  const dhgrp = [...groups].filter((name) => name !== 'NONE').map((name) => NUMBERS.get(name) ?? null)
  if (dhgrp.includes(null)) return null
  const whole = proposals.every(
    ({ ke }) => ke.length === 0 || [...groups].every((name) => hasGroup(proposals, ke, name)),
  )
  if (!whole || new Set(proposals.map(({ ke }) => ke.length === 0)).size > 1) return null
  return { proposal: present([...new Set(words)]), dhgrp: present(dhgrp) }
}

/** Of lists that name one group each, all together have to name every group. */
function hasGroup(proposals: readonly Proposal[], ke: readonly string[], name: string): boolean {
  return ke.includes(name) || proposals.some((other) => other.ke.includes(name))
}

function present(words: readonly (string | null)[]): string[] {
  return words.flatMap((word) => (word === null ? [] : [word]))
}

/** Each cipher with each hash: `null` for what FortiOS has no word for. */
function wordsOf({ protocol, encryption, integrity, prf }: Proposal): (string | null)[] {
  if (protocol === 'ah') return [null]
  return encryption.flatMap((name) => {
    const [word, cipher] = [...CIPHERS].find(([, each]) => each.name === name) ?? []
    if (word === undefined || cipher === undefined) return [null]
    if (protocol === 'esp') {
      if (cipher.aead) return [word]
      return integrity.length === 0 ? [`${word}-null`] : integrity.map((hash) => withHash(word, 'integrity', hash))
    }
    if (cipher.aead) return prf.map((hash) => withHash(`${word}-prf`, 'prf', hash)?.replace('-prf-', '-prf') ?? null)
    // Its pseudo-random function is that of its hash.
    return integrity.map((hash) => {
      return prf.length > 0 && !prf.includes(prfOf(hash)) ? null : withHash(word, 'integrity', hash)
    })
  })
}

function withHash(word: string, kind: 'integrity' | 'prf', name: string): string | null {
  const hash = [...HASHES].find(([, each]) => (kind === 'prf' ? prfOf(each) : each) === name)?.[0]
  return hash === undefined ? null : `${word}-${hash}`
}
