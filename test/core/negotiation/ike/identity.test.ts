import { describe, expect, it } from 'vitest'
import type { Identity, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { matchIdentity } from '../../../../src/core/negotiation/ike/identity.ts'
import { compareKeys, keysFor } from '../../../../src/core/negotiation/ike/keys.ts'

const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
const span = { source: 'a', line: 1, column: 1, length: 1 }
const key = (mark: string, ...owners: Identity[]): SharedKey => ({ mark, owners, span })

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

describe('the keys for two identities', () => {
  it('are those of one of them, the peer first, and anybody’s', () => {
    const keys = [
      key('‹secret 1›'),
      key('‹secret 2›', fqdn('a.example')),
      key('‹secret 3›', fqdn('b.example')),
      key('‹secret 4›', fqdn('c.example')),
    ]
    expect(keysFor(keys, fqdn('a.example'), fqdn('b.example')).map(({ mark }) => mark)).toEqual([
      '‹secret 3›',
      '‹secret 1›',
      '‹secret 2›',
    ])
    const two = [key('‹secret 1›', fqdn('a.example')), key('‹secret 2›', fqdn('a.example'))]
    expect(keysFor(two, fqdn('a.example'), fqdn('b.example'))[0]?.mark).toBe('‹secret 2›')
  })

  it('are compared by their marks, and a mark that cannot be decoded decides nothing', () => {
    expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›'), key('‹secret 1›')])).toBe('equal')
    expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›')])).toBe('differs')
    expect(compareKeys(key('‹secret 1›'), [key('‹secret ?›')])).toBe('undecidable')
    expect(compareKeys(key('‹secret ?›'), [key('‹secret ?›')])).toBe('undecidable')
  })
})
