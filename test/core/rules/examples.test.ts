import { describe, expect, it } from 'vitest'
import { diagnostics } from '../../../src/core/rules/index.ts'
import { factsOf } from './facts-of.ts'

/** Rules that need an end, which the example of their page has; the others are about the paste alone. */
const OF_ENDS = diagnostics.filter(({ code }) => !code.startsWith('PA') && !['SA001', 'SA002', 'SA012'].includes(code))

describe('what a rule finds in the example of its page', () => {
  it.each(OF_ENDS.map((rule) => [rule.code, rule] as const))(
    'is about flows and lines that there are: %s',
    (_, rule) => {
      // `factsOf` looks at that.
      expect(factsOf(rule, rule.page.fires).map(({ code }) => code)).toContain(rule.code)
    },
  )
})
