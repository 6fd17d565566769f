import type { AnalysisRequest, analyse, Report, survey, TunnelRow } from './core/index.ts'
import { createWorkerPool, type Refusal, type WorkerPoolOptions } from './worker-pool.ts'

type AnalysisAnswer = { readonly ok: true; readonly report: Report } | Refusal
type SurveyAnswer = { readonly ok: true; readonly tunnels: readonly TunnelRow[] } | Refusal

/** The asynchronous door to core, for who wants whole reports. It answers every request and never rejects. */
export interface AnalysisPool {
  analyse(request: AnalysisRequest): Promise<AnalysisAnswer>
  survey(request: AnalysisRequest): Promise<SurveyAnswer>
  close(): Promise<void>
}

export function createAnalysisPool(options: WorkerPoolOptions = {}): AnalysisPool {
  const pool = createWorkerPool<{ analyse: typeof analyse; survey: typeof survey }>(options)
  const turnOf = ({ pastes }: AnalysisRequest) => ({
    texts: pastes.map(({ source, text }) => ({ source, size: text.length })),
  })
  return {
    async analyse(request) {
      const answer = await pool.run('analyse', request, turnOf(request))
      return answer.ok ? { ok: true, report: answer.result } : answer
    },
    async survey(request) {
      const answer = await pool.run('survey', request, turnOf(request))
      return answer.ok ? { ok: true, tunnels: answer.result } : answer
    },
    close: () => pool.close(),
  }
}
