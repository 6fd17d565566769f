import { describe, expect, it } from 'vitest'
import { analyse, renderText } from '../../../../src/core/index.ts'
import { blanked } from '../../../support/blanked.ts'

const PLANTED = 'Planted-5ecret'

/** In the notation of commands, and in a section of the tree. */
const SPELLINGS: readonly string[] = [
  `set vpn ipsec site-to-site peer 192.0.2.2 authentication pre-shared-secret ${PLANTED}`,
  `set vpn ipsec site-to-site peer 192.0.2.2 authentication pre-shared-secret '${PLANTED}'`,
  `set vpn ipsec site-to-site peer 192.0.2.2 authentication pre-shared-secret "${PLANTED} with blanks"`,
  `set vpn ipsec authentication psk b secret '${PLANTED}'`,
  `set vpn ipsec authentication ppk b secret ${PLANTED}`,
  `vyos@gw-a# set vpn ipsec authentication psk b secret ${PLANTED}`,
  `ubnt@ER:~$ set vpn ipsec site-to-site peer 192.0.2.2 authentication pre-shared-secret ${PLANTED}`,
  `set authentication pre-shared-secret ${PLANTED}`,
  `set vpn ipsec profile NHRP authentication pre-shared-secret ${PLANTED}`,
  `set vpn ipsec remote-access connection r authentication pre-shared-secret ${PLANTED}`,
  `set vpn ipsec remote-access connection r authentication local-users username u password '${PLANTED}'`,
  `set vpn ipsec remote-access radius server 192.0.2.9 key ${PLANTED}`,
  `set vpn ipsec site-to-site peer b authentication x509 passphrase '${PLANTED}'`,
  `set vpn ipsec site-to-site peer b authentication x509 key password ${PLANTED}`,
  `set vpn ipsec site-to-site peer b authentication rsa passphrase ${PLANTED}`,
  `set vpn l2tp remote-access ipsec-settings authentication pre-shared-secret ${PLANTED}`,
  `set vpn l2tp remote-access authentication local-users username u password ${PLANTED}`,
  `set system login user vyos authentication plaintext-password '${PLANTED}'`,
  `set system login user vyos authentication encrypted-password '$6$rounds=656000$${PLANTED}'`,
  `set system login radius server 192.0.2.9 key '${PLANTED}'`,
  `set service snmp community ${PLANTED} authorization ro`,
  `set service snmp community ${PLANTED}`,
  `set service snmp v3 user u auth plaintext-password ${PLANTED}`,
  `set service dns dynamic name d password '${PLANTED}'`,
  `set service https api keys id x key '${PLANTED}'`,
  `set protocols bgp neighbor 192.0.2.2 password '${PLANTED}'`,
  `set protocols ospf interface eth0 authentication md5 key-id 1 md5-key '${PLANTED}'`,
  `set interfaces pppoe pppoe0 authentication password '${PLANTED}'`,
  `set interfaces wireless wlan0 security wpa passphrase '${PLANTED}'`,
  `set interfaces wireguard wg0 private-key '${PLANTED}'`,
  `set interfaces wireguard wg0 peer p preshared-key '${PLANTED}'`,
  `set pki certificate a private key '${PLANTED}'`,
  `set pki openvpn shared-secret s key '${PLANTED}'`,
  `vpn {\n    ipsec {\n        authentication {\n            psk b {\n                secret "${PLANTED}"\n            }`,
  `vpn {\n    ipsec {\n        authentication {\n            psk b {\n                secret ${PLANTED}\n            }`,
  `    authentication {\n        mode pre-shared-secret\n        pre-shared-secret ${PLANTED}\n    }`,
  `    authentication {\n        mode pre-shared-secret\n        pre-shared-secret "${PLANTED} with blanks"\n    }`,
  `    private {\n        key "${PLANTED}"\n    }`,
  `    security {\n        wpa {\n            passphrase ${PLANTED}\n        }\n    }`,
  `service {\n    snmp {\n        community ${PLANTED} {\n            authorization ro\n        }\n    }\n}`,
  `    radius {\n        server 192.0.2.9 {\n            key ${PLANTED}\n        }\n    }`,
  `psk b { secret "${PLANTED}" }`,
]

describe('secrets of VyOS', () => {
  it.each(SPELLINGS)('are blanked in %s', (text) => {
    expect(blanked(text).join('\n')).not.toContain('5ecret')
    const report = analyse({ pastes: [{ source: 'a.txt', text }] })
    expect(renderText(report) + JSON.stringify(report)).not.toContain('5ecret')
  })

  it('are the same with quotes and without, in both notations, and in the file that is made of them', () => {
    const text = [
      `set vpn ipsec authentication psk b secret '${PLANTED}'`,
      `set vpn ipsec authentication psk b secret ${PLANTED}`,
      'psk b {',
      `    secret "${PLANTED}"`,
      '}',
      'peer 192.0.2.2 {',
      `    pre-shared-secret ${PLANTED}`,
      '}',
      `203.0.113.1 192.0.2.2 : PSK "${PLANTED}"`,
    ].join('\n')
    expect(
      new Set(
        blanked(text)
          .join('\n')
          .match(/‹secret [^›]+›/g),
      ),
    ).toEqual(new Set(['‹secret 1›']))
  })

  it.each([
    'set vpn ipsec ike-group IKE key-exchange ikev2',
    'set vpn ipsec authentication psk b secret-type plaintext',
    'set vpn ipsec site-to-site peer b authentication mode pre-shared-secret',
    '    authentication {\n        mode pre-shared-secret\n    }',
  ])('are none in %s', (text) => {
    expect(blanked(text)).toEqual([text])
  })
})
