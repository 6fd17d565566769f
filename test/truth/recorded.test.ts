import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePredictions } from '../../lab/compare.ts'
import { predict } from '../../lab/predict.ts'
import { caseOf, readRecords } from '../../lab/record.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.jsonl'))

describe('the prediction', () => {
  it.each(files)(
    'is what the daemons did in %s',
    (name) => {
      const records = readRecords(readFileSync(join(import.meta.dirname, name), 'utf8'))
      const { predicted, wrong } = comparePredictions(
        records.map((record) => [caseOf(record), record.outcome] as const),
        predict,
      )
      expect(wrong.map(({ labCase, differences }) => `${labCase.id}: ${differences.join(' ')}`)).toEqual([])
      expect(predicted).toBe(records.length)
    },
    120_000,
  )
})
