import { describe, expect, it } from 'vitest'
import { blanked } from '../../../support/blanked.ts'

describe('keys of ipsec.secrets', () => {
  it.each([
    [': PSK "swordfish"', '192.0.2.1 192.0.2.2 : PSK "swordfish"'],
    [': PSK "swordfish"', ': PSK 0x73776f726466697368'],
    [': PSK "swordfish" # to the branch', ': PSK 0sc3dvcmRmaXNo'],
    [': PSK "swordfish"', 'secrets {\n  ike {\n    secret = swordfish\n  }\n}'],
    [': PSK "swordfish"', 'secrets {\n  ike {\n    secret = "swordfish"\n  }\n}'],
  ])('%j and %j are the same', (one, other) => {
    const [first = '', second = ''] = blanked(one, other)
    expect([first, second].map((text) => /‹secret .›/.exec(text)?.[0])).toEqual(['‹secret 1›', '‹secret 1›'])
  })

  it.each([
    [': PSK "swordfish"', ': PSK "swordfish "'],
    [': PSK "0x73776f726466697368"', ': PSK "swordfish"'],
    [': PSK "0x73776f726466697368"', ': PSK 0x73776f726466697368'],
  ])('%j and %j differ', (one, other) => {
    expect(blanked(one, other).map((text) => /‹secret .›/.exec(text)?.[0])).toEqual(['‹secret 1›', '‹secret 2›'])
  })

  it.each([
    '@a @b : PPKS "id" "planted-secret"',
    ': RSA gateway.pem "planted-secret"',
    ': P12 gateway.p12 "planted-secret"',
    '@user : XAUTH "planted-secret"',
    'user : EAP "planted-secret"',
    ': RSA {\n\tPrivateExponent: 0xplanted-secret\n\tPrime1: 0xplanted-secret\n\t}',
  ])('%j is blanked', (text) => {
    expect(blanked(text).join()).not.toContain('planted-secret')
  })
  // `ipsec status` of Libreswan, and what pluto logs as it starts.
  it.each([
    '000 "net-net":   xauth us:none, xauth them:none,  my_username=[any]; their_username=[any]',
    'Nov 23 19:32:13.531819: XAUTH PAM support [enabled]',
  ])('%j has no secret', (text) => {
    expect(blanked(text)).toEqual([text])
  })
})
