import { describe, expect, it } from 'vitest'
import type { Simulation } from '../../../src/core/negotiation/simulate.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { verdictOf } from '../../../src/core/negotiation/verdict.ts'
import { type Alternative, bestFirst, isNoWorse, isWorthTelling } from '../../../src/core/remedy/alternatives.ts'
import { faults } from '../../../src/core/remedy/faults.ts'
import type { AppliedChange, Treatment } from '../../../src/core/remedy/treatment.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { endsOf } from './two-ends.ts'

/** A tunnel for three networks behind B, of which A has so many; with none it is down, with some it is up in part. */
function tunnelOf(known: number): Simulation {
  const networks = ['10.2.0.0/24', '10.2.1.0/24', '10.2.2.0/24']
  const remotes = known === 0 ? ['10.9.0.0/24'] : networks.slice(0, known)
  const { a, b } = endsOf(
    description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes },
      { vendor: 'other', locals: networks, remotes: ['10.1.0.0/24'] },
    ),
  )
  return simulate(a, b)
}

const [DOWN, WORSE, PART, UP] = [0, 1, 2, 3].map(tunnelOf)
if (DOWN === undefined || WORSE === undefined || PART === undefined || UP === undefined) throw new Error('Four.')

/** Changes of which nothing but their kind counts here. */
function changes(...kinds: readonly ('correct' | 'version')[]): AppliedChange[] {
  const { a } = tunnelOf(3)
  const change = (kind: 'correct' | 'version'): AppliedChange['change'] =>
    kind === 'version'
      ? { kind, connection: 'a', version: 2 }
      : { kind, fault: { source: 'a', line: 1, column: 1, length: 1 }, say: '', edits: [], corrected: () => a }
  return kinds.map((kind) => ({ end: 'A', change: change(kind), for: [], before: a, after: a }))
}

const way = (after: Simulation, ...kinds: readonly ('correct' | 'version')[]): Treatment => ({
  after,
  applied: changes(...kinds),
})
const choice = (...args: Parameters<typeof way>): Alternative => ({ ...way(...args), reason: 'choice' })
const oneEnd = (...args: Parameters<typeof way>): Alternative => ({ ...way(...args), reason: 'one end' })

describe('another way out', () => {
  it('is told where it brings the whole tunnel up, or as much as what is recommended', () => {
    expect([DOWN, WORSE, PART, UP].map(({ flows }) => verdictOf(flows))).toEqual(['down', 'partial', 'partial', 'up'])
    expect(isWorthTelling(choice(UP), way(UP))).toBe(true)
    expect(isWorthTelling(choice(PART), way(UP))).toBe(false)
    expect(isWorthTelling(choice(PART), way(PART))).toBe(true)
    expect(isWorthTelling(choice(DOWN), way(DOWN))).toBe(false)
  })

  it('is told to who can change one end alone, if anything flows', () => {
    expect(isWorthTelling(oneEnd(PART), way(UP))).toBe(true)
    expect(isWorthTelling(oneEnd(DOWN), way(UP))).toBe(false)
  })

  it('of one end alone is none beside a choice that changes just that end and leaves no more to be done', () => {
    const atB = { ...choice(UP, 'version'), applied: changes('version').map((each) => ({ ...each, after: UP.b })) }
    expect(isNoWorse(choice(UP, 'version'), oneEnd(PART, 'version'))).toBe(true)
    expect(isNoWorse(choice(PART, 'version'), oneEnd(PART, 'version'))).toBe(true)
    expect(isNoWorse(choice(WORSE, 'version'), oneEnd(PART, 'version'))).toBe(false)
    expect(isNoWorse(atB, oneEnd(PART, 'version'))).toBe(false)
    expect(isNoWorse(choice(UP, 'version'), choice(PART, 'version'))).toBe(false)
  })

  it('is none where a text that is put right would have to be changed once more', () => {
    expect(isWorthTelling(choice(UP, 'correct', 'version'), way(UP, 'correct'))).toBe(false)
    expect(isWorthTelling(choice(UP, 'correct'), way(UP, 'correct'))).toBe(true)
    expect(isWorthTelling(choice(UP, 'version', 'version'), way(UP, 'correct'))).toBe(true)
    expect(isWorthTelling(oneEnd(UP, 'correct', 'version'), way(UP, 'correct'))).toBe(true)
  })
})

describe('what is recommended', () => {
  it('is what leaves least to be done, whichever was tried first, and what was to be is another way', () => {
    expect([WORSE, PART, UP].map(faults)).toEqual([WORSE, PART, UP].map(faults).toSorted((a, b) => b - a))
    const [treatment, part, whole] = [way(WORSE), choice(PART), choice(UP)]
    expect(bestFirst(treatment, [part, whole]).treatment).toBe(whole)
    const { treatment: best, alternatives } = bestFirst(treatment, [oneEnd(UP), part])
    expect(best).toBe(part)
    // What one end alone could do was meant for the former.
    expect(alternatives).toEqual([{ ...treatment, reason: 'choice' }])
  })

  it('leaves out what is no way beside it', () => {
    expect(bestFirst(way(WORSE), [choice(PART), choice(UP)]).alternatives).toEqual([])
    expect(bestFirst(way(WORSE), [choice(UP, 'version'), choice(UP)]).alternatives).toEqual([choice(UP)])
  })

  it('stays where no choice leaves less', () => {
    const [treatment, others] = [way(UP), [choice(UP), oneEnd(UP), choice(PART)]]
    expect(bestFirst(treatment, others)).toEqual({ treatment, alternatives: others })
    expect(bestFirst(treatment, [])).toEqual({ treatment, alternatives: [] })
  })
})
