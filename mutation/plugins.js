/** @import { Mutant, MutantResult, StrykerOptions } from '@stryker-mutator/api/core' */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { commonTokens, declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/**
 * What is added to Stryker. It is JavaScript because Stryker's own processes load it, without anything that reads TypeScript.
 *
 * `draw`, a sample of the mutants: each is drawn with the same chance, `draw.share` of Stryker's options, from `draw.seed` and
 * from where and what it is. So the same seed draws the same mutants of the same sources, and a larger share draws these and
 * more. Those that are not drawn are handed back as if they did not compile, the one way in which a plugin can take mutants
 * out of the count.
 *
 * `tell`, which prints what no test noticed at once, not at the end, and now and then how far it is.
 */
export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.Checker, 'draw', Object.assign(makeDraw, { inject: [commonTokens.options] })),
  declareValuePlugin(PluginKind.Reporter, 'tell', { onMutantTested }),
]

/** @param {StrykerOptions} options */
function makeDraw({ draw: { seed, share } }) {
  return {
    async init() {},
    /** @param {Mutant[]} mutants */
    async check(mutants) {
      return Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(lot(seed, mutant) < share)]))
    },
    /** @param {Mutant[]} mutants */
    async group(mutants) {
      return [mutants.map(({ id }) => id)]
    },
  }
}

function verdict(isDrawn) {
  return isDrawn ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' }
}

/** A number from 0 to 1 that is the mutant's own. */
function lot(seed, { fileName, location: { start, end }, mutatorName, replacement }) {
  const place = [relative(process.cwd(), fileName), start.line, start.column, end.line, end.column]
  const name = JSON.stringify([seed, ...place, mutatorName, replacement])
  return createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32
}

/** How many came to what, so that a run that is ended early tells something. */
const counts = new Map()

/** @param {MutantResult} result */
function onMutantTested({ status, fileName, location: { start, end }, replacement }) {
  if (status === 'CompileError' || status === 'Ignored') return
  counts.set(status, (counts.get(status) ?? 0) + 1)
  const tested = [...counts.values()].reduce((sum, count) => sum + count)
  if (tested % 25 === 0) console.log(`${tested} tested: ${JSON.stringify(Object.fromEntries(counts))}`)
  if (status === 'Killed') return
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line)
  const last = lines.length - 1
  lines[last] = lines[last].slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  console.log(
    `${status} ${fileName}:${start.line}:${start.column}\n  - ${short(lines.join(' '))}\n  + ${short(replacement)}`,
  )
}

function short(text) {
  return text.replace(/\s+/g, ' ').slice(0, 160)
}
