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

/** How often two that are measured beside each other take turns. */
const TURNS = 3

/**
 * The median processor time of one run of each of two, in milliseconds, which take turns of several runs each. Before that each
 * runs once, so that neither is measured while what both use is compiled. The first run of a turn of several does not count: the garbage
 * of the other one is collected in it.
 */
export function mediansByTurns(one: () => void, other: () => void, runs: number): [number, number] {
  one()
  other()
  const times: [number[], number[]] = [[], []]
  const ofTurn = Math.max(1, Math.round(runs / TURNS))
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [at, work] of [one, other].entries()) {
      if (ofTurn > 1) work()
      for (let run = 0; run < ofTurn; run++) {
        const began = processorTime()
        work()
        times[at]?.push(processorTime() - began)
      }
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
