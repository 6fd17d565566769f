import { describe, expect, it } from 'vitest'
import { randomDraft, randomPair } from '../../lab/random-pairs.ts'
import { obstacleOf, strongswanConf } from '../../lab/strongswan-conf-text.ts'
import { analyse, type Report } from '../../src/core/index.ts'
import { outcomeOf } from './outcome.ts'
import { requestOf } from './request.ts'

const SEED = 20262
const PAIRS = Array.from({ length: 120 }, (_, index) => {
  const { id, kinds, pair } = randomDraft(SEED, index)
  return { name: `${id} ${kinds.join('+')}`, labCase: randomPair(SEED, index), pair }
})
const WRITTEN = PAIRS.flatMap(({ name, labCase, pair }) => {
  const [a, b] = [strongswanConf(pair.a), strongswanConf(pair.b)]
  if (a === null || b === null) return []
  const rewritten = { ...labCase, a: a.conf, b: b.conf, secrets_a: a.secrets, secrets_b: b.secrets }
  return [{ name, labCase, rewritten }]
})

/**
 * Without what the two formats call differently: a connection takes the name of its first child; and without lifetimes,
 * whose defaults differ, and what rests on them.
 */
function withoutNames(report: Report) {
  const { verdict, flows, negotiations, findings } = outcomeOf({
    ...report,
    negotiations: report.negotiations.map((each) => ({
      ...each,
      connection: '',
      responder: each.responder && { ...each.responder, connection: '' },
    })),
  })
  const untimed = (text: string) => text.replace(/"attemptAfter":(?:\[[\d,]+\]|null),"deadAfter":(?:\d+|null)/g, '')
  return {
    verdict,
    flows,
    negotiations: negotiations.map(untimed),
    findings: findings.filter((text) => !/^(?:PR004|LT|PA)/.test(text)),
  }
}

describe('a swanctl.conf as an equivalent ipsec.conf', () => {
  it.each(WRITTEN)('changes nothing but names: $name', ({ labCase, rewritten }) => {
    expect(withoutNames(analyse(requestOf(rewritten)))).toEqual(withoutNames(analyse(requestOf(labCase))))
  })

  it('is there for half of the pairs; of each other one it is known why not', () => {
    expect(WRITTEN.length).toBeGreaterThan(PAIRS.length / 2)
    const left = PAIRS.filter(({ pair }) => strongswanConf(pair.a) === null || strongswanConf(pair.b) === null)
    for (const { pair } of left) expect(obstacleOf(pair.a) ?? obstacleOf(pair.b)).not.toBeNull()
  })
})
