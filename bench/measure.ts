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

/** The fewest and the most turns that two take which are measured beside each other, and after how many milliseconds in all no more. */
const [FEWEST, MOST, ENOUGH] = [3, 15, 5000]
/** A turn is of several runs until so many milliseconds have gone; what takes so long that it is not run once more for nothing. */
const [LEAST_OF_TURN, LONG] = [150, 1000]

/**
 * The median processor time of one run of each of two, in milliseconds, which take turns. Before that each runs once, so that
 * neither is measured while what both use is compiled. A turn of several runs is timed as a whole, since what one of them leaves
 * is collected in another; the first of them does not count, in which the garbage of the other one of the two is. There are more
 * turns the less they take.
 */
export function mediansByTurns(one: () => void, other: () => void): [number, number] {
  one()
  other()
  const times: [number[], number[]] = [[], []]
  const began = processorTime()
  for (let turn = 0; turn < FEWEST || (turn < MOST && processorTime() - began < ENOUGH); turn++) {
    times[0].push(timeOfTurn(one))
    times[1].push(timeOfTurn(other))
  }
  return [median(times[0]), median(times[1])]
}

function timeOfTurn(run: () => void): number {
  let began = processorTime()
  run()
  const first = processorTime() - began
  if (first >= LONG) return first
  began = processorTime()
  let runs = 0
  let time = 0
  for (; time < LEAST_OF_TURN; runs++) {
    run()
    time = processorTime() - began
  }
  return time / runs
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
