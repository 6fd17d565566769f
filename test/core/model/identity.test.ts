import { describe, expect, it } from 'vitest'
import { matchIdentity } from '../../../src/core/model/identity.ts'
import type { Identity } from '../../../src/core/model/ike-policy.ts'

const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
const address = (text: string): Identity => ({ kind: 'address', text })

describe('an identity against what is expected', () => {
  it.each([
    ['nothing', undefined, fqdn('a.example'), 1],
    ['any', { kind: 'any', text: '%any' }, fqdn('a.example'), 1],
    ['the same', fqdn('a.example'), fqdn('a.example'), 3],
    ['another', fqdn('b.example'), fqdn('a.example'), 0],
    ['another kind', { kind: 'email', text: 'a.example' }, fqdn('a.example'), 0],
    ['a wildcard', fqdn('*.example'), fqdn('a.example'), 2],
    ['a wildcard of another domain', fqdn('*.test'), fqdn('a.example'), 0],
    ['its network', address('192.0.2.0/24'), address('192.0.2.1'), 2],
    ['another network', address('198.51.100.0/24'), address('192.0.2.1'), 0],
    ['its range', address('192.0.2.1-192.0.2.9'), address('192.0.2.9'), 2],
    ['a network of the other family', address('2001:db8::/32'), address('192.0.2.1'), 0],
    ['the same network', address('192.0.2.0/24'), address('192.0.2.0/24'), 3],
    ['a part of a name', { kind: 'dn', text: 'C=CH, O=*' }, { kind: 'dn', text: 'C=CH, O=Example' }, 2],
  ] as const)('%s', (_, pattern, shown, match) => {
    expect(matchIdentity(pattern, shown)).toBe(match)
  })
})
