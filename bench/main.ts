/**
 * `npm run bench -- [--only SECTION] [--family ID] [--format ID] [--sizes 1000,10000] [--write]`: measures what
 * docs/performance.md tells, and says of each figure whether it passes. `--write` writes that page. Exit 1 when a figure is
 * missed. It is bundled before, as the programs of dist/ are, so that what is measured is what runs.
 */
import { type Given, runCommand } from '../scripts/run-command.ts'
import { answer } from './answer.ts'
import { children } from './children.ts'
import { doubled } from './doubled.ts'
import type { Section } from './figure.ts'
import { sectionText } from './figure.ts'
import { growth } from './growth.ts'
import { hub } from './hub.ts'
import { writePage } from './page.ts'
import { peers } from './peers.ts'
import { reading } from './reading.ts'
import { standstill } from './standstill.ts'
import { start } from './start.ts'

const USAGE =
  'Usage: npm run bench -- [--only SECTION] [--family ID] [--format ID] [--sizes N,N] [--megabytes N,N] [--prefixes N,N] [--spokes N,N] [--diagnoses N] [--write]'

const CONFIG = {
  options: {
    only: { type: 'string' },
    family: { type: 'string' },
    format: { type: 'string' },
    sizes: { type: 'string', default: '1000,3000,10000,30000,100000' },
    megabytes: { type: 'string', default: '1,10,50' },
    prefixes: { type: 'string', default: '16000,1000000' },
    spokes: { type: 'string', default: '250,500,1000,2000' },
    diagnoses: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
} as const

type Values = Given<typeof CONFIG>['values']

/** What is measured, by the name of the section of the page. */
const SECTIONS: Readonly<Record<string, (values: Values) => Section | Promise<Section>>> = {
  growth: (values) => growth(values.sizes.split(',').map(Number), values.family, console.error),
  reading: (values) => reading(values.megabytes.split(',').map(Number), values.format, console.error),
  peers: (values) => peers(values.prefixes.split(',').map(Number), console.error),
  hub: (values) => hub(values.spokes.split(',').map(Number), values.family, console.error),
  children: () => children([10, 20, 40, 60], console.error),
  doubled: () => doubled([250, 500, 1000, 2000], console.error),
  answer: () => answer(console.error),
  standstill: () => standstill(console.error),
  start: (values) => start(Number(values.diagnoses), console.error),
}

async function main({ values }: Given<typeof CONFIG>): Promise<number | undefined> {
  const { only } = values
  if (only !== undefined && SECTIONS[only] === undefined) return undefined
  const measured: Section[] = []
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (only !== undefined && only !== name) continue
    const section = await measure(values)
    measured.push(section)
    console.log(sectionText(section))
  }
  if (values.write) writePage(measured)
  const missed = measured.flatMap(({ figures }) => figures.filter(({ passes }) => passes === false))
  console.log(`${missed.length} figures are missed.`)
  return missed.length > 0 ? 1 : 0
}

process.exitCode = await runCommand(USAGE, CONFIG, main)
