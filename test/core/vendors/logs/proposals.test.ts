import { describe, expect, it } from 'vitest'
import { proposalsIn } from '../../../../src/core/vendors/logs/proposals.ts'

const charon = (received: string, configured: string) =>
  proposalsIn([`09[CFG] received proposals: ${received}`, `09[CFG] configured proposals: ${configured}`])

describe('what the lines of a log tell of the proposals of both ends', () => {
  // As strongSwan 5.9 logs it.
  it('is what differs, kind by kind', () => {
    expect(
      charon(
        'IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1024',
        'IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256',
      ),
    ).toBe(
      'For encryption the other end offers AES_CBC_128, and this gateway accepts AES_CBC_256; for the key exchange MODP_1024, and ECP_256. Let one end have what the other has.',
    )
  })

  it('is the group of PFS that one end alone asks for', () => {
    expect(charon('ESP:AES_GCM_16_128/MODP_3072/NO_EXT_SEQ', 'ESP:AES_GCM_16_128/NO_EXT_SEQ')).toContain(
      'For the key exchange the other end offers MODP_3072, and this gateway accepts none.',
    )
  })

  it('is no integrity where one end has none because of its cipher', () => {
    const told = charon('ESP:AES_GCM_16_128/NO_EXT_SEQ', 'ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ')
    expect(told).toContain('For encryption')
    expect(told).not.toContain('integrity')
  })

  it('is said of several proposals too, where each algorithm is in both lists', () => {
    expect(
      charon(
        'ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ, ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ',
        'ESP:AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ, ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ',
      ),
    ).toBe('Each algorithm is in the proposals of both ends, and no one proposal is.')
  })

  it('is nothing where a list is empty, cut, or holds other words', () => {
    expect(charon('', 'ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ')).toBeNull()
    expect(charon('ESP:AES_CBC_256/my secret', 'ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ')).toBeNull()
    expect(proposalsIn(['09[CFG] received proposals: ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ'])).toBeNull()
    expect(proposalsIn([])).toBeNull()
  })

  // As Libreswan 4.10 logs it, which does not list its own there.
  it('is what a Libreswan is offered', () => {
    const line =
      '"net" #3: no local proposal matches remote proposals 1:ESP:ENCR=AES_CBC_128;INTEG=HMAC_SHA1_96;DH=ECP_256;ESN=DISABLED'
    expect(proposalsIn([line])).toBe(
      'The other end offers AES_CBC_128, HMAC_SHA1_96, ECP_256; hold that against what this gateway accepts.',
    )
  })

  // By Fortinet's documents.
  it('is read from the lists of a FortiGate', () => {
    const of = (bits: number, group: string) => [
      'ike 0:x:9: proposal id = 1:',
      'ike 0:x:9:   protocol id = ISAKMP:',
      `ike 0:x:9:         type=OAKLEY_ENCRYPT_ALG, val=AES_CBC, key-len=${bits}`,
      'ike 0:x:9:         type=OAKLEY_HASH_ALG, val=SHA2_256.',
      `ike 0:x:9:         type=OAKLEY_GROUP, val=${group}.`,
    ]
    const lines = [
      'ike 0:x:9: incoming proposal:',
      ...of(256, 'MODP1024'),
      'ike 0:x:9: my proposal, gw to-hq:',
      ...of(128, 'MODP2048'),
    ]
    expect(proposalsIn(lines)).toContain(
      'For encryption the other end offers AES_CBC_256, and this gateway accepts AES_CBC_128; for the key exchange MODP1024, and MODP2048.',
    )
  })

  it('is read from the lists of a FortiGate in phase 2', () => {
    const of = (group: number) => [
      'ike 0:x:9: proposal id = 1:',
      `ike 0:x:9:   PFS DH group = ${group}`,
      'ike 0:x:9:   trans_id = ESP_AES_CBC (key_len = 256)',
      'ike 0:x:9:         type = AUTH_ALG, val=SHA2_256',
    ]
    const lines = ['ike 0:x:9: incoming proposal:', ...of(5), 'ike 0:x:9: my proposal:', ...of(14)]
    expect(proposalsIn(lines)).toContain(
      'For the key exchange the other end offers group 5, and this gateway accepts group 14.',
    )
  })

  it('is read from the lists of a FortiGate for a child of IKEv2', () => {
    const lines = [
      'ike 0:x:9:x:7: incoming child SA proposal:',
      'ike 0:x:9:x:7: proposal id = 1:',
      'ike 0:x:9:x:7:   protocol = ESP:',
      'ike 0:x:9:x:7:         type=ENCR, val=AES_GCM_16 (key_len = 256)',
      'ike 0:x:9:x:7: my proposal:',
      'ike 0:x:9:x:7: proposal id = 1:',
      'ike 0:x:9:x:7:   protocol = ESP:',
      'ike 0:x:9:x:7:         type=ENCR, val=AES_CBC (key_len = 256)',
      'ike 0:x:9:x:7:         type=INTEGR, val=SHA256',
    ]
    expect(proposalsIn(lines)).toBe(
      'For encryption the other end offers AES_GCM_16_256, and this gateway accepts AES_CBC_256. Let one end have what the other has.',
    )
  })

  // By Cisco's documents.
  it('is read from the line of an ASA', () => {
    const line =
      "%ASA-7-713906: Phase 1 failure:  Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 5"
    expect(proposalsIn([line])).toContain(
      'For the key exchange the other end offers Group 2, and this gateway accepts Group 5.',
    )
  })
})
