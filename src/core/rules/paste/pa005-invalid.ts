import type { Correction, Endpoint } from '../../model/endpoint.ts'
import type { ReadingProblem } from '../../model/format.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { isSameLine, type Span } from '../../text/source-text.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'

/** More are not told one by one. */
const LISTED = 200

/** A value that cannot be, or something that is read but not modelled. */
export const invalidValue = diagnostic<ReadingProblem>({
  code: 'PA005',
  title: 'A value in the paste cannot be used',
  *check({ blocks, simulation }) {
    const corrections = simulation === undefined ? [] : correctionsOf(simulation)
    const problems = blocks.flatMap((block) => block.problems).filter(({ kind }) => kind !== 'cut')
    const [first, ...others] = problems.filter(({ kind }) => kind === 'invalid')
    for (const problem of listed(problems)) {
      yield {
        severity: problem.kind === 'invalid' ? 'error' : 'warning',
        certainty: 'stated',
        evidence: [{ span: problem.span, label: problem.kind === 'invalid' ? 'cannot be' : 'not used' }],
        witness: null,
        flows: [],
        plans:
          problem.kind === 'invalid'
            ? correctionPlans(corrections, (fault) =>
                problem === first
                  ? others.every((other) => !isSameLine(fault, other.span))
                  : isSameLine(fault, problem.span),
              )
            : [],
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

function* listed(problems: readonly ReadingProblem[]): Generator<ReadingProblem> {
  yield* problems.slice(0, LISTED)
  const [next] = problems.slice(LISTED)
  if (next === undefined) return
  const say = `${problems.length - LISTED} more values from here on cannot be used either.`
  yield { ...next, say, instead: 'Mend the first ones and paste the text again.' }
}

interface EndCorrection {
  readonly end: string
  readonly correction: Correction<() => Endpoint>
}

/** What may have been meant, where a text is refused by the product that reads it; each is the text read again. */
function correctionsOf({ a, b }: Simulation): EndCorrection[] {
  return [
    ...(a.corrections?.(b) ?? []).map((correction) => ({ end: a.label, correction })),
    ...(b.corrections?.(a) ?? []).map((correction) => ({ end: b.label, correction })),
  ]
}

/** What shows only once a fault is mended is at no line that is told of; it goes with the first that is. */
function correctionPlans(corrections: readonly EndCorrection[], isMeant: (fault: Span) => boolean): Plan[] {
  return corrections
    .filter(({ correction }) => isMeant(correction.fault))
    .map(({ end, correction }) => ({ changes: [{ end, change: { kind: 'correct', ...correction } }] }))
}
