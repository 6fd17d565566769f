import { describe, expect, it } from 'vitest'
import { oneOfEachKind } from '../../../src/core/text/line-kinds.ts'

describe('oneOfEachKind', () => {
  it('leaves out lines that differ from one above in addresses alone', () => {
    const lines = ['Source: 10.0.0.1 (255.255.255.0)', 'Source: 192.168.44.2 (255.0.0.0)', 'Target: 10.0.0.1']
    expect(oneOfEachKind(lines)).toEqual(['Source: 10.0.0.1 (255.255.255.0)', 'Target: 10.0.0.1'])
  })

  it('takes nothing for an address that is a part of a longer word', () => {
    const lines = [
      'x10.0.0.1',
      'x10.0.0.2',
      '10.0.0.0/8',
      '10.0.0.0/9',
      '1.2.3.4.5',
      '1.2.3.4.6',
      'a+1.2.3.4',
      'a+1.2.3.5',
    ]
    expect(oneOfEachKind(lines)).toEqual(lines)
  })

  it('keeps all lines for a while where most are of kinds of their own', () => {
    const named = Array.from({ length: 1000 }, (_, index) => `filter${index}`)
    const alike = Array.from({ length: 17_000 }, () => 'alike')
    expect(oneOfEachKind([...named, ...alike])).toEqual([...named, ...alike.slice(0, 15_001)])
  })
})
