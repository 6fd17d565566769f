import { describe, expect, it } from 'vitest'
import { analyse, renderText } from '../../../../src/core/index.ts'
import { blanked } from '../../../support/blanked.ts'

function mark(text: string): string | undefined {
  return /‹secret [\d?]+›/.exec(text)?.[0]
}

const PLANTED = 'Planted-5ecret'

/** In whatever table it stands. */
const SPELLINGS: readonly string[] = [
  `        set psksecret ${PLANTED}`,
  `        set psksecret "${PLANTED}"`,
  `        set psksecret '${PLANTED}'`,
  `        set psksecret "with \\"quotes\\" ${PLANTED}"`,
  `        set psksecret-remote ${PLANTED}`,
  `FGT-A (to-b) # set psksecret ${PLANTED}`,
  '        set psksecret ENC UGxhbnRlZC01ZWNyZXQ=',
  '        set psksecret ENC "UGxhbnRlZC01ZWNyZXQ="',
  '        set psksecret ENC UGxhbnRl\nZC01ZWNyZXQ=',
  '        set password ENC SH2UGxhbnRlZC01ZWNyZXQ=',
  `        set passwd ${PLANTED}`,
  `        set passwd2 "${PLANTED}"`,
  `        set secret "${PLANTED}"`,
  `        set secondary-secret ${PLANTED}`,
  `        set group-authentication-secret ${PLANTED}`,
  `        set authpasswd ${PLANTED}`,
  `        set auth-pwd ${PLANTED}`,
  `        set priv-pwd ${PLANTED}`,
  `        set passphrase "${PLANTED}"`,
  `        set sae-password ${PLANTED}`,
  `        set ppk-secret ${PLANTED}`,
  `        set key ${PLANTED}`,
  `        set md5-key ${PLANTED}`,
  `        set enckey ${PLANTED}`,
  `        set psksecret "Planted\n-5ecret"`,
  `        set psksecret "${PLANTED}`,
  `config system snmp community\n    edit 1\n        set name "${PLANTED}"\n    next\nend`,
  `config system snmp community\n    edit 1\n        set name first-one\n        config hosts\n            edit 1\n            next\n        end\n    next\n    edit 2\n        set name "${PLANTED}"\n    next\nend`,
  `        set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----\nUGxhbnRlZC01ZWNyZXQ=\n-----END ENCRYPTED PRIVATE KEY-----"`,
]

describe('a secret of a FortiGate', () => {
  it.each(SPELLINGS)('is not told: %j', (text) => {
    const paste = `config vpn ipsec phase1-interface\n    edit "to-b"\n        set remote-gw 198.51.100.7\n${text}\n    next\nend\n`
    const report = analyse({ pastes: [{ source: 'a.txt', text: paste }] })
    const told = JSON.stringify(report) + renderText(report) + blanked(paste).join('')
    for (const part of [PLANTED, 'Planted', '5ecret', 'UGxhbnRl', 'ZC01ZWNyZXQ']) expect(told).not.toContain(part)
  })

  it('is the same in every plain spelling, and as strongSwan writes it', () => {
    const texts = [
      'set psksecret swordfish',
      'set psksecret "swordfish"',
      "set psksecret 'swordfish'",
      'set psksecret swordfish ',
      ': PSK "swordfish"',
    ]
    expect(blanked(...texts).map(mark)).toEqual(texts.map(() => '‹secret 1›'))
  })

  it('is the key of an SA in what diagnose prints', () => {
    const key = '5568087b376e909df121ee5f0c0bcf6c'
    const list = `  dec: spi=24c2aad2 esp=aes key=16 ${key}\n       ah=sha1 key=20 423673ee77d191b93bea09089d120ab841bf14cc`
    expect(blanked(list).join('')).not.toMatch(/5568087b|423673ee/)
    const texts = [`ike 0:to-b:17: ISAKMP SA 1b2c/3d4e key 16:${key.toUpperCase()}`, `enc cbc(aes) 0x${key}`]
    expect(blanked(...texts).map(mark)).toEqual(['‹secret 1›', '‹secret 1›'])
  })

  it('cannot be compared as ENC, not even with itself', () => {
    expect(blanked('set psksecret ENC AAAABBBBCCCC==', 'set psksecret ENC AAAABBBBCCCC==').map(mark)).toEqual([
      '‹secret ?›',
      '‹secret ?›',
    ])
  })

  it.each([
    'set keylife 86400',
    'set keylifeseconds 43200',
    'set keepalive enable',
    'set psksecret ********',
    'set psksecret ENC XXXXXXXXXXXX',
    'config firewall policy\nedit 1\nset name "to the branch"',
    'config system global\nset admin-https-pki-required disable',
  ])('is none of %j', (text) => {
    expect(blanked(text)).toEqual([text])
  })
})
