import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import {
  discouraged,
  recommended,
  STRONG_ESP,
  STRONG_IKE,
  strengthOf,
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
  })

  it('is none where a kind would be left empty, or nothing would be encrypted', () => {
    expect(recommended(weak)).toBeUndefined()
    expect(recommended({ ...STRONG_ESP, encryption: ['NULL'] })).toBeUndefined()
  })

  it('comes before a weaker one', () => {
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, encryption: ['AES_CBC_128'] }))
    expect(strengthOf(STRONG_IKE)).toBeGreaterThan(strengthOf({ ...STRONG_IKE, integrity: ['HMAC_SHA1_96'] }))
  })
})
