import { expect, it } from 'vitest'
import type { After } from '../../../src/core/index.ts'
import { verdictAfter } from '../../../src/core/report/verdict-after.ts'

const END: After['ends'][number] = {
  label: 'A',
  name: 'A',
  vendor: 'other',
  tunnelAddresses: [],
  entries: [],
  inputs: [],
}
const ENTRY: After['ends'][number]['entries'][number] = {
  id: 'A#1',
  name: 'A1',
  direction: 'both',
  action: 'protect',
  mode: 'tunnel',
  source: ['10.1.0.0/24'],
  destination: ['10.2.0.0/24'],
  protocol: 'any',
  sourcePort: null,
  destinationPort: null,
  tunnel: [null, null],
}

it('says why it is not known, where an end shows nothing that it protects', () => {
  const ends = [END, { ...END, entries: [ENTRY] }]
  expect(verdictAfter({ verdict: 'unknown', ends })).toBe('unknown, since not everything was pasted')
  expect(verdictAfter({ verdict: 'unknown', ends: ends.slice(1) })).toBe('unknown')
  expect(verdictAfter({ verdict: 'up', ends })).toBe('up')
})
