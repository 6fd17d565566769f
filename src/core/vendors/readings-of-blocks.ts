import type { EndpointFragment } from '../model/endpoint.ts'
import type { Block, Reading, ReadingProblem } from '../model/format.ts'
import type { Span } from '../text/source-text.ts'

/** What was read of all blocks of one end together: the ends stand in the first reading, each problem in that of its block. */
export function readingsOfBlocks(
  blocks: readonly Block[],
  endpoints: readonly EndpointFragment[],
  roles: readonly Reading['roles'][],
  problems: readonly ReadingProblem[],
): Reading[] {
  const sorted = problems.toSorted((a, b) => a.span.line - b.span.line)
  return blocks.map((block, at) => ({
    endpoints: at === 0 ? endpoints : [],
    observations: [],
    roles: roles[at] ?? new Map(),
    problems: sorted.filter(({ span }) => isIn(block, span)),
  }))
}

function isIn({ source, lines }: Block, span: Span): boolean {
  const [first, last] = [lines[0]?.number ?? 0, lines.at(-1)?.number ?? 0]
  return span.source === source && first <= span.line && span.line <= last
}
