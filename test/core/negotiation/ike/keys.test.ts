import { expect, it } from 'vitest'
import type { SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { compareKeys } from '../../../../src/core/negotiation/ike/keys.ts'

const key = (mark: string): SharedKey => ({
  mark,
  owners: [],
  span: { source: 'a', line: 1, column: 1, length: 1 },
})

it('keys are compared by their marks, and a mark that cannot be decoded decides nothing', () => {
  expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›'), key('‹secret 1›')])).toBe('equal')
  expect(compareKeys(key('‹secret 1›'), [key('‹secret 2›')])).toBe('differs')
  expect(compareKeys(key('‹secret 1›'), [key('‹secret ?›')])).toBe('undecidable')
  expect(compareKeys(key('‹secret ?›'), [key('‹secret ?›')])).toBe('undecidable')
})
