import type { Report, TunnelRow } from './report/schema.ts'

/** One pasted text, decoded. `source` is its name for people; `end` the end it was given for ("A", "B", ...), if any. */
export interface Paste {
  readonly source: string
  readonly text: string
  readonly end?: string
}

export interface AnalysisRequest {
  readonly pastes: readonly Paste[]
  /** One packet to follow, `SRC -> DST [PROTO[/PORT]]`. */
  readonly probe?: string
  /** Id or peer address of the tunnel to look at, where the pastes hold several. */
  readonly tunnel?: string
  /** Tunnel addresses that the pastes do not tell, by end label. */
  readonly addresses?: Readonly<Record<string, string>>
}

/** Reads the pastes, simulates both directions and says why the tunnel does not come up. Never throws on bad input. */
export function analyse(request: AnalysisRequest): Report {
  return {
    schemaVersion: 1,
    verdict: 'unknown',
    summary: `Nothing was recognised in ${request.pastes.length} pasted texts.`,
    tunnel: null,
    tunnels: [],
    ends: [],
    otherInputs: [],
    flows: [],
    negotiations: [],
    diagnostics: [],
    remediation: { steps: [], after: null, alternatives: [] },
    probe: null,
    unchecked: [],
    checks: [],
  }
}

/** The rows of `tunnels` alone, for pastes that hold many. */
export function survey(request: AnalysisRequest): TunnelRow[] {
  return analyse(request).tunnels
}
