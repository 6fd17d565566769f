/**
 * `npm run corpus -- FOLDER [--format WORD] [--only ID]`: the answers over a folder of real configs whose outcome is
 * known, see docs/testing.md. Exit 1 when a figure is missed, 2 when there is nothing to read.
 */
import { parseArgs } from 'node:util'
import { analyse, renderText } from '../src/core/index.ts'
import { type Entry, readIndex, textsOf } from './corpus-index.ts'
import { examineEntry, reportsOf } from './examine-entry.ts'
import { figuresOf, missedFigures } from './figures.ts'
import { printFigures } from './print-figures.ts'

const USAGE = 'Usage: npm run corpus -- FOLDER [--format WORD] [--only ID]'

interface Arguments {
  readonly folder: string
  /** Formats whose name has this in it. */
  readonly format: string
  /** One entry alone, with the whole answer. */
  readonly only: string | undefined
}

function main(args: readonly string[]): number {
  const chosen = readArguments(args)
  if (chosen === undefined) {
    console.error(USAGE)
    return 2
  }
  const index = readIndex(chosen.folder)
  if ('problem' in index) {
    console.error(index.problem)
    return 2
  }
  const entries = index.filter(
    ({ id, format }) => format.includes(chosen.format) && (chosen.only === undefined || id === chosen.only),
  )
  if (entries.length === 0) {
    console.error(`No entry of ${chosen.folder} is chosen.`)
    return 2
  }
  if (chosen.only !== undefined) for (const entry of entries) showAnswers(chosen.folder, entry)
  const examinations = entries.map((entry) => examineEntry(chosen.folder, entry))
  const figures = figuresOf(examinations)
  for (const each of figures) console.log(printFigures(each, examinations))
  const missed = figures.flatMap(missedFigures)
  console.log(missed.length === 0 ? 'Every figure holds.' : `Missed:\n  ${missed.join('\n  ')}`)
  return missed.length === 0 ? 0 : 1
}

function showAnswers(folder: string, entry: Entry): void {
  const texts = textsOf(folder, entry)
  if ('problem' in texts) return
  const pastes = texts.map(({ file, text, end }) => ({ source: file, text, end }))
  for (const report of reportsOf(analyse({ pastes }), pastes)) console.log(`${renderText(report)}\n`)
}

function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { format: { type: 'string', default: '' }, only: { type: 'string' } },
      allowPositionals: true,
    })
    const [folder, ...more] = positionals
    return folder === undefined || more.length > 0 ? undefined : { folder, format: values.format, only: values.only }
  } catch {
    return undefined
  }
}

process.exitCode = main(process.argv.slice(2))
