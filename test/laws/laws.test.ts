import { describe, expect, it } from 'vitest'
import type { LabCase } from '../../lab/case.ts'
import { seededRandom } from '../../lab/random.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { analyse } from '../../src/core/index.ts'
import { outcomeOf } from './outcome.ts'
import { requestOf } from './request.ts'
import { withComments, withoutOrder, withUnrelated } from './rewrite.ts'

/** Enough for every kind to come several times; the seed is nobody's favourite. */
const PAIRS = [...randomPairs(20261, 240), ...randomPairs(20261, 120, 'all')]
const BY_KIND = PAIRS.map((labCase): [string, LabCase] => [`${labCase.id} ${labCase.kinds?.join('+')}`, labCase])

describe('swapping the ends', () => {
  it.each(BY_KIND)('mirrors the report: %s', (_, labCase) => {
    const plain = outcomeOf(analyse(requestOf(labCase)))
    const swapped = outcomeOf(analyse(requestOf(labCase, 'b')), { labels: { A: 'B', B: 'A' } })
    expect(swapped).toEqual(plain)
  })
})

describe('blank lines and comments', () => {
  it.each(BY_KIND)('change nothing: %s', (_, labCase) => {
    const random = seededRandom(1)
    const plain = outcomeOf(analyse(requestOf(labCase)))
    expect(outcomeOf(analyse(requestOf(withComments(labCase, random))))).toEqual(plain)
  })
})

describe('the order of sections, and of the settings in them', () => {
  it.each(BY_KIND)('changes nothing: %s', (_, labCase) => {
    const random = seededRandom(2)
    const plain = outcomeOf(analyse(requestOf(labCase)))
    expect(outcomeOf(analyse(requestOf(withoutOrder(labCase, random))))).toEqual(plain)
  })
})

describe('further connections, to other gateways', () => {
  it.each(BY_KIND)('change nothing for this tunnel: %s', (_, labCase) => {
    const plain = outcomeOf(analyse(requestOf(labCase)))
    expect(outcomeOf(analyse(requestOf(withUnrelated(labCase))))).toEqual(plain)
  })
})
