import type { ReadingProblem } from '../../model/format.ts'
import { diagnostic } from '../rule.ts'
import { dump, PAIR } from '../spd/examples.ts'
import { paste } from './examples.ts'

/** The text ends in the middle, or a count at its end says that more belongs to it. */
export const cut = diagnostic<ReadingProblem>({
  code: 'PA008',
  title: 'The paste may have been cut',
  *check({ blocks }) {
    for (const problem of blocks.flatMap((block) => block.problems)) {
      if (problem.kind !== 'cut') continue
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: [{ span: problem.span, label: 'the text ends or does not add up here' }],
        witness: null,
        flows: [],
        plans: [],
        data: problem,
      }
    }
  },
  explain: ({ say, instead }) => ({ what: say, why: instead }),
  page: {
    text: `Chat programs cut long texts, and copying from a console window loses its beginning. A record without its end, or a
footer whose count differs from the records above it, shows that; what was read is then assumed to be incomplete.`,
    fires: paste((dump(PAIR).pastes[0]?.text ?? '').replace('2 Specific', '6 Specific')),
    quiet: dump(PAIR),
  },
})
