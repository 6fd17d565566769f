import { describe, expect, it } from 'vitest'
import { parseProposals } from '../../../../src/core/vendors/libreswan/proposals.ts'

function read(protocol: 'ike' | 'esp' | 'ah', version: 1 | 2, text: string) {
  const proposals = parseProposals(text, { protocol, version, pfs: true })
  return 'problem' in proposals ? null : proposals
}

describe('what `ipsec algparse` of Libreswan 4.10 refuses', () => {
  it.each<readonly ['ike' | 'esp' | 'ah', 1 | 2, string]>([
    ['esp', 2, 'aes256-null'],
    ['esp', 1, 'aes_ctr-none'],
    ['esp', 2, 'null-null'],
    ['esp', 2, 'aes_gcm+aes128'],
    ['ike', 2, 'aes_gcm+aes128-sha1'],
    ['ike', 2, 'aes128-null-sha2_256'],
    ['ike', 1, 'aes256-aes_xcbc-modp2048'],
    ['ike', 2, 'aes128--modp2048'],
    ['ike', 2, 'aes128;'],
    ['esp', 2, 'aes128-sha1-'],
    ['ah', 2, 'sha1-'],
    ['esp', 2, 'aes128-sha1;modp2048;modp3072'],
  ])('%s of IKEv%i: %s', (protocol, version, text) => expect(read(protocol, version, text)).toBeNull())
})

describe('what it takes', () => {
  it.each<readonly ['ike' | 'esp' | 'ah', 1 | 2, string, object]>([
    ['esp', 2, 'aes_gcm256-none', { encryption: ['AES_GCM_16_256'], integrity: [] }],
    ['esp', 2, 'chacha20poly1305', { encryption: ['CHACHA20_POLY1305'], integrity: [] }],
    ['esp', 1, 'aes256-sha2_256_128', { integrity: ['HMAC_SHA2_256_128'] }],
    ['ah', 2, 'sha2_512_256', { integrity: ['HMAC_SHA2_512_256'] }],
    ['ike', 2, 'aes256-aes_xcbc', { integrity: ['AES_XCBC_96'], prf: ['PRF_AES128_XCBC'] }],
    ['ike', 2, 'aes_gcm256-null;modp2048', { integrity: [], ke: ['MODP_2048'] }],
    ['ike', 2, 'aes_gcm256-none-sha2_256', { integrity: [], prf: ['PRF_HMAC_SHA2_256'] }],
  ])('%s of IKEv%i: %s', (protocol, version, text, expected) =>
    expect(read(protocol, version, text)?.[0]).toMatchObject(expected),
  )
})
