/**
 * `node --import tsx lab/main.ts --seed N --pairs 1000 [--jobs J] [--daemons WHICH] [--record FILE] [--only ID]`:
 * random pairs through two real daemons each.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { daemonOf, type LabCase, type LabResult } from './case.ts'
import { comparePredictions } from './compare.ts'
import { closeLab, openLab, runCases } from './daemons.ts'
import { predict } from './predict.ts'
import { DAEMON_CHOICES, type DaemonChoice, randomPairs } from './random-pairs.ts'
import { outcomeOf, recordCase, writeRecords } from './record.ts'

const USAGE =
  'Usage: npm run lab -- --seed N --pairs N [--daemons strongswan|libreswan|mixed|all] [--jobs N] [--record FILE] [--only ID]'

interface Arguments {
  readonly seed: number
  readonly pairs: number
  readonly daemons: DaemonChoice
  readonly jobs: number | undefined
  readonly record: string | undefined
  /** One pair alone, with its texts and both logs. */
  readonly only: string | undefined
}

async function main(args: readonly string[]): Promise<number> {
  const chosen = readArguments(args)
  if (chosen === undefined) {
    console.error(USAGE)
    return 2
  }
  const all = randomPairs(chosen.seed, chosen.pairs, chosen.daemons)
  const cases = chosen.only === undefined ? all : all.filter(({ id }) => id === chosen.only)
  const lab = await openLab({
    ...(chosen.jobs === undefined ? {} : { jobs: chosen.jobs }),
    daemons: (['strongswan', 'libreswan'] as const).filter((daemon) =>
      cases.some((labCase) => daemonOf(labCase, 'a') === daemon || daemonOf(labCase, 'b') === daemon),
    ),
    keepLog: chosen.only !== undefined,
  })
  if ('obstacle' in lab) {
    console.error(lab.obstacle)
    return 2
  }
  const started = Date.now()
  let done = 0
  const results = await runCases(lab, cases, () => {
    done += 1
    if (done % 100 === 0) console.error(`${done} of ${cases.length}`)
  })
  closeLab(lab)
  const seconds = (Date.now() - started) / 1000
  if (chosen.only !== undefined) showCases(cases, results)
  if (chosen.record !== undefined) {
    const records = results.flatMap((result, index) => {
      const labCase = cases[index]
      const record = labCase === undefined ? undefined : recordCase(labCase, result)
      return record === undefined ? [] : [record]
    })
    writeFileSync(chosen.record, writeRecords(records))
  }
  const versions = [
    ...(lab.host.strongswan === undefined ? [] : [`strongSwan ${lab.host.strongswan.version}`]),
    ...(lab.host.libreswan === undefined ? [] : [`libreswan ${lab.host.libreswan.version}`]),
  ]
  console.log(
    `${results.length} pairs of seed ${chosen.seed} in ${seconds.toFixed(1)} s with ${versions.join(' and ')}`,
  )
  console.log(summary(results))
  return report(cases, results)
}

/** Names every prediction that is wrong; the exit code says whether there was one, or a failure of the lab. */
function report(cases: readonly LabCase[], results: readonly LabResult[]): number {
  const failed = results.filter(({ lab_error }) => lab_error !== undefined)
  for (const { id, lab_error } of failed) console.log(`${id}: the lab failed: ${lab_error}`)
  const byId = new Map(cases.map((labCase) => [labCase.id, labCase]))
  const measured = results.flatMap((result) => {
    const labCase = byId.get(result.id)
    return labCase === undefined || result.lab_error !== undefined ? [] : [[labCase, outcomeOf(result)] as const]
  })
  const { predicted, wrong } = comparePredictions(measured, predict)
  for (const { labCase, differences } of wrong)
    console.log(`${labCase.id} ${labCase.kinds?.join('+')}: ${differences.join(' ')}`)
  if (predicted > 0) console.log(`${predicted} predicted, ${wrong.length} of them wrong`)
  return failed.length + wrong.length === 0 ? 0 : 1
}

function summary(results: readonly LabResult[]): string {
  const up = results.filter(({ established, child_established }) => established && child_established)
  const ikeOnly = results.filter(({ established, child_established }) => established && !child_established)
  const rekeyed = results.filter(({ rekey }) => rekey !== undefined)
  const errors = new Map<string, number>()
  for (const { error } of results) if (error !== null) errors.set(error, (errors.get(error) ?? 0) + 1)
  return [
    `  ${up.length} up, ${ikeOnly.length} with an IKE SA but no child, ${results.length - up.length - ikeOnly.length} down`,
    `  ${rekeyed.length} rekeyed, ${rekeyed.filter(({ rekey }) => rekey?.ok).length} of them successfully`,
    ...[...errors].sort(([, one], [, other]) => other - one).map(([error, count]) => `  ${count} ${error}`),
  ].join('\n')
}

function showCases(cases: readonly LabCase[], results: readonly LabResult[]): void {
  for (const { a, b } of cases) console.log(`# A\n${a}\n# B\n${b}`)
  for (const { log, ...result } of results) console.log(JSON.stringify(result, undefined, 1), `\n${log?.join('\n')}`)
}

function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        pairs: { type: 'string' },
        daemons: { type: 'string', default: 'strongswan' },
        jobs: { type: 'string' },
        record: { type: 'string' },
        only: { type: 'string' },
      },
    })
    const [seed, pairs, jobs] = [values.seed, values.pairs, values.jobs].map(wholeNumber)
    if (seed === undefined || pairs === undefined || (values.jobs !== undefined && jobs === undefined)) return undefined
    const daemons = DAEMON_CHOICES.find((choice) => choice === values.daemons)
    if (daemons === undefined) return undefined
    return { seed, pairs, daemons, jobs, record: values.record, only: values.only }
  } catch {
    return undefined
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

process.exitCode = await main(process.argv.slice(2))
