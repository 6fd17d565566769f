import { describe, expect, it } from 'vitest'
import type { LabCase } from '../../lab/case.ts'
import { seededRandom } from '../../lab/random.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { analyse } from '../../src/core/index.ts'
import { isLoaded, type Outcome, outcomeOf } from './outcome.ts'
import { requestOf } from './request.ts'
import { withComments, withoutOrder, withUnrelated } from './rewrite.ts'

/** The seed is nobody's favourite; `all` has Libreswan at one end or both. */
const PAIRS = [...randomPairs(20261, 90), ...randomPairs(20261, 60, 'all')].map((labCase) => {
  const report = analyse(requestOf(labCase))
  return { labCase, plain: outcomeOf(report), loaded: isLoaded(report) }
})
const ALL = PAIRS.map(({ labCase, plain }): [string, LabCase, Outcome] => [nameOf(labCase), labCase, plain])
/** A text that its daemon refuses depends on each of its characters. */
const LOADED = PAIRS.flatMap(({ labCase, plain, loaded }): [string, LabCase, Outcome][] =>
  loaded ? [[nameOf(labCase), labCase, plain]] : [],
)

function nameOf({ id, kinds = [] }: LabCase): string {
  return `${id} ${kinds.join('+')}`
}

describe('swapping the ends', () => {
  it.each(ALL)('mirrors the report: %s', (_, labCase, plain) => {
    const swapped = analyse(requestOf(labCase, 'b'))
    expect(outcomeOf(swapped, { A: 'B', B: 'A' })).toEqual(plain)
  })
})

describe('blank lines and comments', () => {
  it.each(LOADED)('change nothing: %s', (_, labCase, plain) => {
    expect(outcomeOf(analyse(requestOf(withComments(labCase, seededRandom(1)))))).toEqual(plain)
  })
})

describe('the order of sections, and of the settings in them', () => {
  it.each(LOADED)('changes nothing: %s', (_, labCase, plain) => {
    expect(outcomeOf(analyse(requestOf(withoutOrder(labCase, seededRandom(2)))))).toEqual(plain)
  })
})

/** Another tunnel's networks are a part of everything. */
const RESTRICTED = LOADED.filter(([, { a, b }]) => !`${a}${b}`.includes('0.0.0.0/0'))

describe('further connections, to other gateways', () => {
  it.each(RESTRICTED)('change nothing for this tunnel: %s', (_, labCase, plain) => {
    expect(outcomeOf(analyse(requestOf(withUnrelated(labCase))))).toEqual(plain)
  })
})

it('hold for most of the pairs: few are left out', () => {
  expect(LOADED.length).toBeGreaterThan(0.8 * ALL.length)
})
