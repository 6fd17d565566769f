import { randomUUID } from 'node:crypto'
import { Piscina } from 'piscina'
import { cutDown, type Sized } from './cut-down.ts'
import { failurePlace } from './failure-place.ts'
import { FairQueue, type Full } from './fair-queue.ts'

/** Why nothing came of it, in one word for programs and one sentence for people. It never holds pasted text. */
export interface Refusal {
  readonly ok: false
  readonly reason: 'too-slow' | 'too-much-memory' | 'busy' | 'failed'
  readonly say: string
}

/** What a task can be given, and what comes of it. */
type InputOf<Task> = Task extends (input: infer Input) => unknown ? Input : never
type ResultOf<Task> = Task extends (...input: never) => infer Result ? Result : never

/** Whose turn it is, and of what. */
interface Turn {
  /** Any string that stands for one person; what has none is each of somebody else. */
  readonly requester?: string
  /** The texts that it is about, for the advice when they are too much. */
  readonly texts?: readonly Sized[]
  /** It belongs to something that had its turn already, and is not turned away. */
  readonly goesOn?: boolean
}

/**
 * Runs tasks, the functions that a module exports, in threads. What goes in and what comes out are copied, so both have to be
 * plain data, and what comes out small enough for a thread that may not stand still. It answers every request and never rejects.
 */
export interface WorkerPool<Tasks> {
  run<Name extends keyof Tasks & string>(
    name: Name,
    input: InputOf<Tasks[Name]>,
    turn?: Turn,
  ): Promise<{ readonly ok: true; readonly result: ResultOf<Tasks[Name]> } | Refusal>
  /** Requests that are worked on or wait for a free thread. */
  readonly load: number
  /** Ends the threads; what is still waiting is answered with a refusal. */
  close(): Promise<void>
}

/** A pool of which no thread runs before there is something to do. */
interface PreparedPool<Tasks> extends WorkerPool<Tasks> {
  /** Starts a thread, so that the first to ask does not have to wait for it. */
  prepare(): void
}

export interface WorkerPoolOptions {
  /** All but one of them are for one requester at most. */
  readonly threads?: number
  /** Milliseconds that one analysis may take, not counting the wait for a free thread. */
  readonly timeLimit?: number
  /** Megabytes of JavaScript heap that one thread may fill. */
  readonly heapLimit?: number
  /** How many requests may wait for a free thread, and how many of one requester. */
  readonly queueLimit?: number
  readonly requesterLimit?: number
  /** The module that the threads run; tests hand in one that misbehaves. */
  readonly worker?: URL
}

const CLOSED = 'The program is being stopped, so this was not analysed.'
/** Milliseconds that a thread more than one stays without work. */
const THREAD_KEPT = 30_000

const runsFromSource = import.meta.url.endsWith('.ts')
const analysisWorker = new URL(runsFromSource ? './analysis-worker.ts' : './analysis-worker.js', import.meta.url)

/** Runs what takes long in worker threads, so that no paste, however large or odd, can hold up or bring down the program. */
export function createWorkerPool<Tasks>({
  threads = 1,
  timeLimit = 20_000,
  heapLimit = 512,
  queueLimit = 32,
  requesterLimit = 8,
  worker = analysisWorker,
}: WorkerPoolOptions = {}): PreparedPool<Tasks> {
  const openThreads = () => {
    const opened = new Piscina({
      filename: worker.href,
      // A second thread is there as long as it is needed.
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: THREAD_KEPT,
      resourceLimits: { maxOldGenerationSizeMb: heapLimit },
      execArgv: worker.pathname.endsWith('.ts') ? sourceLoader() : [],
      // The analysis needs no environment, and the tokens in it are none of its business.
      env: {},
    })
    // A thread that dies without a request in hand is replaced with the next one, which then tells.
    opened.on('error', () => undefined)
    return opened
  }
  let threadsOpened: Piscina | undefined
  const ready = () => {
    threadsOpened ??= openThreads()
    return threadsOpened
  }

  const queue = new FairQueue({
    places: threads,
    placesEach: Math.max(1, threads - 1),
    waiting: queueLimit,
    waitingEach: requesterLimit,
  })
  let closed = false
  /** Milliseconds of a run, the later ones counting most. */
  let usual = 1_000

  /** The wait for a free thread happens here and not in the pool, so that the time limit counts the analysis alone. */
  async function run<Name extends keyof Tasks & string>(
    name: Name,
    input: InputOf<Tasks[Name]>,
    { requester = randomUUID(), texts = [], goesOn = false }: Turn = {},
  ): Promise<{ readonly ok: true; readonly result: ResultOf<Tasks[Name]> } | Refusal> {
    const full = await queue.turn(requester, { on: goesOn })
    if (full !== null) return refuse('busy', sayFull(full, requester))
    const began = performance.now()
    try {
      if (closed) return refuse('busy', CLOSED)
      const result: ResultOf<Tasks[Name]> = await ready().run(input, { name, signal: AbortSignal.timeout(timeLimit) })
      return { ok: true, result }
    } catch (error) {
      if (closed) return refuse('busy', CLOSED)
      const reason = reasonOf(error)
      return refuse(reason, reason === 'failed' ? sayFailed(error) : `${sayTooMuch(reason)} ${cutDown(texts)}`)
    } finally {
      usual = (usual * 3 + performance.now() - began) / 4
      queue.end(requester)
    }
  }

  function sayFull(full: Full, requester: string): string {
    if (full === 'all') {
      const wait = sayTime((usual * (queue.waiting + queue.running)) / threads)
      return `Too many texts are being analysed at the moment. Try again in about ${wait}.`
    }
    const own = queue.waitingOf(requester)
    return `${own} of your texts are waiting already and are answered one after the other. Send this one again in about ${sayTime(usual * own)}.`
  }

  function sayTooMuch(reason: 'too-slow' | 'too-much-memory'): string {
    const what = reason === 'too-slow' ? `${timeLimit / 1000} seconds` : `${heapLimit} MB of memory`
    return `This needs more than ${what}, and was stopped.`
  }

  return {
    prepare: () => void ready(),
    run,
    get load() {
      return queue.running + queue.waiting
    },
    async close() {
      closed = true
      await threadsOpened?.destroy()
    },
  }
}

/** Node's type stripping is not there yet in Node 20, and tsx does not reach into threads by itself. */
function sourceLoader(): string[] {
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register()`
  return ['--import', `data:text/javascript,${encodeURIComponent(register)}`]
}

/** As a person would say it, and rather too long. */
function sayTime(milliseconds: number): string {
  const seconds = Math.max(10, Math.ceil(milliseconds / 10_000) * 10)
  if (seconds <= 60) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

function refuse(reason: Refusal['reason'], say: string): Refusal {
  return { ok: false, reason, say }
}

function reasonOf(error: unknown): 'too-slow' | 'too-much-memory' | 'failed' {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'AbortError') return 'too-slow'
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-much-memory' : 'failed'
}

function sayFailed(error: unknown): string {
  const place = failurePlace(error)
  const where = place === null ? '' : ` (at ${place})`
  return `The analysis failed${where}. This is a fault of ipsec-diagnose and not of the text; please report it.`
}
