import { describe, expect, it } from 'vitest'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'

function blank(text: string): string {
  return blankSecrets([{ source: 'a.txt', text }], []).pastes[0]?.text ?? ''
}

describe('blankSecrets', () => {
  it.each([
    ['psk: hunter2', 'psk: ‹secret 1›'],
    ['  psk: "hunter 2"', '  psk: "‹secret 1›"'],
    ["psk: 'it''s'", "psk: '‹secret 1›'"],
    ['psk: "hunter2"3', 'psk: "‹secret ?›'],
    ['psk = hunter2 # the old one', 'psk = ‹secret ?›'],
    ['Auth1PSK: 12345', 'Auth1PSK: ‹secret 1›'],
    ['Auth1PSK:12345', 'Auth1PSK:‹secret 1›'],
    [
      '    Authentication Method: Pre-shared secret (pa)ss w0rd)',
      '    Authentication Method: Pre-shared secret (‹secret 1›)',
    ],
    [
      'Method: Pre-shared secret (abc) Security Association Lifetime: 28800 (x)',
      'Method: Pre-shared secret (‹secret 1›) Security Association Lifetime: 28800 (x)',
    ],
    ['Authentication Method: Pre-shared secret (7)', 'Authentication Method: Pre-shared secret (‹secret 1›)'],
    ['{ "psk": "hunter2", "name": "x" }', '{ "psk": "‹secret 1›", "name": "x" }'],
    ['a: {psk: hunter2, name: x}', 'a: {psk: ‹secret 1›, name: x}'],
    ['192.0.2.1 198.51.100.7 : PSK "hunter2"', '192.0.2.1 198.51.100.7 : PSK "‹secret 1›"'],
    [': PSK "hunter2" # to the branch', ': PSK "‹secret ?›"'],
    [': PSK hunter2', ': PSK ‹secret 1›'],
    [': PSK 0x68756e74657232', ': PSK 0x‹secret 1›'],
    [': PSK 0x68756e7465723', ': PSK ‹secret 1›'],
    [': PSK 0xhunter2', ': PSK ‹secret 1›'],
    [': PSK 0saHVudGVyMg==', ': PSK 0s‹secret 1›'],
    ['https://admin:hunter2@fw.example/', 'https://admin:‹secret 1›@fw.example/'],
    [
      '<fpc4:PreSharedKey dt:dt="string">hunter2</fpc4:PreSharedKey>',
      '<fpc4:PreSharedKey dt:dt="string">‹secret 1›</fpc4:PreSharedKey>',
    ],
    ['预共享密钥：hunter2', '预共享密钥:‹secret 1›'],
    ['Password (admin): hunter2', 'Password (admin): ‹secret 1›'],
    ['Auth1PSK: !hunter2 and more', 'Auth1PSK: ‹secret 1›'],
    ['ike-1 { secret = ab,hunter2 }', 'ike-1 { secret = ‹secret 1› }'],
    ['redis://:hunter2@192.0.2.1', 'redis://:‹secret 1›@192.0.2.1'],
    ['crypto isakmp key hunter2 address 192.0.2.1', 'crypto isakmp key ‹secret 1› address 192.0.2.1'],
    ['<psk>hunter2</psk>', '<psk>‹secret 1›</psk>'],
    ['<PreSharedKey><![CDATA[hunter2]]></PreSharedKey>', '<PreSharedKey>‹secret 1›</PreSharedKey>'],
    ['psk: ‹secret 1› hunter2', 'psk: ‹secret ?›'],
    ['*psk*: hunter2', '*psk*: ‹secret 1›'],
  ])('%s', (pasted, blanked) => {
    expect(blank(pasted)).toBe(blanked)
  })

  it.each([
    'Authentication Method: Pre-shared secret (********)',
    'Preshared key ID.',
    'Keying Module Name:\tIKEv1',
    'keyexchange: ikev1',
    '  local { auth = psk }',
    '000 configfile=/etc/ipsec.conf, secrets=/etc/ipsec.secrets, ipsecdir=/etc/ipsec.d',
    '000 "net":   our auth:secret, their auth:secret, our autheap:none, their autheap:none;',
  ])('leaves %s alone, which holds no secret', (line) => {
    expect(blank(line)).toBe(line)
    expect(blankSecrets([{ source: 'a', text: line }], []).secrets).toEqual([])
  })

  it('follows a secret over several lines and keeps their number', () => {
    expect(blank('psk: |\n  hunter2\n  hunter3\nname: x').split('\n')).toEqual([
      'psk: |',
      '  ‹secret ?›',
      '  ‹secret ?›',
      'name: x',
    ])
    expect(blank('psk: "hunter\n  two"\nname: x')).not.toMatch(/hunter|two/)
    const key = blank('-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----\nnext')
    expect(key).not.toMatch(/MII|IBA/)
    expect(key.split('\n')).toHaveLength(5)
  })

  it.each([
    'Authentication Method: Pre-shared\nsecret (hunter2)\nnext',
    'Authentication Method: Pre-shared secret\n    (hunter2)\nnext',
    'Authentication Method: Pre-\nshared secret (hunter2)\nnext',
    'Authentication Method: Pre-shared secret (hunter2\n)\nnext',
    'Auth1PSK:\nhunter2\nnext: x',
  ])('finds a secret that a mail client has broken off: %j', (pasted) => {
    const blanked = blank(pasted)
    expect(blanked).not.toContain('hunter2')
    expect(blanked).toContain('‹secret')
    expect(blanked).toContain('next')
  })

  it('does not take the next label for a value', () => {
    expect(blank('psk:\nvendor: isa\nlocal_networks:')).toBe('psk:\nvendor: isa\nlocal_networks:')
    expect(blank('psk:\nends:\n  A:')).toBe('psk:\nends:\n  A:')
  })

  it('gives equal secrets of two pastes the same number, whatever their spelling', () => {
    const pastes = [
      { source: 'a', text: 'psk: "hunter2"' },
      { source: 'b', text: 'psk = 0x68756e74657232\nsecret = 0saHVudGVyMg==\npassword: other' },
    ]
    expect(
      blankSecrets(pastes, []).secrets.map((secret) => [secret.mark, secret.span.source, secret.span.line]),
    ).toEqual([
      ['‹secret 1›', 'a', 1],
      ['‹secret 1›', 'b', 1],
      ['‹secret 1›', 'b', 2],
      ['‹secret 2›', 'b', 3],
    ])
  })

  it('takes hexadecimal and base64 as strongSwan does, and what is neither for a text', () => {
    const keys = ['hun', '0x68:75:6e', '0X68756E', '0saHVu', '0SaHVuQ', '0x068', '0x68', '0xhun', '0saH']
    const marks = blankSecrets([{ source: 'a', text: keys.map((key) => `psk: ${key}`).join('\n') }], []).secrets
    expect(marks.map(({ mark }) => /\d/.exec(mark)?.[0])).toEqual(['1', '1', '1', '1', '1', '2', '3', '4', '5'])
  })

  it('makes what cannot be decoded, and marks of another call, undecidable', () => {
    expect(blank('psksecret: ENC aGVsbG8=')).toBe('psksecret: ‹secret ?›')
    expect(blank('psk: ‹secret 1›')).toBe('psk: ‹secret ?›')
  })
})
