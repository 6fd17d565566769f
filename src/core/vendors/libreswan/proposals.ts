import type { IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { type Cipher, cipherOf, groupOf, type Hash, hashOf, olderGroupOf } from './algorithms.ts'

export const DEFAULTS_AUTHORITY =
  'Libreswan 4.10, by what pluto logs for a connection without proposals and by `ipsec algparse`.'

/** Why a list is refused, as a full sentence that quotes the text. */
export interface ProposalProblem {
  readonly problem: string
}

/** Of what a list is read. */
export interface ProposalContext {
  readonly protocol: Proposal['protocol']
  readonly version: IkeVersion
  readonly pfs: boolean
  /** A version after 4.10. */
  readonly later?: boolean
  /** A version before 4. */
  readonly older?: boolean
}

const PRFS_2 = ['PRF_HMAC_SHA2_512', 'PRF_HMAC_SHA2_256']
const INTEGRITY_2 = ['HMAC_SHA2_512_256', 'HMAC_SHA2_256_128']
const GROUPS_2 = ['MODP_2048', 'MODP_3072', 'MODP_4096', 'MODP_8192', 'ECP_256', 'ECP_384', 'ECP_521', 'CURVE_25519']
const HASHES_1 = ['sha2_256', 'sha2_512', 'sha1']
const INTEGRITY_1 = [
  'HMAC_SHA2_512_256',
  'HMAC_SHA2_384_192',
  'HMAC_SHA2_256_128',
  'HMAC_SHA1_96',
  'HMAC_MD5_96',
  'AES_XCBC_96',
  'AES_CMAC_96',
]
const GROUPS_1 = ['MODP_2048', 'MODP_1536']

/**
 * What a responder of IKEv1 takes without `ike=`: more than it offers itself, also elliptic curves (measured for ECP_256 and
 * CURVE_25519; assumed for the other algorithms that it has).
 */
export const ACCEPTED_WITHOUT_IKE: readonly Proposal[] = ['AES_CBC_256', 'AES_CBC_192', 'AES_CBC_128', '3DES_CBC'].map(
  (encryption) => ({
    protocol: 'ike',
    encryption: [encryption],
    integrity: ['HMAC_SHA2_512_256', 'HMAC_SHA2_384_192', 'HMAC_SHA2_256_128', 'HMAC_SHA1_96', 'HMAC_MD5_96'],
    prf: ['PRF_HMAC_SHA2_512', 'PRF_HMAC_SHA2_384', 'PRF_HMAC_SHA2_256', 'PRF_HMAC_SHA1', 'PRF_HMAC_MD5'],
    ke: ['MODP_1536', 'MODP_6144', ...GROUPS_2],
    esn: [],
  }),
)

/**
 * What a responder of quick mode takes without `esp=` or `phase2alg=`: any algorithm that the kernel has (its source, and
 * measured for ten of them; at AES-GMAC it aborts).
 */
export const ACCEPTED_WITHOUT_ESP: readonly Proposal[] = [
  anyOf('esp', ciphers('AES_CBC AES_CTR CAMELLIA_CBC', '3DES_CBC NULL'), INTEGRITY_1),
  anyOf('esp', ciphers('AES_GCM_16 AES_GCM_12 AES_GCM_8 AES_CCM_16 AES_CCM_12 AES_CCM_8', ''), []),
]

/** And of AH. */
export const ACCEPTED_WITHOUT_AH: readonly Proposal[] = [anyOf('ah', [], INTEGRITY_1)]

function ciphers(sized: string, fixed: string): string[] {
  return [
    ...sized.split(' ').flatMap((name) => [128, 192, 256].map((bits) => `${name}_${bits}`)),
    ...fixed.split(' ').filter((name) => name !== ''),
  ]
}

function anyOf(protocol: 'esp' | 'ah', encryption: readonly string[], integrity: readonly string[]): Proposal {
  return { protocol, encryption, integrity, prf: [], ke: [], esn: ['NO_EXT_SEQ'] }
}

/**
 * A list of `ike=`, `esp=` or `ah=`: `aes256-sha2;modp2048,aes_gcm`, of IKEv2 also with `+` between several of one kind, each of
 * which counts once. What is left out is filled in by IKE version (measured with `ipsec algparse` of Libreswan 4.10).
 */
export function parseProposals(text: string, context: ProposalContext): readonly Proposal[] | ProposalProblem {
  const proposals: Proposal[] = []
  const groups: boolean[] = []
  for (const written of text.split(',')) {
    const found = parseOne(written.toLowerCase(), written, context)
    if ('problem' in found) return found
    for (const proposal of found) proposals.push(proposal)
    groups.push((found[0]?.ke.length ?? 0) > 0)
  }
  const mixed = context.protocol !== 'ike' && new Set(groups).size > 1
  // `algparse`: "more than one ESP DH algorithm"; "none" beside a group is no other one.
  const lists = new Set(proposals.map(({ ke }) => ke.join('+')).filter((ke) => ke !== 'NONE'))
  if (context.protocol !== 'ike' && lists.size > 1 && !mixed) {
    return { problem: `In "${text}" all proposals must name the same Diffie-Hellman group.` }
  }
  if (mixed) return { problem: `In "${text}" all or none of the proposals must name a Diffie-Hellman group.` }
  return proposals
}

/** What a connection without such a setting has. */
export function defaultProposals(context: ProposalContext): readonly Proposal[] {
  const key = `${context.protocol} ${context.version} ${context.pfs} ${context.later} ${context.older}`
  const known = DEFAULTS.get(key) ?? writtenDefaults(context)
  DEFAULTS.set(key, known)
  return known
}

/** Of each context, of which there are few. */
const DEFAULTS = new Map<string, readonly Proposal[]>()

function writtenDefaults(context: ProposalContext): readonly Proposal[] {
  const { protocol, version } = context
  const text =
    version === 1
      ? // Of ESP an initiator names no size of the key, which then is 128 (measured).
        { ike: 'aes,3des', esp: 'aes128-sha1,3des-sha1', ah: 'sha1' }[protocol]
      : {
          ike: 'aes_gcm256,aes_gcm128,aes256,aes128',
          esp: 'aes_gcm256,aes_gcm128,aes256,aes128',
          ah: 'sha2_512,sha2_256,sha1',
        }[protocol]
  const proposals = parseProposals(text, context)
  return 'problem' in proposals ? [] : proposals
}

function parseOne(text: string, written: string, context: ProposalContext): readonly Proposal[] | ProposalProblem {
  const { protocol, version } = context
  const [algorithms = '', after, beyond] = text.split(';')
  const parts = algorithms.split('-')
  // Behind each sign something stands, and behind the group nothing.
  if (parts.includes('') || after === '') return refuse('', written, 'an algorithm', context)
  if (beyond !== undefined) return refuse(beyond, written, 'a part', context)
  const ciphers = protocol === 'ah' ? [] : wordsIn(parts.shift() ?? '', version)
  // The key size may stand behind a dash of its own.
  const size = protocol !== 'ah' && /^\d+$/.test(parts[0] ?? '') ? parts.shift() : undefined
  if (size !== undefined) ciphers.push(`${ciphers.pop()}_${size}`)
  const isAead = ciphers.map((word) => cipherOf(word)?.aead === true)
  const aead = isAead.includes(true)
  if (isAead.includes(false) && aead) return refuse(ciphers.join('+'), written, 'one kind of cipher', context)
  // Where a cipher authenticates by itself, "none" or "null" may stand in front of the PRF.
  if (protocol === 'ike' && version === 2 && aead && /^(?:none|null)$/.test(parts[0] ?? '')) parts.shift()
  const hashes = wordsIn(parts.shift() ?? '', version).filter((word) => word !== '')
  const groups = [...parts, ...(after === undefined ? [] : [after])].join('-')
  const ke = wordsIn(groups, version).filter((word) => word !== '')
  const foundCiphers: Cipher[] = []
  for (const word of ciphers) {
    const cipher = cipherOf(word)
    const known = cipher !== undefined && isUsable(cipher, context)
    if (!known) return refuse(word, written, 'an encryption algorithm', context)
    foundCiphers.push(cipher)
  }
  const foundHashes: Hash[] = []
  for (const word of hashes) {
    if (/^(?:none|null)$/.test(word) && protocol === 'esp' && aead) continue
    const hash = hashOf(word)
    const isKnown = hash !== undefined && (protocol !== 'ike' || isPrf(hash, version))
    if (!isKnown) {
      return refuse(word, written, 'a hash', context)
    }
    foundHashes.push(hash)
  }
  if (protocol === 'esp' && aead && foundHashes.length > 0) {
    return { problem: `"${written}" has an integrity algorithm beside a cipher that authenticates by itself.` }
  }
  const foundGroups: string[] = []
  for (const word of ke) {
    const group = groupOf(word) ?? (context.older ? olderGroupOf(word) : undefined)
    const none = /^(?:none|null|dh0)$/.test(word) && protocol !== 'ike' && version === 2
    if (none) foundGroups.push('NONE')
    else if (group === undefined || (protocol !== 'ike' && version === 1 && !group.startsWith('MODP')))
      return refuse(word, written, 'a Diffie-Hellman group', context)
    else if (protocol === 'ike' || context.pfs) foundGroups.push(group)
  }
  return protocol === 'ike'
    ? ikeProposals(foundCiphers, foundHashes, foundGroups, context)
    : [ipsecProposal(foundCiphers, foundHashes, foundGroups, context)]
}

/** IKEv1 has a proposal for each of several, and no `+`. */
function wordsIn(text: string, version: IkeVersion): string[] {
  return version === 1 ? [text] : [...new Set(text.split('+'))]
}

/** AES-XCBC has no number as the hash of IKEv1. */
function isPrf({ prf }: Hash, version: IkeVersion): boolean {
  return prf !== null && (version === 2 || prf !== 'PRF_AES128_XCBC')
}

function isUsable({ names, ike }: Cipher, { protocol, version, later }: ProposalContext): boolean {
  // Of the ciphers of ESP, one has no number in IKEv1 (RFC 7634 is for IKEv2 alone).
  if (protocol === 'esp' && version === 1 && names.includes('CHACHA20_POLY1305')) return false
  if (protocol !== 'ike' || ike === 'both') return true
  return version === 2 && (ike === 'version 2' || (ike === 'later' && later === true))
}

function refuse(word: string, written: string, what: string, { protocol, version }: ProposalContext): ProposalProblem {
  const where = `for ${protocol === 'ike' ? '' : `${protocol.toUpperCase()} in `}IKEv${version}`
  const older = olderGroupOf(word) === undefined ? '' : '; one before version 4 has it'
  return { problem: `"${word}" in "${written}" is not ${what} that Libreswan 4.10 has ${where}${older}.` }
}

/** IKEv1 has a proposal of its own for each combination, the group changing last (RFC 2409 5). */
function ikeProposals(
  ciphers: readonly Cipher[],
  hashes: readonly Hash[],
  groups: readonly string[],
  { version }: ProposalContext,
) {
  const encryption = ciphers.flatMap(({ names }) => names)
  const aead = ciphers.some((cipher) => cipher.aead)
  if (version === 2) {
    const prf = hashes.length > 0 ? hashes.flatMap(({ prf }) => prf ?? []) : PRFS_2
    const integrity = hashes.length > 0 ? hashes.map((hash) => hash.integrity) : INTEGRITY_2
    const ke = groups.length > 0 ? groups : GROUPS_2
    return [ike(encryption, aead ? [] : integrity, prf, ke)]
  }
  const used = hashes.length > 0 ? hashes : HASHES_1.flatMap((word) => hashOf(word) ?? [])
  const ke = groups.length > 0 ? groups : GROUPS_1
  return ciphers.flatMap(({ names }) =>
    ke.flatMap((group) =>
      used.map((hash) => ike(names, [hash.integrity], hash.prf === null ? [] : [hash.prf], [group])),
    ),
  )
}

function ike(
  encryption: readonly string[],
  integrity: readonly string[],
  prf: readonly string[],
  ke: readonly string[],
): Proposal {
  return { protocol: 'ike', encryption, integrity, prf, ke, esn: [] }
}

function ipsecProposal(
  ciphers: readonly Cipher[],
  hashes: readonly Hash[],
  ke: readonly string[],
  { protocol, version }: ProposalContext,
): Proposal {
  const aead = ciphers.some((cipher) => cipher.aead)
  const usual = version === 1 ? ['HMAC_SHA1_96'] : INTEGRITY_2
  const integrity = hashes.length > 0 ? hashes.map((hash) => hash.integrity) : aead ? [] : usual
  // Of a cipher without a size, ESP offers the shorter key first (measured).
  const encryption = ciphers.flatMap(({ names }) => names.toReversed())
  return { protocol, encryption, integrity, prf: [], ke, esn: [] }
}
