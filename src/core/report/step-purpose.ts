import type { RemediationStep } from './schema.ts'

/** Findings that a step names; the report has the first hundred. */
const NAMED = 8

interface StepPurpose {
  /** The findings that it is for: `TS001-1, TS001-2`, or `TS001-1, ... and 12 more`. */
  readonly findings: string
  /** A sentence for each fault that it mends and of which no finding tells. */
  readonly hidden: readonly string[]
}

/** What a step is for, in the words that every front end shows. */
export function stepPurpose({ for: ids, hidden }: RemediationStep): StepPurpose {
  const more = ids.length - NAMED
  const named = ids.slice(0, NAMED).join(', ')
  const once = ids.length === 1 ? `${ids[0]} is` : 'these are'
  return {
    findings: more > 0 ? `${named} and ${more} more` : named,
    hidden: hidden.map(({ code, title }) => `Mends ${code}, which shows only once ${once} mended: ${title}`),
  }
}
