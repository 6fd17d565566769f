import type { Span } from '../text/source-text.ts'
import type { ReportInput } from './schema.ts'

/** What became of the lines of one pasted block. */
interface InputBlock {
  readonly source: string
  readonly format: string | null
  readonly log: { readonly id: string } | null
  readonly read: number
  readonly irrelevant: number
  readonly unsupported: readonly Span[]
  readonly unrecognised: readonly Span[]
  readonly ends: readonly string[]
}

/** Blocks by the end that they were read for; those of no end under `''`. */
export function reportInputs(blocks: readonly InputBlock[]): Map<string, ReportInput[]> {
  const inputs = new Map<string, ReportInput[]>()
  for (const { source, format, log, read, irrelevant, unsupported, unrecognised, ends } of blocks) {
    const lines = { read, irrelevant, unsupported: numbers(unsupported), unrecognised: numbers(unrecognised) }
    const input = { source, format: format ?? log?.id ?? null, lines }
    for (const end of ends.length === 0 ? [''] : ends) {
      const known = inputs.get(end) ?? []
      known.push(input)
      inputs.set(end, known)
    }
  }
  return inputs
}

function numbers(spans: readonly Span[]): number[] {
  return spans.map(({ line }) => line)
}
