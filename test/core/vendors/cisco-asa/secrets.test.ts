import { describe, expect, it } from 'vitest'
import { analyse, renderText } from '../../../../src/core/index.ts'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'
import { readAsa } from './read-asa.ts'

const SECRET = 'S3cr3t-7f1-part'

/** Lines of an ASA that hold a secret; `KEY` stands for it. */
const LINES = [
  ' ikev1 pre-shared-key KEY',
  ' pre-shared-key KEY',
  ' ikev2 local-authentication pre-shared-key KEY',
  ' ikev2 remote-authentication pre-shared-key KEY',
  ' ikev2 remote-authentication pre-shared-key 0 KEY',
  'ikev1 pre-shared-key KEY',
  'asa(config-tunnel-ipsec)# ikev1 pre-shared-key KEY',
  'isakmp key KEY address 198.51.100.7 netmask 255.255.255.255',
  'enable password KEY encrypted',
  'passwd KEY encrypted',
  'username admin password KEY privilege 15',
  'username admin password KEY encrypted privilege 15',
  'snmp-server community KEY',
  'snmp-server host inside 10.1.0.30 community KEY version 2c',
  ' key KEY',
  ' ldap-login-password KEY',
  'failover key KEY',
]

const around = (line: string) => `hostname asa-a
crypto map M 10 match address X
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ikev1 transform-set S
aaa-server RADIUS (inside) host 10.1.0.20
tunnel-group 198.51.100.7 ipsec-attributes
${line}
`

describe('a secret in the configuration of an ASA', () => {
  it.each(LINES)('is blanked in %s', (line) => {
    const report = analyse({ pastes: [{ source: 'a.txt', text: around(line.replace('KEY', SECRET)), end: 'A' }] })
    expect(`${JSON.stringify(report)}\n${renderText(report)}`).not.toContain(SECRET)
  })

  it('has one mark in every spelling of a key', () => {
    const text = around([0, 1, 2, 3].map((at) => LINES[at]?.replace('KEY', SECRET) ?? '').join('\n'))
    const { secrets } = blankSecrets([{ source: 'a.txt', text }], secretSpellings)
    expect(secrets.map(({ mark }) => mark)).toEqual(['‹secret 1›', '‹secret 1›', '‹secret 1›', '‹secret 1›'])
  })

  it.each(['*****', '<the key>'])('cannot be compared where %s stands in its place', (word) => {
    const { end } = readAsa(around(` ikev1 pre-shared-key ${word}`))
    expect(end?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret ?›'])
  })
})

describe('the keys of IKEv2 of a tunnel group', () => {
  const keys = (local: string, remote: string, more = '') => {
    const group = ` ikev2 local-authentication pre-shared-key ${local}\n ikev2 remote-authentication pre-shared-key ${remote}${more}`
    return readAsa(around(group).replace('ikev1 transform-set', 'ikev2 ipsec-proposal')).end?.ike?.keys?.map((key) => [
      key.mark,
      key.expects?.mark,
      key.expects?.span.line,
    ])
  }

  it('are one where they are equal, and else the own one with that of the peer', () => {
    expect(keys('Example-key-1', 'Example-key-1')).toEqual([['‹secret 1›', undefined, undefined]])
    expect(keys('Example-key-1', 'Example-key-2')).toEqual([['‹secret 1›', '‹secret 2›', 8]])
    expect(keys('Example-key-1', '*****')).toEqual([['‹secret 1›', '‹secret ?›', 8]])
  })
})
