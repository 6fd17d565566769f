import { expect, it } from 'vitest'
import { NEW_KEY } from '../../../../src/core/model/change.ts'
import type { SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { compareKeys } from '../../../../src/core/negotiation/ike/keys.ts'

const key = (mark: string): SharedKey => ({
  mark,
  owners: [],
  span: { source: 'a', line: 1, column: 1, length: 1 },
})

it('a key that is yet to be made up is the same at both ends, and not the one that is there', () => {
  expect(compareKeys(key(NEW_KEY), [key(NEW_KEY)])).toBe('equal')
  expect(compareKeys(key(NEW_KEY), [key('‹secret ?›')])).toBe('differs')
  expect(compareKeys(key('‹secret ?›'), [key(NEW_KEY)])).toBe('differs')
  expect(compareKeys(key('‹secret ?›'), [key(NEW_KEY), key('‹secret ?›')])).toBe('undecidable')
})

it('keys are compared by their marks, and a mark that cannot be decoded decides nothing', () => {
  expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›'), key('‹secret 1›')])).toBe('equal')
  expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›')])).toBe('differs')
  expect(compareKeys(key('‹secret 1›'), [key('‹secret ?›')])).toBe('undecidable')
  expect(compareKeys(key('‹secret ?›'), [key('‹secret ?›')])).toBe('undecidable')
})

it('of an end that has two keys, the one for the peer is compared with what that uses, and the own one with what that expects', () => {
  const two = (own: string, peers: string): SharedKey => ({ ...key(own), expects: key(peers) })
  const [mine, theirs] = [two('‹secret 1›', '‹secret 2›'), two('‹secret 2›', '‹secret 1›')]
  expect([compareKeys(mine, [theirs]), compareKeys(theirs, [mine])]).toEqual(['equal', 'equal'])
  expect(compareKeys(mine, [mine])).toBe('differs')
  expect(compareKeys(mine, [two('‹secret 2›', '‹secret ?›')])).toBe('undecidable')
  expect(compareKeys(key('‹secret 2›'), [mine])).toBe('equal')
  expect(compareKeys(mine, [key('‹secret 2›')])).toBe('differs')
})
