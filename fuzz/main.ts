/**
 * `npm run fuzz -- [--seed N] [--minutes M] [--from N] [--only N] [--keep FOLDER]`: spoiled pastes of every format, with
 * secrets in them. Prints the seed, and of each paste that went wrong its number and what was wrong.
 */
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Given, runCommand } from '../scripts/run-command.ts'
import { caseDrawer, type FuzzCase } from './draw-case.ts'
import { examine } from './examine.ts'
import { type Catch, hunt, openExaminer } from './hunt.ts'
import { minimise } from './minimise.ts'

const USAGE = 'Usage: npm run fuzz -- [--seed N] [--minutes M] [--from N] [--only N] [--keep FOLDER]'

const CONFIG = {
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    minutes: { type: 'string', default: '2' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
} as const

async function main({ values }: Given<typeof CONFIG>): Promise<number | undefined> {
  const [seed, minutes, from] = [Number(values.seed), Number(values.minutes), Number(values.from)]
  if (![seed, minutes, from, Number(values.only ?? 0)].every((number) => Number.isFinite(number) && number >= 0)) {
    return undefined
  }
  if (values.only !== undefined) return showOne(seed, Number(values.only))
  console.log(`seed ${seed}, ${minutes} minutes`)
  const found = await hunt({
    seed,
    milliseconds: minutes * 60_000,
    from,
    onCatch: (caught) => tell(seed, caught),
    onCase: progress,
  })
  console.log(`${found.cases} cases, ${(found.characters / 1e6).toFixed(1)} million characters`)
  for (const { number, characters, time } of found.slowest) {
    console.log(`  case ${number}: ${characters} characters in ${(time / 1000).toFixed(2)} s`)
  }
  for (const caught of found.catches) await keepSmall(caught, values.keep)
  console.log(`${found.catches.length} cases went wrong`)
  return found.catches.length === 0 ? 0 : 1
}

/** Where to go on when the whole process ended. */
function progress(number: number): void {
  if (number % 200 === 0 && number > 0) console.log(`${new Date().toISOString()} case ${number}`)
}

function tell(seed: number, { number, complaints }: Catch): void {
  console.log(`case ${number} (npm run fuzz -- --seed ${seed} --only ${number}):`)
  for (const { kind, say } of complaints) console.log(`  ${kind}: ${say}`)
}

/** One case here, so that a debugger can look at it. */
function showOne(seed: number, number: number): number {
  const drawn = caseDrawer(seed)(number)
  showCase(drawn)
  const complaints = examine(drawn)
  for (const { kind, say } of complaints) console.log(`${kind}: ${say}`)
  return complaints.length === 0 ? 0 : 1
}

async function keepSmall({ number, case: fuzzCase, complaints }: Catch, folder: string | undefined): Promise<void> {
  const [complaint] = complaints
  if (complaint === undefined) return
  // What hangs need not hang for long to be recognised again.
  const examiner = openExaminer(complaint.kind === 'hung' ? { ceiling: 3_000 } : {})
  const small = await minimise(fuzzCase, complaint, examiner)
  await examiner.close()
  console.log(`case ${number}, made small (${complaint.kind}: ${complaint.say}):`)
  showCase(small)
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${number}.json`), `${JSON.stringify({ complaints, ...small }, null, 2)}\n`)
}

function showCase({ request: { pastes, ...rest }, secrets }: FuzzCase): void {
  for (const { source, text } of pastes)
    console.log(`--- ${JSON.stringify(source)}\n${JSON.stringify(text).slice(0, 4_000)}`)
  console.log(JSON.stringify({ ...rest, secrets }))
}

process.exitCode = await runCommand(USAGE, CONFIG, main)
