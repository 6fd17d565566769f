import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePredictions } from '../../lab/compare.ts'
import { predict } from '../../lab/predict.ts'
import { caseOf, readRecords } from '../../lab/record.ts'

const here = import.meta.dirname
const files = readdirSync(here).filter((name) => name.endsWith('.jsonl'))

describe('the prediction', () => {
  it.each(files)(
    'is what the daemons did in %s, but for what its list of differences names',
    async (name) => {
      const records = readRecords(readFileSync(join(here, name), 'utf8'))
      const silent = new Set(records.map(({ id }) => id))
      const { wrong } = comparePredictions(
        records.map((record) => [caseOf(record), record.outcome] as const),
        (labCase) => {
          const prediction = predict(labCase)
          if (prediction !== undefined) silent.delete(labCase.id)
          return prediction
        },
      )
      const words = new Map(wrong.map(({ labCase, differences }) => [labCase.id, differences.join(' ')]))
      const differing = records.flatMap(({ id, kinds }) => {
        const said = silent.has(id) ? 'Nothing is predicted.' : words.get(id)
        return said === undefined ? [] : [{ line: `${id} ${kinds?.join('+')}`, said }]
      })
      const list = join(here, name.replace('.jsonl', '.differences.txt'))
      const known = new Set(existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [])
      const news = differing.filter(({ line }) => !known.has(line))
      expect(news.map(({ line, said }) => `${line}: ${said}`)).toEqual([])
      // And none stays on the list that is predicted by now: `vitest -u` takes it away.
      if (known.size > 0) await expect(differing.map(({ line }) => `${line}\n`).join('')).toMatchFileSnapshot(list)
    },
    240_000,
  )
})
