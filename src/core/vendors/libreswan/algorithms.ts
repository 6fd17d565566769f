/**
 * Algorithms by the names that Libreswan 4.10 takes in `ike=`, `esp=` and `ah=` (measured with its own parser,
 * `ipsec algparse`), with the names of the model.
 */
export interface Cipher {
  readonly names: readonly string[]
  readonly aead: boolean
  /** In IKE proposals, where fewer are known. `later`: in those of IKEv2 since a version after 4.10, as its own tests show. */
  readonly ike: 'both' | 'version 2' | 'later' | 'never'
}

const SIZES = ['256', '192', '128']
/** Without a size, the initiator offers these. */
const USUAL = ['256', '128']

const CIPHERS: ReadonlyMap<string, Omit<Cipher, 'names'> & { readonly name: string }> = new Map([
  ...cipher('AES_CBC', false, 'both', 'aes aes_cbc'),
  ...cipher('AES_CTR', false, 'both', 'aes_ctr aesctr'),
  ...cipher('AES_GCM_16', true, 'version 2', 'aes_gcm aes_gcm_c aes_gcm_16'),
  ...cipher('AES_GCM_12', true, 'version 2', 'aes_gcm_b aes_gcm_12'),
  ...cipher('AES_GCM_8', true, 'version 2', 'aes_gcm_a aes_gcm_8'),
  ...cipher('AES_CCM_16', true, 'never', 'aes_ccm aes_ccm_c aes_ccm_16'),
  ...cipher('AES_CCM_12', true, 'never', 'aes_ccm_b aes_ccm_12'),
  ...cipher('AES_CCM_8', true, 'never', 'aes_ccm_a aes_ccm_8'),
  ...cipher('CAMELLIA_CBC', false, 'both', 'camellia camellia_cbc'),
  ...cipher('CAMELLIA_CTR', false, 'never', 'camellia_ctr'),
  ...cipher('NULL_AES_GMAC', true, 'never', 'aes_gmac null_auth_aes_gmac'),
])
const CHACHA20: Cipher = { names: ['CHACHA20_POLY1305'], aead: true, ike: 'version 2' }

/** Without a choice of sizes. */
const FIXED: ReadonlyMap<string, Cipher> = new Map([
  ['3des', { names: ['3DES_CBC'], aead: false, ike: 'both' as const }],
  ['3des_cbc', { names: ['3DES_CBC'], aead: false, ike: 'both' as const }],
  ['chacha20_poly1305', CHACHA20],
  ['chacha20poly1305', CHACHA20],
  ['null', { names: ['NULL'], aead: false, ike: 'later' as const }],
])

function cipher(name: string, aead: boolean, ike: Cipher['ike'], words: string) {
  return words.split(' ').map((word) => [word, { name, aead, ike }] as const)
}

/** `aes256`, `aes_256`, `aes_gcm_16_256`, `aes`; `undefined` for what is no cipher. */
export function cipherOf(word: string): Cipher | undefined {
  const fixed = FIXED.get(word)
  if (fixed !== undefined) return fixed
  const whole = CIPHERS.get(word)
  if (whole !== undefined) return { ...whole, names: USUAL.map((size) => `${whole.name}_${size}`) }
  const size = SIZES.find((each) => word.endsWith(each))
  if (size === undefined) return undefined
  const sized = CIPHERS.get(word.slice(0, -size.length).replace(/_$/, ''))
  return sized === undefined ? undefined : { ...sized, names: [`${sized.name}_${size}`] }
}

/** A hash: what it is as the PRF of IKE, and as an integrity algorithm. */
export interface Hash {
  readonly prf: string | null
  readonly integrity: string
}

const HASHES: ReadonlyMap<string, Hash> = new Map([
  ...hash('PRF_HMAC_MD5', 'HMAC_MD5_96', 'md5 hmac_md5'),
  ...hash('PRF_HMAC_SHA1', 'HMAC_SHA1_96', 'sha sha1 hmac_sha1'),
  ...hash('PRF_HMAC_SHA2_256', 'HMAC_SHA2_256_128', 'sha2 sha256 sha2_256 hmac_sha2_256'),
  ...hash('PRF_HMAC_SHA2_384', 'HMAC_SHA2_384_192', 'sha384 sha2_384 hmac_sha2_384'),
  ...hash('PRF_HMAC_SHA2_512', 'HMAC_SHA2_512_256', 'sha512 sha2_512 hmac_sha2_512'),
  ...hash('PRF_AES128_XCBC', 'AES_XCBC_96', 'aes_xcbc aes128_xcbc'),
  ...hash(null, 'HMAC_MD5_96', 'hmac_md5_96'),
  ...hash(null, 'HMAC_SHA1_96', 'sha1_96 hmac_sha1_96'),
  ...hash(null, 'HMAC_SHA2_256_128', 'sha2_256_128 hmac_sha2_256_128'),
  ...hash(null, 'HMAC_SHA2_256_96', 'hmac_sha2_256_truncbug'),
  ...hash(null, 'HMAC_SHA2_384_192', 'sha2_384_192 hmac_sha2_384_192'),
  ...hash(null, 'HMAC_SHA2_512_256', 'sha2_512_256 hmac_sha2_512_256'),
  ...hash(null, 'AES_XCBC_96', 'aes_xcbc_96'),
  ...hash(null, 'AES_CMAC_96', 'aes_cmac aes_cmac_96'),
])

function hash(prf: string | null, integrity: string, words: string) {
  return words.split(' ').map((word) => [word, { prf, integrity }] as const)
}

export function hashOf(word: string): Hash | undefined {
  return HASHES.get(word)
}

const GROUPS: ReadonlyMap<string, string> = new Map([
  ['modp1536', 'MODP_1536'],
  ['dh5', 'MODP_1536'],
  ...[2048, 3072, 4096, 6144, 8192].flatMap((bits, index) => [
    [`modp${bits}`, `MODP_${bits}`] as const,
    [`dh${14 + index}`, `MODP_${bits}`] as const,
  ]),
  ...[256, 384, 521].flatMap((bits, index) => [
    [`ecp${bits}`, `ECP_${bits}`] as const,
    [`ecp_${bits}`, `ECP_${bits}`] as const,
    [`dh${19 + index}`, `ECP_${bits}`] as const,
  ]),
  ['curve25519', 'CURVE_25519'],
  ['dh31', 'CURVE_25519'],
])

/** `undefined` also for groups that Libreswan knows and does not support any more, such as modp1024. */
export function groupOf(word: string): string | undefined {
  return GROUPS.get(word)
}

/** A group that Libreswan has no longer (ipsec.conf(5) of Openswan 2.6). */
export function olderGroupOf(word: string): string | undefined {
  return /^(?:modp1024|dh2)$/.test(word) ? 'MODP_1024' : undefined
}
