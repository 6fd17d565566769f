import { describe, expect, it } from 'vitest'
import { parseIdentity } from '../../../../src/core/vendors/strongswan/identities.ts'

describe('an identity', () => {
  it.each([
    ['%any', 'any', '%any'],
    ['', 'any', '%any'],
    ['*', 'any', '%any'],
    ['0.0.0.0', 'any', '%any'],
    ['192.0.2.1', 'address', '192.0.2.1'],
    ['2001:DB8:0::1', 'address', '2001:db8::1'],
    ['192.0.2.7/24', 'address', '192.0.2.0/24'],
    ['192.0.2.1-192.0.2.9', 'address', '192.0.2.1-192.0.2.9'],
    ['gw.Example.net', 'fqdn', 'gw.example.net'],
    ['@gw.example.net', 'fqdn', 'gw.example.net'],
    ['*.example.net', 'fqdn', '*.example.net'],
    ['some words', 'fqdn', 'some words'],
    ['Carol@Example.net', 'email', 'carol@example.net'],
    ['@@carol@example.net', 'email', 'carol@example.net'],
    ['*@example.net', 'email', '*@example.net'],
    ['@#0a0B', 'keyid', '#0a0b'],
    ['@#6769', 'keyid', 'gi'],
    ['a:b', 'keyid', 'a:b'],
    ['C=CH, O=strongSwan,CN=gw', 'dn', 'c=ch, o=strongswan, cn=gw'],
    ['/C=CH/O=strongSwan/CN=gw', 'dn', 'c=ch, o=strongswan, cn=gw'],
    ['C=CH, O=*, CN=*', 'dn', 'c=ch, o=*, cn=*'],
    ['O="a, b", emailAddress=x@y', 'dn', 'o="a, b", e=x@y'],
    ['foo=bar', 'keyid', 'foo=bar'],
    ['fqdn:gw', 'fqdn', 'gw'],
    ['dns:Gw', 'fqdn', 'gw'],
    ['email:a@B', 'email', 'a@b'],
    ['rfc822:a@b', 'email', 'a@b'],
    ['keyid:Hello', 'keyid', 'Hello'],
    ['keyid:#48656c6c6f', 'keyid', 'Hello'],
    ['ipv4:#c0000201', 'address', '192.0.2.1'],
    ['ipv4:192.0.2.1', 'address', 'ipv4:192.0.2.1'],
    ['asn1dn:CN=gw', 'dn', 'cn=gw'],
    ['{2}:gw', 'fqdn', 'gw'],
    ['xmppaddr:a@b', 'keyid', 'xmppaddr:a@b'],
  ])('%s', (text, kind, expected) => {
    expect(parseIdentity(text)).toEqual({ kind, text: expected })
  })
})
