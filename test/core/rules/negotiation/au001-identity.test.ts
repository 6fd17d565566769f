import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { type Gateway, pair } from '../../../../src/core/rules/negotiation/examples.ts'

const told = (a: Gateway, b: Gateway) => analyse(pair(a, b)).diagnostics.find(({ code }) => code === 'AU001')?.what

describe('AU001', () => {
  it('says what one end shows and the other expects', () => {
    expect(told({}, { remoteId: 'other.example' })).toContain(
      'A (192.0.2.1) shows gw-a.example, and B (192.0.2.2) expects other.example. ',
    )
  })

  it('says of an address that nobody wrote where it is from', () => {
    expect(told({ localId: '' }, {})).toContain(
      'A (192.0.2.1) shows 192.0.2.1, since it names no other, and B (192.0.2.2) expects gw-a.example. ',
    )
  })

  it('names the kinds where the same name is of two', () => {
    expect(told({ localId: 'keyid:gw-a' }, { remoteId: 'fqdn:gw-a' })).toMatch(
      /shows [\w-]+ \(keyid\), and B \(192\.0\.2\.2\) expects [\w-]+ \(fqdn\)/,
    )
  })
})
