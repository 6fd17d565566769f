/**
 * `npm run mutation -- --folder NAME [--share 0..1] [--seed N] [--static] [--only GLOB]`: small changes of the sources of one folder of
 * `src/core`, one at a time (Stryker), each of which some test should notice. Prints those that none notices, and a row for
 * docs/testing.md.
 */
import { randomInt } from 'node:crypto'
import { Stryker } from '@stryker-mutator/core'
import { type Given, runCommand } from '../scripts/run-command.ts'
import { FOLDERS } from './folders.ts'
import { headings, row } from './row.ts'

const USAGE = `Usage: npm run mutation -- --folder ${Object.keys(FOLDERS).join('|')} [--share 0..1] [--seed N] [--static] [--only GLOB]`

const CONFIG = {
  options: {
    folder: { type: 'string' },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    only: { type: 'string', default: '**/*.ts' },
    static: { type: 'boolean', default: false },
  },
} as const

async function main({ values }: Given<typeof CONFIG>): Promise<number | undefined> {
  const { folder = '', only } = values
  const [share, seed] = [Number(values.share), Number(values.seed)]
  if (FOLDERS[folder] === undefined || !(share > 0 && share <= 1) || !Number.isInteger(seed)) return undefined
  process.env['MUTATED_FOLDER'] = folder
  const mutants = await new Stryker({
    mutate: [`src/core/${folder}/${only}`],
    mutator: { plugins: [], excludedMutations: ['StringLiteral'] },
    testRunner: 'vitest',
    coverageAnalysis: 'perTest',
    // What is worked out while a file is loaded; each such change needs all tests of the folder from the start.
    ignoreStatic: !values.static,
    plugins: ['@stryker-mutator/vitest-runner', './mutation/plugins.js'],
    checkers: ['draw'],
    concurrency: 1,
    // A mutant that takes too long counts as killed. So it gets so much time that only what never ends does.
    timeoutMS: 180_000,
    timeoutFactor: 2,
    dryRunTimeoutMinutes: 20,
    // Some of them take memory for ever.
    testRunnerNodeArgs: ['--max-old-space-size=3072'],
    // Stryker would read and rewrite it with a TypeScript of its own.
    tsconfigFile: 'none.json',
    warnings: { unknownOptions: false, preprocessorErrors: true, unserializableOptions: true, slow: true },
    ignorePatterns: ['.libreswan', 'dist', 'docs/images'],
    reporters: ['tell'],
    // For the test runner and for mutation/plugins.js; Stryker hands them on to its processes.
    ...{ vitest: { configFile: 'mutation/vitest.config.ts', related: false }, draw: { seed, share } },
  }).runMutationTest()
  console.log(
    `npm run mutation -- --folder ${folder} --share ${share} --seed ${seed}${values.static ? ' --static' : ''}\n`,
  )
  for (const line of [...headings(), row(folder, mutants)]) console.log(line)
  return 0
}

process.exitCode = await runCommand(USAGE, CONFIG, main)
