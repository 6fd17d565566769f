import type { AnalysisRequest, analyse, Report, survey, TunnelRow } from './core/index.ts'
import { createWorkerPool, type Refusal, type WorkerPoolOptions } from './worker-pool.ts'

type AnalysisAnswer = { readonly ok: true; readonly report: Report } | Refusal
type SurveyAnswer = { readonly ok: true; readonly tunnels: readonly TunnelRow[] } | Refusal

/** The asynchronous door to core, for who wants whole reports. It answers every request and never rejects. */
export interface AnalysisPool {
  analyse(request: AnalysisRequest, requester?: string): Promise<AnalysisAnswer>
  survey(request: AnalysisRequest, requester?: string): Promise<SurveyAnswer>
  /** Requests that are analysed or wait for a free thread. */
  readonly load: number
  close(): Promise<void>
}

export function createAnalysisPool(options: WorkerPoolOptions = {}): AnalysisPool {
  const pool = createWorkerPool<{ analyse: typeof analyse; survey: typeof survey }>(options)
  const turnOf = ({ pastes }: AnalysisRequest, requester?: string) => ({
    texts: pastes.map(({ source, text }) => ({ source, size: text.length })),
    ...(requester !== undefined && { requester }),
  })
  return {
    async analyse(request, requester) {
      const answer = await pool.run('analyse', request, turnOf(request, requester))
      return answer.ok ? { ok: true, report: answer.result } : answer
    },
    async survey(request, requester) {
      const answer = await pool.run('survey', request, turnOf(request, requester))
      return answer.ok ? { ok: true, tunnels: answer.result } : answer
    },
    get load() {
      return pool.load
    },
    close: () => pool.close(),
  }
}
