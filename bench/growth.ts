import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import * as z from 'zod'
import { families } from './families.ts'
import { atMost, type Figure, type Section, told } from './figure.ts'
import { exponentOf } from './measure.ts'

const SEED = 6
const SECONDS = 6
const MEGABYTES = 1500
/** The time and the memory that are wanted are those of so many filters. */
const FILTERS = 100_000
/** A run that takes longer is ended, and counts as failed. */
const CEILING = 600_000

const OneAnalysis = z.object({
  time: z.number(),
  elapsed: z.number(),
  memory: z.number(),
  flows: z.number(),
  diagnostics: z.number(),
  verdict: z.string(),
})
type OneAnalysis = z.infer<typeof OneAnalysis>

/** How the time of an analysis grows with the number of filters, for each family. */
export function growth(sizes: readonly number[], only: string | undefined, progress: (line: string) => void): Section {
  const figures = families
    .filter(({ id }) => only === undefined || id === only)
    .flatMap(({ id, title, exponent }): Figure[] => {
      const points = sizes.flatMap((count) => {
        const result = analyseOnce(id, count)
        if (result === null) {
          progress(`${id} ${count}: ended after ${CEILING / 1000} s`)
          return []
        }
        const { time, elapsed, memory, flows, diagnostics, verdict } = result
        progress(
          `${id} ${count}: ${Math.round(time)} ms, ${Math.round(elapsed)} ms by the clock, ${Math.round(memory)} MB, ${flows} flows, ${diagnostics} findings, ${verdict}`,
        )
        return [{ count, size: count + flows, ...result }]
      })
      const largest = sizes.at(-1) ?? 0
      const last = points.find(({ count }) => count === largest)
      const missed = (what: string): Figure => ({ what, measured: 'too long', wanted: '', passes: false })
      return [
        points.length < 2
          ? missed(`${title}: exponent`)
          : atMost(
              `${title}: exponent`,
              exponentOf(id === 'mirrored' ? points.map((point) => ({ ...point, size: point.count })) : points),
              exponent,
              '',
            ),
        ...(last === undefined
          ? [missed(`${title}: ${largest} filters a side`)]
          : [
              ...(largest < FILTERS
                ? [
                    told(`${title}: ${largest} filters a side`, last.time / 1000, ' s'),
                    told(`${title}: largest memory of the process`, last.memory, ' MB'),
                  ]
                : [
                    atMost(
                      `${title}: ${largest} filters a side`,
                      Math.min(last.time, last.elapsed) / 1000,
                      SECONDS,
                      ' s',
                    ),
                    atMost(`${title}: largest memory of the process`, last.memory, MEGABYTES, ' MB'),
                  ]),
              told(`${title}: flows in the report`, last.flows, ''),
            ]),
      ]
    })
  return {
    title: 'Growth',
    about: `Two lists of ${sizes.join(', ')} filters each (\`bench/families.ts\`, seed ${SEED}), in the short notation of one line for a filter, or, where that has no words for them, as dumps of Windows' quick mode filters with eight lines for each; each analysis in a process of its own, after three small ones. The exponent is the slope of log time over log n; in all families but the first, over n and the flows that are reported. The time of the largest lists is the processor time of all threads or the time by the clock, whichever is less: neither is less than the time on two idle cores.`,
    figures,
  }
}

function analyseOnce(id: string, count: number): OneAnalysis | null {
  const script = join(import.meta.dirname, 'analyse-once.js')
  try {
    const args = ['--max-old-space-size=4096', script, id, String(count), String(SEED)]
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: CEILING,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return OneAnalysis.parse(JSON.parse(output))
  } catch {
    return null
  }
}
