import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LabCase } from '../../lab/case.ts'
import { requestOf } from '../../lab/predict.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { caseOf, readRecords } from '../../lab/record.ts'
import { advise } from '../../lab/remedied.ts'
import { analyse } from '../../src/core/index.ts'

/** The texts of a pair with the recommended edits made, and what the product says of them then. */
function remedied(labCase: LabCase) {
  const { report, steps, edited } = advise(labCase)
  const again = edited && analyse(requestOf(edited))
  const left = new Set(again?.diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code))
  return {
    promised: report.remediation.after?.verdict,
    kept: again?.verdict,
    /** Findings that the steps are for, and that are there all the same. */
    left: [...new Set(steps.flatMap((step) => step.for))].filter((id) => left.has(id.slice(0, 5))),
    withoutEdit: steps.filter(({ edit }) => edit === null).map(({ say }) => say),
    before: report.verdict,
    advised: steps.length > 0,
  }
}

describe('what is recommended for random pairs', () => {
  const all = randomPairs(77, 300).map((labCase) => [labCase.id, remedied(labCase)] as const)
  const advised = all.filter(([, { advised: any }]) => any)

  it('keeps its promise when exactly the edits are made', () => {
    expect(advised.length).toBeGreaterThan(150)
    const broken = advised.filter(([, { promised, kept }]) => promised !== kept)
    expect(broken).toEqual([])
  })

  it('leaves no finding that it is for, once the tunnel is promised to be up', () => {
    expect(advised.filter(([, { promised, left }]) => promised === 'up' && left.length > 0)).toEqual([])
  })

  it('has an edit in every step', () => {
    expect(advised.filter(([, { withoutEdit }]) => withoutEdit.length > 0)).toEqual([])
  })

  it('is there for each pair that is down', () => {
    expect(all.filter(([, { before, advised: any }]) => before === 'down' && !any)).toEqual([])
  })
})

describe('what is recommended for recorded pairs', () => {
  const records = readRecords(readFileSync(join(import.meta.dirname, '../truth/by-hand.jsonl'), 'utf8'))
  const failing = records.filter(({ kinds }) => kinds?.includes('remedied'))

  it.each(failing)('is what brought $id up', ({ id, ...rest }) => {
    const measured = records.find((record) => record.id === `${id}-edited`)
    const { edited } = advise(caseOf({ id, ...rest }))
    expect(measured?.outcome.child).toBe(true)
    const { a, b, secrets } = measured ?? {}
    expect([edited?.a, edited?.b, edited?.secrets_a, edited?.secrets_b]).toEqual([a, b, secrets?.a, secrets?.b])
  })
})
