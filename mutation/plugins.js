import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { commonTokens, declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin'

/**
 * A sample of the mutants, for Stryker, which has none: each mutant is drawn with the same chance, `draw.share` of Stryker's
 * options, from `draw.seed` and from where and what it is. So the same seed draws the same mutants of the same sources, and a
 * larger share draws these and more. Those that are not drawn are handed back as if they did not compile, which is the one
 * way in which a plugin can take mutants out of the count.
 *
 * It is JavaScript because Stryker's own processes load it, without anything that reads TypeScript.
 */
export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.Checker, 'draw', Object.assign(makeDraw, { inject: [commonTokens.options] })),
]

function makeDraw({ draw: { seed, share } }) {
  return {
    async init() {},
    async check(mutants) {
      return Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(lot(seed, mutant) < share)]))
    },
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
