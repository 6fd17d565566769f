/**
 * `npm run corpus -- FOLDER [--format WORD] [--only ID]`: the answers over a folder of real configs whose outcome is
 * known, see docs/testing.md. Exit 1 when a figure is missed, 2 when there is nothing to read.
 */
import { type Given, runCommand } from '../scripts/run-command.ts'
import { analyse, renderText } from '../src/core/index.ts'
import { type Entry, readIndex, textsOf } from './corpus-index.ts'
import { examineEntry, reportsOf } from './examine-entry.ts'
import { figuresOf, missedFigures } from './figures.ts'
import { printFigures } from './print-figures.ts'

const USAGE = 'Usage: npm run corpus -- FOLDER [--format WORD] [--only ID]'

const CONFIG = {
  options: {
    /** Formats whose name has this in it. */
    format: { type: 'string', default: '' },
    /** One entry alone, with the whole answer. */
    only: { type: 'string' },
  },
  allowPositionals: true,
} as const

function main({ values: { format: word, only }, positionals }: Given<typeof CONFIG>): number | undefined {
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) return undefined
  const index = readIndex(folder)
  if ('problem' in index) {
    console.error(index.problem)
    return 2
  }
  const entries = index.filter(({ id, format }) => format.includes(word) && (only === undefined || id === only))
  if (entries.length === 0) {
    console.error(`No entry of ${folder} is chosen.`)
    return 2
  }
  if (only !== undefined) for (const entry of entries) showAnswers(folder, entry)
  const examinations = entries.map((entry) => examineEntry(folder, entry))
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

process.exitCode = await runCommand(USAGE, CONFIG, main)
