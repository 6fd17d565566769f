import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'

/** The last sentence of what is said of two lists of proposals. */
function difference(mine: string, theirs: string, what: 'proposals' | 'esp_proposals' = 'proposals'): string {
  const gateway = (list: string) =>
    what === 'proposals' ? { connection: `version = 2\n    proposals = ${list}` } : { child: `esp_proposals = ${list}` }
  const { diagnostics } = analyse(pair(gateway(mine), gateway(theirs)))
  const said = diagnostics.find(({ code }) => code === 'PR001' || code === 'PR002')?.what ?? ''
  return / (The nearest two .*)$/.exec(said)?.[1] ?? ''
}

it('the proposals that have most in common are told to differ in what they have not', () => {
  const ours = 'aes128-sha1-modp2048, aes256-sha256-modp2048'
  expect(difference(ours, 'aes256-sha256-modp3072, aes256-sha512-modp4096')).toBe(
    'The nearest two differ in the Diffie-Hellman group (A (192.0.2.1): MODP_2048; B (192.0.2.2): MODP_3072).',
  )
  // Of those that are equally near, the first.
  expect(difference('aes128-sha256-modp2048', 'aes192-sha256-modp2048, aes256-sha256-modp2048')).toBe(
    'The nearest two differ in the encryption (A (192.0.2.1): AES_CBC_128; B (192.0.2.2): AES_CBC_192).',
  )
  expect(difference('aes256-sha256-prfsha1-modp2048', 'aes256-sha256-modp2048')).toMatch(
    /the pseudo-random function \(A .*: PRF_HMAC_SHA1; B .*: PRF_HMAC_SHA2_256\)\.$/,
  )
  expect(difference('aes256-sha256', 'aes128-sha256', 'esp_proposals')).toMatch(/the encryption \(.*AES_CBC_128\)\.$/)
})

it('lists of algorithms are named up to three', () => {
  const ciphers = (mine: string) => difference(`${mine}-sha256-modp2048`, 'aes256-sha256-modp2048')
  expect(ciphers('aes128-aes192-3des')).toContain(' (A (192.0.2.1): AES_CBC_128, AES_CBC_192, 3DES_CBC; B ')
  expect(ciphers('aes128-aes192-3des-camellia128-camellia256')).toContain(
    ' (A (192.0.2.1): AES_CBC_128, AES_CBC_192, 3DES_CBC and 2 more; B ',
  )
})

it('those with hardly anything in common are not told in detail', () => {
  expect(difference('aes128-sha1-modp1024', 'aes256-sha256-modp2048')).toBe(
    'The nearest two differ in the encryption, the integrity, the pseudo-random function and the Diffie-Hellman group.',
  )
})

it('AES-GCM, which has no integrity, is nearest to what has its group', () => {
  expect(difference('aes256gcm16-prfsha256-modp2048', 'aes256-sha256-modp2048')).toMatch(
    /the encryption \(.*\) and the integrity \(A .*: none; B .*: HMAC_SHA2_256_128\)\.$/,
  )
})
