import type { AnalysisPool } from '../../src/analysis-pool.ts'
import { type ExitCode, run } from '../../src/cli/run.ts'
import type { AnalysisRequest, Report, TunnelRow } from '../../src/core/index.ts'

export interface Outcome {
  readonly exit: ExitCode
  readonly output: string
  /** Sentences on standard error. */
  readonly complaints: readonly string[]
  /** What was asked of the pool. */
  readonly requests: readonly AnalysisRequest[]
}

/** Runs the command line in this process; without a pool of its own, every analysis answers with `report`. */
export async function runWith(
  args: readonly string[],
  { input = '', pool, colour = false }: { input?: string | Uint8Array; pool?: AnalysisPool; colour?: boolean } = {},
): Promise<Outcome> {
  const written: string[] = []
  const complaints: string[] = []
  const requests: AnalysisRequest[] = []
  const exit = await run(args, {
    stdin: chunks(Buffer.from(input)),
    write: async (text) => void written.push(text),
    complain: (sentence) => void complaints.push(sentence),
    colour,
    openPool: () => pool ?? answering(report({}), requests),
  })
  return { exit, output: written.join(''), complaints, requests }
}

/** A report about nothing, with the given differences. */
export function report(differences: Partial<Report>): Report {
  return {
    schemaVersion: 1,
    verdict: 'up',
    summary: 'The tunnel comes up.',
    tunnel: 'A-B',
    tunnels: [],
    ends: [],
    otherInputs: [],
    setAside: [],
    flows: [],
    negotiations: [],
    diagnostics: [],
    remediation: { steps: [], after: null, alternatives: [] },
    probe: null,
    unchecked: [],
    checks: [],
    ...differences,
  }
}

export function finding(severity: 'error' | 'warning' | 'info'): Report['diagnostics'][number] {
  const sentences = { title: 'A finding', what: 'This holds.', why: 'That should.' }
  return {
    id: 'TS001-1',
    code: 'TS001',
    severity,
    certainty: 'stated',
    ...sentences,
    witness: null,
    evidence: [],
    remedies: [],
  }
}

export function answering(answer: Report, requests: AnalysisRequest[] = []): AnalysisPool {
  return {
    async analyse(request) {
      requests.push(request)
      return { ok: true, report: answer }
    },
    async survey(request) {
      requests.push(request)
      return { ok: true, tunnels: answer.tunnels }
    },
    close: async () => undefined,
  }
}

export function row(verdict: TunnelRow['verdict']): TunnelRow {
  return {
    id: 'A-B',
    name: 'Main - Branch',
    peer: '198.51.100.7',
    ends: ['A', 'B'],
    verdict,
    summary: 'Said in short.',
  }
}

/** Small pieces, so that lines and characters are cut in the middle. */
async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}
