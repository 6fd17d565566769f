import type { LabCase, LabResult } from './case.ts'
import { type Lab, runCases } from './daemons.ts'
import { outcomeOf } from './record.ts'

/**
 * Runs the doubtful cases twice more and lets two of three results decide, as a busy machine makes a daemon miss its
 * second. A case with three different results says nothing, and its result says that.
 */
export async function settle(
  lab: Lab,
  cases: readonly LabCase[],
  results: readonly LabResult[],
  isDoubtful: (labCase: LabCase, result: LabResult) => boolean,
): Promise<readonly LabResult[]> {
  const byId = new Map(results.map((result) => [result.id, result]))
  const doubtful = cases.filter((labCase) => {
    const result = byId.get(labCase.id)
    return result !== undefined && isDoubtful(labCase, result)
  })
  const [second, third] = [await runCases(lab, doubtful), await runCases(lab, doubtful)]
  const settled = new Map(
    doubtful.map(({ id }, index) => [id, majority([byId.get(id), second[index], third[index]])] as const),
  )
  return results.map((result) => settled.get(result.id) ?? result)
}

/** The result whose outcome two of three share; the last, marked as a failure of the lab, where none do. */
export function majority(runs: readonly (LabResult | undefined)[]): LabResult | undefined {
  const results = runs.filter((run) => run !== undefined)
  const told = results.filter(({ lab_error }) => lab_error === undefined)
  const twice = told.find(
    (result) =>
      told.filter((other) => JSON.stringify(outcomeOf(other)) === JSON.stringify(outcomeOf(result))).length > 1,
  )
  const last = results.at(-1)
  return (
    twice ?? (last === undefined ? undefined : { ...last, lab_error: last.lab_error ?? 'Each run ends otherwise.' })
  )
}
