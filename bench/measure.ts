import { Bench } from 'tinybench'

/**
 * The median processor time of one run in milliseconds: of all threads of the process, so that it is no less than the time on
 * an idle machine, and does not depend on what else runs.
 */
export async function medianTime(run: () => void, runs: number): Promise<number> {
  const bench = new Bench({ time: 0, iterations: runs, warmup: false, now: processorTime })
  // Otherwise it is run once more, to find that out, and leaves its garbage to the run that is measured.
  bench.add('run', run, { async: false })
  await bench.run()
  const result = bench.tasks[0]?.result
  if (result === undefined || !('latency' in result)) throw new Error('The run that was to be measured failed.')
  return result.latency.p50
}

/**
 * The median processor time of one run of each of two, in milliseconds, which take turns; each runs once more before, so that
 * neither is measured while what both use is compiled.
 */
export function mediansByTurns(one: () => void, other: () => void, runs: number): [number, number] {
  const times: [number[], number[]] = [[], []]
  for (let run = 0; run <= runs; run++) {
    for (const [at, work] of [one, other].entries()) {
      const began = processorTime()
      work()
      if (run > 0) times[at]?.push(processorTime() - began)
    }
  }
  return [median(times[0]), median(times[1])]
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The exponent k with which `time` grows like `size` to the k: the slope of the line through the logarithms. */
export function exponentOf(points: readonly { readonly size: number; readonly time: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size))
  const ys = points.map(({ time }) => Math.log(time))
  const [x, y] = [mean(xs), mean(ys)]
  const covariance = mean(xs.map((each, at) => (each - x) * ((ys[at] ?? y) - y)))
  return covariance / mean(xs.map((each) => (each - x) ** 2))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
