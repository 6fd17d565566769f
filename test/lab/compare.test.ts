import { describe, expect, it } from 'vitest'
import { compare, comparePredictions } from '../../lab/compare.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import type { Outcome } from '../../lab/record.ts'

const up: Outcome = {
  ike: true,
  child: true,
  error: null,
  selectors: { local: ['10.1.0.0/24', '10.3.0.0/24'], remote: ['10.2.0.1..10.2.0.9[tcp/80]'] },
}
const refused: Outcome = { ike: true, child: false, error: 'TS_UNACCEPTABLE', selectors: null }

describe('comparing a prediction with the daemons', () => {
  it('finds nothing where they agree', () => {
    expect(compare(up, up)).toEqual([])
    expect(compare(refused, refused)).toEqual([])
  })

  it('takes no notice of order, repetition and the notation of a range', () => {
    const said: Outcome = {
      ...up,
      selectors: { local: ['10.3.0.0/24', '10.1.0.0/24', '10.3.0.0/24'], remote: ['10.2.0.1-10.2.0.9[tcp/80]'] },
    }
    expect(compare(said, up)).toEqual([])
  })

  it('keeps the dash of a port range', () => {
    const ranged = (text: string): Outcome => ({ ...up, selectors: { local: [text], remote: [] } })
    expect(compare(ranged('10.1.0.0/24[tcp/1-2]'), ranged('10.1.0.0/24[tcp/1-2]'))).toEqual([])
    expect(compare(ranged('10.1.0.0/24[tcp/1-2]'), ranged('10.1.0.0/24[tcp/1-3]'))).toHaveLength(2)
  })

  it('says what did not come up and which error was not foreseen', () => {
    expect(compare(up, refused)).toEqual([
      'The child SA did not come up, the prediction says it does.',
      'The daemons ended with TS_UNACCEPTABLE, the prediction with no error.',
    ])
  })

  it('names the selectors that are too many or too few', () => {
    const said: Outcome = {
      ...up,
      selectors: { local: ['10.1.0.0/24', '10.9.0.0/24'], remote: up.selectors?.remote ?? [] },
    }
    expect(compare(said, up)).toEqual([
      "The initiator's local selectors hold 10.3.0.0/24, which was not predicted.",
      'The prediction has the local selectors 10.9.0.0/24, which are not there.',
    ])
  })

  it('compares a rekey only where both speak of it', () => {
    expect(compare({ ...up, rekey: 'ok' }, up)).toEqual([])
    expect(compare({ ...up, rekey: 'ok' }, { ...up, rekey: 'NO_PROPOSAL_CHOSEN' })).toEqual([
      'The rekey ended with NO_PROPOSAL_CHOSEN, the prediction says ok.',
    ])
  })

  it('counts only the cases that are predicted', () => {
    const measured = randomPairs(1, 3).map((pair) => [pair, up] as const)
    const { predicted, wrong } = comparePredictions(measured, ({ id }) =>
      id === 's1-0000' ? undefined : id === 's1-0001' ? up : refused,
    )
    expect(predicted).toBe(2)
    expect(wrong.map(({ labCase }) => labCase.id)).toEqual(['s1-0002'])
  })
})
