import { describe, expect, it } from 'vitest'
import { lookThrough } from '../../../src/core/text/line-kinds.ts'

/** The indices of the lines that are looked at, where a line holds something when it has a `!`. */
function lookedAt(lines: readonly string[]): number[] {
  const indices: number[] = []
  lookThrough(lines, (index) => {
    indices.push(index)
    return lines[index]?.includes('!') ?? false
  })
  return indices
}

describe('lookThrough', () => {
  it('passes over lines that differ from one without anything in an address alone', () => {
    expect(
      lookedAt(['Source: 10.0.0.1 (255.255.255.0)', 'Source: 192.168.44.2 (255.0.0.0)', 'Target: 10.0.0.1']),
    ).toEqual([0, 2])
  })

  it('looks at each line of a kind that holds something', () => {
    expect(lookedAt(['a! 10.0.0.1', 'a! 10.0.0.2', 'a! 10.0.0.1'])).toEqual([0, 1, 2])
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
    expect(lookedAt(lines)).toEqual(lines.map((_, index) => index))
  })

  it('looks at all lines for a while where few could be passed over', () => {
    const named = Array.from({ length: 1000 }, (_, index) => `filter${index}`)
    const alike = Array.from({ length: 17_000 }, () => 'alike')
    const looked = lookedAt([...named, ...alike])
    expect(looked).toHaveLength(1000 + 15_000 + 1)
  })
})
