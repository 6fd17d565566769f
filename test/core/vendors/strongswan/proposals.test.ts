import { describe, expect, it } from 'vitest'
import {
  defaultProposals,
  hasAdditionalExchange,
  parseProposal,
  writtenDefault,
} from '../../../../src/core/vendors/strongswan/proposals.ts'
import { proposalInWords } from './read-settings.ts'

function read(text: string, protocol: 'ike' | 'esp' | 'ah'): string {
  const proposal = parseProposal(text, protocol)
  return 'problem' in proposal ? proposal.problem : proposalInWords(proposal)
}

describe('a proposal', () => {
  it.each([
    ['aes256-sha256-modp2048', 'ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'],
    ['modp2048-sha1-aes', 'ike: AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048'],
    ['aes128-sha256-prfsha384-x25519', 'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_384/CURVE_25519'],
    ['aes256gcm16-prfsha384-ecp384', 'ike: AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384'],
    ['aes256gcm-sha256-ecp256', 'ike: AES_GCM_16_256/PRF_HMAC_SHA2_256/ECP_256'],
    [
      '3des-md5-sha1-modp1024-modp1536',
      'ike: 3DES_CBC/HMAC_MD5_96/HMAC_SHA1_96/PRF_HMAC_MD5/PRF_HMAC_SHA1/MODP_1024/MODP_1536',
    ],
    ['aes256 - sha512 - curve448', 'ike: AES_CBC_256/HMAC_SHA2_512_256/PRF_HMAC_SHA2_512/CURVE_448'],
    ['aes128-aes128-sha256-sha2_256-modp2048', 'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'],
    ['aes128-sha256-none-modp2048', 'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'],
  ])('of IKE, %s', (text, expected) => {
    expect(read(text, 'ike')).toBe(expected)
  })

  it.each([
    ['aes128', 'esp: AES_CBC_128/NO_EXT_SEQ'],
    ['aes128-sha256', 'esp: AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ'],
    ['aes192ctr-sha384-modp3072', 'esp: AES_CTR_192/HMAC_SHA2_384_192/MODP_3072/NO_EXT_SEQ'],
    ['aes256gcm128-esn-noesn', 'esp: AES_GCM_16_256/EXT_SEQ/NO_EXT_SEQ'],
    ['aes128ccm64', 'esp: AES_CCM_8_128/NO_EXT_SEQ'],
    ['chacha20poly1305-prfsha256', 'esp: CHACHA20_POLY1305/NO_EXT_SEQ'],
    ['camellia256-aesxcbc-none', 'esp: CAMELLIA_CBC_256/AES_XCBC_96/NONE/NO_EXT_SEQ'],
    ['null-sha256_96', 'esp: NULL/HMAC_SHA2_256_96/NO_EXT_SEQ'],
    ['aes256gmac', 'esp: NULL_AES_GMAC_256/NO_EXT_SEQ'],
  ])('of ESP, %s', (text, expected) => {
    expect(read(text, 'esp')).toBe(expected)
  })

  it.each([
    ['sha256-md5_128', 'ah: HMAC_SHA2_256_128/HMAC_MD5_128/NO_EXT_SEQ'],
    ['aes128-sha1-modp2048', 'ah: HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ'],
    ['sha256-aes128gmac', 'ah: HMAC_SHA2_256_128/AES_128_GMAC/NO_EXT_SEQ'],
  ])('of AH, %s', (text, expected) => {
    expect(read(text, 'ah')).toBe(expected)
  })

  it.each([
    ['ike', 'aes128-shaX-modp2048', /^"shaX" in "aes128-shaX-modp2048" is no algorithm/],
    ['ike', 'AES128-sha256-modp2048', /"AES128"/],
    ['ike', 'aes128-sha256-modp2048!', /"modp2048!"/],
    ['ike', 'aes256gcm16-modp2048', /has no pseudo-random function/],
    ['ike', 'aes128-sha256_96-modp2048', /has no pseudo-random function/],
    ['ike', 'aes128-sha256', /has no Diffie-Hellman group/],
    ['ike', 'aes128-sha256-none', /has no Diffie-Hellman group/],
    ['ike', 'aes128-prfsha256-modp2048', /has no integrity algorithm/],
    ['ike', 'sha256-modp2048', /has no encryption algorithm/],
    ['esp', 'sha256', /^The ESP proposal "sha256" has no encryption algorithm/],
    ['esp', 'aes128-aes128gcm16-sha256', /mixes ciphers/],
    ['ah', 'aes128', /has no integrity algorithm/],
    ['esp', '', /has no encryption algorithm/],
  ] as const)('of %s is refused: %s', (protocol, text, expected) => {
    expect(read(text, protocol)).toMatch(expected)
  })

  it('may have additional key exchanges, which are left out', () => {
    expect(read('aes128-sha256-x25519-ke1_mlkem768', 'ike')).toBe(
      'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/CURVE_25519',
    )
    expect(hasAdditionalExchange('aes128-sha256-x25519-ke1_mlkem768')).toBe(true)
    expect(hasAdditionalExchange('aes128-sha256-x25519')).toBe(false)
  })
})

describe('the proposals of one who names none', () => {
  it('are for ESP the ciphers that authenticate by themselves, then the others', () => {
    expect(defaultProposals('esp').map(proposalInWords)).toEqual([
      'esp: AES_GCM_16_128/AES_GCM_16_192/AES_GCM_16_256/NO_EXT_SEQ',
      'esp: AES_CBC_128/AES_CBC_192/AES_CBC_256/HMAC_SHA2_256_128/HMAC_SHA2_384_192/HMAC_SHA2_512_256/HMAC_SHA1_96/AES_XCBC_96/NO_EXT_SEQ',
    ])
  })

  it('are for ESP the other way round where "default" is written', () => {
    expect(writtenDefault('esp')).toEqual(defaultProposals('esp').toReversed())
  })

  it('are for IKE and AH the same in both ways', () => {
    for (const protocol of ['ike', 'ah'] as const) expect(defaultProposals(protocol)).toEqual(writtenDefault(protocol))
  })

  it('begin for IKE with what strongSwan sends in version 1', () => {
    const [first, second] = defaultProposals('ike')
    expect([first?.encryption[0], first?.integrity[0], first?.prf[0], first?.ke[0]]).toEqual([
      'AES_CBC_128',
      'HMAC_SHA2_256_128',
      'PRF_HMAC_SHA2_256',
      'CURVE_25519',
    ])
    expect(second?.integrity).toEqual([])
    expect(second?.encryption.slice(0, 7)).toEqual([
      'AES_GCM_16_128',
      'AES_GCM_16_192',
      'AES_GCM_16_256',
      'AES_CCM_16_128',
      'AES_CCM_16_192',
      'AES_CCM_16_256',
      'CHACHA20_POLY1305',
    ])
  })
})
