import { expect, it } from 'vitest'
import { BOTH_LISTS } from '../../../src/core/rules/paste/examples.ts'
import { diagnostic } from '../../../src/core/rules/rule.ts'
import { NO_FACTS } from './facts-of.ts'

it('a sentence that begins with an end without a name begins with a capital', () => {
  const rule = diagnostic<null>({
    code: 'XX001',
    title: 'An example',
    *check() {
      yield { severity: 'info', certainty: 'stated', evidence: [], witness: null, flows: [], plans: [], data: null }
    },
    explain: () => ({
      what: 'end A and end B differ. end B begins.\nend A waits.',
      why: 'The end A of a line, and what comes to an end. end of it.',
    }),
    page: { text: '', fires: BOTH_LISTS, quiet: BOTH_LISTS },
  })
  const context = { simulation: undefined, mismatches: [], blocks: [], observations: [], secrets: [], paste: NO_FACTS }
  expect([...rule.check(context)].map(({ explain }) => explain())).toEqual([
    {
      what: 'End A and end B differ. End B begins.\nEnd A waits.',
      why: 'The end A of a line, and what comes to an end. end of it.',
    },
  ])
})
