import { describe, expect, it } from 'vitest'
import { knownProposals } from '../../../../src/core/vendors/logs/known-algorithms.ts'
import { listedProposals } from '../../../../src/core/vendors/logs/listed-proposals.ts'

const offered = (...lines: readonly string[]) => knownProposals(listedProposals(lines)?.offered ?? [])

describe('the proposals that a log lists, by the names of the model', () => {
  const AES_SHA2 = {
    protocol: 'ike',
    encryption: ['AES_CBC_256'],
    integrity: ['HMAC_SHA2_256_128'],
    prf: ['PRF_HMAC_SHA2_256'],
    ke: ['MODP_2048'],
    esn: [],
  }

  // As strongSwan 5.9 and Libreswan 4.10 log them.
  it('are those of charon', () => {
    expect(
      offered(
        '09[CFG] received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048, IKE:AES_GCM_16_128/PRF_HMAC_SHA2_384/CURVE_25519',
        '09[CFG] configured proposals: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048',
      ),
    ).toEqual([
      AES_SHA2,
      {
        ...AES_SHA2,
        encryption: ['AES_GCM_16_128'],
        integrity: [],
        prf: ['PRF_HMAC_SHA2_384'],
        ke: ['CURVE_25519'],
      },
    ])
  })

  it('are those of pluto, of both versions of IKE', () => {
    expect(
      offered(
        '"net" #1: no local proposal matches remote proposals 1:IKE:ENCR=AES_CBC_256;INTEG=HMAC_SHA2_256_128;PRF=HMAC_SHA2_256;DH=MODP2048',
      ),
    ).toEqual([AES_SHA2])
    expect(offered('"net" #1: Oakley Transform [AES_CBC (256), HMAC_SHA2_256, MODP2048] refused')).toEqual([AES_SHA2])
  })

  it('are those of the last exchange of pluto alone', () => {
    const refused = (exchange: number, group: string) =>
      `"net" #${exchange}: Oakley Transform [AES_CBC (256), HMAC_SHA2_256, ${group}] refused`
    const proposals = offered(refused(1, 'MODP1024'), refused(2, 'MODP2048'), refused(2, 'MODP1536'))
    expect(proposals?.map(({ ke }) => ke)).toEqual([['MODP_2048'], ['MODP_1536']])
  })

  it('are those of a child, without extended sequence numbers where none are told', () => {
    expect(
      offered('"net" #2: no local proposal matches remote proposals 1:ESP:ENCR=AES_GCM_C_256;ESN=DISABLED'),
    ).toEqual([
      { protocol: 'esp', encryption: ['AES_GCM_16_256'], integrity: [], prf: [], ke: [], esn: ['NO_EXT_SEQ'] },
    ])
  })

  // By Fortinet's documents.
  it('are those of a FortiGate in both phases', () => {
    const own = ['ike 0:x:9: my proposal:', 'ike 0:x:9: proposal id = 1:']
    expect(
      offered(
        'ike 0:x:9: incoming proposal:',
        'ike 0:x:9: proposal id = 1:',
        'ike 0:x:9:   protocol id = ISAKMP:',
        'ike 0:x:9:         type=OAKLEY_ENCRYPT_ALG, val=AES_CBC, key-len=256',
        'ike 0:x:9:         type=OAKLEY_HASH_ALG, val=SHA2_256.',
        'ike 0:x:9:         type=OAKLEY_GROUP, val=MODP2048.',
        ...own,
      ),
    ).toEqual([AES_SHA2])
    expect(
      offered(
        'ike 0:x:9: incoming proposal:',
        'ike 0:x:9: proposal id = 1:',
        'ike 0:x:9:   protocol id = IPSEC_ESP:',
        'ike 0:x:9:   PFS DH group = 5',
        'ike 0:x:9:   trans_id = ESP_AES_CBC (key_len = 128)',
        'ike 0:x:9:         type = AUTH_ALG, val=SHA1',
        ...own,
      ),
    ).toEqual([
      {
        protocol: 'esp',
        encryption: ['AES_CBC_128'],
        integrity: ['HMAC_SHA1_96'],
        prf: [],
        ke: ['MODP_1536'],
        esn: ['NO_EXT_SEQ'],
      },
    ])
  })

  // By Cisco's documents ("IPsec Troubleshooting: Understanding and Using debug Commands").
  it('are those that an IOS compares with each of its policies', () => {
    const against = (priority: number) => [
      `ISAKMP:(0):Checking ISAKMP transform 1 against priority ${priority} policy`,
      'ISAKMP:      encryption AES-CBC',
      'ISAKMP:      keylength of 256',
      'ISAKMP:      hash SHA256',
      'ISAKMP:      default group 14',
      'ISAKMP:      auth pre-share',
      'ISAKMP:(0):atts are not acceptable. Next payload is 0',
    ]
    expect(offered('ISAKMP:(0): processing SA payload. message ID = 0', ...against(10), ...against(65535))).toEqual([
      AES_SHA2,
    ])
  })

  it('are those of the second phase of an IOS', () => {
    expect(
      offered(
        'ISAKMP:(1001):Checking IPSec proposal 1',
        'ISAKMP: transform 1, ESP_AES',
        'ISAKMP:   attributes in transform:',
        'ISAKMP:      encaps is 1 (Tunnel)',
        'ISAKMP:      key length is 128',
        'ISAKMP:      authenticator is HMAC-SHA',
        'ISAKMP:      group is 2',
        'ISAKMP:(1001):atts are not acceptable.',
      ),
    ).toEqual([
      {
        protocol: 'esp',
        encryption: ['AES_CBC_128'],
        integrity: ['HMAC_SHA1_96'],
        prf: [],
        ke: ['MODP_1024'],
        esn: ['NO_EXT_SEQ'],
      },
    ])
  })

  it('are none where one has an algorithm that is not known', () => {
    expect(offered('"net" #1: Oakley Transform [TWOFISH_CBC (256), HMAC_SHA2_256, MODP2048] refused')).toBeNull()
    expect(offered('"net" #1: nothing of that kind')).toBeNull()
  })
})
