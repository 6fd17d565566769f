import { randomUUID } from 'node:crypto'
import { Piscina } from 'piscina'
import type { AnalysisRequest, Paste, Report, TunnelRow } from './core/index.ts'
import { cutDown } from './cut-down.ts'
import { failurePlace } from './failure-place.ts'
import { FairQueue, type Full } from './fair-queue.ts'
import { type DecodedText, decodeText } from './text-encoding.ts'

/** Why there is no report, in one word for programs and one sentence for people. It never holds pasted text. */
export interface AnalysisRefusal {
  readonly ok: false
  readonly reason: 'too-slow' | 'too-much-memory' | 'busy' | 'failed'
  readonly say: string
}

export type AnalysisAnswer = { readonly ok: true; readonly report: Report } | AnalysisRefusal
export type SurveyAnswer = { readonly ok: true; readonly tunnels: readonly TunnelRow[] } | AnalysisRefusal

export type RedactAnswer = { readonly ok: true; readonly pastes: readonly Paste[] } | AnalysisRefusal

/**
 * The asynchronous door to core. It answers every request and never rejects. Who asks is named by any string that stands for
 * one person; requests without a name are each of somebody else.
 */
export interface AnalysisPool {
  analyse(request: AnalysisRequest, requester?: string): Promise<AnalysisAnswer>
  survey(request: AnalysisRequest, requester?: string): Promise<SurveyAnswer>
  /** The pastes without their secrets, fit to be kept for a while. It belongs to what was analysed and is not turned away. */
  redact(pastes: readonly Paste[], requester?: string): Promise<RedactAnswer>
  /** The text of a file. What is large is decoded apart from what has to be answered at once; it is not turned away either. */
  decode(bytes: Uint8Array, requester?: string): Promise<DecodedText>
  /** Requests that are analysed or wait for a free thread. */
  readonly load: number
  /** Ends the threads; what is still waiting is answered with a refusal. */
  close(): Promise<void>
}

/** A pool of which no thread runs before there is something to do. */
export interface PreparedPool extends AnalysisPool {
  /** Starts a thread, so that the first to ask does not have to wait for it. */
  prepare(): void
}

export interface AnalysisPoolOptions {
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

/** Bytes that are decoded in a few milliseconds. */
const DECODED_HERE = 500_000
const CLOSED = 'The program is being stopped, so this was not analysed.'
/** Milliseconds that a thread more than one stays without work. */
const THREAD_KEPT = 30_000

const runsFromSource = import.meta.url.endsWith('.ts')
const analysisWorker = new URL(runsFromSource ? './analysis-worker.ts' : './analysis-worker.js', import.meta.url)

/** Runs core in worker threads, so that no paste, however large or odd, can hold up or bring down the program. */
export function createAnalysisPool({
  threads = 1,
  timeLimit = 20_000,
  heapLimit = 512,
  queueLimit = 32,
  requesterLimit = 8,
  worker = analysisWorker,
}: AnalysisPoolOptions = {}): PreparedPool {
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
  async function run<Result>(
    name: 'analyse' | 'survey' | 'redact' | 'decode',
    request: AnalysisRequest | readonly Paste[] | Uint8Array,
    requester: string = randomUUID(),
  ): Promise<{ readonly ok: true; readonly result: Result } | AnalysisRefusal> {
    const full = await queue.turn(requester, { on: name === 'redact' || name === 'decode' })
    if (full !== null) return refuse('busy', sayFull(full, requester))
    const began = performance.now()
    try {
      if (closed) return refuse('busy', CLOSED)
      const result: Result = await ready().run(request, { name, signal: AbortSignal.timeout(timeLimit) })
      return { ok: true, result }
    } catch (error) {
      if (closed) return refuse('busy', CLOSED)
      const reason = reasonOf(error)
      return refuse(
        reason,
        reason === 'failed' ? sayFailed(error) : `${sayTooMuch(reason)} ${cutDown(pastesIn(request))}`,
      )
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
    async analyse(request, requester) {
      const answer = await run<Report>('analyse', request, requester)
      return answer.ok ? { ok: true, report: answer.result } : answer
    },
    async survey(request, requester) {
      const answer = await run<readonly TunnelRow[]>('survey', request, requester)
      return answer.ok ? { ok: true, tunnels: answer.result } : answer
    },
    async redact(pastes, requester) {
      const answer = await run<readonly Paste[]>('redact', pastes, requester)
      return answer.ok ? { ok: true, pastes: answer.result } : answer
    },
    async decode(bytes, requester) {
      if (bytes.byteLength <= DECODED_HERE) return decodeText(bytes)
      const answer = await run<DecodedText>('decode', bytes, requester)
      return answer.ok ? answer.result : { problem: answer.say }
    },
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

function pastesIn(request: AnalysisRequest | readonly Paste[] | Uint8Array): readonly Paste[] {
  if (request instanceof Uint8Array) return []
  return 'pastes' in request ? request.pastes : request
}

/** As a person would say it, and rather too long. */
function sayTime(milliseconds: number): string {
  const seconds = Math.max(10, Math.ceil(milliseconds / 10_000) * 10)
  if (seconds <= 60) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

function refuse(reason: AnalysisRefusal['reason'], say: string): AnalysisRefusal {
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
