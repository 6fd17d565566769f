import * as z from 'zod'
import { Report } from '../../core/index.ts'
import { VERDICTS } from '../blocks/reply.ts'

/** Characters of what is told of a report in a line. */
const LINE = 200
const SUMMARY = 2_900
const ENDS = 10

/**
 * What is known of an answer outside the thread that made it, and small whatever was pasted: enough for the log, for windows and
 * for what has changed since.
 */
export const Gist = z.object({
  verdict: Report.shape.verdict,
  /** As the report says it. */
  summary: z.string(),
  /** A line by which a person finds the answer again. */
  title: z.string(),
  /** How many findings there are of each code, without remarks about the pastes themselves. */
  counts: z.record(z.string(), z.number()),
  codes: z.array(z.string()),
  formats: z.array(z.string()),
  /** Each end of which something was pasted, and what. */
  ends: z.array(z.string()),
})
export type Gist = z.infer<typeof Gist>

export function gistOf(report: Report): Gist {
  const { verdict, summary, diagnostics, ends, otherInputs } = report
  const counts: Record<string, number> = {}
  for (const { code, severity } of diagnostics) if (severity !== 'info') counts[code] = (counts[code] ?? 0) + 1
  const inputs = [...ends.flatMap((end) => end.inputs), ...otherInputs]
  return {
    verdict,
    summary: summary.slice(0, SUMMARY),
    title: titleOf(report),
    counts,
    codes: [...new Set(diagnostics.map(({ code }) => code))],
    formats: [...new Set(inputs.flatMap(({ format }) => format ?? []))],
    ends: ends
      .filter((end) => end.inputs.length > 0)
      .slice(0, ENDS)
      .map((end) => {
        const read = end.inputs.slice(0, ENDS).map(({ source, format }) => `${source} (${format ?? 'not recognised'})`)
        return `End ${end.label}, ${end.name}: ${read.join(', ')}`.slice(0, LINE)
      }),
  }
}

function titleOf({ verdict, ends }: Report): string {
  const names = ends.map(({ name }) => name).join(' and ')
  return `${VERDICTS[verdict]}${names === '' ? '' : `: ${names}`}`.slice(0, LINE)
}
