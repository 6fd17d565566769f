import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { type Section, sectionText } from './figure.ts'

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'performance.md')
const MARK = '<!-- What follows is written by `npm run bench -- --write`. -->'

/** Puts the tables below the mark, in place of those of the same title; what stands above it is written by hand. */
export function writePage(sections: readonly Section[]): void {
  const [above, below = ''] = readFileSync(PAGE, 'utf8').split(MARK)
  const known = new Map(
    below.split(/^(?=## )/m).flatMap((text) => (text.startsWith('## ') ? [[titleOf(text), `${text.trim()}\n\n`]] : [])),
  )
  for (const section of sections) known.set(section.title, `${sectionText(section).trim()}\n\n`)
  const machine = `Measured with Node ${process.versions.node} on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}).`
  writeFileSync(PAGE, `${above}${MARK}\n\n${machine}\n\n${[...known.values()].join('').trim()}\n`)
}

function titleOf(text: string): string {
  return text.slice('## '.length).split('\n', 1)[0] ?? ''
}
