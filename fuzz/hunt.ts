import { Piscina } from 'piscina'
import type { Complaint } from './complaint.ts'
import { caseDrawer, type FuzzCase } from './draw-case.ts'

/** A case that went wrong. */
export interface Catch {
  readonly number: number
  readonly case: FuzzCase
  readonly complaints: readonly Complaint[]
}

export interface Hunt {
  readonly cases: number
  /** Characters of all pastes. */
  readonly characters: number
  readonly catches: readonly Catch[]
  /** The cases that took longest, in milliseconds. */
  readonly slowest: readonly { readonly number: number; readonly characters: number; readonly time: number }[]
}

export interface HuntOptions {
  readonly seed: number
  /** Stops with the first case after that. */
  readonly milliseconds: number
  readonly from?: number
  /** Stops with so many catches. */
  readonly most?: number
  readonly worker?: URL
  readonly ceiling?: number
  readonly onCatch?: (caught: Catch) => void
  /** Told before each case, for what ends the whole process. */
  readonly onCase?: (number: number) => void
}

/** Milliseconds of the processor that one case may take, with all that is made of its answer. */
const CEILING = 20_000
const HEAP = 512

/** Draws one case after the other and has each examined in a thread, which may hang or die of it. */
export async function hunt(options: HuntOptions): Promise<Hunt> {
  const { seed, milliseconds, from = 0, most = 20, onCatch = () => undefined, onCase = () => undefined } = options
  const examiner = openExaminer(options)
  const draw = caseDrawer(seed)
  const catches: Catch[] = []
  let slowest: Hunt['slowest'] = []
  let characters = 0
  let number = from
  try {
    for (const end = Date.now() + milliseconds; Date.now() < end && catches.length < most; number++) {
      onCase(number)
      const drawn = draw(number)
      const length = drawn.request.pastes.reduce((sum, { text }) => sum + text.length, 0)
      const start = performance.now()
      const complaints = await examiner.examine(drawn)
      const time = performance.now() - start
      characters += length
      slowest = [...slowest, { number, characters: length, time }].toSorted((a, b) => b.time - a.time).slice(0, 5)
      if (complaints.length === 0) continue
      const caught = { number, case: drawn, complaints }
      catches.push(caught)
      onCatch(caught)
    }
  } finally {
    await examiner.close()
  }
  return { cases: number - from, characters, catches, slowest }
}

export interface Examiner {
  examine(fuzzCase: FuzzCase): Promise<readonly Complaint[]>
  close(): Promise<void>
}

/** Looks at the clock of the processor this often, in milliseconds. */
const LOOKS = 100
/** On a busy machine, or where nothing is worked on at all, more time by the clock on the wall than this is too much. */
const PATIENCE = 15

/** A thread with a ceiling on processor time and heap. What passes the former is tried again in a fresh one. */
export function openExaminer({ worker, ceiling = CEILING }: Pick<HuntOptions, 'worker' | 'ceiling'> = {}): Examiner {
  const pool = new Piscina<FuzzCase, Complaint[]>({
    filename: (worker ?? new URL('./worker.mjs', import.meta.url)).href,
    minThreads: 1,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
    env: {},
  })
  pool.on('error', () => undefined)
  let isFresh = true

  async function once(fuzzCase: FuzzCase): Promise<readonly Complaint[]> {
    // A thread loads the whole program first, which is no fault of the case.
    if (isFresh) await pool.run(NOTHING, { name: 'examine' })
    isFresh = false
    const limit = limitOn(ceiling)
    try {
      return await pool.run(fuzzCase, { name: 'examine', signal: limit.signal })
    } catch (error) {
      isFresh = true
      if (!(error instanceof Error)) return [{ kind: 'died', say: 'the thread ended' }]
      if (error.name === 'AbortError') return [{ kind: 'hung', say: `it took more than ${ceiling / 1000} s` }]
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        return [{ kind: 'memory', say: `it took more than ${HEAP} MB` }]
      return [{ kind: 'died', say: `the thread ended with ${error.name}: ${error.message.slice(0, 200)}` }]
    } finally {
      limit.clear()
    }
  }

  return {
    async examine(fuzzCase) {
      const complaints = await once(fuzzCase)
      return complaints.some(({ kind }) => kind === 'hung') ? once(fuzzCase) : complaints
    },
    close: () => pool.destroy(),
  }
}

const NOTHING: FuzzCase = { request: { pastes: [] }, secrets: [] }

/** Aborts after so many milliseconds of the processor; this thread only waits meanwhile, so they are those of the other. */
function limitOn(ceiling: number): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController()
  const [start, begun] = [process.cpuUsage(), Date.now()]
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(start)
    if ((user + system) / 1_000 > ceiling || Date.now() - begun > ceiling * PATIENCE) controller.abort()
  }, LOOKS)
  return { signal: controller.signal, clear: () => clearInterval(timer) }
}
