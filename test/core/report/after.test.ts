import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

/** Both ends have so many networks alike, and of one of A's so many services of its own that B lacks. */
function reportOf(alike: number, lacking: number) {
  const there = (at: number) => `172.${16 + (at >> 8)}.${at & 255}.0/24`
  const common = numbers(alike).map(there)
  return analyse(
    description(
      {
        vendor: 'other',
        locals: ['10.1.0.0/16'],
        remotes: [...common, ...numbers(lacking).map((at) => there(alike + at))],
      },
      {
        vendor: 'other',
        locals: [...common, ...numbers(lacking).map((at) => there(alike + lacking + at))],
        remotes: ['10.1.0.0/16'],
      },
    ),
  )
}

describe('what an alternative comes to', () => {
  it('is told whole up to 1,000 rows', () => {
    const { remediation } = reportOf(20, 1)
    const [first] = remediation.alternatives
    expect(first?.ends).toEqual(['B'])
    // Twenty networks in both directions, and the one that B takes in the place of its own.
    expect(first?.after?.flows).toHaveLength(42)
    expect(first?.after?.ends.map(({ entries }) => entries.length)).toEqual([42, 42])
    expect(first?.after?.omitted).toEqual({ flows: 0, entries: 0 })
  })

  it('is told in what is not as it was, with how much is left out, where there is more', () => {
    const { remediation } = reportOf(300, 2)
    const [first] = remediation.alternatives
    expect(first?.ends).toEqual(['B'])
    expect(first?.after?.flows.map(({ source, destination }) => [source, destination])).toEqual([
      ['10.1.0.0/16', '172.17.44.0/24'],
      ['10.1.0.0/16', '172.17.45.0/24'],
      ['172.17.44.0/24', '10.1.0.0/16'],
      ['172.17.45.0/24', '10.1.0.0/16'],
    ])
    expect(first?.after?.ends.map(({ entries }) => entries.map(({ id }) => id))).toEqual([
      [],
      ['B#605', 'B#607', 'B#606', 'B#608'],
    ])
    // 302 networks of A in both directions, and the two that B alone has.
    expect(first?.after?.omitted).toEqual({ flows: 604, entries: 604 + 604 })
  })

  it('is told in the first hundred, where so much changes', () => {
    const { remediation } = reportOf(2, 300)
    const [first] = remediation.alternatives
    expect(first?.after?.flows).toHaveLength(100)
    expect(first?.after?.ends.map(({ entries }) => entries.length)).toEqual([0, 100])
    // Both ends then have the 302 networks of A, and B its own 300 as well, in both directions.
    expect(first?.after?.omitted).toEqual({ flows: 604 + 600 - 100, entries: 604 + (604 + 600) - 100 })
  })
})
