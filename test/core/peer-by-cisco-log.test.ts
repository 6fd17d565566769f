import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'

/** An ASA that takes part in one version of IKE, with the lines of its policies. */
function asa(version: 1 | 2, ...policies: readonly string[]) {
  const proposal =
    version === 1
      ? ['crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac', 'crypto map OUT 10 set ikev1 transform-set TS']
      : [
          'crypto ipsec ikev2 ipsec-proposal TS\n protocol esp encryption aes-256\n protocol esp integrity sha-1',
          'crypto map OUT 10 set ikev2 ipsec-proposal TS',
        ]
  const keys =
    version === 1
      ? ' ikev1 pre-shared-key Example-key-1'
      : ' ikev2 remote-authentication pre-shared-key Example-key-1\n ikev2 local-authentication pre-shared-key Example-key-1'
  const text = `interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.7 255.255.255.0
access-list VPN extended permit ip 10.2.0.0 255.255.255.0 10.1.0.0 255.255.255.0
${proposal.join('\n')}
crypto map OUT 10 match address VPN
crypto map OUT 10 set peer 203.0.113.1
crypto map OUT interface outside
${policies.map((lines, at) => `crypto ikev${version} policy ${at + 1}0\n${lines}`).join('\n')}
crypto ikev${version} enable outside
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
${keys}
`
  return { source: 'asa.txt', text }
}

const POLICY = ' authentication pre-share\n encryption aes-256\n hash sha\n group 14'
const log = (...lines: readonly string[]) => ({ source: 'log.txt', text: `${lines.join('\n')}\n` })
// As Cisco's documents have it.
const differs = (kind: string, received: string, configured: string) =>
  `Nov 29 08:00:01 [IKEv1]Phase 1 failure:  Mismatched attribute types for class ${kind}:  Rcv'd: ${received}  Cfg'd: ${configured}`

function answer(...pastes: Parameters<typeof analyse>[0]['pastes']) {
  const { verdict, diagnostics, remediation } = analyse({ pastes })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return {
    verdict,
    codes: errors.map(({ code }) => code),
    what: errors.map(({ what }) => what).join(' '),
    steps: [remediation, ...remediation.alternatives].flatMap(({ steps }) => steps.map(({ run, say }) => run ?? say)),
    after: remediation.after?.verdict,
  }
}

describe('the kinds in which a policy of an ASA is not what the peer offers', () => {
  it.each([
    [
      'Group Description',
      'Group 5',
      'Group 14',
      'the Diffie-Hellman group (B (203.0.113.1): MODP_1536; asa.txt: MODP_2048)',
    ],
    ['Encryption Alg', '3DES-CBC', 'AES-CBC', 'the encryption (B (203.0.113.1): 3DES_CBC; asa.txt: AES_CBC_256)'],
    ['Hash Alg', 'MD5', 'SHA', 'the integrity'],
  ])('are taken for what it offers: %s', (kind, received, configured, difference) => {
    const { verdict, codes, what, after } = answer(asa(1, POLICY), log(differs(kind, received, configured)))
    expect([verdict, codes, after]).toEqual(['down', ['PR001'], 'up'])
    expect(what).toContain(difference.replace('asa.txt', 'A (198.51.100.7)'))
  })

  it('are put together, of several policies', () => {
    const second = ' authentication pre-share\n encryption 3des\n hash sha\n group 2'
    const { what } = answer(
      asa(1, POLICY, second),
      log(differs('Group Description', 'Group 2', 'Group 14'), differs('Encryption Alg', 'AES-CBC', '3DES-CBC')),
    )
    expect(what).toContain(
      'The nearest two differ in the Diffie-Hellman group (B (203.0.113.1): MODP_1024; A (198.51.100.7): MODP_2048)',
    )
  })

  it.each([
    ['an algorithm is not known', differs('Encryption Alg', 'ROT13', 'AES-CBC')],
    ['the ASA has another policy in force', differs('Group Description', 'Group 2', 'Group 5')],
    ['the kind is another one', differs('Authentication Method', 'RSA', 'Preshared key')],
  ])('are told in words alone where %s', (_, line) => {
    expect(answer(asa(1, POLICY), log(line)).verdict).toBe('unknown')
  })
})

