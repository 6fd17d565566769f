/**
 * `node --import tsx lab/main.ts --seed N --pairs 1000 [--jobs J] [--daemons WHICH] [--record FILE]
 * [--append FILE] [--only ID] [--remedy]`: random pairs through two real daemons each; with `--again FILE` the pairs of a
 * file of records.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Given, runCommand } from '../scripts/run-command.ts'
import { daemonOf, type LabCase, type LabResult } from './case.ts'
import { type Comparison, comparePredictions } from './compare.ts'
import { closeLab, openLab, runCases } from './daemons.ts'
import { predict } from './predict.ts'
import { DAEMON_CHOICES, type DaemonChoice, randomPairs } from './random-pairs.ts'
import { caseOf, outcomeOf, type RecordedCase, readRecords, recordCase, writeRecords } from './record.ts'
import { type Remedied, remediedWords, remedyFailing } from './remedied.ts'
import { settle } from './settle.ts'

const USAGE =
  'Usage: npm run lab -- (--seed N --pairs N [--daemons strongswan|starter|libreswan|mixed|all|vyos] | --again FILE) [--jobs N] [--record FILE] [--append FILE] [--only ID] [--remedy]'

/** What to run: so many pairs of a seed, or what was recorded. */
type Source =
  | { readonly seed: number; readonly pairs: number; readonly daemons: DaemonChoice }
  | { readonly file: string }

interface Arguments {
  readonly source: Source
  readonly jobs: number | undefined
  /** Where all pairs are recorded, and where those that were predicted wrongly are added. */
  readonly record: string | undefined
  readonly append: string | undefined
  /** One pair alone, with its texts and both logs. */
  readonly only: string | undefined
  /** Edit the texts of those that fail as the product says, and run them again. */
  readonly remedy: boolean
}

const CONFIG = {
  options: {
    seed: { type: 'string' },
    again: { type: 'string' },
    pairs: { type: 'string' },
    daemons: { type: 'string', default: 'strongswan' },
    jobs: { type: 'string' },
    record: { type: 'string' },
    append: { type: 'string' },
    only: { type: 'string' },
    remedy: { type: 'boolean', default: false },
  },
} as const

async function main({ values }: Given<typeof CONFIG>): Promise<number | undefined> {
  const chosen = readArguments(values)
  if (chosen === undefined) return undefined
  const all = casesOf(chosen.source)
  const cases = chosen.only === undefined ? all : all.filter(({ id }) => id === chosen.only)
  if (cases.length === 0) {
    console.error(`There is no pair ${chosen.only ?? ''} among the ${all.length} of ${sourceText(chosen.source)}.`)
    return 2
  }
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
  const first = await runCases(lab, cases, () => {
    done += 1
    if (done % 100 === 0) console.error(`${done} of ${cases.length}`)
  })
  const results = await settle(lab, cases, first, isDoubtful)
  const seconds = (Date.now() - started) / 1000
  const remedied = chosen.remedy ? await remedyFailing(lab, cases, results) : []
  closeLab(lab)
  if (chosen.only !== undefined) showCases(cases, results)
  if (chosen.record !== undefined) writeFileSync(chosen.record, writeRecords(recordsOf(cases, results)))
  const versions = [
    ...(lab.host.strongswan === undefined ? [] : [`strongSwan ${lab.host.strongswan.version}`]),
    ...(lab.host.libreswan === undefined ? [] : [`libreswan ${lab.host.libreswan.version}`]),
  ]
  console.log(
    `${results.length} pairs of ${sourceText(chosen.source)} in ${seconds.toFixed(1)} s with ${versions.join(' and ')}`,
  )
  console.log(summary(results))
  if (chosen.remedy) for (const line of remediedWords(remedied, chosen.only !== undefined)) console.log(line)
  for (const { labCase, differences } of unforeseen(remedied)) {
    console.log(`${labCase.id}, edited: ${differences.join(' ')}`)
  }
  const { wrong, exitCode } = report(cases, results)
  if (chosen.append !== undefined) {
    const known = existsSync(chosen.append) ? readRecords(readFileSync(chosen.append, 'utf8')) : []
    const found = recordsOf(cases, results).filter(({ id }) => wrong.has(id) && known.every((one) => one.id !== id))
    appendFileSync(chosen.append, writeRecords(found))
    console.log(`${found.length} of them added to ${chosen.append}`)
  }
  return exitCode
}

function casesOf(source: Source): readonly LabCase[] {
  if ('seed' in source) return randomPairs(source.seed, source.pairs, source.daemons)
  return readRecords(readFileSync(source.file, 'utf8')).map(caseOf)
}

function sourceText(source: Source): string {
  return 'seed' in source ? `seed ${source.seed} (${source.daemons})` : source.file
}

/** Silence may be the machine's fault, and what was not foreseen may be. */
function isDoubtful(labCase: LabCase, result: LabResult): boolean {
  if (result.lab_error !== undefined || result.error === 'timeout' || result.error === 'unknown') return true
  return comparePredictions([[labCase, outcomeOf(result)]], predict).wrong.length > 0
}

/** The edited pairs are pairs that nobody has drawn; what comes of them is predicted like that of any other. */
function unforeseen(remedied: readonly Remedied[]): Comparison['wrong'] {
  const measured = remedied.flatMap(({ edited, after }) =>
    edited === undefined || after === undefined || after.lab_error !== undefined
      ? []
      : [[edited, outcomeOf(after)] as const],
  )
  return comparePredictions(measured, predict).wrong
}

function recordsOf(cases: readonly LabCase[], results: readonly LabResult[]): readonly RecordedCase[] {
  const byId = new Map(results.map((result) => [result.id, result]))
  return cases.flatMap((labCase) => {
    const result = byId.get(labCase.id)
    return (result === undefined ? undefined : recordCase(labCase, result)) ?? []
  })
}

/** Names every prediction that is wrong; the exit code says whether there was one, or a failure of the lab. */
function report(
  cases: readonly LabCase[],
  results: readonly LabResult[],
): { readonly wrong: ReadonlySet<string>; readonly exitCode: number } {
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
  console.log(`${predicted} of ${measured.length} predicted, ${wrong.length} of them wrong`)
  return {
    wrong: new Set(wrong.map(({ labCase }) => labCase.id)),
    exitCode: failed.length + wrong.length === 0 ? 0 : 1,
  }
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

function readArguments(values: Given<typeof CONFIG>['values']): Arguments | undefined {
  const [seed, pairs, jobs] = [values.seed, values.pairs, values.jobs].map(wholeNumber)
  if (values.jobs !== undefined && jobs === undefined) return undefined
  const daemons = DAEMON_CHOICES.find((choice) => choice === values.daemons)
  const { record, append, only, remedy, again } = values
  const drawn =
    seed === undefined || pairs === undefined || daemons === undefined ? undefined : { seed, pairs, daemons }
  const source = again === undefined ? drawn : { file: again }
  // Either a seed or a file.
  if (source === undefined || (again !== undefined && values.seed !== undefined)) return undefined
  return { source, jobs, record, append, only, remedy }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

process.exitCode = await runCommand(USAGE, CONFIG, main)
