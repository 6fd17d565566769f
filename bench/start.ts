import { EXAMPLE } from '../src/slack/words.ts'
import { commandBody, type Measured, median, type Nearby, openNearby, send, startMeasured } from './answer/nearby.ts'
import { atMost, type Figure, type Section, told } from './figure.ts'

const STARTS = 9
/** At once; more of them wait in the queue and tell nothing. */
const AT_ONCE = 8

/** How fast the built program starts, how much memory it takes at rest, and whether that grows with what it does. */
export async function start(diagnoses: number, progress: (line: string) => void): Promise<Section> {
  const nearby = await openNearby()
  try {
    const figures = [...(await starts(nearby, progress)), ...(await growth(diagnoses, nearby, progress))]
    return {
      title: 'Start and memory',
      about: `The built program in HTTP mode and a bare Bolt app, started ${STARTS} times by turns: processor time of the whole process until it listens, and resident memory after the first answer, five seconds later. Then ${diagnoses} diagnoses of the article's case, one of another person each, and the heap of the main thread after a garbage collection; that of the thread which analyses is bounded by its limit, and told as resident memory of the process.`,
      figures,
    }
  } finally {
    nearby.close()
  }
}

async function starts(nearby: Nearby, progress: (line: string) => void): Promise<Figure[]> {
  const times = { bare: [] as number[], ours: [] as number[] }
  const memory = { bare: [] as number[], ours: [] as number[] }
  for (let round = 0; round < STARTS; round += 1) {
    for (const program of ['bare', 'ours'] as const) {
      const running = await startMeasured(program, nearby)
      times[program].push(running.startTime)
      await diagnose(running, nearby)
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      memory[program].push(running.memory())
      await running.end()
    }
  }
  const [bare, ours] = [median(times.bare), median(times.ours)]
  progress(`start: bare ${bare} ms, ours ${ours} ms; memory: ${median(memory.bare)} MB, ${median(memory.ours)} MB`)
  return [
    atMost('processor time until it listens: times that of the bare app', ours / bare, 1.3, ' times'),
    told('processor time until the bare app listens', bare, ' ms'),
    atMost('resident memory: more than the bare app', median(memory.ours) - median(memory.bare), 60, ' MB'),
    told('resident memory of the bare app', median(memory.bare), ' MB'),
  ]
}

async function growth(diagnoses: number, nearby: Nearby, progress: (line: string) => void): Promise<Figure[]> {
  const ours = await startMeasured('ours', nearby, { watched: true })
  const heaps: number[] = []
  const resident: number[] = []
  for (let done = 0; done < diagnoses; done += 1_000) {
    for (let at = 0; at < 1_000; at += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => diagnose(ours, nearby)))
    }
    const { heap } = await ours.told()
    heaps.push(heap)
    resident.push(ours.memory())
    progress(`${done + 1_000} diagnoses: heap ${heap.toFixed(1)} MB, resident ${ours.memory().toFixed(0)} MB`)
  }
  await ours.end()
  const [first = 0, last = 0] = [heaps[0], heaps.at(-1)]
  return [
    atMost(`heap after ${diagnoses} diagnoses: times that after 1000`, last / first, 1.1, ' times'),
    told('heap after 1000', first, ' MB'),
    told('resident memory after 1000', resident[0] ?? 0, ' MB'),
    told(`resident memory after ${diagnoses}`, resident.at(-1) ?? 0, ' MB'),
  ]
}

async function diagnose({ url }: Measured, nearby: Nearby): Promise<void> {
  const { body, end } = commandBody(EXAMPLE)
  const arrived = nearby.arrival(end, 'ISA-A')
  await send(url, body)
  await arrived
}