describe('the policies of IKEv2 that an ASA or an IOS received', () => {
  const policy = ' encryption aes-256\n integrity sha384\n group 14\n prf sha384'
  const received = (...proposals: readonly string[]) =>
    log(
      'IKEv2-PROTO-1: (16): Received Policies:',
      ...proposals.map((each, at) => `Proposal ${at + 1}: ${each}`),
      'IKEv2-PROTO-1: (16): Failed to find a matching policy',
      'IKEv2-PROTO-1: (16): Expected Policies:',
      'Proposal 1: AES-CBC-256 SHA384 SHA384 DH_GROUP_2048_MODP/Group 14',
      'IKEv2-PROTO-1: (16): Failed to find a matching policy',
    )

  it('are held against those of the text', () => {
    const { verdict, codes, what, after } = answer(
      asa(2, policy),
      received(
        'AES-CBC-256 SHA1 SHA96 DH_GROUP_1024_MODP/Group 2',
        'AES-CBC-256 SHA384 SHA384 DH_GROUP_384_ECP/Group 20',
      ),
    )
    expect([verdict, codes, after]).toEqual(['down', ['PR001'], 'up'])
    expect(what).toContain('the Diffie-Hellman group (B (203.0.113.1): ECP_384; A (198.51.100.7): MODP_2048)')
  })

  it('have no integrity with a combined cipher', () => {
    const { what } = answer(asa(2, policy), received('AES-GCM-256 SHA384 None DH_GROUP_2048_MODP/Group 14'))
    expect(what).toContain('the encryption (B (203.0.113.1): AES_GCM_16_256; A (198.51.100.7): AES_CBC_256)')
  })

  it.each([
    ['a word is not known', received('ROT13-256 SHA384 SHA384 DH_GROUP_2048_MODP/Group 14')],
    ['it would be accepted by the text', received('AES-CBC-256 SHA384 SHA384 DH_GROUP_2048_MODP/Group 14')],
  ])('are told in words alone where %s', (_, text) => {
    expect(answer(asa(2, policy), text).verdict).toBe('unknown')
  })

  // As newer releases print them.
  const ios = {
    source: 'r1.txt',
    text: `crypto ikev2 proposal P1
 encryption aes-cbc-256
 integrity sha512
 group 20
crypto ikev2 policy POL
 proposal P1
crypto ikev2 keyring KR
 peer B
  address 198.51.100.7
  pre-shared-key Example-key-1
crypto ikev2 profile PROF
 match identity remote address 198.51.100.7 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto ipsec profile P
 set transform-set TS
 set ikev2-profile PROF
interface GigabitEthernet1
 ip address 203.0.113.1 255.255.255.0
interface Tunnel1
 tunnel source GigabitEthernet1
 tunnel mode ipsec ipv4
 tunnel destination 198.51.100.7
 tunnel protection ipsec profile P
`,
  }
  const from =
    '*Nov 29 08:00:01: IKEv2:(SESSION ID = 89,SA ID = 1):Received Packet [From 198.51.100.7:500/To 203.0.113.1:500/VRF i0:f0]'
  const policies = (which: string, proposal: string) =>
    `*Nov 29 08:00:01: IKEv2-ERROR:(SESSION ID = 89,SA ID = 1):${which} Policies: : Failed to find a matching policyProposal 1:  ${proposal}`

  it('are read with a label in front of each kind', () => {
    const { verdict, codes, what, steps } = answer(
      ios,
      log(
        from,
        policies(
          'Received',
          'ENCRYPTION: AES-CBC-128 PRF: SHA512 INTEGRITY: SHA512 DH GROUP: DH_GROUP_384_ECP/Group 20',
        ),
        policies(
          'Expected',
          'ENCRYPTION: AES-CBC-256 PRF: SHA512 INTEGRITY: SHA512 DH GROUP: DH_GROUP_384_ECP/Group 20',
        ),
      ),
    )
    expect([verdict, codes]).toEqual(['down', ['PR001']])
    expect(what).toContain(
      'The nearest two differ in the encryption (B (198.51.100.7): AES_CBC_128; A (203.0.113.1): AES_CBC_256)',
    )
    expect(steps.join('\n')).toContain('encryption aes-cbc-128\n integrity sha512\n group 20\n')
  })

  it('are those of the child where they say so', () => {
    const { codes, what } = answer(
      ios,
      log(
        from,
        "IKEv2-ERROR:(SESSION ID = 89,SA ID = 1):Received Policies: ESP: Proposal 1:  AES-CBC-256 SHA96 Don't use ESN",
        'IKEv2-ERROR:(SESSION ID = 89,SA ID = 1):Failed to find a matching policy',
      ),
    )
    expect(codes).toEqual(['PR002'])
    expect(what).toContain('the integrity (B (198.51.100.7): HMAC_SHA1_96; A (203.0.113.1): HMAC_SHA2_256_128)')
  })
})
