import type { ReadingProblem } from '../../model/format.ts'
import { diagnostic } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'

/** A value that cannot be, or something that is read but not modelled. */
export const invalidValue = diagnostic<ReadingProblem>({
  code: 'PA005',
  title: 'A value in the paste cannot be used',
  reads: ['paste'],
  *check({ blocks }) {
    for (const problem of blocks.flatMap((block) => block.problems)) {
      if (problem.kind === 'cut') continue
      yield {
        severity: problem.kind === 'invalid' ? 'error' : 'warning',
        certainty: 'stated',
        evidence: [{ span: problem.span, label: problem.kind === 'invalid' ? 'cannot be' : 'not used' }],
        witness: null,
        flows: [],
        plans: [],
        data: problem,
      }
    }
  },
  explain: ({ say, instead }) => ({ what: say, why: instead }),
  page: {
    text: `An address such as 999.1.1.1, a mask with a gap, a range that runs backwards: the entry that holds it is left out,
and the place is named. The same goes for what is read but not modelled.`,
    fires: dump(PAIR + filter('outbound', '10.1.0.999', '10.2.0.0')),
    quiet: dump(PAIR),
  },
})
