import { describe, expect, it } from 'vitest'
import { analyse, explain, Report } from '../../src/core/index.ts'
import { diagnostics } from '../../src/core/rules/index.ts'
import { applyEdits } from '../golden/apply-edits.ts'

describe('the example of each diagnostic', () => {
  it.each(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic] as const))('%s fires', (code, { page }) => {
    const report = analyse(page.fires)
    expect(report.diagnostics.map((finding) => finding.code)).toContain(code)
    expect(Report.safeParse(report).error).toBeUndefined()
  })

  it.each(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic] as const))(
    '%s stays quiet',
    (code, { page }) => {
      expect(analyse(page.quiet).diagnostics.map((finding) => finding.code)).not.toContain(code)
    },
  )

  it.each(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic] as const))(
    '%s: what it says is done and is gone',
    (code, { page }) => {
      const { pastes } = page.fires
      const report = analyse(page.fires)
      const fixed = applyEdits(pastes, report)
      if (fixed === null) return
      const again = analyse({ pastes: fixed })
      expect(again.verdict).toBe(report.remediation.after?.verdict)
      expect(again.diagnostics.map((finding) => finding.code)).not.toContain(code)
    },
  )

  it.each(diagnostics.map(({ code }) => [code]))('%s has a page', (code) => {
    expect(explain(code.toLowerCase())?.markdown).toContain(`# ${code}: `)
  })
})

describe('the diagnostics', () => {
  it('have codes of their own', () => {
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBe(diagnostics.length)
  })
})
