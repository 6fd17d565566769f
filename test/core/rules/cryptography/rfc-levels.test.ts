import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import {
  discouraged,
  isRecommendedGroup,
  recommended,
  STRONG_ESP,
  STRONG_IKE,
  strengthOf,
  withSha1,
} from '../../../../src/core/rules/cryptography/rfc-levels.ts'

const weak: Proposal = { ...STRONG_IKE, encryption: ['3DES_CBC'], ke: ['MODP_1536'] }

describe('what the RFCs say of an algorithm', () => {
  it.each([
    ['ike', 'DES_CBC', 'MUST NOT'],
    ['ike', 'MODP_768', 'MUST NOT'],
    ['ike', 'MODP_1024', 'SHOULD NOT'],
    ['ike', 'MODP_1536', 'SHOULD NOT'],
    ['ike', 'MODP_2048_256', 'SHOULD NOT'],
    ['ike', '3DES_CBC', undefined],
    ['esp', '3DES_CBC', 'SHOULD NOT'],
    ['esp', 'HMAC_MD5_96', 'MUST NOT'],
    ['esp', 'MODP_1024', 'SHOULD NOT'],
    ['ike', 'HMAC_SHA1_96', undefined],
    ['ike', 'MODP_2048', undefined],
    ['ike', 'CURVE_25519', undefined],
  ] as const)('in %s of %s is %s', (protocol, algorithm, level) => {
    expect(discouraged(protocol, algorithm)?.level).toBe(level)
  })
})

describe('a proposal that may be recommended', () => {
  it('stays as it is where nothing speaks against it', () => {
    expect(recommended(STRONG_IKE)).toBe(STRONG_IKE)
    expect(recommended(STRONG_ESP)).toBe(STRONG_ESP)
  })

  it('loses what is discouraged, as long as each kind keeps something', () => {
    expect(recommended({ ...STRONG_IKE, ke: ['MODP_1024', 'MODP_2048'] })?.ke).toEqual(['MODP_2048'])
    const mixed: Proposal = {
      ...STRONG_IKE,
      encryption: ['3DES_CBC', 'AES_CBC_256'],
      integrity: ['HMAC_MD5_96', 'HMAC_SHA2_256_128'],
      prf: ['PRF_HMAC_MD5', 'PRF_HMAC_SHA2_256'],
    }
    expect(recommended(mixed)).toEqual(STRONG_IKE)
  })

  it('is none where a kind would be left empty, or nothing would be encrypted', () => {
    expect(recommended(weak)).toBeUndefined()
    expect(recommended({ ...STRONG_ESP, encryption: ['NULL'] })).toBeUndefined()
  })

  it('keeps what the other end uses already, unless it must not be used or protects nothing', () => {
    const kept = (protocol: 'ike' | 'esp', encryption: string) =>
      recommended({ ...STRONG_ESP, protocol, encryption: [encryption] }, [{ ...STRONG_ESP, encryption: [encryption] }])
    expect(kept('ike', '3DES_CBC')?.encryption).toEqual(['3DES_CBC'])
    expect(kept('esp', '3DES_CBC')?.encryption).toEqual(['3DES_CBC'])
    expect(kept('ike', 'DES_CBC')).toBeUndefined()
    expect(kept('esp', 'NULL')).toBeUndefined()
    const groups = (...inUse: readonly string[]) =>
      recommended({ ...STRONG_IKE, ke: ['MODP_1024', 'MODP_2048'] }, [{ ...STRONG_IKE, ke: inUse }])?.ke
    expect(groups('MODP_1024')).toEqual(['MODP_1024', 'MODP_2048'])
    expect(groups('MODP_3072')).toEqual(['MODP_2048'])
    // As a cipher nobody uses it.
    expect(recommended(weak, [{ ...STRONG_IKE, integrity: ['3DES_CBC'], ke: ['MODP_1536'] }])).toBeUndefined()
  })

  it('has a group that protects something', () => {
    const groups = ['MODP_2048', 'CURVE_25519', 'MODP_1024', 'MODP_NULL', 'NONE']
    expect(groups.map(isRecommendedGroup)).toEqual([true, true, false, false, false])
  })

  it('comes before a weaker one', () => {
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, encryption: ['AES_CBC_128'] }))
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, integrity: ['HMAC_SHA1_96'] }))
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, ke: ['MODP_1536'] }))
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, ke: ['MODP_2048', 'MODP_1024'] }))
    expect(strengthOf(STRONG_IKE)).toBe(strengthOf({ ...STRONG_IKE, ke: ['ECP_256'] }))
    expect(strengthOf(STRONG_IKE)).toBe(strengthOf({ ...STRONG_IKE, ke: ['CURVE_25519'] }))
    const sha1 = { ...STRONG_IKE, integrity: ['HMAC_SHA1_96'], prf: ['PRF_HMAC_SHA1'] }
    const md5 = { ...STRONG_IKE, integrity: ['HMAC_MD5_96'], prf: ['PRF_HMAC_MD5'] }
    expect(strengthOf(sha1)).toBeGreaterThan(strengthOf(md5))
    expect(strengthOf({ ...STRONG_ESP, encryption: ['AES_GCM_16_256'], integrity: [] })).toBeGreaterThan(0)
  })

  it('has SHA-1 in the place of each hash that it has', () => {
    expect(withSha1(STRONG_IKE)).toEqual({ ...STRONG_IKE, integrity: ['HMAC_SHA1_96'], prf: ['PRF_HMAC_SHA1'] })
    expect(withSha1(STRONG_ESP)).toEqual({ ...STRONG_ESP, integrity: ['HMAC_SHA1_96'] })
  })

  it('is as strong as its key is long, ChaCha20 as AES with 256 bits (RFC 8439)', () => {
    const order = ['CAMELLIA_CBC', 'AES_CBC_128', 'AES_CBC_192', 'AES_CBC_256', 'AES_GCM_16_256', 'CHACHA20_POLY1305']
    const [unsized, ...sized] = order.map((cipher) => strengthOf({ ...STRONG_IKE, encryption: [cipher] }))
    const [short = 0, middle = 0, long = 0, ...equal] = sized
    expect(unsized).toBe(short)
    expect([middle - short, long - middle]).toEqual([64, 64])
    expect(equal).toEqual([long, long])
  })
})
