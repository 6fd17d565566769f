/**
 * `analyse-once.ts FAMILY COUNT SEED`: one analysis in a process of its own, warmed up with a small one; prints a line of
 * JSON. So no run profits from, or suffers under, the memory of another.
 */
import { analyse } from '../src/core/index.ts'
import { families } from './families.ts'
import { medianTime } from './measure.ts'

/** What one process tells. Times in milliseconds, memory in MB. */
export interface OneAnalysis {
  /** Processor time of all threads. */
  readonly time: number
  /** Time by the clock. */
  readonly elapsed: number
  readonly memory: number
  readonly flows: number
  readonly diagnostics: number
  readonly verdict: string
}

const WARM_UP = 1000

async function main([id, count, seed]: readonly string[]): Promise<void> {
  const family = families.find((each) => each.id === id)
  if (family === undefined) throw new Error(`There is no family ${id}.`)
  const small = family.make(WARM_UP, Number(seed) + 1)
  for (let run = 0; run < 3; run++) analyse({ pastes: small })
  const pastes = family.make(Number(count), Number(seed))
  const report = { flows: 0, diagnostics: 0, verdict: '' }
  const runs = Number(count) > 5000 ? 1 : 3
  const began = performance.now()
  const time = await medianTime(() => {
    const { flows, diagnostics, verdict } = analyse({ pastes })
    Object.assign(report, { flows: flows.length, diagnostics: diagnostics.length, verdict })
  }, runs)
  const elapsed = (performance.now() - began) / runs
  const told: OneAnalysis = { ...report, time, elapsed, memory: process.resourceUsage().maxRSS / 1024 }
  console.log(JSON.stringify(told))
}

await main(process.argv.slice(2))
