import type { Endpoint } from '../model/endpoint.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { verdictOf } from '../negotiation/verdict.ts'
import { reportEnd } from './ends.ts'
import { reportFlows } from './flows.ts'
import type { Rows } from './rows.ts'
import type { After } from './schema.ts'

/** The tunnel with all changes made, whole. */
export function reportAfter({ a, b, flows }: Pick<Simulation, 'a' | 'b' | 'flows'>, rows: Rows): After {
  return {
    verdict: verdictOf(flows),
    flows: reportFlows({ flows }, rows, () => []),
    ends: [a, b].map((end) => reportEnd(end, [], rows)),
    omitted: { flows: 0, entries: 0 },
  }
}

/** An alternative with more rows than this is told in so many flows, and so many entries of each end. */
const [ROWS, TOLD] = [1000, 100]

/** The same of an alternative: a large one with some of what is not as it was, since four of them would be most of the report. */
export function reportAlternative(after: Simulation, before: Simulation, rows: Rows): After {
  const { a, b, flows } = after
  if (flows.length + entriesOf(a, b) <= ROWS) return reportAfter(after, rows)
  const were = new Set(before.flows)
  const changed = flows.filter((flow) => !were.has(flow)).slice(0, TOLD)
  const ends = [withChanged(a, before.a, rows), withChanged(b, before.b, rows)] as const
  return {
    ...reportAfter({ a: ends[0], b: ends[1], flows: changed }, rows),
    verdict: verdictOf(flows),
    omitted: { flows: flows.length - changed.length, entries: entriesOf(a, b) - entriesOf(...ends) },
  }
}

function entriesOf(...ends: readonly Endpoint[]): number {
  return ends.reduce((sum, { spd = [] }) => sum + spd.length, 0)
}

function withChanged(after: Endpoint, { spd: formerly = [] }: Endpoint, rows: Rows): Endpoint {
  const { spd = [] } = after
  const same = new Set(formerly)
  const left = spd.filter((entry) => !same.has(entry))
  // The entries of a configuration are made anew, most of them as they were.
  const shown = (entry: SpdEntry) => JSON.stringify(rows.entry(entry))
  const were = new Set(left.length === 0 ? [] : formerly.map(shown))
  return { ...after, spd: left.filter((entry) => !were.has(shown(entry))).slice(0, TOLD) }
}
