import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Daemon, LabCase, LabResult } from '../../lab/case.ts'
import { compare, comparePredictions } from '../../lab/compare.ts'
import { closeLab, type Lab, openLab, runCases } from '../../lab/daemons.ts'
import { predict } from '../../lab/predict.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { caseOf, type Outcome, outcomeOf, readRecords } from '../../lab/record.ts'
import { settle } from '../../lab/settle.ts'

/** How many of each file's pairs run again: 200 together. */
const SHARES: readonly (readonly [string, number, readonly Daemon[]])[] = [
  ['strongswan-1.jsonl', 80, ['strongswan']],
  ['mixed-1.jsonl', 80, ['strongswan', 'libreswan']],
  ['libreswan-1.jsonl', 40, ['libreswan']],
]
const FRESH = 50
const MINUTES = 5 * 60_000

for (const [file, count, daemons] of SHARES) {
  const obstacle = await obstacleTo(daemons)
  const name = `the first ${count} pairs of ${file} with the live daemons${becauseOf(obstacle)}`
  it.skipIf(obstacle !== undefined)(
    name,
    async () => {
      const records = readRecords(readFileSync(join('test', 'truth', file), 'utf8')).slice(0, count)
      const recorded = new Map(records.map(({ id, outcome }) => [id, outcome]))
      const results = await inLab(daemons, async (lab) => {
        const cases = records.map(caseOf)
        const first = await runCases(lab, cases)
        // A busy machine makes a daemon miss its second, so two of three runs count.
        return settle(lab, cases, first, (_, result) => changesIn(result, recorded).length > 0)
      })
      expect(results).toHaveLength(count)
      expect(results.flatMap((result) => changesIn(result, recorded))).toEqual([])
      // What `npm test` knows not to be predicted is no news here.
      const known = knownDifferences(file)
      const { wrong, silent } = predictions(records.map(caseOf), results)
      const news = [...wrong, ...silent].filter((line) => !known.has(line.split(/[ :]/)[0] ?? ''))
      expect(news).toEqual([])
    },
    MINUTES,
  )
}

describe('a fresh seed', async () => {
  const both = await obstacleTo(['strongswan', 'libreswan'])
  const obstacle = both === undefined ? undefined : await obstacleTo(['strongswan'])
  const [choice, daemons]: readonly ['all' | 'strongswan', readonly Daemon[]] =
    both === undefined ? ['all', ['strongswan', 'libreswan']] : ['strongswan', ['strongswan']]
  const without = obstacle === undefined && both !== undefined ? ` (strongSwan alone: ${both})` : becauseOf(obstacle)

  it.skipIf(obstacle !== undefined)(
    `gives ${FRESH} pairs whose differences are printed, and fail nothing${without}`,
    async () => {
      const seed = Date.now() % 1_000_000_000
      const cases = randomPairs(seed, FRESH, choice)
      const results = await inLab(daemons, (lab) => runCases(lab, cases))
      const { wrong, silent } = predictions(cases, results)
      const command = `npm run lab -- --seed ${seed} --pairs ${FRESH} --daemons ${choice}`
      const counts = `${cases.length - silent.length} predicted, ${wrong.length} of them differ`
      console.log([`${command}: ${counts}`, ...wrong, ...silent].join('\n'))
      expect(results).toHaveLength(FRESH)
    },
    MINUTES,
  )
})

/** What a live result does not have in common with its own record, in words. */
function changesIn(result: LabResult, recorded: ReadonlyMap<string, Outcome>): readonly string[] {
  const before = recorded.get(result.id)
  if (before === undefined || result.lab_error !== undefined) return [`${result.id}: ${result.lab_error}`]
  return compare(before, outcomeOf(result)).map((words) => `${result.id}: ${words}`)
}

function predictions(cases: readonly LabCase[], results: readonly LabResult[]) {
  const byId = new Map(cases.map((labCase) => [labCase.id, labCase]))
  const measured = results.flatMap((result) => {
    const labCase = byId.get(result.id)
    return labCase === undefined || result.lab_error !== undefined ? [] : [[labCase, outcomeOf(result)] as const]
  })
  const { wrong } = comparePredictions(measured, predict)
  return {
    wrong: wrong.map(({ labCase, differences }) => `${labCase.id}: ${differences.join(' ')}`),
    silent: measured.flatMap(([labCase]) =>
      predict(labCase) === undefined ? [`${labCase.id}: Nothing is predicted.`] : [],
    ),
  }
}

function knownDifferences(file: string): ReadonlySet<string> {
  const list = join('test', 'truth', file.replace('.jsonl', '.differences.txt'))
  const lines = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []
  return new Set(lines.map((line) => line.split(' ')[0] ?? ''))
}

async function inLab<T>(daemons: readonly Daemon[], work: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openLab({ daemons })
  if ('obstacle' in lab) throw new Error(lab.obstacle)
  try {
    return await work(lab)
  } finally {
    closeLab(lab)
  }
}

async function obstacleTo(daemons: readonly Daemon[]): Promise<string | undefined> {
  const lab = await openLab({ daemons })
  if ('obstacle' in lab) return lab.obstacle
  closeLab(lab)
  return undefined
}

function becauseOf(obstacle: string | undefined): string {
  return obstacle === undefined ? '' : ` (skipped: ${obstacle})`
}
