import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse, Report } from '../../src/core/index.ts'
import { applyEdits } from '../support/apply-edits.ts'
import { outline } from './outline.ts'

const CASES = join(import.meta.dirname, 'cases')

/** A case is a folder: the pastes, what is expected of them, and a probe where it is about one packet. */
describe('the golden cases', () => {
  it.each(readdirSync(CASES))('%s', async (name) => {
    const folder = join(CASES, name)
    const files = readdirSync(folder)
    const pastes = files
      .filter((file) => file !== 'expected.txt' && file !== 'probe')
      .map((source) => ({ source, text: readFileSync(join(folder, source), 'utf8') }))
    const probe = files.includes('probe') ? { probe: readFileSync(join(folder, 'probe'), 'utf8') } : {}
    const report = analyse({ pastes, ...probe })
    expect(Report.safeParse(report).error).toBeUndefined()
    const fixed = applyEdits(pastes, report)
    if (fixed !== null) {
      const again = analyse({ pastes: fixed })
      expect(again.verdict).toBe(report.remediation.after?.verdict)
      const errors = again.diagnostics.filter(({ severity }) => severity === 'error')
      if (again.verdict === 'up') expect(errors).toEqual([])
    }
    await expect(outline(report)).toMatchFileSnapshot(join(folder, 'expected.txt'))
  })
})
