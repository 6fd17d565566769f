import { Piscina } from 'piscina'
import type { AnalysisRequest, Paste, Report, TunnelRow } from './core/index.ts'
import { failurePlace } from './failure-place.ts'

/** Why there is no report, in one word for programs and one sentence for people. It never holds pasted text. */
export interface AnalysisRefusal {
  readonly ok: false
  readonly reason: 'too-slow' | 'too-much-memory' | 'busy' | 'failed'
  readonly say: string
}

export type AnalysisAnswer = { readonly ok: true; readonly report: Report } | AnalysisRefusal
export type SurveyAnswer = { readonly ok: true; readonly tunnels: readonly TunnelRow[] } | AnalysisRefusal

export type RedactAnswer = { readonly ok: true; readonly pastes: readonly Paste[] } | AnalysisRefusal

/** The asynchronous door to core. It answers every request and never rejects. */
export interface AnalysisPool {
  analyse(request: AnalysisRequest): Promise<AnalysisAnswer>
  survey(request: AnalysisRequest): Promise<SurveyAnswer>
  /** The pastes without their secrets, fit to be kept for a while. */
  redact(pastes: readonly Paste[]): Promise<RedactAnswer>
  /** Requests that are analysed or wait for a free thread. */
  readonly load: number
  /** Ends the threads; what is still waiting is answered with a refusal. */
  close(): Promise<void>
}

export interface AnalysisPoolOptions {
  readonly threads?: number
  /** Milliseconds that one analysis may take, not counting the wait for a free thread. */
  readonly timeLimit?: number
  /** Megabytes of JavaScript heap that one thread may fill. */
  readonly heapLimit?: number
  /** How many requests may wait for a free thread. */
  readonly queueLimit?: number
  /** The module that the threads run; tests hand in one that misbehaves. */
  readonly worker?: URL
}

const runsFromSource = import.meta.url.endsWith('.ts')
const analysisWorker = new URL(runsFromSource ? './analysis-worker.ts' : './analysis-worker.js', import.meta.url)

/** Runs core in worker threads, so that no paste, however large or odd, can hold up or bring down the program. */
export function createAnalysisPool({
  threads = 1,
  timeLimit = 20_000,
  heapLimit = 512,
  queueLimit = 32,
  worker = analysisWorker,
}: AnalysisPoolOptions = {}): AnalysisPool {
  const pool = new Piscina({
    filename: worker.href,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: heapLimit },
    execArgv: worker.pathname.endsWith('.ts') ? sourceLoader() : [],
    // The analysis needs no environment, and the tokens in it are none of its business.
    env: {},
  })
  // A thread that dies without a request in hand is replaced with the next one, which then tells.
  pool.on('error', () => undefined)

  const refusals = {
    'too-slow': `The analysis took more than ${timeLimit / 1000} seconds and was stopped. Paste the part that concerns one tunnel.`,
    'too-much-memory': `The analysis needed more than ${heapLimit} MB of memory and was stopped. Paste the part that concerns one tunnel.`,
    busy: 'Too many texts are being analysed at the moment. Try again in a minute.',
    closed: 'The program is being stopped, so this was not analysed.',
  }
  let closed = false
  let running = 0
  const waiting: (() => void)[] = []

  /** The wait for a free thread happens here and not in the pool, so that the time limit counts the analysis alone. */
  async function run<Result>(
    name: 'analyse' | 'survey' | 'redact',
    request: AnalysisRequest | readonly Paste[],
  ): Promise<{ readonly ok: true; readonly result: Result } | AnalysisRefusal> {
    if (running >= threads) {
      if (waiting.length >= queueLimit) return refuse('busy', refusals.busy)
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      if (closed) return refuse('busy', refusals.closed)
      const result: Result = await pool.run(request, { name, signal: AbortSignal.timeout(timeLimit) })
      return { ok: true, result }
    } catch (error) {
      if (closed) return refuse('busy', refusals.closed)
      const reason = reasonOf(error)
      return refuse(reason, reason === 'failed' ? sayFailed(error) : refusals[reason])
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }

  return {
    async analyse(request) {
      const answer = await run<Report>('analyse', request)
      return answer.ok ? { ok: true, report: answer.result } : answer
    },
    async survey(request) {
      const answer = await run<readonly TunnelRow[]>('survey', request)
      return answer.ok ? { ok: true, tunnels: answer.result } : answer
    },
    async redact(pastes) {
      const answer = await run<readonly Paste[]>('redact', pastes)
      return answer.ok ? { ok: true, pastes: answer.result } : answer
    },
    get load() {
      return running + waiting.length
    },
    async close() {
      closed = true
      await pool.destroy()
    },
  }
}

/** Node's type stripping is not there yet in Node 20, and tsx does not reach into threads by itself. */
function sourceLoader(): string[] {
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register()`
  return ['--import', `data:text/javascript,${encodeURIComponent(register)}`]
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
