/** `LIBRESWAN_DIR=DIR node --import tsx lab/main-libreswan.ts CASES.json RESULTS.json`: pairs with libreswan. */
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { closeLab, openLab } from './daemons.ts'
import { findLibreswan, runMixedCases } from './libreswan.ts'
import { MixedCase } from './libreswan-case.ts'

async function main([casesFile, resultsFile]: readonly string[]): Promise<number> {
  if (casesFile === undefined || resultsFile === undefined) {
    console.error('Usage: LIBRESWAN_DIR=DIR node --import tsx lab/main-libreswan.ts CASES.json RESULTS.json')
    return 2
  }
  const libreswan = findLibreswan()
  const lab = typeof libreswan === 'string' ? await openLab() : libreswan
  if (typeof libreswan !== 'string' || 'obstacle' in lab) {
    console.error('obstacle' in lab ? lab.obstacle : '')
    return 2
  }
  const cases = z.array(MixedCase).parse(JSON.parse(readFileSync(casesFile, 'utf8')))
  const results = await runMixedCases(lab, libreswan, cases)
  closeLab(lab)
  for (const { id, up, wall_s, lab_error } of results) {
    console.log(`${id}: ${lab_error ?? (up ? 'up' : 'down')} (${wall_s.toFixed(2)} s)`)
  }
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 1)}\n`)
  return results.some(({ lab_error }) => lab_error !== undefined) ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
