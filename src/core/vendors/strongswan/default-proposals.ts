import type { Proposal } from '../../model/ike-policy.ts'

/** What the defaults rest on; they depend on the plugins that are installed. */
export const DEFAULTS_AUTHORITY =
  'strongSwan 5.9.8 as Debian 12 packages it, by what charon logs for a connection without proposals.'

const IKE_PRF = [
  'PRF_HMAC_SHA2_256',
  'PRF_HMAC_SHA2_384',
  'PRF_HMAC_SHA2_512',
  'PRF_AES128_XCBC',
  'PRF_AES128_CMAC',
  'PRF_HMAC_SHA1',
]
const IKE_KE = [
  'CURVE_25519',
  'CURVE_448',
  'ECP_256',
  'ECP_384',
  'ECP_521',
  'ECP_256_BP',
  'ECP_384_BP',
  'ECP_512_BP',
  'MODP_3072',
  'MODP_4096',
  'MODP_6144',
  'MODP_8192',
  'MODP_2048',
]
const INTEGRITY = ['HMAC_SHA2_256_128', 'HMAC_SHA2_384_192', 'HMAC_SHA2_512_256', 'HMAC_SHA1_96']

const IKE: Proposal = {
  protocol: 'ike',
  encryption: [...['AES_CBC', 'AES_CTR', 'CAMELLIA_CBC', 'CAMELLIA_CTR'].flatMap(sizes), '3DES_CBC'],
  integrity: [...INTEGRITY, 'AES_CMAC_96', 'AES_XCBC_96'],
  prf: IKE_PRF,
  ke: IKE_KE,
  esn: [],
}
const IKE_AEAD: Proposal = {
  ...IKE,
  encryption: [
    ...['AES_GCM_16', 'AES_CCM_16'].flatMap(sizes),
    'CHACHA20_POLY1305',
    ...['CAMELLIA_CCM_16', 'AES_GCM_12', 'AES_GCM_8', 'AES_CCM_12', 'AES_CCM_8'].flatMap(sizes),
    ...['CAMELLIA_CCM_8', 'CAMELLIA_CCM_12'].flatMap(sizes),
  ],
  integrity: [],
}
const AH: Proposal = {
  protocol: 'ah',
  encryption: [],
  integrity: [...INTEGRITY, 'AES_XCBC_96'],
  prf: [],
  ke: [],
  esn: ['NO_EXT_SEQ'],
}
const ESP: Proposal = { ...AH, protocol: 'esp', encryption: sizes('AES_CBC') }
const ESP_AEAD: Proposal = { ...ESP, encryption: sizes('AES_GCM_16'), integrity: [] }

/**
 * What a connection or child that names no proposals has. ESP puts the ciphers that authenticate by themselves first; the
 * word `default` (see `writtenDefault`) puts them last.
 */
export function defaultProposals(protocol: Proposal['protocol']): readonly Proposal[] {
  return protocol === 'esp' ? [ESP_AEAD, ESP] : writtenDefault(protocol)
}

/** What the word `default` stands for in a list of proposals. */
export function writtenDefault(protocol: Proposal['protocol']): readonly Proposal[] {
  if (protocol === 'ah') return [AH]
  return protocol === 'ike' ? [IKE, IKE_AEAD] : [ESP, ESP_AEAD]
}

function sizes(cipher: string): string[] {
  return [128, 192, 256].map((bits) => `${cipher}_${bits}`)
}
