import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../../src/core/negotiation/ike/outcome.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { diagnostics } from '../../../../src/core/rules/index.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Diagnostic } from '../../../../src/core/rules/rule.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween } from '../facts-of.ts'

type Reason = Failure['reason']

/** Shown by entries and obstacles alone, of a child of the other end, of who only waits, or of who shows a pattern. */
const QUIET = [
  'TS016 same-networks',
  'MD006 inactive',
  'MD003 selectors',
  'AD004 no-peer-address',
  'MD008 only-answers',
  'AU001 timeout',
]

const RULES = diagnostics
  .flatMap((rule) => (rule.reasons ?? []).map((reason) => [rule.code, reason, rule] as const))
  .filter(([code, reason]) => !QUIET.includes(`${code} ${reason}`))

/** What a rule says where A begins and fails for a reason, and B has no connection at all. */
function found(rule: Diagnostic, reason: Reason, by: Failure['by']) {
  const { a, b } = endsOf(pair())
  if (b.ike === undefined) throw new Error('It is a configuration.')
  const simulation = simulate(a, b)
  const failure: Failure = { notify: null, reason, by, certainty: 'stated' }
  const quickModes = simulation.quickModes.flatMap(({ outcome, ...rest }) =>
    outcome?.initiator === 'A' ? [{ ...rest, outcome: { ...outcome, ike: failure, childSa: null } }] : [],
  )
  return factsBetween(rule, { ...simulation, b: { ...b, ike: { ...b.ike, connections: [] } }, quickModes })
}

describe('a negotiation that fails where the other end has no connection at all', () => {
  it.each(RULES)(
    'is told by %s (%s) with the lines of the one that begins, and without a way out',
    (_, reason, rule) => {
      const all = (['initiator', 'responder'] as const).flatMap((by) => found(rule, reason, by))
      expect(all.length).toBeGreaterThan(0)
      for (const { plans, evidence, explain } of all) {
        expect(plans).toEqual([])
        expect(new Set(evidence.map(({ span }) => span.source))).toEqual(new Set(['a.conf']))
        expect(explain().what).toContain('(192.0.2.')
      }
    },
  )
})
