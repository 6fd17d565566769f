import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { planned } from '../../../src/core/model/setting.ts'
import { applyChanges } from '../../../src/core/remedy/apply.ts'
import { isFlood, outgrows } from '../../../src/core/remedy/room.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box, range } from '../../support/boxes.ts'
import { cryptoMap } from '../vendors/cisco-ios/ios-text.ts'
import { endsOf } from './two-ends.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)
const here = (at: number) => `10.1.${at}.0/24`
const there = (at: number) => `10.${2 + (at >> 8)}.${at & 255}.0/24`

/** Pairs of an ISA Server with so many networks on both sides once it is told as many more of the other end's. */
function entriesAfter(locals: number, remotes: number, more: number): number | undefined {
  const { a } = endsOf(
    description(
      { locals: numbers(locals).map(here), remotes: numbers(remotes).map(there) },
      { locals: [], remotes: [] },
    ),
  )
  const changes = numbers(more).map((at) => ({ kind: 'cover' as const, box: box(here(0), there(remotes + at)) }))
  return applyChanges(a, changes)?.site?.remotes.length
}

describe('lists of which each pair makes an entry', () => {
  it('are made longer up to 4,096 pairs', () => {
    expect(entriesAfter(64, 1, 63)).toBe(64)
    expect(entriesAfter(64, 1, 64)).toBeUndefined()
  })

  it('are made as long as is wanted where one of them has a single network', () => {
    expect(entriesAfter(1, 1, 5000)).toBe(5001)
    const site = (locals: number, remotes: number) => {
      const list = (count: number) => numbers(count).map(() => planned(range('10.1.0.0/24')))
      return { site: { name: null, locals: list(locals), remotes: list(remotes) } }
    }
    expect(outgrows(site(1, 1), site(5000, 1))).toBe(false)
    expect(outgrows(site(1, 1), site(1, 5000))).toBe(false)
    expect(outgrows(site(1, 1), site(2, 2500))).toBe(true)
  })

  it('are made longer where they are long already', () => {
    expect(entriesAfter(66, 66, 1)).toBe(67)
  })
})

it('follows what shows later up to 500 changes and four for each entry', () => {
  expect(isFlood(540, 10)).toBe(false)
  expect(isFlood(541, 10)).toBe(true)
})

describe('an ISA Server whose peer has pairs of networks of their own', () => {
  const told = (pairs: number) => {
    const lines = numbers(pairs).map((at) => ` permit ip 10.2.${at}.0 0.0.0.255 10.1.${at}.0 0.0.0.255`)
    const isa = `ends:
  A:
    vendor: isa
    external_address: 203.0.113.1
    local_networks: [${here(0)}]
    remote_site: [${there(0)}]
`
    return analyse({
      pastes: [
        { source: 'a.yaml', text: isa },
        {
          source: 'b.txt',
          text: cryptoMap(lines.join('\n'))
            .replace('198.51.100.7', '203.0.113.1')
            .replace('ip address 203.0.113.1', 'ip address 198.51.100.7'),
        },
      ],
    })
  }
  it('is told steps for a few', () => {
    const { remediation, unchecked } = told(4)
    expect(remediation.steps.length).toBeGreaterThan(0)
    expect(unchecked.map(({ topic }) => topic)).not.toContain('what long lists come to')
  })

  it('is told that it makes an entry of each pair of many', () => {
    const { unchecked } = told(80)
    expect(unchecked.map(({ topic, ask }) => [topic, ask])).toContainEqual([
      'what long lists come to',
      'Some changes would make more than 4096 pairs of networks, or call for more than 500 others: what they come to is not worked out to its end, and there may be no steps for it. Paste fewer networks at once, or let both ends have the same pairs of them.',
    ])
  })
})
