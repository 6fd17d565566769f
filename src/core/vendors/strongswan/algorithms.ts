/** The kinds of algorithms that a proposal has (RFC 7296 3.3.2). */
export type AlgorithmKind = 'encryption' | 'integrity' | 'prf' | 'ke' | 'esn'

interface Algorithm {
  readonly kind: AlgorithmKind
  /** As the daemon prints it, e.g. `AES_CBC_256`. */
  readonly name: string
}

/**
 * The keywords of strongSwan proposals, each measured with strongSwan 5.9.8 by what `charon` logs for it. `mlkem*` came
 * with strongSwan 6.0.
 */
export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...keywords('encryption', {
    null: 'NULL',
    des: 'DES_CBC',
    '3des': '3DES_CBC',
    aes: 'AES_CBC_128',
    chacha20poly1305: 'CHACHA20_POLY1305',
    chacha20poly1305compat: 'CHACHA20_POLY1305_256',
    blowfish: 'BLOWFISH_CBC_128',
    camellia: 'CAMELLIA_CBC_128',
    cast128: 'CAST_CBC_128',
    serpent: 'SERPENT_CBC_128',
    twofish: 'TWOFISH_CBC_128',
    ...sized('aes', 'AES_CBC', ''),
    ...sized('aes', 'AES_CTR', 'ctr'),
    ...sized('aes', 'NULL_AES_GMAC', 'gmac'),
    ...sized('aes', 'AES_CCM_16', 'ccm'),
    ...sized('aes', 'AES_GCM_16', 'gcm'),
    ...combined('aes', 'AES_CCM', 'ccm'),
    ...combined('aes', 'AES_GCM', 'gcm'),
    ...sized('blowfish', 'BLOWFISH_CBC', ''),
    ...sized('camellia', 'CAMELLIA_CBC', ''),
    ...sized('camellia', 'CAMELLIA_CTR', 'ctr'),
    ...combined('camellia', 'CAMELLIA_CCM', 'ccm'),
    ...sized('serpent', 'SERPENT_CBC', ''),
    ...sized('twofish', 'TWOFISH_CBC', ''),
  }),
  ...keywords('integrity', {
    md5: 'HMAC_MD5_96',
    md5_128: 'HMAC_MD5_128',
    sha: 'HMAC_SHA1_96',
    sha1: 'HMAC_SHA1_96',
    sha1_160: 'HMAC_SHA1_160',
    sha256: 'HMAC_SHA2_256_128',
    sha2_256: 'HMAC_SHA2_256_128',
    sha256_96: 'HMAC_SHA2_256_96',
    sha2_256_96: 'HMAC_SHA2_256_96',
    sha384: 'HMAC_SHA2_384_192',
    sha2_384: 'HMAC_SHA2_384_192',
    sha512: 'HMAC_SHA2_512_256',
    sha2_512: 'HMAC_SHA2_512_256',
    aesxcbc: 'AES_XCBC_96',
    aescmac: 'AES_CMAC_96',
    camelliaxcbc: 'CAMELLIA_XCBC_96',
  }),
  ...keywords('prf', {
    prfmd5: 'PRF_HMAC_MD5',
    prfsha1: 'PRF_HMAC_SHA1',
    prfsha256: 'PRF_HMAC_SHA2_256',
    prfsha384: 'PRF_HMAC_SHA2_384',
    prfsha512: 'PRF_HMAC_SHA2_512',
    prfaesxcbc: 'PRF_AES128_XCBC',
    prfaescmac: 'PRF_AES128_CMAC',
    prfcamelliaxcbc: 'PRF_CAMELLIA128_XCBC',
  }),
  ...keywords('ke', {
    none: 'NONE',
    modpnone: 'NONE',
    modpnull: 'MODP_NULL',
    modp768: 'MODP_768',
    modp1024: 'MODP_1024',
    modp1536: 'MODP_1536',
    modp2048: 'MODP_2048',
    modp3072: 'MODP_3072',
    modp4096: 'MODP_4096',
    modp6144: 'MODP_6144',
    modp8192: 'MODP_8192',
    modp1024s160: 'MODP_1024_160',
    modp2048s224: 'MODP_2048_224',
    modp2048s256: 'MODP_2048_256',
    ecp192: 'ECP_192',
    ecp224: 'ECP_224',
    ecp256: 'ECP_256',
    ecp384: 'ECP_384',
    ecp521: 'ECP_521',
    ecp224bp: 'ECP_224_BP',
    ecp256bp: 'ECP_256_BP',
    ecp384bp: 'ECP_384_BP',
    ecp512bp: 'ECP_512_BP',
    curve25519: 'CURVE_25519',
    x25519: 'CURVE_25519',
    curve448: 'CURVE_448',
    x448: 'CURVE_448',
    ntru112: 'NTRU_112',
    ntru128: 'NTRU_128',
    ntru192: 'NTRU_192',
    ntru256: 'NTRU_256',
    newhope128: 'NEWHOPE_128',
    mlkem512: 'ML_KEM_512',
    mlkem768: 'ML_KEM_768',
    mlkem1024: 'ML_KEM_1024',
  }),
  ...keywords('esn', { esn: 'EXT_SEQ', noesn: 'NO_EXT_SEQ' }),
])

/** The PRF that an IKE proposal without one takes from an integrity algorithm; truncated SHA-256 has none. */
export const PRF_OF_INTEGRITY: ReadonlyMap<string, string> = new Map([
  ['HMAC_MD5_96', 'PRF_HMAC_MD5'],
  ['HMAC_MD5_128', 'PRF_HMAC_MD5'],
  ['HMAC_SHA1_96', 'PRF_HMAC_SHA1'],
  ['HMAC_SHA1_160', 'PRF_HMAC_SHA1'],
  ['HMAC_SHA2_256_128', 'PRF_HMAC_SHA2_256'],
  ['HMAC_SHA2_384_192', 'PRF_HMAC_SHA2_384'],
  ['HMAC_SHA2_512_256', 'PRF_HMAC_SHA2_512'],
  ['AES_XCBC_96', 'PRF_AES128_XCBC'],
  ['AES_CMAC_96', 'PRF_AES128_CMAC'],
  ['CAMELLIA_XCBC_96', 'PRF_CAMELLIA128_XCBC'],
])

/** A cipher that authenticates by itself (RFC 5282); GMAC counts as one. */
export function isAead(encryption: string): boolean {
  return /_(?:CCM|GCM|GMAC)_|^CHACHA20_POLY1305/.test(encryption)
}

function keywords(kind: AlgorithmKind, names: { readonly [keyword: string]: string }): [string, Algorithm][] {
  return Object.entries(names).map(([keyword, name]) => [keyword, { kind, name }])
}

function sized(cipher: string, name: string, mode: string): { [keyword: string]: string } {
  return Object.fromEntries([128, 192, 256].map((bits) => [`${cipher}${bits}${mode}`, `${name}_${bits}`]))
}

/** The length of the check value is written in octets or in bits. */
function combined(cipher: string, name: string, mode: string): { [keyword: string]: string } {
  const lengths = [8, 12, 16].map((octets) => ({
    ...sized(cipher, `${name}_${octets}`, `${mode}${octets}`),
    ...sized(cipher, `${name}_${octets}`, `${mode}${octets * 8}`),
  }))
  return Object.assign({}, ...lengths)
}
