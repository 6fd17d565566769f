import { describe, expect, it } from 'vitest'
import { matchIdentity } from '../../../src/core/model/identity.ts'
import type { Identity } from '../../../src/core/model/ike-policy.ts'

const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })

describe('an identity against what is expected', () => {
  it.each([
    ['nothing', undefined, fqdn('a.example'), 1],
    ['any', { kind: 'any', text: '%any' }, fqdn('a.example'), 1],
    ['the same', fqdn('a.example'), fqdn('a.example'), 3],
    ['another', fqdn('b.example'), fqdn('a.example'), 0],
    ['another kind', { kind: 'email', text: 'a.example' }, fqdn('a.example'), 0],
    ['a wildcard', fqdn('*.example'), fqdn('a.example'), 2],
    ['a wildcard of another domain', fqdn('*.test'), fqdn('a.example'), 0],
    ['a part of a name', { kind: 'dn', text: 'C=CH, O=*' }, { kind: 'dn', text: 'C=CH, O=Example' }, 2],
  ] as const)('%s', (_, pattern, shown, match) => {
    expect(matchIdentity(pattern, shown)).toBe(match)
  })
})
