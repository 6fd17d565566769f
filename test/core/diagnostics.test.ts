import { describe, expect, it } from 'vitest'
import { analyse, explain, Report } from '../../src/core/index.ts'
import type { Reason } from '../../src/core/model/failure-reason.ts'
import { diagnostics } from '../../src/core/rules/index.ts'
import { applyEdits } from '../support/apply-edits.ts'

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

/** Complete by its type. */
const REASONS: Readonly<Record<Reason, true>> = {
  timeout: true,
  port: true,
  'not-loaded': true,
  inactive: true,
  'no-peer-address': true,
  'only-answers': true,
  'not-oriented': true,
  'own-trap': true,
  'held-networks': true,
  childless: true,
  'no-connection': true,
  'ike-version': true,
  'ike-proposals': true,
  'aggressive-psk': true,
  'exchange-mode': true,
  'peer-identity': true,
  'own-identity': true,
  'authentication-method': true,
  'no-shared-key': true,
  'shared-key': true,
  'post-quantum-key': true,
  selectors: true,
  'no-selectors': true,
  mode: true,
  'child-proposals': true,
  'no-proposals': true,
  'unreadable-proposal': true,
  pfs: true,
  'first-group': true,
  compression: true,
  'own-key': true,
  'virtual-address': true,
  'no-address-request': true,
  'same-networks': true,
}

describe('the diagnostics', () => {
  // No format tells yet of something that is switched off.
  it.each(Object.keys(REASONS).filter((reason) => reason !== 'inactive'))(
    'tell of a negotiation that ends by %s',
    (reason) => {
      const told = diagnostics.flatMap(({ reasons = [] }): readonly string[] => reasons)
      expect(told).toContain(reason)
    },
  )

  it('have codes of their own', () => {
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBe(diagnostics.length)
  })
})
