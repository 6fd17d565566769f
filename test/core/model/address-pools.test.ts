import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { canGive, firstOf, UNDEFINED_POOL } from '../../../src/core/model/address-pools.ts'

function first(pool: string): string | undefined {
  const address = firstOf(pool)
  return address && formatHost(address)
}

describe('a pool of virtual addresses', () => {
  it.each([
    ['10.3.0.0/24', '10.3.0.1'],
    ['10.3.0.5-10.3.0.9', '10.3.0.5'],
    ['10.3.0.7', '10.3.0.7'],
    ['10.3.0.7/32', '10.3.0.7'],
    ['10.3.0.8/31', '10.3.0.8'],
    ['10.3.0.8/30', '10.3.0.9'],
    ['fec0::/64', 'fec0::1'],
    ['branch', undefined],
    [UNDEFINED_POOL, undefined],
  ])('gives of %j first %s', (pool, expected) => {
    expect(first(pool)).toBe(expected)
  })

  it.each([
    ['10.3.0.0/24', '0.0.0.0', true],
    ['10.3.0.0/24', '::', false],
    ['fec0::/64', '::', true],
    ['fec0::/64', '%any6', true],
    ['fec0::/64', '%config', false],
    ['branch', '::', true],
    [UNDEFINED_POOL, '0.0.0.0', false],
  ])('%j for who asks for %s: %s', (pool, asked, expected) => {
    expect(canGive(pool, asked)).toBe(expected)
  })
})
